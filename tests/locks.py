"""Doing things on another connection, and seeing that it waits, so that a test goes on at that moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

T = TypeVar("T")

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


def elsewhere(act: Callable[[], T]) -> T:
    """Do it in this thread, on a connection of its own, which is closed behind it."""
    try:
        return act()
    finally:
        connection.close()
