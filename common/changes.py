"""The stream of what changed of what is public: whoever follows it holds an exact mirror.

A service that changes something public records it in the same transaction, under the name that the thing has
in addresses. Two changes of one thing must take turns (its row is locked), so that they stand in their order.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from common.behind import statement_send
from common.models import Change
from common.placing import Line, passed_is_gone, positions_give
from common.tables import texts_array

_STREAM = Line(table="common_change", key="id", order="line.id")
_RECORD = """
INSERT INTO common_change (resource, key, kind, recorded_at)
SELECT %s, key, kind, clock_timestamp()
FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS fresh (key, kind, number) ORDER BY number
"""
# Positions have no gap, so that together these are all the changes that are committed, placed or not.
CHANGES_COUNT = """
coalesce((SELECT max(position) FROM common_change), 0)
+ (SELECT count(*) FROM common_change WHERE position IS NULL)
"""


def change_record(*, resource: str, key: object, kind: Change.Kind) -> None:
    """Note that the thing became, changed or went."""
    Change.objects.create(resource=resource, key=str(key), kind=kind)


def changes_record(resource: str, changes: Iterable[tuple[object, Change.Kind]]) -> None:
    """Note many at once, each with its key and what happened."""
    rows = [(str(key), str(kind)) for key, kind in changes]
    keys, kinds = texts_array(key for key, _ in rows), texts_array(kind for _, kind in rows)
    statement_send(_RECORD, [resource, keys, kinds])


def changes_place() -> None:
    """Give every committed change that has none a position behind all that were given."""
    positions_give(_STREAM)


def changes_count() -> int:
    """How many changes there ever were: it grows with each commit of one, and stands still without."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {CHANGES_COUNT}")
        return int(cursor.fetchone()[0])


def changes_after(position: int, *, size: int, recorded_at: datetime | None = None) -> list[Change]:
    """The changes placed behind `position`, at most `size`, in their order.

    Raises Gone where no change has that position, or one that was recorded at another moment than was read.
    """
    changes = Change.objects.filter(position__gte=position).order_by("position")
    if position == 0:
        return list(changes[:size])
    passed, *behind = [*changes[: size + 1]] or [Change()]
    if passed.position != position or recorded_at not in {None, passed.recorded_at}:
        raise passed_is_gone(position)
    return behind
