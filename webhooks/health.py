"""How endpoints are doing, at a glance: one statement for any number of them, however much they were sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

DELIVERIES = 100
"""How many of an endpoint's last deliveries are looked at."""
COUNTED = 1000
"""A backlog is counted up to here."""

_QUERY = """
SELECT given.id, backlog.number, recent.attempts, recent.succeeded, recent.median, recent.p95, failed.reason
FROM unnest(%(ids)s::uuid[]) AS given(id)
CROSS JOIN LATERAL (
    SELECT count(*) AS number FROM (
        SELECT FROM webhooks_delivery AS d
        WHERE d.endpoint_id = given.id AND d.state IN ('pending', 'held') LIMIT %(counted)s) AS open
) AS backlog
CROSS JOIN LATERAL (
    SELECT array_agg(d.id) AS ids FROM (
        SELECT id FROM webhooks_delivery WHERE endpoint_id = given.id
        ORDER BY created_at DESC, id DESC LIMIT %(deliveries)s) AS d
) AS last
CROSS JOIN LATERAL (
    SELECT count(*) AS attempts, count(*) FILTER (WHERE a.status BETWEEN 200 AND 299) AS succeeded,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY a.duration_ms) AS median,
        percentile_disc(0.95) WITHIN GROUP (ORDER BY a.duration_ms) AS p95
    FROM webhooks_attempt AS a WHERE a.delivery_id = ANY (last.ids)
) AS recent
LEFT JOIN LATERAL (
    SELECT coalesce(nullif(a.error, ''), 'HTTP ' || a.status) AS reason FROM webhooks_attempt AS a
    WHERE a.delivery_id = ANY (last.ids) AND (a.status IS NULL OR a.status NOT BETWEEN 200 AND 299)
    ORDER BY a.started_at DESC LIMIT 1
) AS failed ON true
"""


@dataclass(frozen=True, kw_only=True)
class Health:
    """Of an endpoint's last deliveries: attempts, successes, milliseconds; and how many deliveries are open.

    `median_ms` and `p95_ms` are None, and `last_error` empty, where there is none to tell of.
    """

    backlog: int
    attempts: int
    succeeded: int
    median_ms: int | None
    p95_ms: int | None
    last_error: str

    @property
    def success_rate(self) -> float | None:
        """From 0 to 1; None where nothing was attempted."""
        return self.succeeded / self.attempts if self.attempts else None


def endpoints_health(endpoint_ids: Collection[UUID]) -> dict[UUID, Health]:
    """The health of each of the endpoints."""
    parameters: dict[str, int | list[UUID]] = {
        "ids": list(endpoint_ids),
        "counted": COUNTED,
        "deliveries": DELIVERIES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, parameters)
        return {
            row[0]: Health(
                backlog=row[1],
                attempts=row[2],
                succeeded=row[3],
                median_ms=row[4],
                p95_ms=row[5],
                last_error=row[6] or "",
            )
            for row in cursor.fetchall()
        }
