"""Published claims in the ranges of a sitemap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, Max, QuerySet, UUIDField, Value, Window
from django.db.models.functions import RowNumber

from claims.models import Claim, ClaimDocument

# A sitemap may hold 50,000 addresses. Fewer are planned, so that a claim published late still fits in.
PART_SIZE = 40_000
_MOST = 50_000


@dataclass(frozen=True, kw_only=True)
class SitemapPart:
    """A range of claims by their identifiers, both ends included; without `last` it goes on to the newest."""

    first: UUID
    last: UUID | None
    changed_at: datetime


def sitemap_parts() -> list[SitemapPart]:
    """The ranges, the oldest first; each begins where the one before ends."""
    numbered = _published().annotate(number=Window(RowNumber(), order_by="claim"))
    first_of_part = numbered.annotate(place=F("number") % PART_SIZE).filter(place=1)
    firsts = list(first_of_part.order_by("claim").values_list("claim_id", flat=True))
    if not firsts:
        return []
    bounds = Value(firsts, output_field=ArrayField(UUIDField()))
    which = Func(F("claim"), bounds, function="width_bucket", output_field=IntegerField())
    changed = dict(_published().annotate(part=which).values_list("part").annotate(Max("changed_at")))
    ends = [UUID(int=following.int - 1) for _, following in pairwise(firsts)]
    return [
        SitemapPart(first=first, last=last, changed_at=changed[number])
        for number, (first, last) in enumerate(zip(firsts, [*ends, None], strict=True), start=1)
    ]


def sitemap_claims(first: UUID, last: UUID | None) -> list[tuple[UUID, datetime]]:
    """The claims of a range and when each was last changed, at most as many as a sitemap may hold."""
    claims = _published().filter(claim__gte=first)
    if last:
        claims = claims.filter(claim__lte=last)
    return list(claims.order_by("claim").values_list("claim_id", "changed_at")[:_MOST])


def _published() -> QuerySet[ClaimDocument]:
    return ClaimDocument.objects.filter(state=Claim.State.PUBLISHED).order_by()
