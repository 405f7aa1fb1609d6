"""Import jobs on their way: received in parts, queued, taken up by a worker, ended.

When a job is due is told by the database's clock, which is the same whichever server asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from claims.exchange.coding import BodyBroken, Coding, decompressed, part_packed, resized
from claims.import_selectors import imports_due, imports_received
from claims.models import ImportJob, ImportNote, ImportPart
from claims.roles import Right
from claims.services.rights import right_require
from common.errors import Conflict, Invalid, NotFound
from common.targets import target_checked
from common.wake import wake_on_commit
from sources.models import Feed

TASK = "claims.import_advance"
LEASE = timedelta(minutes=2)
"""How long a worker may be silent before its job counts as lost; every batch renews it."""
MAX_ATTEMPTS = 5
_BACKOFF = timedelta(seconds=20)
# A body whose sender went away in its middle is thrown away after this.
_RECEIVING = timedelta(hours=24)
_PARTS_AT_ONCE = 200
_GOING = ~Q(state=ImportJob.State.CANCELLED)


def import_receive(
    *,
    owner: User,
    format: ImportJob.Format,  # noqa: A002 - it is called so in the API
    body: Iterable[bytes],
    coding: Coding = Coding.IDENTITY,
    url: str = "",
    feed: Feed | None = None,
) -> ImportJob:
    """Store a body, decompressed and in parts, and queue its job.

    `url` is where it is from, if known, and `feed` the one that was polled for it.
    In memory there is never more than a part, whatever its size. Raises Refused, Invalid (not what its coding
    says, empty, or larger than settings.IMPORT_MAX_BYTES).
    """
    right_require(actor=owner, right=Right.PUBLISH_VERDICT)
    job = ImportJob.objects.create(format=format, owner=owner, url=url[:2048], feed=feed)
    received = False
    try:
        _store(job, decompressed(body, coding))
        received = True
    except BodyBroken as refusal:
        raise Invalid(str(refusal)) from refusal
    finally:
        if not received:
            job.delete()
    return _queued(job)


def import_fetch(*, owner: User, format: ImportJob.Format, url: str) -> ImportJob:  # noqa: A002 - as above
    """Queue a job whose body a worker fetches from the address first. Raises Refused, Invalid."""
    right_require(actor=owner, right=Right.PUBLISH_VERDICT)
    target_checked(url)
    return _queued(ImportJob(format=format, owner=owner, url=url, fetch=True))


class Overtaken(Exception):
    """The job is no longer this worker's: its lease ran out and another took it up, or it was cancelled."""


@transaction.atomic
def import_store(*, job: ImportJob, body: Iterable[bytes]) -> None:
    """Keep what was fetched for the job. Raises Invalid, Overtaken."""
    rows = ImportJob.objects.select_for_update(of=("self",)).filter(pk=job.pk, fetch=job.fetch)
    if not rows.filter(_GOING, attempts=job.attempts).exists():
        raise Overtaken
    job.parts.all().delete()
    _store(job, body)
    job.fetch = False
    job.save(update_fields=["fetch", "size", "updated_at"])


def imports_sweep() -> None:
    """Wake a worker for every job that is due, and forget what was never received whole."""
    for job_id in imports_due():
        wake_on_commit(TASK, str(job_id))
    stale = ImportJob.objects.filter(
        state=ImportJob.State.RECEIVING, created_at__lt=timezone.now() - _RECEIVING
    )
    stale.delete()


@transaction.atomic
def import_take(*, job_id: UUID) -> ImportJob | None:
    """Take a job up, if it is due and nobody else has it; until its lease ends it is not due again.

    A job that got nowhere MAX_ATTEMPTS times has failed.
    """
    rows = ImportJob.objects.select_for_update(skip_locked=True).prefetch_related("owner")
    job = rows.filter(pk=job_id, next_attempt_at__lte=Now()).first()
    if job is None:
        return None
    if job.attempts >= MAX_ATTEMPTS:
        import_end(job=job, failure=job.failure or f"It was cut short {job.attempts} times; see the log.")
        return None
    job.state = ImportJob.State.RUNNING
    job.attempts += 1
    job.next_attempt_at = Now() + LEASE
    job.save(update_fields=["state", "attempts", "next_attempt_at", "updated_at"])
    return job


