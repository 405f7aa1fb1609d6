"""What is known of that which a ClaimReview is about: its claim, and what its publisher said before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import chain

from claims.claimreview.identity import claim_key, same_name
from claims.claimreview.review import Review
from claims.models import Claim, CurrentVerdict, ImportedReview, Verdict
from claims.search_selectors import claims_worded
from common.errors import Invalid
from sources.models import Source


def claim_reviewed(review: Review, publisher: Source, key: str) -> Claim | None:
    """The claim of that wording, whose key it is, and claimant, where the registry has it already."""
    rows = Verdict.objects.filter(publisher=publisher, review_url=review.url).select_related("claim")
    # By its hash, as the index has it.
    verdict: Verdict
    for verdict in rows.extra(where=["md5(review_url) = md5(%s)"], params=[review.url]):
        if claim_key(verdict.claim_text) == key:
            return verdict.claim
    claimants = {item.claimant.name for item in review.items if item.claimant}
    for claim in chain(_judged(key), _worded(review.claim)):
        known = claim.claimant
        if not claimants or known is None or any(same_name(name, known.name) for name in claimants):
            return claim
    return None


def _judged(key: str) -> Iterator[Claim]:
    """Claims that reviews of the wording are about, and that had it when they were judged."""
    reviews = ImportedReview.objects.filter(claim_key=key).select_related("claim__claimant")
    for claim in dict.fromkeys(review.claim for review in reviews.order_by("created_at", "id")):
        if any(claim_key(text) == key for text in claim.verdicts.values_list("claim_text", flat=True)):
            yield claim


def _worded(text: str) -> Iterator[Claim]:
    # Of words that are too common to be looked up in time, another claim is made; matching shows the two.
    with suppress(Invalid):
        yield from claims_worded(text)


def verdict_last(claim: Claim, publisher: Source) -> Verdict | None:
    """The publisher's last row on the claim."""
    current = CurrentVerdict.objects.filter(claim=claim, publisher=publisher)
    pointer = current.select_related("verdict__rating").first()
    return pointer.verdict if pointer else None


def review_leading(claim: Claim, publisher: Source) -> ImportedReview | None:
    """Of the publisher's reviews of the claim that were imported, the one of the last row."""
    reviews = ImportedReview.objects.filter(publisher=publisher, verdict__claim=claim)
    return reviews.order_by("-verdict__seq", "-created_at").first()
