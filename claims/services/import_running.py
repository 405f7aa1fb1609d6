"""A worker's turn with an import job: fetch what is to be fetched, take in a batch after another, end it."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from claims.claimreview.split import TooLarge
from claims.exchange.coding import PIECE, BodyBroken
from claims.models import ImportJob, ImportNote
from claims.roles import Right
from claims.services.import_batches import Batch, Format, Tally, progress_note
from claims.services.import_returns import rows_settle
from claims.services.import_reviews import review_batches
from claims.services.import_rows import ROW_FORMATS
from claims.services.import_settling import reviews_settle
from claims.services.imports import (
    Overtaken,
    import_end,
    import_hand_over,
    import_postpone,
    import_store,
    import_take,
)
from claims.services.ledger import ledger_together
from claims.services.rights import right_require
from common.behind import meanwhile
from common.errors import Invalid, RegistryError, Unavailable
from common.garbage import garbage_left
from common.outbound import OutboundError, send

logger = logging.getLogger(__name__)

# A task may run for less than the broker's visibility timeout; the next one goes on where it stopped.
_TURN = 100.0
_SWEPT = 10
"""Batches after which garbage is looked for."""
_REFUSALS = (BodyBroken, TooLarge, RegistryError)
_FORMATS: Mapping[str, Format] = {
    **ROW_FORMATS,
    ImportJob.Format.CLAIMREVIEW: review_batches,
}
_RECORDS: Mapping[str, str] = {
    ImportJob.Format.NDJSON: "line",
    ImportJob.Format.CSV: "row",
    ImportJob.Format.CLAIMREVIEW: "ClaimReview",
}


def import_advance(*, job_id: UUID) -> None:
    """Go on with a job for a turn, if it is due and nobody else's. May be killed anywhere."""
    if job := import_take(job_id=job_id):
        try:
            _advance(job)
        except Overtaken:
            logger.info("import %s: another worker has taken it over, or it was cancelled", job.pk)


def _advance(job: ImportJob) -> None:
    until = time.monotonic() + _TURN
    try:
        if job.fetch:
            _fetch(job)
        if _run(job, until) and _settled(job, until):
            _notice_nothing(job)
            import_end(job=job)
        else:
            import_hand_over(job=job)
    except (OutboundError, Unavailable) as error:
        import_postpone(job=job, reason=str(error))
    except _REFUSALS as refusal:
        import_end(job=job, failure=str(refusal))


def _fetch(job: ImportJob) -> None:
    answer = send(
        "GET",
        job.url,
        allow=settings.OUTBOUND_ALLOW,
        max_bytes=settings.IMPORT_FETCH_MAX_BYTES,
        deadline=90.0,
        follow_redirects=5,
    )
    if answer.status != 200:
        raise Invalid(f"{job.url} answered with status {answer.status}; it must be 200")
    body = answer.body
    import_store(job=job, body=(body[at : at + PIECE] for at in range(0, len(body), PIECE)))


def _run(job: ImportJob, until: float) -> bool:
    """Take in batches; whether the body has ended before the time did."""
    with garbage_left():
        batches = _followed(_FORMATS[job.format](job))
        for count, (batch, following) in enumerate(batches, start=1):
            with meanwhile(following.prepare()) if following else nullcontext():
                _take_in(job, batch)
            if not count % _SWEPT:  # next to nothing is in cycles: what was refused
                gc.collect(1)
            if time.monotonic() > until:
                return False
    return True


def _settled(job: ImportJob, until: float) -> bool:
    return rows_settle(job=job, until=until) and reviews_settle(job=job, until=until)


def _notice_nothing(job: ImportJob) -> None:
    """Say so where nothing was found: that the job is done would read as if something had been."""
    if not ImportJob.objects.filter(pk=job.pk, records=0, state=ImportJob.State.RUNNING).exists():
        return
    detail = f"No {_RECORDS[job.format]} was found in it, and nothing was imported."
    ImportNote.objects.get_or_create(
        job=job, severity=ImportNote.Severity.NOTICED, code="nothing-found", line=1, detail=detail
    )


def _followed(batches: Iterator[Batch]) -> Iterator[tuple[Batch, Batch | None]]:
    """Each batch with the one behind it. What is wrong with the body further on is raised behind the last."""
    last = None
    try:
        for batch in batches:
            if last:
                yield last, batch
            last = batch
    except _REFUSALS:
        if last:
            yield last, None
        raise
    if last:
        yield last, None


@transaction.atomic
@ledger_together()
def _take_in(job: ImportJob, batch: Batch) -> Tally:
    """A batch and the progress behind it are one transaction, so that every record is taken in once."""
    rows = ImportJob.objects.select_for_update(of=("self",)).filter(pk=job.pk, offset=job.offset)
    if not rows.filter(state=ImportJob.State.RUNNING, line=job.line).exists():
        raise Overtaken
    # Asked anew each time, and of the database: who may not publish any more has nothing published.
    right_require(actor=User.objects.get(pk=job.owner_id), right=Right.PUBLISH_VERDICT)
    tally = batch.take_in(job)
    progress_note(job=job, batch=batch, tally=tally)
    return tally
