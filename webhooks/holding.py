"""Holding an endpoint's deliveries while it is not active, and letting them go.

Whoever calls these holds the endpoint's row lock: the subscriber shares that lock, so that no delivery
slips in between the change of state and the change of its deliveries.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Now

from common.wake import wake_on_commit
from webhooks.models import Delivery, Endpoint

OWNER_CLOSED = "The account of its owner is closed."
"""Why an endpoint is disabled, by which it is known again once the account is open."""
# Deliveries are given by one array, however many they are: a statement has 65,535 parameters at most.
_HOLD = "UPDATE webhooks_delivery SET state = 'held', next_attempt_at = NULL WHERE id = ANY(%(ids)s)"
_RELEASE = """
UPDATE webhooks_delivery SET state = 'pending', next_attempt_at = statement_timestamp()
WHERE id = ANY(%(ids)s)
"""
_END = """
UPDATE webhooks_delivery SET
    state = 'dead', next_attempt_at = NULL, completed_at = statement_timestamp(),
    attempt_count = attempt_count + (id IN (SELECT unnest(deliveries) FROM webhooks_lease))::integer
WHERE id = ANY(%(ids)s)
"""


def endpoints_lock(endpoint_ids: Collection[UUID]) -> list[Endpoint]:
    """The endpoints, locked in the order of their ids until the transaction ends."""
    locked = Endpoint.objects.select_for_update(no_key=True).prefetch_related("owner")
    return list(locked.filter(pk__in=endpoint_ids).order_by("id"))


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
    _change(_HOLD, Delivery.objects.filter(endpoint__in=endpoint_ids, state=Delivery.State.PENDING))


def deliveries_release(endpoint_id: UUID) -> None:
    """Make the endpoint's held deliveries due now."""
    _change(_RELEASE, Delivery.objects.filter(endpoint=endpoint_id, state=Delivery.State.HELD))


def deliveries_end(deliveries: QuerySet[Delivery]) -> None:
    """Give up those that are open. What comes of an attempt under way counts no more."""
    _change(_END, deliveries.filter(state__in=[Delivery.State.PENDING, Delivery.State.HELD]))


def _change(statement: str, deliveries: QuerySet[Delivery]) -> None:
    """Lock the deliveries first: the statement then sees all that was done to them before."""
    rows = deliveries.select_for_update(no_key=True, of=("self",)).order_by("id")
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": list(rows.values_list("id", flat=True))})


def endpoint_disable(endpoint: Endpoint, reason: str, *, tell: bool = True) -> None:
    """Stop sending to a locked endpoint, hold its backlog, and have its owner told (services.notices)."""
    endpoint.state, endpoint.disabled_reason, endpoint.notice_due = Endpoint.State.DISABLED, reason, tell
    endpoint.save(update_fields=["state", "disabled_reason", "notice_due", "updated_at"])
    deliveries_hold([endpoint.id])


def endpoint_confirm(endpoint: Endpoint) -> None:
    """A locked endpoint has echoed its challenge: if that was what it waited for, it is active."""
    if endpoint.state != Endpoint.State.PENDING:
        return
    Endpoint.objects.filter(pk=endpoint.pk).update(confirmed_at=Coalesce("confirmed_at", Now()))
    endpoint.state, endpoint.confirmed_url = Endpoint.State.ACTIVE, endpoint.url
    endpoint.save(update_fields=["state", "confirmed_url", "updated_at"])
    deliveries_release(endpoint.id)
    wake_on_commit("webhooks.deliver")
