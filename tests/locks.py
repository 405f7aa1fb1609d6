"""Seeing that somebody waits, so that a test can go on at just that moment."""

from __future__ import annotations

import time

from django.db import connection

_WAITING = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def until_somebody_waits() -> None:
    """Until a connection to the database of the tests waits for a lock; at most half a minute."""
    deadline = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(_WAITING)
            if cursor.fetchall():
                return
            # Within a transaction the activity is read once, unless that is forgotten.
            cursor.execute("SELECT pg_sleep(0.01), pg_stat_clear_snapshot()")
    raise AssertionError("nobody waits for a lock")
