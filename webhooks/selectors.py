"""Reads of endpoints, events, deliveries and attempts, each with what its readers will touch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Func, Max, Q, QuerySet
from django.db.models.functions import Now

from common.errors import NotFound
from common.placing import passed_is_gone
from webhooks.models import Attempt, Delivery, Endpoint, Event, FeedEntry, Lease, ReplayJob


def endpoint_list(*, owner: User | None = None) -> QuerySet[Endpoint]:
    """Endpoints with their owner, without the deleted ones; one owner's, or everybody's."""
    endpoints = Endpoint.objects.exclude(state=Endpoint.State.DELETED).select_related("owner")
    endpoints = endpoints.prefetch_related("secrets")
    return endpoints if owner is None else endpoints.filter(owner=owner)


def endpoints_known(*, owner: User) -> QuerySet[Endpoint]:
    """The owner's endpoints, deleted ones too: what was delivered to them is told of still."""
    return Endpoint.objects.filter(owner=owner)


def endpoint_get(endpoint_id: UUID, *, owner: User | None = None) -> Endpoint:
    """One endpoint. Raises NotFound, also where it is another owner's or deleted."""
    endpoint = endpoint_list(owner=owner).filter(pk=endpoint_id).first()
    if endpoint is None:
        raise NotFound(f"there is no webhook endpoint {endpoint_id}")
    return endpoint


def endpoints_following(event_type: str) -> QuerySet[Endpoint]:
    """Endpoints that events of the type may be queued for, before their filters and exact states.

    Disabled ones too: whoever resumes one has to wait for the events that are under way without it, since a
    replay of what it missed looks for them next.
    """
    followed = Q(event_types=[]) | Q(event_types__contains=[event_type])
    return Endpoint.objects.exclude(state=Endpoint.State.DELETED).filter(followed)


def follows(endpoint: Endpoint, event_type: str) -> bool:
    """Whether the endpoint wants events of the type."""
    return not endpoint.event_types or event_type in endpoint.event_types


def event_list() -> QuerySet[Event]:
    """Every event, in the order of their making."""
    return Event.objects.order_by("created_at", "id")


def events_between(
    since: datetime, until: datetime, *, after: tuple[datetime | None, UUID | None] = (None, None)
) -> QuerySet[Event]:
    """The events from `since` on and before `until`, in order; those after a moment and id, if given."""
    events = event_list().filter(created_at__gte=since, created_at__lt=until)
    moment, last = after
    if moment is None or last is None:
        return events
    return events.filter(Q(created_at__gt=moment) | Q(created_at=moment, id__gt=last))


def feed_check(*, after: int, created_at: datetime | None = None) -> None:
    """Raise Gone where nothing was placed so far, or the event there is of another moment than was read.

    An event that was let go of for its age leaves its place empty, and is not missed.
    """
    if after == 0:
        return
    there = FeedEntry.objects.filter(position__gte=after).select_related("event").order_by("position").first()
    if there is None or (there.position == after and created_at not in {None, there.event.created_at}):
        raise passed_is_gone(after)


def feed_page(*, after: int, size: int, event_types: Sequence[str] = ()) -> list[Event]:
    """The events about claims placed behind `after`, at most `size`, each with its `feed_entry`."""
    events = Event.objects.filter(feed_entry__position__gt=after).select_related("feed_entry")
    if event_types:
        events = events.filter(type__in=event_types)
    return list(events.order_by("feed_entry__position")[:size])


def replay_list(*, owner: User | None = None) -> QuerySet[ReplayJob]:
    """Replay jobs with their endpoint; one owner's, or everybody's."""
    jobs = ReplayJob.objects.select_related("endpoint")
    return jobs if owner is None else jobs.filter(endpoint__owner=owner)


def replay_get(replay_id: UUID, *, owner: User | None = None) -> ReplayJob:
    """One replay job. Raises NotFound, also where it is another owner's."""
    job = replay_list(owner=owner).filter(pk=replay_id).first()
    if job is None:
        raise NotFound(f"there is no replay {replay_id}")
    return job


def replays_running() -> list[UUID]:
    """The jobs that are not at their end."""
    return list(ReplayJob.objects.filter(state=ReplayJob.State.RUNNING).values_list("id", flat=True))


def last_sequence(claim_id: UUID) -> int:
    """The sequence of the claim's last event; 0 where it has none."""
    last: int | None = Event.objects.filter(claim_id=claim_id).aggregate(last=Max("sequence"))["last"]
    return last or 0


def delivery_list(*, owner: User | None = None) -> QuerySet[Delivery]:
    """Deliveries with their event (without its payload) and endpoint; one owner's, or everybody's."""
    deliveries = Delivery.objects.select_related("event", "endpoint").defer("event__payload")
    return deliveries if owner is None else deliveries.filter(endpoint__owner=owner)


def delivery_get(delivery_id: UUID, *, owner: User | None = None) -> Delivery:
    """One delivery. Raises NotFound, also where it is another owner's."""
    delivery = delivery_list(owner=owner).filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound(f"there is no delivery {delivery_id}")
    return delivery


def attempt_list(delivery: Delivery) -> QuerySet[Attempt]:
    """The delivery's attempts, the first one first."""
    return Attempt.objects.filter(delivery=delivery).order_by("number")


def deliveries_waiting() -> bool:
    """Whether any delivery is due that nobody has leased, or any lease has run out."""
    if Lease.objects.filter(until__lte=Now()).exists():
        return True
    under_way = Lease.objects.values_list(Func("deliveries", function="unnest"))
    due = Delivery.objects.filter(state=Delivery.State.PENDING, next_attempt_at__lte=Now())
    # In the order of an index that holds nothing else: else history may be read up to the first that is due.
    return bool(due.exclude(pk__in=under_way).order_by("endpoint_id", "next_attempt_at").values("pk")[:1])


def deliveries_failing(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Those of `deliveries` that were given up or whose last attempt failed and is being repeated."""
    repeated = Q(state=Delivery.State.PENDING, attempt_count__gt=0)
    return deliveries.filter(repeated | Q(state=Delivery.State.DEAD))
