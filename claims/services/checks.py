"""What a verdict is given on, by whom and in which words: found, or refused with the reason."""

from __future__ import annotations

from uuid import UUID

from claims.models import Claim, Rating, Verdict
from claims.services.scales import scales_keep
from common.errors import Conflict, Invalid, NotFound
from sources.models import Source
from sources.services import source_keep


def claim_lock(claim_id: UUID, *, field: str | None = None) -> Claim:
    """The claim, locked until the transaction ends; whoever only refers to it does not wait.

    Raises NotFound, and Conflict naming the survivor where it was merged.
    """
    claim = Claim.objects.select_for_update(no_key=True).filter(pk=claim_id).first()
    if claim is None:
        raise NotFound(f"there is no claim {claim_id}", field=field)
    if claim.survivor_id:
        raise Conflict(f"the claim was merged; go on with {claim.survivor_id}, which stands for it")
    return claim


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
        raise NotFound(f"there is no rating {rating_id}", field="rating")
    if rating.scale.publisher_id not in (None, publisher.id):
        raise Invalid(f"{rating.label!r} is of another publisher's scale", field="rating")
    return rating
