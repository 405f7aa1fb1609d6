"""The public pages: what they show, what they never let through, and what they cost."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries, Settings

from claims.models import Claim, Evidence, Sighting, Variant
from claims.rules import Kind
from claims.services.candidates import candidate_merge
from claims.services.merges import claim_merge
from claims.services.verdicts import Statement
from common.ids import new_id
from sources.models import Source
from tests import factories

pytestmark = pytest.mark.django_db

_CROSS = '"><script>alert(1)</script></script><!--<img src=x onerror=alert(2)>\u2028'
_AT = datetime(2026, 5, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def address(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://registry.example"


def shown(client: Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert "Set-Cookie" not in answer
    return html.fromstring(answer.content.decode())


def text(node: Any) -> str:
    return " ".join(node.text_content().split())


def select(node: Any, selector: str) -> list[Any]:
    """What a simple CSS selector finds: names, classes, attributes with a value, below and directly below."""
    path, axis = ".", "//"
    for part in selector.split():
        if part == ">":
            axis = "/"
            continue
        name, *conditions = re.findall(r"^\w*|\.[\w-]+|\[[^]]+\]", part)
        path += axis + (name or "*")
        axis = "//"
        for condition in conditions:
            if condition.startswith("."):
                path += f"[contains(concat(' ', @class, ' '), ' {condition[1:]} ')]"
            else:
                attribute, _, value = condition[1:-1].partition("=")
                path += f"[@{attribute}='{value}']" if value else f"[@{attribute}]"
    found: list[Any] = node.xpath(path)
    return found


def page_of(client: Client, claim: Claim) -> Any:
    return shown(client, f"/claims/{claim.id}")


def test_a_claim_is_shown_with_who_said_it_where(client: Client) -> None:
    outlet = factories.source(kind=Source.Kind.OUTLET, name="Vestmark Courier")
    article = factories.article(
        source=outlet, title="Lagoon is clean", published_at=_AT, url="https://courier.example/1"
    )
    claim = factories.published_claim(
        article_version=factories.article_version(article=article),
        role="the harbour master",
        via=["Nordlys Radio", "Courier"],
        addressee="town council",
        quote=True,
        said_on_text="in May",
        said_on=date(2026, 5, 1),
        said_on_precision="month",
    )
    claim.topics.set([factories.topic("water")])
    page = page_of(client, claim)
    assert text(page.find(".//h1")) == "The reservoir holds two years of water."
    assert page.find(".//h1").get("lang") == "en"
    (item,) = select(page, ".appearances > li")
    assert factories.SENTENCE in text(item)
    said = "Oda Brekke (the harbour master), in their own words, via Nordlys Radio and Courier"
    assert f"{said}, speaking to town council, in May 2026" in text(item)
    assert "Lagoon is clean, Vestmark Courier, 10 May 2026" in text(item)
    assert select(item, "a")[0].get("href") == "https://courier.example/1"
    assert select(page, "a[href=/claims?topic=water]")


def test_a_claim_without_a_claimant_is_told_to_be_whose_it_is_where_it_appeared(client: Client) -> None:
    outlet = factories.source(kind=Source.Kind.OUTLET, name="Vestmark Courier")
    version = factories.article_version(article=factories.article(source=outlet))
    claim = factories.published_claim(article_version=version, claimant="")
    Claim.objects.filter(pk=claim.pk).update(claimant=None)
    assert "Claimed by Vestmark Courier" in text(page_of(client, claim))
    Sighting.objects.create(claim=claim, claimant="Mira <Solberg>", urls=["https://post.example/1"])
    page = page_of(client, claim)
    assert "Claimed by Vestmark Courier, Mira <Solberg>" in text(page)
    assert "Claimed by Vestmark Courier, Mira <Solberg>. " in select(page, "meta[name=description]")[0].get(
        "content"
    )
    assert "It is not known who claimed it" in text(page_of(client, factories.verdict().claim))


def test_a_claim_is_shown_with_where_others_report_it(client: Client) -> None:
    claim = factories.verdict().claim
    assert "Where it appeared" not in text(page_of(client, claim))
    places: dict[str, Any] = {
        "first_url": "https://post.example/1",
        "urls": ["https://post.example/1", "https://post.example/2"],
    }
    Sighting.objects.create(
        claim=claim, claimant="Mira Solberg", role="harbour master", said_on=date(2026, 5, 1), **places
    )
    Sighting.objects.create(
        claim=claim, sentence="It is clean.", said_on=date(2026, 5, 1), said_on_precision="month"
    )
    Sighting.objects.create(claim=claim, urls=["javascript:alert(1)"])
    page = page_of(client, claim)
    assert "Where it appeared" in text(page)
    item, in_a_month = select(page, ".sightings > li")
    assert "Mira Solberg (harbour master), on 1 May 2026" in text(item)
    assert text(in_a_month) == "It is clean. Not known by whom, in May 2026"
    addresses = [link.get("href") for link in select(item, "a")]
    assert addresses == ["https://post.example/1", "https://post.example/2"]


def test_a_day_that_came_with_the_claim_is_of_its_claimant(client: Client) -> None:
    claim = factories.claim(claimant=factories.source(name="Oda Brekke"))
    factories.verdict(claim)
    Sighting.objects.create(claim=claim, said_on=date(2026, 3, 1), urls=["https://post.example/1"])
    assert "Oda Brekke, on 1 March 2026" in text(select(page_of(client, claim), ".sightings")[0])


def test_what_others_report_is_shown_in_the_words_that_they_report(client: Client) -> None:
    claim = factories.verdict().claim
    words: dict[str, Any] = {
        "sentence": "“The lagoon is clean,” said Mira Solberg.",
        "quote": True,
        "via": ["Nordlys Radio", "Courier"],
        "addressee": "town council",
    }
    Sighting.objects.create(
        claim=claim,
        claimant="Mira Solberg",
        said_on=date(2026, 5, 1),
        urls=["https://post.example/1"],
        **words,
    )
    Sighting.objects.create(claim=claim, sentence="It is clean.")
    Sighting.objects.create(claim=claim, via=["Courier"], urls=["https://post.example/2"])
    whole, bare, unnamed = select(page_of(client, claim), ".sightings > li")
    (quoted,) = select(whole, "blockquote")
    assert (text(quoted), quoted.get("cite")) == (words["sentence"], "https://post.example/1")
    said = "Mira Solberg, in their own words, via Nordlys Radio and Courier, speaking to town council"
    assert f"{said}, on 1 May 2026" in text(whole)
    assert text(bare) == "It is clean."
    assert text(unnamed) == "Not known by whom, via Courier https://post.example/2"


def test_a_verdict_is_shown_with_the_moment_from_which_it_holds(client: Client) -> None:
    on_a_day = Statement(effective_at=datetime(2026, 3, 1, tzinfo=UTC))
    at_an_hour = Statement(effective_at=datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
    claim = factories.claim()
    told = [factories.verdict(claim, publisher=factories.fact_checker(), statement=on_a_day)]
    told += [factories.verdict(claim, publisher=factories.fact_checker(), statement=at_an_hour)]
    told += [factories.verdict(claim, publisher=factories.fact_checker(), statement=Statement())]
    page = page_of(client, claim)
    first, second, third = (text(page.find(f".//li[@id='verdict-{each.id}']")) for each in told)
    assert "1 March 2026, recorded " in first
    assert "2 March 2026, 08:30, recorded " in second
    assert "recorded" not in third


def test_the_whole_history_is_shown_the_newest_first(client: Client) -> None:
    claim = factories.claim()
    by: dict[str, Any] = {"claim": claim, "publisher": factories.fact_checker(name="Vestmark Facts")}
    factories.verdict(**by, rating_id=factories.rating("Half true", value=3, normalised="mixed").id)
    factories.verdict(**by, kind=Kind.UPDATE, rating_id=factories.rating("Wrong").id, reason="A new log.")
    factories.verdict(**by, kind=Kind.CORRECTION, note="It was 40, not 14.", reason="Misread.")
    last = factories.verdict(**by, kind=Kind.RETRACTION, reason="We were misled.")
    (history,) = select(page_of(client, claim), ".history")
    assert history.get("id") == str(last.publisher_id)
    rows = [text(row) for row in select(history, "li")]
    assert rows[0].startswith("Retracted Retraction ")
    assert "We were misled." in rows[0]
    assert rows[1].startswith("False Correction, no longer held ")
    assert "What was wrong, and what is right It was 40, not 14." in rows[1]
    assert rows[2].startswith("Wrong Update, no longer held ")
    assert "On the common scale: false; 1 on a scale from 1 (worst) to 5 (best)" in rows[2]
    assert rows[3].startswith("Half true Verdict, no longer held ")
    links = [a.get("href") for a in select(select(history, "li")[0], "a")]
    assert f"https://registry.example/api/v1/verdicts/{last.id}" in links
    assert f"https://registry.example/api/v1/ledger/proofs/inclusion?verdict={last.id}" in links


def test_a_conflict_is_said_plainly_and_a_retracted_publisher_comes_last(client: Client) -> None:
    claim = factories.claim()
    factories.verdict(claim, publisher=factories.fact_checker(name="A"), rating_id=factories.rating().id)
    assert "disagree" not in text(page_of(client, claim))
    true = factories.rating("True", normalised="true")
    factories.verdict(claim, publisher=factories.fact_checker(name="B"), rating_id=true.id)
    gone = factories.verdict(claim, publisher=factories.fact_checker(name="C"))
    factories.verdict(claim, publisher=gone.publisher, kind=Kind.RETRACTION)
    page = page_of(client, claim)
    assert "Fact-checkers disagree about this claim." in text(page)
    assert [text(h) for h in select(page, ".history h3")] == ["B", "A", "C"]


def test_an_earlier_wording_is_told(client: Client) -> None:
    claim = factories.published_claim()
    Claim.objects.filter(pk=claim.pk).update(text="The reservoir holds water for two years.")
    page = page_of(client, claim)
    assert "Given on the wording: The reservoir holds two years of water." in text(page)


def test_evidence_is_shown_with_what_it_is_for(client: Client) -> None:
    claim = factories.claim()
    verdict = factories.verdict(claim)
    given = {"claim": claim, "created_by": factories.user()}
    Evidence.objects.create(
        **given,
        verdict=verdict,
        url="https://plant.example/log",
        archive_url="https://archive.example/log",
        stance="refutes",
        excerpt="Gate open.",
        link_state="broken",
    )
    Evidence.objects.create(**given, url="https://stats.example/", stance="context")
    page = page_of(client, claim)
    (of_verdict,) = select(page, ".history .evidence")
    assert text(of_verdict) == (
        "Refutes https://plant.example/log (can no longer be read there) Archived copy Gate open."
    )
    (of_claim,) = select(page, "section[aria-labelledby=evidence] .evidence")
    assert text(of_claim) == "Context https://stats.example/"


def test_a_merged_claim_leads_to_the_one_it_became(client: Client) -> None:
    into = factories.published_claim()
    merged = factories.published_claim(text="The dam is full for two years.")

    claim_merge(claim_id=merged.id, into_id=into.id, actor=factories.user(), reason="The same.")
    answer = client.get(f"/claims/{merged.id}")
    assert (answer.status_code, answer["Location"]) == (301, f"/claims/{into.id}")
    assert answer["Cache-Control"] == "public, max-age=60"  # and not for good, since a merge can be undone
    page = page_of(client, into)
    (absorbed,) = select(page, ".absorbed")
    assert "The dam is full for two years." in text(absorbed)
    assert len(select(absorbed, ".history > ol > li")) == 1


def test_an_identifier_in_capitals_is_the_same_one(client: Client) -> None:
    into = factories.published_claim()
    merged = factories.merged_claim(into, published=True)
    at, big = f"/claims/{into.id}", str(into.id).upper()
    (canonical,) = select(shown(client, f"/claims/{big}"), "link[rel=canonical]")
    assert canonical.get("href").endswith(at)
    assert client.get(f"/claims/{str(merged.id).upper()}")["Location"] == at
    assert client.get(f"/api/v1/claims/{big}").json()["id"] == str(into.id)
    assert client.get(f"/api/v1/claims/{big}/verdicts").json()["results"][0]["claim"] == str(into.id)
    assert client.get(f"/api/v1/claims/{big}/").status_code == 308
    assert client.get(f"/claims/{big[:-1]}").status_code == 404


def test_what_a_merged_claim_rests_on_and_where_it_was_made_is_shown_with_it(client: Client) -> None:
    into, actor = factories.published_claim(), factories.user()
    merged = factories.claim(text="The dam is full for two years.")
    given = {"claim": merged, "created_by": actor}
    Evidence.objects.create(**given, verdict=factories.verdict(merged), url="https://plant.example/log")
    Evidence.objects.create(**given, url="https://stats.example/", stance="context")
    withdrawn = {"withdrawn_at": _AT, "withdrawn_by": actor, "withdrawn_reason": "Not it."}
    Evidence.objects.create(**given, url="https://wrong.example/", **withdrawn)
    Sighting.objects.create(claim=merged, claimant="Mira Solberg", urls=["https://post.example/1"])
    claim_merge(claim_id=merged.id, into_id=into.id, actor=actor, reason="The same.")

    page = page_of(client, into)
    assert "https://plant.example/log" in text(select(page, ".absorbed .history .evidence")[0])
    assert "https://stats.example/" in text(select(page, ".absorbed > .evidence")[0])
    assert "https://post.example/1" in text(select(page, ".sightings")[0])
    assert "https://wrong.example/" not in text(page)
    assert not select(page, "section[aria-labelledby=evidence]")


def test_what_a_merged_claim_that_never_was_public_rests_on_stays_untold(client: Client) -> None:
    into, merged = factories.published_claim(), factories.claim(text="The dam is full for two years.")
    Evidence.objects.create(claim=merged, created_by=factories.user(), url="https://stats.example/")
    Sighting.objects.create(claim=merged, claimant="Mira Solberg", urls=["https://post.example/1"])
    claim_merge(claim_id=merged.id, into_id=into.id, actor=factories.user(), reason="The same.")
    assert "https://stats.example/" not in text(page_of(client, into))
    assert "https://post.example/1" not in text(page_of(client, into))


def test_what_is_not_public_is_not_there(client: Client) -> None:
    for path in (f"/claims/{factories.claim().id}", f"/claims/{new_id()}", "/claims/x", "/nothing"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "There is nothing at this address" in answer.content.decode()


def test_languages_and_directions_are_told(client: Client) -> None:
    claim = factories.claim(text="البحيرة نظيفة", language="ar")
    Variant.objects.create(claim=claim, text="Лагуна чиста", language="uk")
    Variant.objects.create(claim=claim, text="Lagunen er ren")
    factories.verdict(claim, statement=Statement(summary="לא נכון", language="he", effective_at=_AT))
    page = page_of(client, claim)
    heading = page.find(".//h1")
    assert (heading.get("lang"), heading.get("dir")) == ("ar", "rtl")
    variants = [(v.get("lang"), v.get("dir")) for v in select(page, ".variant")]
    assert sorted(variants) == [("", "auto"), ("uk", "ltr")]
    (summary,) = select(page, ".summary")
    assert (summary.get("lang"), summary.get("dir")) == ("he", "rtl")


def test_no_field_can_break_out_of_its_place(client: Client) -> None:
    claimant = factories.source(name=_CROSS)
    article = factories.article(title=_CROSS, url=f"javascript:alert(3)//{_CROSS}", language=_CROSS[:30])
    article.source = factories.source(kind="outlet", name=_CROSS)
    article.save()
    claim = factories.accepted_claim(
        text=_CROSS,
        article_version=factories.article_version(article=article, text=_CROSS),
        claimant=_CROSS,
        role=_CROSS,
        via=[_CROSS],
    )
    Claim.objects.filter(pk=claim.pk).update(language=_CROSS[:30], claimant=claimant)
    claim.topics.set([factories.topic("water")])
    claim.topics.update(name=_CROSS)
    Variant.objects.create(claim=claim, text=_CROSS, language=_CROSS[:30])
    publisher = factories.fact_checker(name=_CROSS, domain=_CROSS[:30])
    words = Statement(
        original_label=_CROSS,
        summary=_CROSS,
        explanation=_CROSS,
        language="en",
        review_url="https://facts.example/",
        effective_at=_AT,
    )
    by: dict[str, Any] = {
        "publisher": publisher,
        "statement": words,
        "rating_id": factories.rating(_CROSS).id,
    }
    claim.refresh_from_db()
    factories.verdict(claim, **by)
    verdict = factories.verdict(claim, **by, kind=Kind.CORRECTION, reason=_CROSS, note=_CROSS)
    Evidence.objects.create(
        claim=claim,
        verdict=verdict,
        url="javascript:alert(4)",
        archive_url="data:text/html,<script>alert(5)</script>",
        stance="context",
        excerpt=_CROSS,
        created_by=factories.user(),
    )
    for path in (
        f"/claims/{claim.id}",
        "/claims",
        f"/claims?q={_CROSS}",
        f"/claims?{_CROSS}=1&language={_CROSS}",
    ):
        answer = client.get(path)
        content = answer.content.decode()
        page = html.fromstring(content)
        scripts = select(page, "script")
        assert {script.get("type") for script in scripts} <= {"application/ld+json"}
        assert not select(page, "img")
        # Were one not escaped, the parser would have met its end tag and left the rest behind it as text.
        assert "onerror=alert(2)>" not in content
        for node in page.iter():
            attributes = dict(node.attrib) if isinstance(node.tag, str) else {}
            assert not [name for name in attributes if name.startswith("on")]
            for name in ("href", "src", "action", "cite"):
                assert not attributes.get(name, "").lower().startswith(("javascript:", "data:", "vbscript:"))


def test_search_engines_and_previews_are_told_what_it_is(client: Client) -> None:
    claim = factories.claim(claimant=factories.source(name="Oda Brekke"))
    factories.verdict(claim, publisher=factories.fact_checker(name="Vestmark Facts"))
    page = page_of(client, claim)
    at = f"https://registry.example/claims/{claim.id}"
    assert select(page, "link[rel=canonical]")[0].get("href") == at
    meta = {m.get("property") or m.get("name"): m.get("content") for m in select(page, "meta[content]")}
    assert meta["og:title"] == claim.text
    assert meta["og:url"] == at
    assert meta["description"] == meta["og:description"] == "Claimed by Oda Brekke. Vestmark Facts: False"
    types = {link.get("type"): link.get("href") for link in select(page, "link[rel=alternate]")}
    assert types["application/json"] == f"https://registry.example/api/v1/claims/{claim.id}"
    assert types["application/atom+xml"] == "/feeds/verdicts.atom"


def test_the_reviews_are_in_the_page_for_machines(client: Client) -> None:
    claim = factories.claim(text="5 < 6 & </script><!-- “quay”")
    publisher = factories.fact_checker(name="Vestmark Facts")
    factories.verdict(claim, publisher=publisher, rating_id=factories.rating("Wrong").id)
    (script,) = select(page_of(client, claim), "script[type=application/ld+json]")
    document = json.loads(script.text)
    assert document["@context"] == "https://schema.org"
    (review,) = document["@graph"]
    assert (review["@type"], review["claimReviewed"]) == ("ClaimReview", claim.text)
    assert review["reviewRating"]["alternateName"] == "Wrong"
    assert review["url"] == f"https://registry.example/claims/{claim.id}#{publisher.id}"
    assert select(page_of(client, claim), "section.history")[0].get("id") == str(publisher.id)
    factories.verdict(claim, publisher=publisher, kind=Kind.RETRACTION)
    assert not select(page_of(client, claim), "script")


def test_the_same_page_is_not_sent_twice(client: Client) -> None:
    claim = factories.published_claim()
    for path in (f"/claims/{claim.id}", "/claims"):
        first = client.get(path)
        assert first["Cache-Control"] == "public, max-age=60"
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    factories.verdict(claim)
    assert client.get(f"/claims/{claim.id}", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_only_reading_is_possible(client: Client) -> None:
    for path in (
        "/claims",
        f"/claims/{factories.published_claim().id}",
        "/feeds/verdicts.atom",
        "/sitemap.xml",
    ):
        assert client.post(path).status_code == 405


def _full(claim: Claim, count: int) -> None:
    for _ in range(count):
        factories.verdict(claim)
        candidate = factories.candidate()
        candidate_merge(candidate_id=candidate.id, claim_id=claim.id, actor=factories.user())
        factories.merged_claim(claim)
        Variant.objects.create(claim=claim, text="Vann i to år.")


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_of_a_claim_takes_the_same_queries_whatever_is_on_it(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    claim = factories.claim()
    _full(claim, count)
    with django_assert_num_queries(17):
        page_of(client, claim)


def listed(client: Client, query: str = "") -> list[str]:
    return [text(node) for node in select(shown(client, f"/claims{query}"), ".claim-text")]


def test_the_front_page_leads_to_the_claims(client: Client) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/claims")


def test_the_day_in_a_list_says_what_it_is_of(client: Client) -> None:
    claim = factories.verdict(factories.claim(claimant=factories.source(name="Oda Brekke"))).claim
    (row,) = select(shown(client, "/claims"), ".claims > li")
    assert f"Oda Brekke · in the registry since {claim.created_at:%-d %B %Y}" in text(row)


def test_the_list_is_searched_and_filtered(client: Client) -> None:
    quay = factories.claim(
        text="The quay is long.", topics=("water",), language="nb", claimant=factories.source()
    )
    verdict = factories.verdict(quay, rating_id=factories.rating(normalised="mixed").id)
    mole = factories.claim(text="The mole is long.", language="en")
    factories.verdict(mole)
    factories.verdict(mole, rating_id=factories.rating(normalised="true").id)
    factories.claim(text="The open quay.")
    assert listed(client) == ["The mole is long.", "The quay is long."]
    for query in (
        "q=quay",
        "normalised=mixed",
        "topic=water",
        "language=nb",
        f"claimant={quay.claimant_id}",
        f"publisher={verdict.publisher_id}",
        f"q=quay&normalised=mixed&language=&topic=water&publisher={verdict.publisher_id}",
    ):
        assert listed(client, f"?{query}") == ["The quay is long."], query
    assert listed(client, f"?q=Claim+{quay.short_id}") == listed(client, f"?q={quay.pk}") == [quay.text]
    merged = factories.merged_claim(quay, published=True, text="Long is the jetty.")
    assert listed(client, f"?q={merged.short_id}") == [quay.text]
    assert listed(client, "?conflict=on") == ["The mole is long."]
    assert "Fact-checkers disagree" in text(select(shown(client, "/claims?conflict=on"), ".marks")[0])
    found = shown(client, "/claims?q=zeppelin")
    assert "No claim was found." in text(found)
    assert select(found, "meta[name=robots]")[0].get("content") == "noindex, follow"
    feed = select(shown(client, "/claims?q=quay&topic=water"), "link[type=application/atom+xml]")[0]
    assert feed.get("href") == "https://registry.example/feeds/verdicts.atom?topic=water"


def test_the_list_is_read_to_its_end_and_back(client: Client) -> None:
    for n in range(45):
        factories.verdict(factories.claim(text=f"The quay has {n} bollards."))
    pages: list[list[str]] = []
    path: str | None = "/claims?q=quay"
    while path:
        page = shown(client, path)
        pages.append([text(node) for node in select(page, ".claim-text")])
        path = next((a.get("href") for a in select(page, "a[rel=next]")), None)
    assert [len(found) for found in pages] == [20, 20, 5]
    assert list(chain.from_iterable(pages)) == [f"The quay has {n} bollards." for n in reversed(range(45))]
    back = select(page, "a[rel=prev]")[0].get("href")
    assert [text(node) for node in select(shown(client, back), ".claim-text")] == pages[1]


@pytest.mark.parametrize(
    "query", ["cursor=x", "claimant=1", "q=a%00b", "normalised=odd", "colour=red", "language=%25"]
)
def test_what_cannot_be_searched_for_is_said(client: Client, query: str) -> None:
    answer = client.get(f"/claims?{query}")
    assert answer.status_code == 400
    assert "This cannot be searched for" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_takes_three_queries(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        claim = factories.published_claim()
        factories.verdict(claim)
        claim.topics.set([factories.topic("water")])
    with django_assert_num_queries(3):
        assert len(listed(client)) == count
