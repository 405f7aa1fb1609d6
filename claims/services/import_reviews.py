"""ClaimReviews of an import, one at a time."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claims.claimreview.notes import Code, Note
from claims.claimreview.records import Record, records_read
from claims.claimreview.split import CutShort, pieces_of
from claims.import_selectors import body_pieces
from claims.models import ImportJob, ImportNote, Rating
from claims.rules import Normalised
from claims.services.claimreview import Outcome, review_import
from claims.services.import_batches import Tally


@dataclass(kw_only=True)
class ReviewBatch:
    """One record, and the line it is on; `offset` counts the records of the body up to it.

    Nobody's transaction judges two claims that others may judge in another order at the same time.
    """

    record: Record
    offset: int
    line: int

    def prepare(self) -> Iterator[None]:
        """Nothing can be done ahead: what a review is judged by is what the one before left."""
        yield from ()

    def take_in(self, job: ImportJob) -> Tally:
        """What it is refused for does not touch the others."""
        tally = Tally()
        _take_in(job, self.record, tally)
        return tally


def review_batches(job: ImportJob) -> Iterator[ReviewBatch]:
    """The body's records behind those that are done."""
    for offset, record in enumerate(records_of(body_pieces(job.pk), base=job.url), start=1):
        if offset > job.offset:
            yield ReviewBatch(record=record, offset=offset, line=record.line)


def records_of(body: Iterable[bytes], *, base: str = "") -> Iterator[Record]:
    """The ClaimReviews in a body of any size. Raises TooLarge."""
    try:
        for line, piece in pieces_of(_texts(body)):
            yield from records_read(piece, base=base, first_line=line)
    except CutShort as error:
        yield Record(error.line, None, (Note(Code.CUT_SHORT, str(error)),), None, base)


def _texts(body: Iterable[bytes]) -> Iterator[str]:
    """The body as text: UTF-8, or UTF-16 with its mark, and Windows-1252 where it is neither."""
    decoder: codecs.IncrementalDecoder | None = None
    for piece in body:
        if decoder is None:
            wide = piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            decoder = codecs.getincrementaldecoder("utf-16" if wide else "utf-8-sig")("registry-cp1252")
        yield decoder.decode(piece)


def _cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("registry-cp1252", _cp1252)


def _take_in(job: ImportJob, record: Record, tally: Tally) -> None:
    if record.review is None:
        if refusal := record.refusal:
            tally.refuse(job, record.line, refusal.code, refusal.detail, record.name)
        else:
            _notes(job, record, ImportNote.Severity.NOTICED, tally)
        return
    with tally.taking(job, record.line, record.name):
        outcome, rating = review_import(review=record.review, actor=job.owner, job=job)
        _note(job, record, outcome, rating, tally)


def _note(job: ImportJob, record: Record, outcome: Outcome, rating: Rating | None, tally: Tally) -> None:
    tally.counts[outcome] += 1
    tally.counts["repaired"] += bool(record.notes)
    _notes(job, record, ImportNote.Severity.REPAIRED, tally)
    if rating is not None and rating.normalised == Normalised.UNMAPPED:
        _note_unmapped(job, record, rating, tally)


def _notes(job: ImportJob, record: Record, severity: ImportNote.Severity, tally: Tally) -> None:
    for note in record.notes:
        tally.note(job, record.line, severity, note.code, note.detail, record.name)


def _note_unmapped(job: ImportJob, record: Record, rating: Rating, tally: Tally) -> None:
    detail = f"nobody has said yet what {rating.label!r} means on the common scale"
    tally.note(job, record.line, ImportNote.Severity.NOTICED, "unmapped-label", detail, record.name)
