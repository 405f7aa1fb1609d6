"""Storing an event and a delivery of it for each endpoint that is to have it, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models.functions import Now

from common.tables import moment_plain, values_copy
from common.wake import wake_on_commit
from webhooks.holding import endpoints_share
from webhooks.models import Delivery, Endpoint, Event, FeedEntry


class NewEvent(NamedTuple):
    """One of many events about claims that are stored at once, with the names that the model has."""

    id: str
    type: str
    claim_id: str
    sequence: int
    payload: bytes
    created_at: datetime


def event_record(
    *,
    event_type: str,
    payload: bytes,
    created_at: datetime,
    claim_id: UUID | None = None,
    sequence: int | None = None,
) -> Event:
    """Store the event; one about a claim also takes its turn for a place in the feed."""
    event = Event.objects.create(
        type=event_type, claim_id=claim_id, sequence=sequence, payload=payload, created_at=created_at
    )
    if claim_id is not None:
        FeedEntry.objects.create(event=event)
    return event


def events_record(events: Sequence[NewEvent]) -> None:
    """Store events about claims, many at once, each with its turn for a place in the feed."""
    values_copy(Event, NewEvent._fields, ((*event[:-1], moment_plain(event.created_at)) for event in events))
    values_copy(FeedEntry, ("event",), ((event.id,) for event in events))


def deliveries_record(event: Event | NewEvent, endpoints: Mapping[UUID, bool]) -> None:
    """Store a delivery for each endpoint, due now where its value says so, else held; wake a worker."""
    Delivery.objects.bulk_create(
        (
            Delivery(
                event_id=event.id,
                endpoint_id=endpoint_id,
                claim_id=event.claim_id,
                sequence=event.sequence,
                state=Delivery.State.PENDING if due else Delivery.State.HELD,
                next_attempt_at=Now() if due else None,
            )
            for endpoint_id, due in endpoints.items()
        ),
        batch_size=1000,
    )
    if any(endpoints.values()):
        wake_on_commit("webhooks.deliver")


def takers(endpoint_ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Those of the endpoints that an event is queued for, as `deliveries_record` takes them.

    Their states stay as they are until the transaction ends.
    """
    return {
        endpoint_id: due
        for endpoint_id, (state, confirmed) in endpoints_share(endpoint_ids).items()
        if (due := _takes_events(state, confirmed=confirmed)) is not None
    }


def _takes_events(state: str, *, confirmed: bool) -> bool | None:
    """What becomes of an event for an endpoint in that state: True due now, False held, None not queued.

    One that was confirmed once and waits to be confirmed at a new address is held for, like a paused one.
    """
    if state == Endpoint.State.ACTIVE:
        return True
    if state == Endpoint.State.PAUSED or (state == Endpoint.State.PENDING and confirmed):
        return False
    return None
