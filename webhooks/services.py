"""What can be done to endpoints and deliveries. Every write that a person asks for goes through here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from common.addresses import AddressRefused
from common.crypto import decrypt, encrypt
from common.errors import Conflict, Invalid, NotFound
from common.wake import wake_on_commit
from webhooks.destinations import check_destination
from webhooks.filters import FilterRefused, check_event_types, check_filters
from webhooks.holding import deliveries_hold, deliveries_release, endpoints_lock
from webhooks.models import Delivery, Endpoint
from webhooks.signing import new_secret

DELIVER = "webhooks.deliver"


def endpoint_create(
    *,
    owner: User,
    url: str,
    description: str = "",
    event_types: Iterable[str] = (),
    filters: object = None,
) -> tuple[Endpoint, str]:
    """Register an endpoint; returns it and its signing secret, which is to be shown once.

    No event types: all of them; no filters: every event. Raises Invalid where the address may not be
    reached from here, or a type or filter is unknown.
    """
    types, wanted = _check_interest(event_types, {} if filters is None else filters)
    _check_url(url)
    secret = new_secret()
    endpoint = Endpoint.objects.create(
        owner=owner,
        url=url,
        description=_check_description(description),
        event_types=types,
        filters=wanted,
        secret=encrypt(secret),
    )
    return endpoint, secret


def endpoint_update(
    *,
    endpoint: Endpoint,
    url: str | None = None,
    description: str | None = None,
    event_types: Iterable[str] | None = None,
    filters: object = None,
) -> Endpoint:
    """Change what is given and leave the rest; deliveries already queued go to the new address.

    Raises as endpoint_create, and NotFound where the endpoint was deleted.
    """
    changes: dict[str, Any] = {}
    if event_types is not None or filters is not None:
        types, wanted = _check_interest(
            endpoint.event_types if event_types is None else event_types,
            endpoint.filters if filters is None else filters,
        )
        changes |= {"event_types": types, "filters": wanted}
    if description is not None:
        changes["description"] = _check_description(description)
    if url is not None and url != endpoint.url:
        _check_url(url)
        changes["url"] = url
    with transaction.atomic():
        return _save(_lock(endpoint), **changes)


@transaction.atomic
def endpoint_pause(*, endpoint: Endpoint) -> Endpoint:
    """Stop sending; what happens meanwhile is held for the endpoint. Raises Conflict unless active."""
    locked = _lock(endpoint)
    if locked.state != Endpoint.State.ACTIVE:
        raise Conflict(f"the endpoint is {locked.state}, not active")
    deliveries_hold([locked.id])
    return _save(locked, state=Endpoint.State.PAUSED)


@transaction.atomic
def endpoint_resume(*, endpoint: Endpoint) -> Endpoint:
    """Start sending again, first what was held. Raises Conflict where the endpoint is active already."""
    locked = _lock(endpoint)
    if locked.state == Endpoint.State.ACTIVE:
        raise Conflict("the endpoint is active already")
    deliveries_release(locked.id)
    wake_on_commit(DELIVER)
    return _save(locked, state=Endpoint.State.ACTIVE, disabled_reason="")


@transaction.atomic
def endpoint_delete(*, endpoint: Endpoint) -> None:
    """Stop for good: the secret is forgotten, open deliveries are dead, the record of attempts stays."""
    locked = _save(_lock(endpoint), state=Endpoint.State.DELETED, secret="")
    deliveries_hold([locked.id])
    held = Delivery.objects.filter(endpoint=locked, state=Delivery.State.HELD)
    held.update(state=Delivery.State.DEAD, completed_at=timezone.now())


def endpoint_secret(endpoint: Endpoint) -> str:
    """The endpoint's signing secret in the clear. Raises common.crypto.DecryptionFailed."""
    return decrypt(endpoint.secret)


@transaction.atomic
def delivery_replay(*, delivery: Delivery) -> Delivery:
    """Send a finished delivery again, with the same webhook-id and a fresh retry schedule.

    Where its endpoint is not active it is held until that resumes. Raises Conflict where the delivery
    is still on its way, NotFound where its endpoint was deleted.
    """
    endpoint = _lock(delivery.endpoint)
    locked = Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    if locked.state not in (Delivery.State.DELIVERED, Delivery.State.DEAD):
        raise Conflict(f"the delivery is {locked.state} and still on its way")
    active = endpoint.state == Endpoint.State.ACTIVE
    Delivery.objects.filter(pk=locked.pk).update(
        state=Delivery.State.PENDING if active else Delivery.State.HELD,
        attempts_before=locked.attempt_count,
        next_attempt_at=Now() if active else None,
        completed_at=None,
    )
    wake_on_commit(DELIVER)
    locked.refresh_from_db()
    return locked


def _lock(endpoint: Endpoint) -> Endpoint:
    found = [row for row in endpoints_lock([endpoint.pk]) if row.state != Endpoint.State.DELETED]
    if not found:
        raise NotFound(f"there is no webhook endpoint {endpoint.pk}")
    return found[0]


def _save(locked: Endpoint, **changes: Any) -> Endpoint:
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*changes, "updated_at"])
    return locked


def _check_interest(event_types: Iterable[str], filters: object) -> tuple[list[str], dict[str, list[str]]]:
    try:
        return check_event_types(event_types), check_filters(filters)
    except FilterRefused as refusal:
        raise Invalid(str(refusal), field=refusal.field) from refusal


def _check_description(description: str) -> str:
    if len(description) > 300:
        raise Invalid("a description has at most 300 characters", field="description")
    return description.strip()


def _check_url(url: str) -> None:
    try:
        check_destination(url, allow=settings.OUTBOUND_ALLOW)
    except AddressRefused as refusal:
        raise Invalid(str(refusal), field="url") from refusal
