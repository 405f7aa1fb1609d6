"""A claim was made on the day of the place where it was published, whatever day it was in Greenwich then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.test import Client

from claims.claimreview_selectors import claim_reviews
from claims.models import Claim, Sighting
from claims.moments import claim_now
from claims.public_selectors import ReviewFilter, reviewed_claims
from claims.selectors import claim_detail
from claims.services.candidates import candidate_accept, candidate_merge
from claims.services.rebuilding import documents_check
from sources.models import Article, Intake
from sources.services.articles import Body, Text, intake_store, version_store
from tests import factories
from tests.api import anonymous

pytestmark = pytest.mark.django_db

_LATE_IN_THE_WEST = datetime(2026, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
_EARLY_IN_THE_EAST = datetime(2026, 3, 3, 2, 30, tzinfo=timezone(timedelta(hours=8)))
_IN_GREENWICH = datetime(2026, 3, 2, 0, 10, tzinfo=UTC)


def _published(at: datetime, *, told: bool = True) -> Article:
    """An article published at that moment; its page told the time there, or only in UTC."""
    offset = at.utcoffset()
    assert offset is not None
    return factories.article(published_at=at, utc_offset=int(offset.total_seconds() / 60) if told else None)


def _claim(*articles: Article) -> Claim:
    """One that appeared in the articles, found in their order."""
    first, *others = (factories.article_version(article=article) for article in articles)
    claim = factories.published_claim(article_version=first)
    for version in others:
        candidate = factories.candidate(article_version=version)
        candidate_merge(candidate_id=candidate.id, claim_id=claim.id, actor=factories.user())
    return claim


@pytest.mark.parametrize(
    ("article", "day"),
    [
        ((_LATE_IN_THE_WEST, True), date(2026, 3, 1)),
        ((_LATE_IN_THE_WEST, False), date(2026, 3, 2)),
        ((_EARLY_IN_THE_EAST, True), date(2026, 3, 3)),
    ],
)
def test_it_is_told_to_search_engines_and_found_by_its_age(
    client: Client, article: tuple[datetime, bool], day: date
) -> None:
    moment, told = article
    claim = _claim(_published(moment, told=told))
    ((review,),) = claim_reviews([claim_now(claim_detail().get(pk=claim.pk))])
    assert review.items[0].said_on == day
    (found,) = client.get("/v1alpha1/claims:search", {"query": claim.text}).json()["claims"]
    assert found["claimDate"] == f"{day}T00:00:00Z"
    on, after = (datetime.combine(day + timedelta(days=ahead), datetime.min.time(), UTC) for ahead in (0, 1))
    assert list(reviewed_claims(ReviewFilter(), since=on)) == [claim]
    assert list(reviewed_claims(ReviewFilter(), since=after)) == []


def test_the_first_appearance_is_the_one_of_the_earlier_day_there() -> None:
    earlier = _published(_LATE_IN_THE_WEST)
    claim = _claim(_published(_IN_GREENWICH), earlier)
    for query in ("", "?as_of=2100-01-01T00:00:00Z"):
        shown = anonymous().get(f"/api/v1/claims/{claim.id}{query}").json()
        assert shown["first_appearance"]["article"]["id"] == str(earlier.id), query
    assert documents_check().differed == 0


def test_what_a_later_reading_tells_of_the_clock_there_is_shown() -> None:
    earlier = _published(_LATE_IN_THE_WEST, told=False)
    claim = _claim(_published(_IN_GREENWICH), earlier)
    earlier.current_version = earlier.versions.get()
    earlier.save()
    body = Body(media_type="text/plain", content=b"The dam is low.", fetched_at=datetime.now(UTC))
    intake_store(article=earlier, body=body)
    text = Text(text="The dam is low.", content_hash="0" * 64, fingerprint=[], utc_offset=-300)
    version_store(article=earlier, intake=Intake.objects.get(article=earlier), text=text)
    shown = anonymous().get(f"/api/v1/claims/{claim.id}").json()
    assert shown["first_appearance"]["article"]["id"] == str(earlier.id)
    assert documents_check().differed == 0


@pytest.mark.parametrize("precision", ["day", "month"])
def test_what_others_report_is_told_to_search_engines_where_it_is_a_day(
    client: Client, precision: str
) -> None:
    claim = factories.verdict().claim
    day = date(2026, 5, 1)
    Sighting.objects.create(
        claim=claim,
        claimant="Oda Brekke",
        said_on=day,
        said_on_precision=precision,
        urls=["https://a.example/"],
    )
    ((review,),) = claim_reviews([claim_now(claim_detail().get(pk=claim.pk))])
    assert review.items[0].said_on == (day if precision == "day" else None)
    (found,) = client.get("/v1alpha1/claims:search", {"query": claim.text}).json()["claims"]
    assert found.get("claimDate") == (f"{day}T00:00:00Z" if precision == "day" else None)


@pytest.mark.parametrize(
    ("precision", "published", "day"),
    [
        ("day", True, date(2026, 1, 1)),
        ("month", True, date(2026, 3, 2)),
        ("year", False, None),
        ("", False, None),
    ],
)
def test_search_engines_are_told_a_day_or_nothing(precision: str, published: bool, day: date | None) -> None:
    article = factories.article(published_at=_IN_GREENWICH if published else None)
    said_on = {"said_on": date(2026, 1, 1), "said_on_precision": precision} if precision else {}
    version = factories.article_version(article=article)
    candidate = factories.candidate(article_version=version, said_on_text="then", **said_on)
    claim = candidate_accept(candidate_id=candidate.pk, actor=factories.user())
    factories.verdict(claim)
    ((review,),) = claim_reviews([claim_now(claim_detail().get(pk=claim.pk))])
    assert review.items[0].said_on == day
