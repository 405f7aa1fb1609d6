"""Giving events their places in the feed: after their commit, one giver at a time, and for ever.

An id or a moment would be given before the commit: a reader who had passed it would never see the event of a
transaction that took longer. Here a place is given to what is committed, and is committed itself before the
next one is given.
"""

from __future__ import annotations

from django.db import connection, transaction

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('webhooks.feed'))"
_PLACE = """
WITH unplaced AS (
    SELECT f.event_id, row_number() OVER (ORDER BY e.created_at, e.sequence, e.id) AS number
    FROM webhooks_feedentry AS f JOIN webhooks_event AS e ON e.id = f.event_id
    WHERE f.position IS NULL
)
UPDATE webhooks_feedentry AS f
SET position = unplaced.number + (SELECT coalesce(max(position), 0) FROM webhooks_feedentry)
FROM unplaced WHERE f.event_id = unplaced.event_id
"""


def feed_extend() -> None:
    """Give every committed event that has none a place behind all that were given."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM webhooks_feedentry WHERE position IS NULL)")
        if not cursor.fetchone()[0]:
            return
        with transaction.atomic():
            cursor.execute(_LOCK)
            # A statement of its own, since what it sees must have begun after the lock was had.
            cursor.execute(_PLACE)
