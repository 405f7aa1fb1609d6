"""Positions in a stream that is read by "what came after": given after the commit, one giver at a time.

An id or a moment would be given before the commit: a reader who had passed it would never see the row of a
transaction that took longer. Here a position is given to what is committed, for ever, and is committed itself
before the next one is given.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from common.errors import Gone

_LOCK = "SELECT pg_advisory_xact_lock(hashtext(%s))"
_PLACE = """
WITH waiting AS (
    SELECT line.{key}, row_number() OVER (ORDER BY {order}) AS number
    FROM {table} AS line {join} WHERE line.position IS NULL
)
UPDATE {table} AS line
SET position = waiting.number + (SELECT coalesce(max(position), 0) FROM {table})
FROM waiting WHERE line.{key} = waiting.{key}
"""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A table with a column `position`, null until it is given; all of it is SQL of our own.

    `order` is how those stand that were committed by the same moment, by columns of the table, called `line`,
    and of what `join` adds to it.
    """

    table: str
    key: str
    order: str
    join: str = ""


def positions_give(line: Line) -> None:
    """Give every committed row that has none a position behind all that were given."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {line.table} WHERE position IS NULL)")  # noqa: S608 - ours
        if not cursor.fetchone()[0]:
            return
        with transaction.atomic():
            cursor.execute(_LOCK, [line.table])
            # A statement of its own, since what it sees must have begun after the lock was had.
            cursor.execute(_PLACE.format(table=line.table, key=line.key, order=line.order, join=line.join))


def passed_is_gone(position: int) -> Gone:
    """The refusal to whoever read as far as a position that is not there, or is another's, any more."""
    return Gone(
        f"what you had read up to position {position} is not what stands there now: the registry was "
        "restored to an earlier moment; begin anew, without `after`, and forget what you hold"
    )
