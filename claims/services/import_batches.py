"""What is common to the batches of an import: its counts and notes, kept with what was taken in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from django.utils import timezone

from claims.models import ImportJob, ImportNote
from claims.services.imports import LEASE


@dataclass(kw_only=True)
class Tally:
    """What a batch did."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: list[ImportNote] = field(default_factory=list)

    def note(
        self, job: ImportJob, line: int, severity: str, code: str, detail: str, record: str = ""
    ) -> None:
        """Say something of one record."""
        clean = detail.replace("\0", "")[:2000]
        self.notes.append(
            ImportNote(job=job, line=line, severity=severity, code=code, detail=clean, record=record[:2048])
        )

    def refuse(self, job: ImportJob, line: int, code: str, detail: str, record: str = "") -> None:
        """One record is not taken in."""
        self.counts["refused"] += 1
        self.note(job, line, ImportNote.Severity.REFUSED, code, detail, record)


class Batch(Protocol):
    """Some records of a body, and where it goes on behind them."""

    offset: int
    line: int

    def read(self) -> Batch:
        """Itself, with what the records say: all that needs no database. Called in a thread, ahead."""
        ...

    def take_in(self, job: ImportJob) -> Tally:
        """Write it all, in the transaction of the caller."""
        ...


class Format(Protocol):
    """How a body is read."""

    def __call__(self, job: ImportJob) -> Iterator[Batch]:
        """The batches behind what the job has done already. Raises BodyBroken, TooLarge."""
        ...


def progress_note(*, job: ImportJob, batch: Batch, tally: Tally) -> None:
    """Move the job behind the batch, in the batch's transaction; it got on, so its attempts start anew."""
    job.offset, job.line = batch.offset, batch.line
    job.records += sum(tally.counts[name] for name in ("created", "updated", "unchanged", "refused"))
    for name in ("created", "updated", "unchanged", "repaired", "refused"):
        setattr(job, name, getattr(job, name) + tally.counts[name])
    job.attempts, job.failure = 1, ""
    job.next_attempt_at = timezone.now() + LEASE
    job.save()
    ImportNote.objects.bulk_create(tally.notes, batch_size=1000)
