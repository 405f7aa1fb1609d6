"""Reads of endpoints, events, deliveries and attempts, each with what its readers will touch."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Now

from common.errors import NotFound
from webhooks.models import Attempt, Delivery, Endpoint, Event


def endpoint_list(*, owner: User | None = None) -> QuerySet[Endpoint]:
    """Endpoints with their owner, without the deleted ones; one owner's, or everybody's."""
    endpoints = Endpoint.objects.exclude(state=Endpoint.State.DELETED).select_related("owner")
    return endpoints if owner is None else endpoints.filter(owner=owner)


def endpoint_get(endpoint_id: UUID, *, owner: User | None = None) -> Endpoint:
    """One endpoint. Raises NotFound, also where it is another owner's or deleted."""
    endpoint = endpoint_list(owner=owner).filter(pk=endpoint_id).first()
    if endpoint is None:
        raise NotFound(f"there is no webhook endpoint {endpoint_id}")
    return endpoint


def endpoints_following(event_type: str) -> QuerySet[Endpoint]:
    """Endpoints that events of the type are queued for: active or paused, before their filters."""
    return Endpoint.objects.filter(
        Q(event_types=[]) | Q(event_types__contains=[event_type]),
        state__in=[Endpoint.State.ACTIVE, Endpoint.State.PAUSED],
    )


def event_list() -> QuerySet[Event]:
    """Every event, in the order of their making."""
    return Event.objects.order_by("created_at", "id")


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
    """Whether any delivery is due or has a lease that ran out."""
    return Delivery.objects.filter(state=Delivery.State.PENDING, next_attempt_at__lte=Now()).exists()


def deliveries_failing(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Those of `deliveries` that were given up or whose last attempt failed and is being repeated."""
    repeated = Q(state=Delivery.State.PENDING, attempt_count__gt=0)
    return deliveries.filter(repeated | Q(state=Delivery.State.DEAD))
