"""What matching asks the database, in statements of a few kinds that come again many times a second."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg import Connection, Cursor


class _Kept(threading.local):
    """The driver's cursors by statement, of the connection that this thread has."""

    connection: Connection[Any] | None = None
    cursors: dict[str, Cursor[Any]]


_kept = _Kept()


def rows(statement: str, values: Sequence[Any]) -> list[Any]:
    """The rows that answer a statement.

    Where each has a cursor of its own for good, which remembers how its values and rows are read, and where
    these are not written as text, the driver takes less than half of the time. Nothing is logged of it.
    """
    with connection.wrap_database_errors:
        cursor = _cursor(statement)
        cursor.execute(statement, values, binary=True)
        return cursor.fetchall()


def command(statements: str) -> None:
    """Have statements carried out that take no values, in one message."""
    with connection.wrap_database_errors:
        _cursor(statements).execute(statements, prepare=False)


def _cursor(statement: str) -> Cursor[Any]:
    connection.ensure_connection()
    if _kept.connection is not connection.connection:
        _kept.connection, _kept.cursors = connection.connection, {}
    cursor = _kept.cursors.get(statement)
    if cursor is None:
        cursor = _kept.cursors[statement] = connection.connection.cursor()
    return cursor
