"""Taking what is due: one statement that leases deliveries of many endpoints, each at its own pace.

The endpoints that have something waiting are found by hopping through the index from one to the next, so
that a backlog of one hides nobody. Each one's lane is locked for the moment of the statement: another worker
passes it over. A lane gives as many as its token bucket, and the requests it already has under way, allow;
a slow one gives one at a time, and only into the room set aside for slow ones. What was chosen is locked by
its key alone: of what is pending there may be a great many. A lease that ran out is taken over, and its
attempt counts. Leases are read in the order of their index, which clears it of those that are removed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection

# Twice the deadline of a POST: a worker that is only slow keeps what it has leased.
LEASE = timedelta(seconds=30)
SLOW_AT_ONCE = 1

_TAKE = """
WITH RECURSIVE waiting AS (
    (SELECT endpoint_id FROM webhooks_delivery WHERE state = 'pending'
     ORDER BY endpoint_id, next_attempt_at LIMIT 1)
    UNION ALL
    SELECT (SELECT d.endpoint_id FROM webhooks_delivery AS d
            WHERE d.state = 'pending' AND d.endpoint_id > w.endpoint_id
            ORDER BY d.endpoint_id, d.next_attempt_at LIMIT 1)
    FROM waiting AS w WHERE w.endpoint_id IS NOT NULL
), lane AS (
    SELECT l.endpoint_id, p.url, p.strict_order,
        coalesce(l.slow_until > statement_timestamp(), false) AS slow,
        least(%(burst)s, l.tokens
              + %(rate)s * extract(epoch FROM statement_timestamp() - l.filled_at)::float8) AS tokens,
        ARRAY(SELECT u.delivery_id FROM webhooks_lease AS u
              WHERE u.endpoint_id = l.endpoint_id AND u.until > statement_timestamp()
              ORDER BY u.delivery_id LIMIT %(at_once)s) AS under_way
    FROM waiting AS w
    JOIN webhooks_lane AS l ON l.endpoint_id = w.endpoint_id
    JOIN webhooks_endpoint AS p ON p.id = l.endpoint_id
    FOR NO KEY UPDATE OF l SKIP LOCKED
), due AS (
    SELECT d.id, lane.slow,
        row_number() OVER (PARTITION BY lane.slow ORDER BY d.turn, d.next_attempt_at) AS place
    FROM lane CROSS JOIN LATERAL (
        SELECT q.id, q.next_attempt_at, row_number() OVER (ORDER BY q.next_attempt_at) AS turn
        FROM webhooks_delivery AS q
        WHERE q.endpoint_id = lane.endpoint_id AND q.state = 'pending'
            AND q.next_attempt_at <= statement_timestamp() AND q.id <> ALL (lane.under_way)
            AND NOT (lane.strict_order AND q.claim_id IS NOT NULL AND EXISTS (
                SELECT FROM webhooks_delivery AS earlier
                WHERE earlier.endpoint_id = q.endpoint_id AND earlier.claim_id = q.claim_id
                    AND earlier.sequence < q.sequence AND earlier.state IN ('pending', 'held')))
        ORDER BY q.next_attempt_at
        LIMIT greatest(0, least(
            floor(lane.tokens)::bigint,
            CASE WHEN lane.slow THEN %(slow_at_once)s ELSE %(at_once)s END
                - cardinality(lane.under_way)))
    ) AS d
), free AS (
    SELECT id, endpoint_id, event_id, state, next_attempt_at, attempt_count, attempts_before
    FROM webhooks_delivery
    WHERE id = ANY (ARRAY(
        SELECT id FROM due WHERE place <= CASE WHEN slow THEN %(slow_room)s ELSE %(room)s END))
    FOR NO KEY UPDATE SKIP LOCKED
), leased AS (
    INSERT INTO webhooks_lease AS l (endpoint_id, delivery_id, number, until)
    SELECT endpoint_id, id, attempt_count + 1, statement_timestamp() + make_interval(secs => %(lease)s)
    FROM free WHERE state = 'pending' AND next_attempt_at <= statement_timestamp()
    ON CONFLICT (endpoint_id, delivery_id) DO UPDATE SET number = l.number + 1, until = excluded.until
    WHERE l.until <= statement_timestamp()
    RETURNING l.endpoint_id, l.delivery_id, l.number
), taken AS (
    SELECT endpoint_id, count(*) AS number FROM leased GROUP BY endpoint_id
), spent AS (
    UPDATE webhooks_lane AS l SET tokens = lane.tokens - taken.number, filled_at = statement_timestamp()
    FROM lane JOIN taken USING (endpoint_id) WHERE l.endpoint_id = lane.endpoint_id
), told AS (
    SELECT d.id, leased.number, leased.number - d.attempts_before AS tries, d.event_id, d.endpoint_id
    FROM leased JOIN free AS d ON d.id = leased.delivery_id
)
SELECT id, number, tries, event_id::text AS event, endpoint_id::text AS endpoint,
    NULL AS type, NULL::bytea AS payload, NULL AS url, NULL::boolean AS slow, NULL::text[] AS secrets
