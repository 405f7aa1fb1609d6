"""Rows of NDJSON and CSV of an import, very many at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from django.db import transaction

from claims.exchange.coding import lines
from claims.exchange.documents import ROW_MAX, row_of_line
from claims.exchange.heard import Place
from claims.exchange.row import ClaimRow, RowRefused
from claims.exchange.table import HeaderRefused, TableReader, row_of_cells
from claims.import_selectors import body_pieces, rows_known, rows_own
from claims.matching.terms import TakenApart
from claims.models import ImportJob
from claims.services.documents import claims_hold
from claims.services.import_batches import Tally, refusal_of, strikes_all
from claims.services.known_claims import claim_row_update
from claims.services.ledger import ledger_together
from claims.services.new_claims import claims_create, rows_cut
from claims.services.turns import turn_take
from common.errors import Invalid

BATCH = 2000
"""Rows of a transaction, the best part of a second: with half as many an import takes a tenth longer, with
more others would wait longer for what it holds."""
FIRST = 400
"""Of the first, since PostgreSQL has nothing to do while its rows are read."""
_AHEAD = 100
"""Rows of a step of what is done ahead of them."""
_BATCH_BYTES = 4 * 1024 * 1024
Raw = TypeVar("Raw")
Cells = list[str] | str
"""Of a row of CSV, or what is wrong with it."""


@dataclass
class RowBatch(Generic[Raw]):
    """Rows, each with its line; what is none is there with the reason, once they are read by `reading`.

    At most `most`.
    """

    reading: Callable[[Raw], ClaimRow]
    most: int
    raw: list[tuple[int, Raw]] = field(default_factory=list)
    rows: list[tuple[int, ClaimRow | RowRefused]] = field(default_factory=list)
    texts: TakenApart = field(default_factory=TakenApart)
    offset: int = 0
    line: int = 0

    def prepare(self) -> Iterator[None]:
        """Read the rows, some after others, and cut into words what they say."""
        while self.raw:
            self._read(_AHEAD)
            yield
        for start in range(0, len(self.rows), _AHEAD):
            self._cut(self.rows[start : start + _AHEAD])
            yield

    def read(self) -> list[tuple[int, ClaimRow | RowRefused]]:
        """All the rows."""
        self._read(self.most)
        return self.rows

    def _read(self, count: int) -> None:
        self.rows += [(line, _read(self.reading, one)) for line, one in self.raw[:count]]
        self.raw = self.raw[count:]

    def _cut(self, rows: Sequence[tuple[int, ClaimRow | RowRefused]]) -> None:
        try:
            rows_cut([row for _, row in rows if not isinstance(row, RowRefused)], self.texts)
        except Exception as error:
            if strikes_all(error):
                raise
            # Else it is raised once more where the row is refused for it.

    def take_in(self, job: ImportJob) -> Tally:
        """New rows together; a row known already, or one of several of a key, by itself and in its turn."""
        self.read()
        # Two jobs of one sender may hold the same rows.
        turn_take(f"rows:{job.owner_id}")
        tally = Tally()
        rows = []
        for line, row in self.rows:
            if isinstance(row, RowRefused):
                tally.refuse(job, line, row.code, str(row))
            else:
                rows.append((line, row))
        known = rows_known(job.owner, [row.key for _, row in rows])
        own = rows_own(row.key for _, row in rows if row.key not in known)
        met = set[str]()
        fresh: list[tuple[int, ClaimRow]] = []
        later: list[tuple[int, ClaimRow]] = []
        for line, row in rows:
            if row.key in own:
                # What this very registry wrote says nothing new to it.
                tally.counts["unchanged"] += 1
            elif row.key in met:
                later.append((line, row))
            elif row.key not in known:
                fresh.append((line, row))
            elif known[row.key][0] != row.digest:
                later.append((line, row))
            else:
                tally.counts["unchanged"] += 1
            met.add(row.key)
        # All of them before the first is judged, as others lock several claims: in one order.
        claims_hold(claim_ids={known[row.key][1] for _, row in later if row.key in known})
        _create(job, fresh, tally, self.texts)
        for line, row in later:
            _update(job, line, row, tally)
        return tally


def line_batches(job: ImportJob) -> Iterator[RowBatch[bytes]]:
    """The lines of NDJSON behind those that are done."""
    offset, number, start = job.offset, job.line, job.offset
    batch = RowBatch(row_of_line, FIRST)
    for line in lines(body_pieces(job.pk, offset=offset), longest=ROW_MAX):
        offset, number = offset + len(line), number + 1
        if line.strip():
            batch.raw.append((number, line))
        if len(batch.raw) == batch.most or offset - start > _BATCH_BYTES:
            batch.offset, batch.line = offset, number
            yield batch
            start, batch = offset, RowBatch(row_of_line, BATCH)
    if offset > start:
        batch.offset, batch.line = offset, number
        yield batch


def _read(reading: Callable[[Raw], ClaimRow], raw: Raw) -> ClaimRow | RowRefused:
    try:
        return reading(raw)
    except Exception as error:
        if strikes_all(error):
            raise
        return refusal_of(error)


def table_batches(job: ImportJob) -> Iterator[RowBatch[Cells]]:
    """The rows of CSV behind those that are done. Raises Invalid for a first line that names no columns."""
    try:
        header = TableReader(lines(body_pieces(job.pk), longest=ROW_MAX))
    except HeaderRefused as refusal:
        raise Invalid(str(refusal)) from refusal
    table = header
    if job.offset:
        table = TableReader(lines(body_pieces(job.pk, offset=job.offset), longest=ROW_MAX), header.header)
        table.offset, table.line = job.offset, job.line
    reading = partial(_row_of_cells, header.header)
    start, batch = table.offset, RowBatch(reading, FIRST)
    for line, cells in table:
        batch.raw.append((line, cells))
        if len(batch.raw) == batch.most or table.offset - start > _BATCH_BYTES:
            batch.offset, batch.line = table.offset, table.line
            yield batch
            start, batch = table.offset, RowBatch(reading, BATCH)
    if table.offset > start:
        batch.offset, batch.line = table.offset, table.line
        yield batch


def _row_of_cells(header: list[str], cells: Cells) -> ClaimRow:
    if isinstance(cells, str):
        raise RowRefused("invalid-csv", f"the row is no CSV: {cells}")
    return row_of_cells(header, cells)


def _create(job: ImportJob, rows: list[tuple[int, ClaimRow]], tally: Tally, texts: TakenApart) -> None:
    """All at once; where that is refused, one by one, so that only those are that give the reason."""
    if len(rows) <= 1:
        for line, row in rows:
            with tally.taking(job, line, row.key):
                claims_create(rows=[row], owner=job.owner, texts=texts)
                tally.counts["created"] += 1
        return
    try:
        with transaction.atomic(), ledger_together():
            claims_create(rows=[row for _, row in rows], owner=job.owner, texts=texts)
        tally.counts["created"] += len(rows)
    except Exception as error:
        if strikes_all(error):
            raise
        half = len(rows) // 2
        _create(job, rows[:half], tally, texts)
        _create(job, rows[half:], tally, texts)


def _update(job: ImportJob, line: int, row: ClaimRow, tally: Tally) -> None:
    with tally.taking(job, line, row.key):
        changed = claim_row_update(row=row, owner=job.owner, at=Place(job.pk.hex, line))
        tally.counts["updated" if changed else "unchanged"] += 1


ROW_FORMATS: Mapping[str, Callable[[ImportJob], Iterator[RowBatch[Any]]]] = {
    ImportJob.Format.NDJSON: line_batches,
    ImportJob.Format.CSV: table_batches,
}
"""How bodies of rows are read, by the job's format."""
