"""Rows of NDJSON and CSV of an import, some hundreds at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import DataError, IntegrityError, transaction

from claims.exchange.coding import lines
from claims.exchange.documents import ROW_MAX, row_of_line
from claims.exchange.row import ClaimRow, RowRefused
from claims.exchange.table import HeaderRefused, TableReader, row_of_cells
from claims.import_selectors import body_pieces, keys_known
from claims.models import ImportJob
from claims.services.import_batches import Tally
from claims.services.known_claims import claim_row_update
from claims.services.new_claims import claims_create
from claims.services.turns import turn_take
from common.errors import Invalid, RegistryError

BATCH = 1000
_BATCH_BYTES = 4 * 1024 * 1024


@dataclass
class RowBatch:
    """Rows, each with its line; what is none is there with the reason."""

    rows: list[tuple[int, ClaimRow | RowRefused]] = field(default_factory=list)
    offset: int = 0
    line: int = 0

    def take_in(self, job: ImportJob) -> Tally:
        """New rows together; a row known already, or one of several of a key, by itself and in its turn."""
        # Two jobs of one sender may hold the same rows.
        turn_take(f"rows:{job.owner_id}")
        tally = Tally()
        rows = []
        for line, row in self.rows:
            if isinstance(row, RowRefused):
                tally.refuse(job, line, row.code, str(row))
            else:
                rows.append((line, row))
        met = keys_known(job.owner, [row.key for _, row in rows])
        fresh: list[tuple[int, ClaimRow]] = []
        later: list[tuple[int, ClaimRow]] = []
        for line, row in rows:
            (later if row.key in met else fresh).append((line, row))
            met.add(row.key)
        _create(job, fresh, tally)
        for line, row in later:
            _update(job, line, row, tally)
        return tally


def line_batches(job: ImportJob) -> Iterator[RowBatch]:
    """The lines of NDJSON behind those that are done."""
    offset, number, start, batch = job.offset, job.line, job.offset, RowBatch()
    for line in lines(body_pieces(job.pk, offset=offset), longest=ROW_MAX):
        offset, number = offset + len(line), number + 1
        if line.strip():
            batch.rows.append((number, _read_line(line)))
        if len(batch.rows) == BATCH or offset - start > _BATCH_BYTES:
            batch.offset, batch.line = offset, number
            yield batch
            start, batch = offset, RowBatch()
    if offset > start:
        batch.offset, batch.line = offset, number
        yield batch


def _read_line(line: bytes) -> ClaimRow | RowRefused:
    try:
        return row_of_line(line)
    except RowRefused as refusal:
        return refusal


def table_batches(job: ImportJob) -> Iterator[RowBatch]:
    """The rows of CSV behind those that are done. Raises Invalid for a first line that names no columns."""
    try:
        header = TableReader(lines(body_pieces(job.pk), longest=ROW_MAX))
    except HeaderRefused as refusal:
        raise Invalid(str(refusal)) from refusal
    table = header
    if job.offset:
        table = TableReader(lines(body_pieces(job.pk, offset=job.offset), longest=ROW_MAX), header.header)
        table.offset, table.line = job.offset, job.line
    start, batch = table.offset, RowBatch()
    for line, cells in table:
        batch.rows.append((line, _read_cells(header.header, cells)))
        if len(batch.rows) == BATCH or table.offset - start > _BATCH_BYTES:
            batch.offset, batch.line = table.offset, table.line
            yield batch
            start, batch = table.offset, RowBatch()
    if table.offset > start:
        batch.offset, batch.line = table.offset, table.line
        yield batch


def _read_cells(header: list[str], cells: list[str] | str) -> ClaimRow | RowRefused:
    if isinstance(cells, str):
        return RowRefused("invalid-csv", f"the row is no CSV: {cells}")
    try:
        return row_of_cells(header, cells)
    except RowRefused as refusal:
        return refusal


def _create(job: ImportJob, rows: list[tuple[int, ClaimRow]], tally: Tally) -> None:
    """All at once; where that is refused, one by one, so that only those are that give the reason."""
    if not rows:
        return
    try:
        claims_create(rows=[row for _, row in rows], owner=job.owner)
        tally.counts["created"] += len(rows)
    except (RegistryError, DataError, IntegrityError) as refusal:
        if len(rows) == 1:
            ((line, row),) = rows
            tally.refuse(job, line, *_reason(refusal), row.key)
            return
        half = len(rows) // 2
        _create(job, rows[:half], tally)
        _create(job, rows[half:], tally)


def _update(job: ImportJob, line: int, row: ClaimRow, tally: Tally) -> None:
    try:
        with transaction.atomic():
            changed = claim_row_update(row=row, owner=job.owner)
    except (RegistryError, DataError, IntegrityError) as refusal:
        tally.refuse(job, line, *_reason(refusal), row.key)
        return
    tally.counts["updated" if changed else "unchanged"] += 1


def _reason(refusal: Exception) -> tuple[str, str]:
    if isinstance(refusal, RegistryError):
        return "not-allowed", refusal.detail
    return "not-storable", str(refusal).partition("\n")[0]