@transaction.atomic
def import_hand_over(*, job: ImportJob) -> None:
    """Let another task go on with the job: this one has run for long enough."""
    if ImportJob.objects.filter(_GOING, pk=job.pk).update(attempts=0, next_attempt_at=Now()):
        wake_on_commit(TASK, str(job.pk))


@transaction.atomic
def import_postpone(*, job: ImportJob, reason: str) -> None:
    """Try again after a while."""
    import_hold(job=job)
    job.failure = reason
    job.next_attempt_at = Now() + _BACKOFF * job.attempts
    job.save(update_fields=["failure", "next_attempt_at", "updated_at"])


def import_hold(*, job: ImportJob) -> None:
    """Keep the job from being cancelled until the transaction ends. Raises Overtaken where it was."""
    if not ImportJob.objects.select_for_update(of=("self",)).filter(_GOING, pk=job.pk).exists():
        raise Overtaken


def import_end(*, job: ImportJob, failure: str = "") -> None:
    """The job is done, or has failed; its body goes, and what was met in it. Raises Overtaken."""
    with transaction.atomic():
        import_hold(job=job)
        _end(job, ImportJob.State.FAILED if failure else ImportJob.State.DONE, failure)
    _clear(job)


def import_cancel(*, job_id: UUID, actor: User) -> ImportJob:
    """Stop a job, after the batch that is being taken in; what was taken in stays, and a note tells of it.

    Raises NotFound, Refused (it is somebody else's, and the actor no administrator), Conflict (it has ended).
    """
    with transaction.atomic():
        job = imports_received().select_for_update(of=("self",)).filter(pk=job_id).first()
        if job is None:
            raise NotFound(f"there is no import {job_id}")
        if job.owner_id != actor.pk:
            right_require(actor=actor, right=Right.CANCEL_IMPORT)
        if job.finished_at is not None:
            raise Conflict(f"the import has ended, it is {job.state}; there is nothing to cancel")
        _end(job, ImportJob.State.CANCELLED, "")
        who = "its owner" if job.owner_id == actor.pk else "an administrator"
        ImportNote.objects.create(
            job=job,
            line=job.line,
            severity=ImportNote.Severity.NOTICED,
            code="cancelled",
            detail=f"Cancelled by {who}. What had been imported stays, and nothing behind this line was.",
        )
    _clear(job)
    return job


def _end(job: ImportJob, state: ImportJob.State, failure: str) -> None:
    job.state = state
    job.failure = failure
    job.next_attempt_at = None
    job.finished_at = timezone.now()
    job.save(update_fields=["state", "failure", "next_attempt_at", "finished_at", "updated_at"])


def _clear(job: ImportJob) -> None:
    job.met.all().delete()
    while numbers := list(job.parts.values_list("pk", flat=True)[:_PARTS_AT_ONCE]):
        ImportPart.objects.filter(pk__in=numbers).delete()


def _store(job: ImportJob, pieces: Iterable[bytes]) -> None:
    size = 0
    for number, part in enumerate(resized(pieces)):
        size += len(part)
        if size > settings.IMPORT_MAX_BYTES:
            raise Invalid(f"the body is larger than {settings.IMPORT_MAX_BYTES:,} bytes; send it in several")
        ImportPart.objects.create(job=job, number=number, body=part_packed(part))
    if not size:
        raise Invalid("the body is empty")
    job.size = size


@transaction.atomic
def _queued(job: ImportJob) -> ImportJob:
    job.state = ImportJob.State.QUEUED
    job.next_attempt_at = Now()
    job.save()
    wake_on_commit(TASK, str(job.pk))
    return job
