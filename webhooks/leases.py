"""Taking what is due: one statement that leases deliveries of many endpoints, each at its own pace.

The endpoints that have something waiting are found by hopping through the index from one to the next, so
that a backlog of one hides nobody. Each one's lane is locked for the moment of the statement: another worker
passes it over. A lane gives as many as its token bucket, and the requests it already has under way, allow;
a slow one gives one at a time, and only into the room set aside for slow ones.

What one statement takes is one row, however much it is, and no delivery is locked or written for it. That
nothing is taken twice hangs on the lanes alone: to take from one is to lock it and to write down the tokens
spent. A statement that sees a lane as it was before somebody took from it does not see what was taken
either, and passes it over too. What is listed in a lease is under way until it is recorded or the lease has
run out and is ended.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from common.ids import new_id

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
), under_way AS MATERIALIZED (
    SELECT o.endpoint_id, array_agg(o.delivery_id) AS ids
    FROM webhooks_lease AS l, unnest(l.endpoints, l.deliveries) AS o(endpoint_id, delivery_id)
    GROUP BY o.endpoint_id
), lane AS (
    SELECT l.endpoint_id, p.url, p.strict_order,
        coalesce(l.slow_until > statement_timestamp(), false) AS slow,
        least(%(burst)s, l.tokens
              + %(rate)s * extract(epoch FROM statement_timestamp() - l.filled_at)::float8) AS tokens,
        coalesce(u.ids, '{}') AS under_way
    FROM waiting AS w
    JOIN webhooks_lane AS l ON l.endpoint_id = w.endpoint_id
    JOIN webhooks_lane AS seen ON seen.endpoint_id = l.endpoint_id AND seen.filled_at = l.filled_at
    JOIN webhooks_endpoint AS p ON p.id = l.endpoint_id
    LEFT JOIN under_way AS u ON u.endpoint_id = l.endpoint_id
    FOR NO KEY UPDATE OF l SKIP LOCKED
), due AS (
    SELECT d.*, lane.slow,
        row_number() OVER (PARTITION BY lane.slow ORDER BY d.turn, d.next_attempt_at) AS place
    FROM lane CROSS JOIN LATERAL (
        SELECT q.id, q.endpoint_id, q.event_id, q.attempt_count + 1 AS number, q.attempts_before,
            q.next_attempt_at, row_number() OVER (ORDER BY q.next_attempt_at) AS turn
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
), taken AS MATERIALIZED (
    SELECT id, endpoint_id, event_id, number, number - attempts_before AS tries
    FROM due WHERE place <= CASE WHEN slow THEN %(slow_room)s ELSE %(room)s END
), leased AS (
    INSERT INTO webhooks_lease (id, endpoints, deliveries, until)
    SELECT %(lease)s, array_agg(endpoint_id), array_agg(id),
        statement_timestamp() + make_interval(secs => %(seconds)s)
    FROM taken HAVING count(*) > 0
), giving AS (
    SELECT endpoint_id, count(*) AS number FROM taken GROUP BY endpoint_id
), spent AS (
    UPDATE webhooks_lane AS l SET tokens = lane.tokens - giving.number, filled_at = statement_timestamp()
    FROM lane JOIN giving USING (endpoint_id) WHERE l.endpoint_id = lane.endpoint_id
)
SELECT id, number, tries, event_id::text AS event, endpoint_id::text AS endpoint,
    NULL AS name, NULL::bytea AS payload, NULL::boolean AS slow, NULL::text[] AS secrets,
    extract(epoch FROM statement_timestamp())::bigint AS taken_at
FROM taken
UNION ALL
SELECT id, NULL, NULL, id::text, NULL, type, payload, NULL, NULL, NULL
FROM webhooks_event WHERE id = ANY (ARRAY(SELECT DISTINCT event_id FROM taken))
UNION ALL
SELECT endpoint_id, NULL, NULL, NULL, endpoint_id::text, lane.url, NULL, lane.slow, ARRAY(
    SELECT s.value FROM webhooks_secret AS s
    WHERE s.endpoint_id = lane.endpoint_id AND coalesce(s.expires_at > statement_timestamp(), true)
    ORDER BY s.expires_at IS NOT NULL, s.id), NULL
FROM lane JOIN giving USING (endpoint_id)
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
                AND d.id <> ALL (ARRAY(SELECT unnest(deliveries) FROM webhooks_lease))
            ORDER BY d.next_attempt_at LIMIT 1))
"""

_END = """
WITH ended AS (
    DELETE FROM webhooks_lease WHERE id = ANY (ARRAY(
        SELECT id FROM webhooks_lease WHERE until <= statement_timestamp() FOR UPDATE SKIP LOCKED))
    RETURNING deliveries
), lost AS (
    SELECT id FROM webhooks_delivery
    WHERE id = ANY (ARRAY(SELECT unnest(deliveries) FROM ended)) ORDER BY id FOR NO KEY UPDATE
)
UPDATE webhooks_delivery AS d SET attempt_count = d.attempt_count + 1
FROM lost WHERE d.id = lost.id AND d.state IN ('pending', 'held')
"""


class Leased(NamedTuple):
    """A delivery that this process may send and record, as the attempt of this `number`.

    `lease_id`: of all that was taken with it, at `taken_at`, in Unix seconds by the database's clock. `tries`
    counts this attempt among those of its retry schedule; `secrets` are encrypted, the current ones first;
    `slow`: it takes one of the places set aside for slow endpoints.
    """

    lease_id: UUID
    taken_at: int
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
    lease_id = new_id()
    parameters: dict[str, UUID | float] = {
        "lease": lease_id,
        "room": size,
        "slow_room": size if slow_size is None else slow_size,
        "seconds": LEASE.total_seconds(),
        "rate": settings.WEBHOOK_RATE,
        "burst": max(settings.WEBHOOK_RATE, 1.0),
        "at_once": settings.WEBHOOK_AT_ONCE,
        "slow_at_once": SLOW_AT_ONCE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, parameters)
        rows = cursor.fetchall()
    # What many have in common comes from the database once, in rows of its own after theirs.
    events: dict[str, tuple[UUID, str, bytes]] = {}
    endpoints: dict[str, tuple[UUID, str, bool, tuple[str, ...]]] = {}
    for its_id, number, _, event, endpoint, name, payload, slow, secrets, _ in rows:
        if payload is not None:
            events[event] = (its_id, name, payload)
        elif number is None:
            endpoints[endpoint] = (its_id, name, slow, tuple(secrets))
    return [
        Leased._make((lease_id, taken_at, its_id, number, tries, *events[event], *endpoints[endpoint]))
        for its_id, number, tries, event, endpoint, *_, taken_at in rows
        if number is not None
    ]


def leases_end() -> None:
    """End the leases that have run out: what they list may be taken again, and the attempt lost counts.

    In a transaction of its own: it waits for deliveries, and whoever holds some must not.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_END)


def some_lane_is_empty() -> bool:
    """Whether something due waits for its endpoint's tokens only, which are there again in a moment."""
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY_LANE, [settings.WEBHOOK_RATE])
        return bool(cursor.fetchone()[0])
