"""Recording what came of leased deliveries, many at a time, and what it says about their endpoints."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from webhooks.holding import endpoint_confirm, endpoint_disable, endpoints_lock
from webhooks.models import Delivery, Endpoint
from webhooks.operational import CHALLENGE
from webhooks.schedule import Outcome, next_delay
from webhooks.sending import Sent

GIVEN_UP_AFTER = timedelta(days=5)
SLOW_FOR = timedelta(minutes=10)

# Deliveries are found by their keys alone: of those that are open there may be a great many. Only lanes whose
# state changes are written. What a former address refused is still to be sent to the new one. Leases,
# deliveries and lanes are locked in this order, and each in that of its keys, so that two recorders never
# wait for each other.
_RECORD = """
WITH outcome AS (
    SELECT * FROM json_to_recordset(%s::json) AS o(
        lease uuid, id uuid, url text, number integer, after text, delay float8, succeeded boolean,
        slow boolean, started_at timestamptz, duration integer, status smallint, error text, response text)
), lease AS (
    SELECT id, endpoints, deliveries FROM webhooks_lease
    WHERE id = ANY (ARRAY(SELECT lease FROM outcome)) ORDER BY id FOR UPDATE
), found AS (
    SELECT d.id, d.endpoint_id, d.state AS before, d.attempt_count FROM webhooks_delivery AS d
    WHERE d.id = ANY (ARRAY(SELECT o.id FROM outcome AS o JOIN lease ON lease.id = o.lease))
    ORDER BY d.id FOR NO KEY UPDATE
), ours AS (
    SELECT f.endpoint_id, f.before, o.*, e.url <> o.url AS has_moved,
        CASE WHEN e.url <> o.url AND o.after = 'dead' THEN 'pending' ELSE o.after END AS leads_to
    FROM found AS f JOIN outcome AS o ON o.id = f.id JOIN webhooks_endpoint AS e ON e.id = f.endpoint_id
    WHERE o.number = f.attempt_count + 1 AND f.before IN ('pending', 'held')
), under_way AS (
    SELECT l.id, array_agg(u.endpoint_id) AS endpoints, array_agg(u.delivery_id) AS deliveries
    FROM lease AS l, unnest(l.endpoints, l.deliveries) AS u(endpoint_id, delivery_id)
    WHERE (l.id, u.delivery_id) NOT IN (SELECT lease, id FROM outcome) GROUP BY l.id
), kept AS (
    UPDATE webhooks_lease AS l SET endpoints = u.endpoints, deliveries = u.deliveries
    FROM under_way AS u WHERE l.id = u.id
), ended AS (
    DELETE FROM webhooks_lease
    WHERE id = ANY (ARRAY(SELECT id FROM lease WHERE id NOT IN (SELECT id FROM under_way)))
), moved AS (
    UPDATE webhooks_delivery AS d SET
        state = CASE WHEN o.leads_to = 'pending' THEN o.before ELSE o.leads_to END,
        next_attempt_at = CASE WHEN o.leads_to = 'pending' AND o.before = 'pending'
                               THEN statement_timestamp() + make_interval(secs => o.delay) END,
        completed_at = CASE WHEN o.leads_to <> 'pending' THEN statement_timestamp() END,
        attempt_count = o.number
    FROM ours AS o WHERE d.id = o.id
), attempts AS (
    INSERT INTO webhooks_attempt (delivery_id, number, started_at, duration_ms, status, error, response)
    SELECT id, number, started_at, duration, status, error, decode(response, 'hex') FROM ours
), seen AS (
    SELECT endpoint_id, bool_or(succeeded) AS succeeded, bool_or(slow) AS slow FROM ours
    WHERE succeeded IS NOT NULL AND NOT has_moved GROUP BY endpoint_id
), changed AS (
    SELECT l.endpoint_id,
        CASE WHEN s.succeeded THEN NULL ELSE coalesce(l.failing_since, statement_timestamp()) END AS failing,
        CASE WHEN s.slow THEN statement_timestamp() + make_interval(secs => %s)
             WHEN s.succeeded THEN NULL ELSE l.slow_until END AS slow
    FROM webhooks_lane AS l JOIN seen AS s ON s.endpoint_id = l.endpoint_id
    WHERE s.slow OR (s.succeeded AND (l.failing_since IS NOT NULL OR l.slow_until IS NOT NULL))
        OR (NOT s.succeeded AND l.failing_since IS NULL)
    ORDER BY l.endpoint_id FOR NO KEY UPDATE OF l
), told AS (
    UPDATE webhooks_lane AS l SET failing_since = c.failing, slow_until = c.slow
    FROM changed AS c WHERE l.endpoint_id = c.endpoint_id
)
SELECT id FROM ours WHERE NOT has_moved
"""

_GIVEN_UP = """
SELECT endpoint_id FROM webhooks_lane
WHERE endpoint_id = ANY(%s) AND failing_since <= statement_timestamp() - make_interval(secs => %s)
"""


def outcomes_record(sent: Sequence[Sent]) -> None:
    """Record what came of leased deliveries; those whose lease passed to another worker are left out.

    A 410 also disables its endpoint, and holds what else was on its way there. What was sent to an address
    that the endpoint has left ends only if it was taken, and says nothing about the endpoint. An echoed
    challenge makes its endpoint active.
    """
    if any(_decides(one) for one in sent):
        _decide(sent)
    elif sent:
        _record(sent)


def endpoints_give_up(sent: Sequence[Sent]) -> None:
    """Disable those endpoints that failed again and have failed for five days.

    To be called once that is recorded and committed: it locks endpoints, and they come before deliveries.
    """
    endpoint_ids = {
        one.leased.endpoint_id for one in sent if one.outcome is not Outcome.DELIVERED and not one.ours
    }
    if not endpoint_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN_UP, [list(endpoint_ids), GIVEN_UP_AFTER.total_seconds()])
        hopeless = [row[0] for row in cursor.fetchall()]
    if hopeless:
        with transaction.atomic():
            for endpoint in endpoints_lock(hopeless):
                if endpoint.state in (Endpoint.State.ACTIVE, Endpoint.State.PAUSED, Endpoint.State.PENDING):
                    endpoint_disable(endpoint, f"Everything failed for {GIVEN_UP_AFTER.days} days.")


def _record(sent: Sequence[Sent]) -> set[UUID]:
    """Which deliveries were recorded and say something of where their endpoints are now.

    One statement: of itself it needs no transaction around it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, [json.dumps([_row(one) for one in sent]), SLOW_FOR.total_seconds()])
        return {row[0] for row in cursor.fetchall()}


