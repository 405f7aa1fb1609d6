"""Sending again: one delivery at once, many by a job that works through an endpoint's events in order."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from claims.models import Topic
from common.errors import Conflict, Invalid, NotFound
from common.wake import wake_on_commit
from webhooks.following import endpoints_wanting
from webhooks.holding import endpoints_lock
from webhooks.models import Delivery, Endpoint, Event, ReplayJob
from webhooks.outbox import deliveries_record
from webhooks.selectors import events_between, follows

PIECE = 500
_FINISHED = (Delivery.State.DELIVERED, Delivery.State.DEAD)


@transaction.atomic
def delivery_replay(*, delivery: Delivery) -> Delivery:
    """Send a finished delivery again, with the same webhook-id and a fresh retry schedule.

    Where its endpoint is not active it is held until that resumes. Raises Conflict where the delivery
    is still on its way, NotFound where its endpoint was deleted.
    """
    endpoint = _lock(delivery.endpoint_id)
    locked = Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    if locked.state not in _FINISHED:
        raise Conflict(f"the delivery is {locked.state} and still on its way")
    _again([locked.id], due=endpoint.state == Endpoint.State.ACTIVE)
    locked.refresh_from_db()
    return locked


@transaction.atomic
def replay_start(
    *, endpoint: Endpoint, wanted: ReplayJob.Wanted, since: datetime, until: datetime | None = None
) -> ReplayJob:
    """Begin to send again what is wanted of the events from `since` on, before `until` (now, if not given).

    Raises Invalid for a span without length, Conflict while another replay to the endpoint runs, NotFound
    where the endpoint was deleted.
    """
    locked = _lock(endpoint.id)
    until = min(until or timezone.now(), timezone.now())
    if until <= since:
        raise Invalid("the span ends before it begins", field="since")
    if locked.replay_jobs.filter(state=ReplayJob.State.RUNNING).exists():
        raise Conflict("another replay to this endpoint is running; wait for its end")
    total = events_between(since, until).count()
    job = ReplayJob.objects.create(endpoint=locked, wanted=wanted, since=since, until=until, total=total)
    wake_on_commit("webhooks.replay", str(job.id))
    return job


def replay_continue(*, job_id: UUID) -> None:
    """Work a job off, a piece at a time: one that is interrupted goes on where its last piece ended."""
    while _piece(job_id):
        pass


@transaction.atomic
def _piece(job_id: UUID) -> bool:
    """The next few events; whether there may be more."""
    found = ReplayJob.objects.filter(pk=job_id, state=ReplayJob.State.RUNNING).first()
    if found is None:
        return False
    endpoint = endpoints_lock([found.endpoint_id])[0]
    # Read once the endpoint is locked: another worker may have gone on with it meanwhile.
    job = ReplayJob.objects.get(pk=job_id)
    rows = events_between(job.since, job.until, after=(job.reached_at, job.reached_id))
    events = list(rows[:PIECE])
    if job.state == ReplayJob.State.RUNNING and events and endpoint.state != Endpoint.State.DELETED:
        job.replayed += _replay(job, endpoint, events)
        job.examined += len(events)
        job.reached_at, job.reached_id = events[-1].created_at, events[-1].id
    if len(events) < PIECE or endpoint.state == Endpoint.State.DELETED:
        job.state, job.finished_at = ReplayJob.State.DONE, timezone.now()
    job.save()
    return job.state == ReplayJob.State.RUNNING


def _replay(job: ReplayJob, endpoint: Endpoint, events: list[Event]) -> int:
    """Send again what the job wants of these events; how many deliveries that makes."""
    due = endpoint.state == Endpoint.State.ACTIVE
    states = _FINISHED if job.wanted == ReplayJob.Wanted.RANGE else (Delivery.State.DEAD,)
    rows = Delivery.objects.filter(endpoint=endpoint, event__in=events)
    finished = rows.filter(state__in=states).order_by("id")
    again = list(finished.select_for_update(no_key=True).values_list("id", flat=True))
    _again(again, due=due)
    if job.wanted != ReplayJob.Wanted.MISSING:
        return len(again)
    known = set(rows.values_list("event_id", flat=True))
    missing = [event for event in events if event.id not in known and _followed(endpoint, event)]
    for event in missing:
        deliveries_record(event, {endpoint.id: due})
    return len(again) + len(missing)


def _followed(endpoint: Endpoint, event: Event) -> bool:
    if event.claim_id is None or not follows(endpoint, event.type):
        return False
    # The topics of today: the payload may lack some that it had no room for.
    topics = Topic.objects.filter(claims=event.claim_id).values_list("slug", flat=True)
    return bool(endpoints_wanting([(endpoint.pk, endpoint.filters)], bytes(event.payload), topics=topics))


def _again(delivery_ids: list[UUID], *, due: bool) -> None:
    """Put locked, finished deliveries back into the queue, or hold them."""
    Delivery.objects.filter(pk__in=delivery_ids).update(
        state=Delivery.State.PENDING if due else Delivery.State.HELD,
        attempts_before=F("attempt_count"),
        next_attempt_at=Now() if due else None,
        completed_at=None,
    )
    if due and delivery_ids:
        wake_on_commit("webhooks.deliver")


def _lock(endpoint_id: UUID) -> Endpoint:
    endpoint = endpoints_lock([endpoint_id])[0]
    if endpoint.state == Endpoint.State.DELETED:
        raise NotFound(f"there is no webhook endpoint {endpoint_id}")
    return endpoint
