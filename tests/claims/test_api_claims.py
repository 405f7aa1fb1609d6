from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings

from claims.models import Claim, ClaimDocument, Evidence, Variant, Verdict
from claims.roles import Role
from claims.rules import Kind
from claims.services.candidates import candidate_merge
from claims.services.topics import topic_rename
from common.scopes import Scope
from sources.services import source_update
from tests import factories
from tests.api import anonymous, caller, problem

pytestmark = pytest.mark.django_db

_PATH = "/api/v1/claims"


def _ids(query: str = "", **who: Any) -> set[str]:
    return {row["id"] for row in anonymous().get(f"{_PATH}?{query}").json()["results"]}


def test_a_published_claim_is_shown_whole() -> None:
    outlet = factories.source(kind="outlet", name="Fjord Post", domain="post.example")
    article = factories.article(source=outlet, published_at=datetime(2026, 2, 2, 8, tzinfo=UTC))
    claim = factories.accepted_claim(
        article_version=factories.article_version(article=article),
        via=["Radio North"],
        addressee="water board",
        said_on_text="on Sunday",
        said_on=date(2026, 2, 1),
        said_on_precision="day",
        quote=True,
    )
    claim.topics.set([factories.topic("water")])
    Variant.objects.create(claim=claim, text="Vannet rekker i to år.", language="nb")
    Evidence.objects.create(
        claim=claim, url="https://data.example/1", stance="refutes", created_by=factories.user()
    )
    rating = factories.rating("Wrong", value=1.5)
    verdict = factories.verdict(claim, rating_id=rating.id)

    found = anonymous().get(f"{_PATH}/{claim.id}").json()

    assert found["id"] == str(claim.id)
    assert found["short_id"] == claim.short_id
    assert found["url"] == f"{settings.PUBLIC_URL}/api/v1/claims/{claim.id}"
    assert found["text"] == "The reservoir holds two years of water."
    assert (found["language"], found["state"], found["merged_into"]) == ("en", "published", None)
    assert found["claimant"]["name"] == "Oda Brekke"
    assert found["claimant"]["kind"] == "person"
    assert found["topics"] == [{"slug": "water", "name": "Water"}]
    assert found["variants"] == [{"text": "Vannet rekker i to år.", "language": "nb"}]
    assert found["evidence"][0]["stance"] == "refutes"
    (appearance,) = found["appearances"]
    assert found["first_appearance"] == appearance
    assert appearance["outlet"] == {"id": str(outlet.id), "name": "Fjord Post", "kind": "outlet"}
    assert appearance["article"]["url"] == article.url
    assert appearance["article"]["published_at"] == "2026-02-02T08:00:00Z"
    assert appearance["sentence"] == factories.SENTENCE
    assert (appearance["start"], appearance["end"]) == (0, len(factories.SENTENCE))
    assert (appearance["claimant"], appearance["role"]) == ("Oda Brekke", "water minister")
    assert (appearance["via"], appearance["quote"]) == (["Radio North"], True)
    assert appearance["addressee"] == "water board"
    assert appearance["said_on"] == {"text": "on Sunday", "date": "2026-02-01", "precision": "day"}
    (shown,) = found["verdicts"]
    assert shown["id"] == str(verdict.id)
    assert (shown["kind"], shown["seq"], shown["original_label"]) == ("initial", 1, "Wrong")
    assert shown["rating"] == {
        "id": str(rating.id),
        "label": "Wrong",
        "value": 1.5,
        "normalised": "false",
        "worst": 1.0,
        "best": 5.0,
        "scale": str(rating.scale_id),
        "scale_name": rating.scale.name,
        "scale_version": 1,
    }


def test_what_is_not_known_is_null() -> None:
    claim = factories.published_claim(claimant="", role="")
    found = anonymous().get(f"{_PATH}/{claim.id}").json()
    assert found["claimant"] is None
    (appearance,) = found["appearances"]
    assert (appearance["claimant"], appearance["role"], appearance["said_on"]) == (None, None, None)
    assert appearance["outlet"] is None


def test_the_list_shows_what_the_detail_shows() -> None:
    claim = factories.published_claim()
    (listed,) = anonymous().get(_PATH).json()["results"]
    assert listed == anonymous().get(f"{_PATH}/{claim.id}").json()


def test_the_first_appearance_is_the_one_said_first_not_the_one_found_first() -> None:
    claim = factories.published_claim(
        said_on_text="in March", said_on=date(2026, 3, 1), said_on_precision="month"
    )
    earlier = factories.candidate(said_on_text="in May", said_on=date(2025, 5, 1))
    candidate_merge(candidate_id=earlier.id, claim_id=claim.id, actor=factories.user())
    found = anonymous().get(f"{_PATH}/{claim.id}").json()
    assert len(found["appearances"]) == 2
    assert found["first_appearance"]["said_on"]["text"] == "in May"


def test_a_retracted_verdict_is_shown_as_what_holds_now() -> None:
    verdict = factories.verdict()
    factories.verdict(verdict.claim, kind=Kind.RETRACTION, publisher=verdict.publisher)
    (shown,) = anonymous().get(f"{_PATH}/{verdict.claim_id}").json()["verdicts"]
    assert (shown["kind"], shown["rating"], shown["seq"]) == ("retraction", None, 2)


def test_each_publisher_has_its_current_verdict() -> None:
    verdict = factories.verdict()
    other = factories.verdict(verdict.claim)
    shown = anonymous().get(f"{_PATH}/{verdict.claim_id}").json()["verdicts"]
    assert {v["publisher"]["id"] for v in shown} == {str(verdict.publisher_id), str(other.publisher_id)}


