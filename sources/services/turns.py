"""Taking turns at making a source of a name: until it is made there is no row to lock."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

# Of so many that thousands of names fill no more of PostgreSQL's table of locks; taken in one order.
_TURNS = """
SELECT count(pg_advisory_xact_lock(1398096466, turn)) FROM (
    SELECT DISTINCT hashtext(lower(name)) & 255 AS turn FROM unnest(%s::text[]) AS name ORDER BY turn
) AS turns
"""


def name_turns_take(names: Collection[str]) -> None:
    """Wait until nobody else makes a source of one of the names; that is ours until the transaction ends.

    Whoever finds nobody of a name takes a turn at it, and looks once more before making somebody.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TURNS, [list(names)])