FROM told
UNION ALL
SELECT NULL, NULL, NULL, id::text, NULL, type, payload, NULL, NULL, NULL
FROM webhooks_event WHERE id = ANY (ARRAY(SELECT DISTINCT event_id FROM told))
UNION ALL
SELECT NULL, NULL, NULL, NULL, endpoint_id::text, NULL, NULL, lane.url, lane.slow, ARRAY(
    SELECT s.value FROM webhooks_secret AS s
    WHERE s.endpoint_id = lane.endpoint_id AND coalesce(s.expires_at > statement_timestamp(), true)
    ORDER BY s.expires_at IS NOT NULL, s.id)
FROM lane JOIN taken USING (endpoint_id)
"""

_EMPTY_LANE = """
SELECT EXISTS (
    SELECT FROM webhooks_lane AS l
    WHERE l.filled_at > statement_timestamp() - interval '1 second'
        AND l.tokens + %s * extract(epoch FROM statement_timestamp() - l.filled_at)::float8 < 1
        AND (
            SELECT true FROM webhooks_delivery AS d
            WHERE d.endpoint_id = l.endpoint_id
                AND d.state = 'pending' AND d.next_attempt_at <= statement_timestamp()
                AND NOT EXISTS (
                    SELECT FROM webhooks_lease AS u
                    WHERE u.endpoint_id = d.endpoint_id AND u.delivery_id = d.id
                        AND u.until > statement_timestamp())
            ORDER BY d.next_attempt_at LIMIT 1))
"""


class Leased(NamedTuple):
    """A delivery that this process may send: its attempt `number` entitles it to record.

    `tries` counts this attempt among those of its retry schedule; `secrets` are encrypted, the current ones
    first; `slow`: it takes one of the places set aside for slow endpoints.
    """

    delivery_id: UUID
    number: int
    tries: int
    event_id: UUID
    event_type: str
    payload: bytes
    endpoint_id: UUID
    url: str
    slow: bool
    secrets: tuple[str, ...]


def leases_take(*, size: int, slow_size: int | None = None) -> list[Leased]:
    """Lease at most `size` due deliveries, and of slow endpoints at most `slow_size` (`size`, if not given).

    Every endpoint has its turn; of one endpoint, those waiting longest. What others are leasing is skipped.
    Nothing may be sent before that is committed.
    """
    parameters = {
        "room": size,
        "slow_room": size if slow_size is None else slow_size,
        "lease": LEASE.total_seconds(),
        "rate": settings.WEBHOOK_RATE,
        "burst": max(settings.WEBHOOK_RATE, 1.0),
        "at_once": settings.WEBHOOK_AT_ONCE,
        "slow_at_once": SLOW_AT_ONCE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, parameters)
        rows = cursor.fetchall()
    # What many have in common comes from the database once, in rows of its own after theirs.
    events = {row[3]: (UUID(row[3]), row[5], row[6]) for row in rows if row[5] is not None}
    endpoints = {row[4]: (UUID(row[4]), row[7], row[8], tuple(row[9])) for row in rows if row[7] is not None}
    leased = []
    for delivery_id, number, tries, event, endpoint, *_ in rows:
        if delivery_id is not None:
            event_id, event_type, payload = events[event]
            leased.append(
                Leased(delivery_id, number, tries, event_id, event_type, payload, *endpoints[endpoint])
            )
    return leased


def some_lane_is_empty() -> bool:
    """Whether something due waits for its endpoint's tokens only, which are there again in a moment."""
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY_LANE, [settings.WEBHOOK_RATE])
        return bool(cursor.fetchone()[0])
