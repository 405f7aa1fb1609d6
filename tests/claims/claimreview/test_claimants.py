"""Whose a claim is, and what stands of its verdicts and since when, in the ClaimReviews written of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from claims.claimreview.write import review_document
from claims.claimreview_selectors import claim_reviews
from claims.models import Claim, ImportedReview, Sighting
from claims.moments import claim_now
from claims.rules import Kind
from claims.selectors import claim_detail
from claims.services.merges import claim_merge
from claims.services.verdicts import Statement
from sources.models import Source
from tests import factories

pytestmark = pytest.mark.django_db

_CLAIMANT = {
    "name": "Oda Brekke",
    "kind": Source.Kind.PERSON,
    "same_as": ["https://www.wikidata.org/wiki/Q1"],
}
_PERSON = {"@type": "Person", "name": "Oda Brekke", "sameAs": "https://www.wikidata.org/wiki/Q1"}


def _claim() -> Claim:
    claim = factories.claim(claimant=factories.source(**_CLAIMANT))
    factories.verdict(claim)
    return claim


def _authors(claim: Claim) -> list[object]:
    ((review,),) = claim_reviews([claim_now(claim_detail().get(pk=claim.pk))])
    items = review_document(review)["itemReviewed"]
    return [item.get("author") for item in (items if isinstance(items, list) else [items])]


def test_an_address_that_came_with_the_claim_is_its_claimants() -> None:
    claim = _claim()
    Sighting.objects.create(claim=claim, urls=["https://post.example/1"])
    assert _authors(claim) == [_PERSON]


def test_an_address_that_names_somebody_else_or_came_with_a_review_is_not() -> None:
    claim = _claim()
    verdict = claim.verdicts.get()
    review = ImportedReview.objects.create(
        publisher=verdict.publisher, url="https://desk.example/1", claim_key="x", claim=claim, document={}
    )
    Sighting.objects.create(claim=claim, review=review, urls=["https://post.example/1"])
    Sighting.objects.create(claim=claim, claimant="Mira Solberg", urls=["https://post.example/2"])
    assert _authors(claim) == [None, {"@type": "Person", "name": "Mira Solberg"}]


def test_nothing_is_modified_before_it_is_published() -> None:
    first = factories.verdict(_claim(), statement=Statement(effective_at=datetime(2026, 3, 2, tzinfo=UTC)))
    earlier = Statement(summary="In other words.", effective_at=datetime(2026, 3, 1, tzinfo=UTC))
    factories.verdict(first.claim, publisher=first.publisher, kind=Kind.UPDATE, statement=earlier)
    *_, review = claim_reviews([claim_now(claim_detail().get(pk=first.claim_id))])[0]
    assert (review_document(review)["datePublished"], review.modified) == ("2026-03-02", None)


def test_what_a_publisher_said_before_of_a_merged_claim_is_no_review_beside_its_newer_word() -> None:
    into, actor = factories.published_claim(), factories.user()
    earlier = factories.verdict()
    elsewhere = factories.verdict(earlier.claim)
    claim_merge(claim_id=earlier.claim_id, into_id=into.id, actor=actor, reason="The same.")

    def reviewed() -> set[tuple[str, str]]:
        (reviews,) = claim_reviews([claim_now(claim_detail().get(pk=into.pk))])
        return {(review.publisher.name, review.claim) for review in reviews}

    kept = (elsewhere.publisher.name, elsewhere.claim_text)
    assert {(earlier.publisher.name, earlier.claim_text), kept} < reviewed()
    newer = factories.verdict(into, publisher=earlier.publisher)
    told = reviewed()
    assert {(newer.publisher.name, newer.claim_text), kept} < told
    assert (earlier.publisher.name, earlier.claim_text) not in told
    factories.retraction(newer, actor=actor)
    assert {who for who, _ in reviewed()}.isdisjoint({earlier.publisher.name})
