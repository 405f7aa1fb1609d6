"""What an import of rows comes to once it is read to its end: to which earlier words its sender returned."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from claims.exchange.heard import held_of
from claims.exchange.row import ClaimRow, RowRefused
from claims.import_selectors import rows_held
from claims.models import ImportedRow, ImportJob, ImportNote
from claims.services.documents import claims_hold
from claims.services.import_batches import Tally, counted_anew
from claims.services.import_rows import ROW_FORMATS, RowBatch
from claims.services.imports import import_hold
from claims.services.known_claims import claim_row_update
from claims.services.ledger import ledger_together
from claims.services.turns import turn_take

_AT_LEAST = 5.0  # seconds


def rows_settle(*, job: ImportJob, until: float) -> bool:
    """Take over what rows said again and no later row took back; whether that was done in time.

    It is done row by row and may be killed anywhere. What was said is read from the body once more. Raises
    Overtaken where the job was cancelled meanwhile.
    """
    batches = ROW_FORMATS.get(job.format)
    if batches is None or job.created + job.refused == job.records:
        return True
    wanted = {line: row for row in rows_held(job) for line in held_of(row.said).parts}
    started = None
    for line, row in _rows(batches(ImportJob(pk=job.pk)), max(wanted, default=0)):
        if line in wanted and not isinstance(row, RowRefused):
            started = started or time.monotonic()
            _settle(job, line, row, wanted[line])
            # However long it takes to read what is before them, some are settled in every turn.
            if time.monotonic() > max(until, started + _AT_LEAST):
                return False
    return True


def _rows(batches: Iterator[RowBatch[Any]], last: int) -> Iterator[tuple[int, ClaimRow | RowRefused]]:
    """The rows up to the last line that is wanted."""
    for batch in batches if last else ():
        yield from batch.read()
        if batch.line >= last:
            return


@transaction.atomic
@ledger_together()
def _settle(job: ImportJob, line: int, row: ClaimRow, known: ImportedRow) -> None:
    import_hold(job=job)
    turn_take(f"rows:{job.owner_id}")
    claims_hold(claim_ids=[known.claim_id])
    known.refresh_from_db()
    held = held_of(known.said)
    # Another import of the sender's may have said something since.
    if held.job != job.pk.hex or line not in held.parts:
        return
    tally = Tally()
    with tally.taking(job, line, row.key):
        if claim_row_update(row=row, owner=job.owner, parts=held.parts[line]):
            tally.counts["updated"] += 1
    ImportNote.objects.bulk_create(tally.notes)
    if line not in held.counted:
        counted_anew(job=job, tally=tally)
