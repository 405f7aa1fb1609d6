"""What a verdict is given on, by whom and in which words: found, or refused with the reason."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID

from claims.models import Claim, Rating, Verdict
from claims.services.scales import scales_keep
from common.errors import Conflict, Invalid, NotFound
from sources.models import Source
from sources.services import source_keep

# By so much another computer's clock may be ahead of ours.
_CLOCKS_APART = timedelta(minutes=5)
_OF_THE_WEB = re.compile(r"https?://[^\s/@]+[^\s]*", re.IGNORECASE)


def held_from(said: datetime | None, *, now: datetime) -> datetime:
    """From when a verdict that is recorded now holds: from when it is said to, else from now.

    Nobody holds what is still to come; what a clock somewhat ahead of ours calls now is now. Raises Invalid.
    """
    if said is None:
        return now
    if said > now + _CLOCKS_APART:
        raise Invalid("that is still to come; leave it out, and it is held from now", field="effective_at")
    return min(said, now)


def review_url_check(url: str) -> None:
    """Whether the address of a review, '' for none, is one of the web. Raises Invalid."""
    if url and not _OF_THE_WEB.fullmatch(url):
        raise Invalid("a review is at an address that begins with http:// or https://", field="review_url")


def claim_lock(claim_id: UUID, *, field: str | None = None, merged: bool = False) -> Claim:
    """The claim, locked until the transaction ends; whoever only refers to it does not wait.

    Raises NotFound, and Conflict naming the survivor where it was merged, unless it may be (`merged`).
    """
    claim = Claim.objects.select_for_update(no_key=True).filter(pk=claim_id).first()
    if claim is None:
        raise NotFound(f"there is no claim {claim_id}", field=field)
    if claim.survivor_id and not merged:
        raise Conflict(f"the claim was merged; go on with {claim.survivor_id}, which stands for it")
    return claim


def claimant_find(source_id: UUID | None) -> Source | None:
    """The source, or what it was merged into, as it is until the transaction ends; none for none.

    Raises NotFound.
    """
    return None if source_id is None else source_keep(source_id=source_id, field="claimant")


def publisher_find(publisher_id: UUID) -> Source:
    """The fact-checker, which stays one until the transaction ends.

    Raises NotFound, Invalid for another kind of source.
    """
    publisher = source_keep(source_id=publisher_id, field="publisher")
    if publisher.kind != Source.Kind.FACT_CHECKER:
        raise Invalid(f"{publisher.name} is not a fact-checker and publishes no verdicts", field="publisher")
    return publisher


def publisher_keep(*, source_id: UUID) -> None:
    """Have whoever published verdicts stay a fact-checker. Raises Conflict where a source is none now."""
    source = Source.objects.exclude(kind=Source.Kind.FACT_CHECKER).filter(pk=source_id).first()
    if source and Verdict.objects.filter(publisher=source).exists():
        raise Conflict(f"{source.name} has published verdicts and stays a fact-checker", field="kind")


def rating_find(rating_id: UUID, publisher: Source) -> Rating:
    """The rating, if the publisher may give it; it stays what it is until the transaction ends.

    Raises NotFound, Invalid.
    """
    scales_keep(scale_ids=Rating.objects.filter(pk=rating_id).values_list("scale", flat=True))
    rating = Rating.objects.select_related("scale").filter(pk=rating_id).first()
    if rating is None:
        raise NotFound(
            f"there is no rating {rating_id}; give that of a label of a rating scale", field="rating"
        )
    if rating.scale.publisher_id not in (None, publisher.id):
        raise Invalid(
            f"{rating.label!r} is of another publisher's scale; give a label of the default one, or of "
            f"{publisher.name}'s own, which is made at the desk",
            field="rating",
        )
    return rating
