"""Holding an endpoint's deliveries while it is not active, and letting them go.

Whoever calls these holds the endpoint's row lock: the subscriber shares that lock, so that no delivery
slips in between the change of state and the change of its deliveries.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import connection
from django.db.models.functions import Coalesce, Now

from common.wake import wake_on_commit
from webhooks.models import Delivery, Endpoint


def endpoints_lock(endpoint_ids: Collection[UUID]) -> list[Endpoint]:
    """The endpoints, locked in the order of their ids until the transaction ends."""
    locked = Endpoint.objects.select_for_update(no_key=True, of=("self",))
    return list(locked.select_related("owner").filter(pk__in=endpoint_ids).order_by("id"))


def endpoints_share(endpoint_ids: Sequence[UUID]) -> dict[UUID, tuple[str, bool]]:
    """The endpoints' states, and whether they were ever confirmed.

    These stay as they are until the transaction ends; others may share the lock.
    """
    query = (
        "SELECT id, state, confirmed_at IS NOT NULL FROM webhooks_endpoint "
        "WHERE id = ANY(%s) ORDER BY id FOR SHARE"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [list(endpoint_ids)])
        return {endpoint_id: (state, confirmed) for endpoint_id, state, confirmed in cursor.fetchall()}


def deliveries_hold(endpoint_ids: Collection[UUID]) -> None:
    """Take the endpoints' pending deliveries out of the queue. An attempt already under way still records."""
    Delivery.objects.filter(pk__in=_lock_open(endpoint_ids, Delivery.State.PENDING)).update(
        state=Delivery.State.HELD, next_attempt_at=None, in_flight=False
    )


def deliveries_release(endpoint_id: UUID) -> None:
    """Make the endpoint's held deliveries due now."""
    Delivery.objects.filter(pk__in=_lock_open([endpoint_id], Delivery.State.HELD)).update(
        state=Delivery.State.PENDING, next_attempt_at=Now()
    )


def _lock_open(endpoint_ids: Collection[UUID], state: Delivery.State) -> list[UUID]:
    rows = Delivery.objects.select_for_update(no_key=True).filter(endpoint__in=endpoint_ids, state=state)
    return list(rows.order_by("id").values_list("id", flat=True))


def endpoint_disable(endpoint: Endpoint, reason: str) -> None:
    """Stop sending to a locked endpoint, hold its backlog, and have its owner told (webhooks.disabling)."""
    endpoint.state, endpoint.disabled_reason, endpoint.notice_due = Endpoint.State.DISABLED, reason, True
    endpoint.save(update_fields=["state", "disabled_reason", "notice_due", "updated_at"])
    deliveries_hold([endpoint.id])


def endpoint_confirm(endpoint: Endpoint) -> None:
    """A locked endpoint has echoed its challenge: if that was what it waited for, it is active."""
    if endpoint.state != Endpoint.State.PENDING:
        return
    Endpoint.objects.filter(pk=endpoint.pk).update(confirmed_at=Coalesce("confirmed_at", Now()))
    endpoint.state = Endpoint.State.ACTIVE
    endpoint.save(update_fields=["state", "updated_at"])
    deliveries_release(endpoint.id)
    wake_on_commit("webhooks.deliver")
