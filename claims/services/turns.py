"""Taking turns at something that has no row to lock yet."""

from __future__ import annotations

from django.db import connection


def turn_take(what: str) -> None:
    """Wait until nobody else is at it; it is ours until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [what])