@transaction.atomic
def _decide(sent: Sequence[Sent]) -> None:
    """Record where some outcomes change the states of their endpoints too."""
    # Endpoints before deliveries, the order in which everything here locks.
    locked = endpoints_lock({one.leased.endpoint_id for one in sent if _decides(one)})
    endpoints, telling = {endpoint.id: endpoint for endpoint in locked}, _record(sent)
    for one in sent:
        endpoint = endpoints.get(one.leased.endpoint_id)
        if endpoint is None or one.leased.delivery_id not in telling:
            continue
        if one.outcome is Outcome.GONE:
            endpoint_disable(endpoint, "It answered 410 Gone.")
        elif _confirms(one):
            endpoint_confirm(endpoint)


def _row(one: Sent) -> dict[str, object]:
    """What the statement takes of it. What is our own fault says nothing about the endpoint."""
    outcome = one.outcome
    state, delay = _next(one, outcome)
    return {
        "lease": str(one.leased.lease_id),
        "id": str(one.leased.delivery_id),
        "url": one.leased.url,
        "number": one.leased.number,
        "after": state,
        "delay": delay.total_seconds(),
        "succeeded": None if one.ours else outcome is Outcome.DELIVERED,
        "slow": one.slow,
        "started_at": one.started_at.isoformat(),
        "duration": round(one.duration.total_seconds() * 1000),
        "status": one.status,
        "error": one.error,
        "response": one.response.hex(),
    }


def _decides(one: Sent) -> bool:
    return one.outcome is Outcome.GONE or _confirms(one)


def _confirms(one: Sent) -> bool:
    return one.leased.event_type == CHALLENGE and one.outcome is Outcome.DELIVERED


def _next(one: Sent, outcome: Outcome) -> tuple[str, timedelta]:
    """The state that the attempt leads to, and how long from now until the next one."""
    if outcome is Outcome.DELIVERED:
        return Delivery.State.DELIVERED, timedelta(0)
    delay = next_delay(one.leased.tries, chance=random.random(), asked=one.retry_after)  # noqa: S311 - jitter
    if outcome is Outcome.RETRY and delay is not None:
        return Delivery.State.PENDING, delay
    return Delivery.State.DEAD, timedelta(0)
