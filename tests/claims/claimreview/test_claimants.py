"""Who is said to have made a claim in the ClaimReview that is written of it."""

from __future__ import annotations

import pytest

from claims.claimreview.write import review_document
from claims.claimreview_selectors import claim_reviews
from claims.models import Claim, ImportedReview, Sighting
from claims.moments import claim_now
from claims.selectors import claim_detail
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
