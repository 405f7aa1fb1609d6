"""The statements that run all the time stay on the partial indexes, however much history there is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now

from tests import factories
from tests.webhooks.conftest import Subscribe
from webhooks import leases
from webhooks.models import Delivery, Event

pytestmark = pytest.mark.django_db

_HISTORY = """
INSERT INTO webhooks_delivery (id, event_id, endpoint_id, state, in_flight, attempt_count, attempts_before,
                               completed_at, created_at)
SELECT uuidv7(), %s, endpoint.id, 'delivered', false, 1, 0, now(), now()
FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 5000)) AS endpoint
"""


@pytest.fixture
def history(subscribe: Subscribe) -> None:
    """Five thousand deliveries that are done with, and one that is due."""
    subscribe()
    factories.verdict()
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # endpoints of their own are not needed
        cursor.execute(_HISTORY, [Event.objects.get().pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
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


@pytest.mark.usefixtures("history")
def test_the_sweep_looks_into_the_index_of_what_is_pending() -> None:
    rows: QuerySet[Delivery] = Delivery.objects.filter(
        state=Delivery.State.PENDING, next_attempt_at__lte=Now()
    )
    sql, parameters = rows.values("pk")[:1].query.sql_with_params()
    (scan,) = _scans(sql, parameters)
    # Both hold what is pending only; with a single row they cost the same.
    assert scan["Index Name"] in {"delivery_pending", "delivery_queue"}


@pytest.mark.usefixtures("history")
def test_the_lease_reads_no_history() -> None:
    parameters = {
        "room": 100,
        "slow_room": 50,
        "lease": 60,
        "rate": 100.0,
        "burst": 100.0,
        "at_once": 10,
        "slow_at_once": 1,
    }
    scans = _scans(leases._TAKE, parameters)
    assert scans
    allowed = {
        "delivery_queue",
        "delivery_in_flight",
        "delivery_open",
        "delivery_pending",
        "webhooks_delivery_pkey",
    }
    for scan in scans:
        assert scan.get("Index Name") in allowed, scan
