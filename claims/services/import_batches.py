"""What is common to the batches of an import: its counts and notes, kept with what was taken in."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F
from django.db.models.functions import Now

from claims.exchange.row import RowRefused
from claims.models import ImportJob, ImportNote
from claims.services.imports import LEASE
from claims.services.ledger import ledger_together
from common.errors import RegistryError, Unavailable

logger = logging.getLogger(__name__)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# A limit of PostgreSQL's that the record itself passes, such as the size of what an index can hold.
_LIMIT_EXCEEDED = "54"


def strikes_all(error: Exception) -> bool:
    """Whether any other record would have met it: a lost connection, a deadlock, a stop, no memory, no time.

    Or the log of verdicts went on for too long meanwhile. The job is then taken up again by and by; nothing
    else may stop it.
    """
    if isinstance(error, OperationalError):
        state = getattr(error.__cause__, "sqlstate", None) or ""
        return not state.startswith(_LIMIT_EXCEEDED)
    return isinstance(error, InterfaceError | MemoryError | SoftTimeLimitExceeded | Unavailable)


def refusal_of(error: Exception) -> RowRefused:
    """As what a record is refused, whatever went wrong with it; what nobody expected is in the log too."""
    if isinstance(error, RowRefused):
        return error
    if isinstance(error, RegistryError):
        return RowRefused("not-allowed", error.detail)
    if isinstance(error, OperationalError | DataError | IntegrityError):
        return RowRefused("not-storable", str(error).partition("\n")[0])
    logger.error("a record of an import went wrong in a way that nobody expected", exc_info=error)
    return RowRefused(
        "failed", f"the registry failed at it ({type(error).__name__}): tell its keeper, whose log says more"
    )


@dataclass(kw_only=True)
class Tally:
    """What a batch did."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: list[ImportNote] = field(default_factory=list)

    def note(
        self, job: ImportJob, line: int, severity: str, code: str, detail: str, record: str = ""
    ) -> None:
        """Say something of one record."""
        said = {"detail": _storable(detail)[:2000], "record": _storable(record)[:2048]}
        self.notes.append(ImportNote(job=job, line=line, severity=severity, code=code, **said))

    @contextmanager
    def taking(self, job: ImportJob, line: int, record: str = "") -> Iterator[None]:
        """Take in one record, in a savepoint: what goes wrong with it is its refusal and touches no other."""
        try:
            with transaction.atomic(), ledger_together():
                yield
        except Exception as error:
            if strikes_all(error):
                raise
            refusal = refusal_of(error)
            self.refuse(job, line, refusal.code, str(refusal), record)

    def refuse(self, job: ImportJob, line: int, code: str, detail: str, record: str = "") -> None:
        """One record is not taken in."""
        self.counts["refused"] += 1
        self.note(job, line, ImportNote.Severity.REFUSED, code, detail, record)


def _storable(text: str) -> str:
    """The text without what PostgreSQL cannot store: it may quote the very thing that is refused for that."""
    return _UNSTORABLE.sub("\ufffd", text)


class Batch(Protocol):
    """Some records of a body, and where it goes on behind them."""

    offset: int
    line: int

    def prepare(self) -> Iterator[None]:
        """Do ahead, step by step, what can be done while PostgreSQL is at the batch before.

        It may be left off after any step. Nothing is asked of the database, which would have to be waited
        for, and nothing wrong with a record is raised.
        """
        ...

    def take_in(self, job: ImportJob) -> Tally:
        """Write it all, in the transaction of the caller."""
        ...


class Format(Protocol):
    """How a body is read."""

    def __call__(self, job: ImportJob, /) -> Iterator[Batch]:
        """The batches behind what the job has done already. Raises BodyBroken, TooLarge."""
        ...


def progress_note(*, job: ImportJob, batch: Batch, tally: Tally) -> None:
    """Move the job behind the batch, in the batch's transaction; it got on, so its attempts start anew."""
    job.offset, job.line = batch.offset, batch.line
    job.records += sum(tally.counts[name] for name in ("created", "updated", "unchanged", "refused"))
    for name in ("created", "updated", "unchanged", "repaired", "refused"):
        setattr(job, name, getattr(job, name) + tally.counts[name])
    job.attempts, job.failure = 1, ""
    job.next_attempt_at = Now() + LEASE
    job.save()
    ImportNote.objects.bulk_create(tally.notes, batch_size=1000)


def counted_anew(*, job: ImportJob, tally: Tally) -> None:
    """Count as updated or refused what its batch counted as unchanged, in the transaction that changed it."""
    updated, refused = tally.counts["updated"], tally.counts["refused"]
    ImportJob.objects.filter(pk=job.pk).update(
        unchanged=F("unchanged") - updated - refused,
        updated=F("updated") + updated,
        refused=F("refused") + refused,
    )