def test_an_open_claim_is_seen_only_by_those_who_see_candidates() -> None:
    claim = factories.accepted_claim()
    address = f"{_PATH}/{claim.id}"
    for who in (anonymous(), caller(Scope.CANDIDATES_WRITE, Scope.VERDICTS_WRITE)):
        problem(who.get(address), 404)
        problem(who.get(f"{address}/verdicts"), 404)
        assert who.get(_PATH).json()["results"] == []
    desk = caller(Scope.CANDIDATES_READ)
    assert desk.get(address).json()["state"] == "open"
    assert desk.get(_PATH).json()["results"] == []
    assert [row["id"] for row in desk.get(f"{_PATH}?state=open").json()["results"]] == [str(claim.id)]


def test_asking_for_open_claims_without_the_right_is_refused_plainly() -> None:
    problem(anonymous().get(f"{_PATH}?state=open"), 401)
    problem(caller(Scope.ARTICLES_READ).get(f"{_PATH}?state=open"), 403)


def test_a_merged_claim_keeps_its_address_and_names_the_one_it_became() -> None:
    kept = factories.published_claim()
    gone = factories.merged_claim(kept, published=True)
    response = anonymous().get(f"{_PATH}/{gone.id}")
    assert response.status_code == 301
    assert response["Cache-Control"] == "no-cache"  # a merge can be undone
    assert response.json() == {"id": str(gone.id), "merged_into": str(kept.id)}
    found = anonymous().get(response["Location"]).json()
    assert found["id"] == str(kept.id)
    assert [one["id"] for one in found["merged_claims"]] == [str(gone.id)]
    assert _ids() == {str(kept.id)}
    assert _ids("state=merged") == {str(gone.id)}


def test_search_takes_words_phrases_and_exclusions() -> None:
    water = factories.published_claim(text="The reservoir holds two years of water.")
    dam = factories.published_claim(text="The dam of the reservoir is cracked.")
    assert _ids("q=reservoirs") == {str(water.id), str(dam.id)}
    assert _ids("q=" + quote('"two years"')) == {str(water.id)}
    assert _ids("q=reservoir%20-dam") == {str(water.id)}
    assert _ids("q=cracked%20or%20water") == {str(water.id), str(dam.id)}
    assert _ids("q=" + quote("' ) & | ! <-> :* \\")) == set()


def test_filters_find_what_they_name_and_nothing_else() -> None:
    claim = factories.published_claim(language="en-GB")
    claim.topics.set([factories.topic("water")])
    publisher = claim.verdicts.get().publisher_id
    other = factories.published_claim(language="enm", claimant="Ivo Lenz")
    found = {str(claim.id)}
    assert _ids(f"claimant={claim.claimant_id}") == found
    assert _ids(f"publisher={publisher}") == found
    assert _ids("topic=water") == found
    assert _ids("language=en") == found
    assert _ids("language=en-gb") == found
    assert _ids(f"publisher={publisher}&topic=water&language=en&normalised=false") == found
    assert _ids(f"publisher={publisher}&language=enm") == set()
    assert _ids() == {*found, str(other.id)}


def test_publisher_and_normalised_are_about_one_current_verdict() -> None:
    verdict = factories.verdict()
    other = factories.verdict(verdict.claim, rating_id=factories.rating("True", normalised="true").id)
    assert _ids(f"publisher={verdict.publisher_id}&normalised=false")
    assert not _ids(f"publisher={verdict.publisher_id}&normalised=true")
    factories.verdict(verdict.claim, kind=Kind.RETRACTION, publisher=other.publisher)
    assert not _ids("normalised=true")


def _renamed_source(verdict: Verdict) -> None:
    source_update(
        source_id=verdict.publisher_id, name="Control Office", actor=factories.user(role=Role.ADMINISTRATOR)
    )


def _renamed_topic(verdict: Verdict) -> None:
    topic_rename(slug="water", name="Water supply", actor=factories.user())


def _reported_again(verdict: Verdict) -> None:
    candidate = factories.candidate()
    candidate_merge(candidate_id=candidate.pk, claim_id=verdict.claim_id, actor=factories.user())


@pytest.mark.parametrize(
    "change",
    [
        lambda verdict: factories.verdict(verdict.claim, kind=Kind.UPDATE, publisher=verdict.publisher),
        lambda verdict: factories.evidence(verdict.claim),
        _renamed_source,
        _renamed_topic,
        _reported_again,
    ],
)
def test_updated_since_finds_a_claim_whose_document_changed_in_anything(
    change: Callable[[Verdict], Any],
) -> None:
    verdict = factories.verdict(factories.claim(topics=("water",)))
    old = datetime.now(UTC) - timedelta(days=2)
    Claim.objects.update(updated_at=old)
    ClaimDocument.objects.update(changed_at=old)
    since = quote((old + timedelta(days=1)).isoformat())
    assert not _ids(f"updated_since={since}")
    change(verdict)
    assert _ids(f"updated_since={since}") == {str(verdict.claim_id)}
    assert _ids(f"updated_since={since}&q={quote(verdict.claim.text)}") == {str(verdict.claim_id)}


def test_the_newest_claim_comes_first() -> None:
    claims = [str(factories.published_claim().id) for _ in range(3)]
    assert [row["id"] for row in anonymous().get(_PATH).json()["results"]] == claims[::-1]


def test_the_list_costs_the_same_queries_however_long(django_assert_num_queries: Any) -> None:
    for number in range(4):
        claim = factories.published_claim(via=["Radio North"])
        claim.topics.set([factories.topic("water"), factories.topic(f"t{number}")])
        factories.verdict(claim)
    for size in (1, 4):
        with django_assert_num_queries(1):
            assert len(anonymous().get(f"{_PATH}?page_size={size}").json()["results"]) == size
