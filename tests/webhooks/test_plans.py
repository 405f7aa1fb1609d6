"""The statements that run all the time stay on the partial indexes, however much history there is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from common.ids import new_id
from tests import factories
from tests.triggers import triggers_off
from tests.webhooks.conftest import Subscribe
from webhooks.leases import Leased, leases_end, leases_take, some_lane_is_empty
from webhooks.models import Delivery, Event
from webhooks.outcomes import outcomes_record
from webhooks.selectors import deliveries_waiting
from webhooks.sending import Sent

pytestmark = pytest.mark.django_db

_HISTORY = """
INSERT INTO webhooks_delivery (id, event_id, endpoint_id, state, attempt_count, attempts_before,
                               completed_at, created_at)
SELECT uuidv7(), %s, endpoint.id, 'delivered', 1, 0, now(), now()
FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 5000)) AS endpoint
"""
_BACKLOG = """
INSERT INTO webhooks_delivery (id, event_id, endpoint_id, state, attempt_count, attempts_before,
                               next_attempt_at, created_at)
SELECT uuidv7(), event.id, %s, 'pending', 0, 0, now() - interval '1 hour', now()
FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 2500)) AS event
"""


@pytest.fixture
def history(subscribe: Subscribe) -> None:
    """Five thousand deliveries that are done with, half as many due elsewhere, and one due here."""
    subscribe()
    factories.verdict()
    with triggers_off(), connection.cursor() as cursor:  # endpoints of their own are not needed
        cursor.execute(_HISTORY, [Event.objects.get().pk])
        cursor.execute(_BACKLOG, [new_id()])
        cursor.execute("ANALYZE webhooks_delivery")


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for part in plan.get("Plans", []) for node in _nodes(part))]


def _scans(sql: str, parameters: Any) -> list[dict[str, Any]]:
    """The scans of the table of deliveries in the statement's plan."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
        (row,) = cursor.fetchall()
    plans = row[0] if isinstance(row[0], list) else json.loads(row[0])
    nodes = [node for plan in plans for node in _nodes(plan["Plan"])]
    return [
        node
        for node in nodes
        if node.get("Relation Name") == "webhooks_delivery" and "Scan" in node["Node Type"]
    ]


def _scans_of(call: Callable[[], object]) -> list[dict[str, Any]]:
    """The scans of the table of deliveries in the plans of what the call says to the database."""
    said: list[tuple[str, Any]] = []

    def listen(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        said.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(listen):
        call()
    statements = [one for one in said if "SAVEPOINT" not in one[0]]
    return [scan for sql, parameters in statements for scan in _scans(sql, parameters)]


@pytest.mark.usefixtures("history")
def test_the_sweep_and_a_worker_that_waits_look_into_the_index_of_what_is_pending() -> None:
    for look in (deliveries_waiting, some_lane_is_empty):
        (scan,) = _scans_of(look)
        assert scan.get("Index Name") == "delivery_queue", scan


@pytest.mark.usefixtures("history")
def test_the_lease_and_the_record_read_no_history() -> None:
    leased: list[Leased] = []
    scans = _scans_of(lambda: leased.extend(leases_take(size=100)))
    assert len(leased) == 1
    scans += _scans_of(leases_end)
    scans += _scans_of(lambda: outcomes_record([_sent(one) for one in leased]))
    assert Delivery.objects.filter(attempts__status=204).count() == 1
    for scan in scans:
        assert scan.get("Index Name") in {"delivery_queue", "delivery_open", "webhooks_delivery_pkey"}, scan


def _sent(leased: Leased) -> Sent:
    return Sent(leased=leased, started_at=timezone.now(), duration=timedelta(), status=204)
