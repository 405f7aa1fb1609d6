"""The verdict changes cut into pages that stay what they are, however many follow.

A page ends with a row of which the id says so: the ids' last digits are random, so that one row in 64 does,
whatever a feed is filtered by, and nothing has to be counted or kept. A page's content is settled by its last
row alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast, Right

from claims.models import Verdict
from common.errors import NotFound

# Of the 256 endings of an id.
_ENDINGS = ("00", "40", "80", "c0")


@dataclass(frozen=True, kw_only=True)
class ArchivePage:
    """Rows, the newest first. `previous` and `next` are the last rows of the older and the newer page.

    Without `next` the newest page follows.
    """

    rows: list[Verdict]
    previous: UUID | None
    next: UUID | None = None


def newest_page(changes: QuerySet[Verdict]) -> ArchivePage:
    """What is not on a settled page yet, and the last settled one with it, so that it is never nearly empty.

    `changes` comes from claims.public_selectors.verdict_changes.
    """
    ends = list(_ends(changes)[:2])
    previous = ends[1] if len(ends) == 2 else None
    rows = _after(changes, previous) if previous else changes
    return ArchivePage(rows=list(rows), previous=previous.pk if previous else None)


def settled_page(changes: QuerySet[Verdict], last: UUID) -> ArchivePage:
    """The page that ends with the row `last`. Raises NotFound."""
    end = changes.filter(pk=last).first()
    if end is None:
        raise NotFound(f"no page ends with the verdict {last}")
    until = changes.filter(recorded_at__lte=end.recorded_at).exclude(
        recorded_at=end.recorded_at, pk__gt=end.pk
    )
    previous = _ends(until.exclude(pk=end.pk)).first()
    rows = _after(until, previous) if previous else until
    newer = list(_ends(_after(changes, end)).reverse()[:2])
    return ArchivePage(
        rows=list(rows),
        previous=previous.pk if previous else None,
        next=newer[0].pk if len(newer) == 2 else None,
    )


def _ends(changes: QuerySet[Verdict]) -> QuerySet[Verdict]:
    return changes.annotate(ending=Right(Cast("id", CharField()), 2)).filter(ending__in=_ENDINGS)


def _after(changes: QuerySet[Verdict], row: Verdict) -> QuerySet[Verdict]:
    later = changes.filter(recorded_at__gte=row.recorded_at)
    return later.exclude(recorded_at=row.recorded_at, pk__lte=row.pk)
