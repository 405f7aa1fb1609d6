"""Recording what came of leased deliveries, many at a time, and what it says about their endpoints."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from webhooks.holding import endpoint_confirm, endpoint_disable, endpoints_lock
from webhooks.models import Attempt, Delivery, Endpoint
from webhooks.operational import CHALLENGE
from webhooks.schedule import Outcome, next_delay
from webhooks.sending import Sent

GIVEN_UP_AFTER = timedelta(days=5)
SLOW_FOR = timedelta(minutes=10)

_RECORD = """
WITH outcome AS (
    SELECT * FROM unnest(%s::uuid[], %s::integer[], %s::text[], %s::interval[]) AS o(id, number, state, delay)
), held_by_us AS (
    SELECT d.id, d.state AS before, o.state AS after, o.delay
    FROM webhooks_delivery AS d JOIN outcome AS o ON o.id = d.id AND o.number = d.attempt_count
    WHERE d.state IN ('pending', 'held') ORDER BY d.id FOR NO KEY UPDATE OF d
)
UPDATE webhooks_delivery AS d SET
    state = CASE WHEN h.after = 'pending' THEN h.before ELSE h.after END,
    next_attempt_at = CASE WHEN h.after = 'pending' AND h.before = 'pending'
                           THEN statement_timestamp() + h.delay END,
    completed_at = CASE WHEN h.after <> 'pending' THEN statement_timestamp() END,
    in_flight = false
FROM held_by_us AS h WHERE d.id = h.id
RETURNING d.id
"""

# Only lanes whose state changes are written, in one order so that two recorders never wait for each other.
_LANES = """
WITH seen AS (
    SELECT * FROM unnest(%s::uuid[], %s::boolean[], %s::boolean[]) AS s(endpoint_id, succeeded, slow)
), changed AS (
    SELECT l.endpoint_id,
        CASE WHEN s.succeeded THEN NULL ELSE coalesce(l.failing_since, statement_timestamp()) END AS failing,
        CASE WHEN s.slow THEN statement_timestamp() + make_interval(secs => %s)
             WHEN s.succeeded THEN NULL ELSE l.slow_until END AS slow
    FROM webhooks_lane AS l JOIN seen AS s ON s.endpoint_id = l.endpoint_id
    WHERE s.slow OR (s.succeeded AND (l.failing_since IS NOT NULL OR l.slow_until IS NOT NULL))
        OR (NOT s.succeeded AND l.failing_since IS NULL)
    ORDER BY l.endpoint_id FOR NO KEY UPDATE OF l
)
UPDATE webhooks_lane AS l SET failing_since = c.failing, slow_until = c.slow
FROM changed AS c WHERE l.endpoint_id = c.endpoint_id
"""

_GIVEN_UP = """
SELECT endpoint_id FROM webhooks_lane
WHERE endpoint_id = ANY(%s) AND failing_since <= statement_timestamp() - make_interval(secs => %s)
"""


def outcomes_record(sent: Sequence[Sent]) -> None:
    """Record what came of leased deliveries; those whose lease passed to another worker are left out.

    A 410 also disables its endpoint and holds what else was on its way there; so does a failure after five
    days in which nothing succeeded. An echoed challenge makes its endpoint active.
    """
    if sent:
        _record(sent)
        _give_up({one.leased.endpoint_id for one in sent if _failed(one)})


@transaction.atomic(durable=True)
def _record(sent: Sequence[Sent]) -> None:
    decisive = {one.leased.endpoint_id for one in sent if one.outcome is Outcome.GONE or _confirms(one)}
    # Endpoints before deliveries, the order in which everything here locks.
    endpoints = {endpoint.id: endpoint for endpoint in endpoints_lock(decisive)} if decisive else {}
    states = _states_record(sent)
    ours = [one for one in sent if one.leased.delivery_id in states]
    Attempt.objects.bulk_create(_attempt(one) for one in ours)
    _lanes_record(ours)
    for one in ours:
        endpoint = endpoints.get(one.leased.endpoint_id)
        if endpoint is None:
            continue
        if one.outcome is Outcome.GONE:
            endpoint_disable(endpoint, "It answered 410 Gone.")
        elif _confirms(one):
            endpoint_confirm(endpoint)


def _confirms(one: Sent) -> bool:
    return one.leased.event_type == CHALLENGE and one.outcome is Outcome.DELIVERED


def _failed(one: Sent) -> bool:
    return one.outcome is not Outcome.DELIVERED and not one.ours


def _states_record(sent: Sequence[Sent]) -> set[UUID]:
    """Move the deliveries on; returns the ids of those that were still ours to move."""
    rows = [(one.leased.delivery_id, one.leased.number, *_next(one)) for one in sent]
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, columns)
        return {row[0] for row in cursor.fetchall()}


def _lanes_record(sent: Iterable[Sent]) -> None:
    """What the attempts say about their endpoints: whether any succeeded, and whether any kept us waiting."""
    seen: dict[UUID, tuple[bool, bool]] = {}
    for one in sent:
        if not one.ours:
            succeeded, slow = seen.get(one.leased.endpoint_id, (False, False))
            seen[one.leased.endpoint_id] = (succeeded or not _failed(one), slow or one.slow)
    if seen:
        columns = [list(seen), *(list(column) for column in zip(*seen.values(), strict=True))]
        with connection.cursor() as cursor:
            cursor.execute(_LANES, [*columns, SLOW_FOR.total_seconds()])


def _give_up(endpoint_ids: set[UUID]) -> None:
    """Disable those of the endpoints that have failed for so long."""
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


def _next(one: Sent) -> tuple[str, timedelta]:
    """The state that the attempt leads to, and how long from now until the next one."""
    if one.outcome is Outcome.DELIVERED:
        return Delivery.State.DELIVERED, timedelta(0)
    delay = next_delay(one.leased.tries, chance=random.random(), asked=one.retry_after)  # noqa: S311 - jitter
    if one.outcome is Outcome.RETRY and delay is not None:
        return Delivery.State.PENDING, delay
    return Delivery.State.DEAD, timedelta(0)


def _attempt(one: Sent) -> Attempt:
    return Attempt(
        delivery_id=one.leased.delivery_id,
        number=one.leased.number,
        started_at=one.started_at,
        duration_ms=round(one.duration.total_seconds() * 1000),
        status=one.status,
        error=one.error,
        response=one.response,
    )
