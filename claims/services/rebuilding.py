"""All documents of claims, compared with what they are to be, in batches beside traffic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from claims.models import Claim
from claims.services.documents import documents_differing, documents_refresh

BATCH = 100
Progress = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """How many claims there were, and of how many the document differed."""

    claims: int
    differed: int


def documents_rebuild(*, progress: Progress = lambda _: None) -> Compared:
    """Write what differs; each batch is a transaction of its own."""
    return _each(lambda batch: documents_refresh(claim_ids=batch), progress)


def documents_check(*, progress: Progress = lambda _: None) -> Compared:
    """Write nothing. Claims are locked while they are compared, so that nothing moves beneath."""
    return _each(_differing, progress)


@transaction.atomic
def _differing(batch: list[UUID]) -> int:
    found = {pair.built.claim_id for pair in documents_differing(batch)}
    return len(found.intersection(batch))


def _each(act: Callable[[list[UUID]], int], progress: Progress) -> Compared:
    claims = differed = 0
    for batch in _batches():
        differed += act(batch)
        claims += len(batch)
        progress(claims)
    return Compared(claims=claims, differed=differed)


def _batches() -> Iterator[list[UUID]]:
    """Every claim once, in the order of their making."""
    rows = Claim.objects.order_by("pk").values_list("pk", flat=True)
    batch = list(rows[:BATCH])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1])[:BATCH])
