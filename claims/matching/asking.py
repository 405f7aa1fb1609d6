"""What matching asks the database, in statements of a few kinds that come again many times a second."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection
from psycopg import Connection, Cursor

from common.errors import Unavailable

_SECONDS = 5
# One message to the server, where an atomic block sends three.
_BEGIN = f"BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = '{_SECONDS}s'"


class _Kept(threading.local):
    """The driver's cursors by statement, of the connection that this thread has."""

    connection: Connection[Any] | None = None
    cursors: dict[str, Cursor[Any]]


_kept = _Kept()


@contextmanager
def one_moment() -> Iterator[None]:
    """One snapshot with a deadline for its statements; in a caller's transaction, that one's.

    Raises Unavailable where a statement takes longer.
    """
    if connection.in_atomic_block:
        yield
        return
    try:
        _command(_BEGIN)
        try:
            yield
        finally:
            _command("COMMIT")  # which ends a transaction that failed, too
    except OperationalError as error:
        if "statement timeout" not in str(error):
            raise
        raise Unavailable("the search took too long; try a shorter text") from error


def rows(statement: str, values: Sequence[Any]) -> list[Any]:
    """The rows that answer a statement.

    Where each has a cursor of its own for good, which remembers how its values and rows are read, and where
    these are not written as text, the driver takes less than half of the time. Nothing is logged of it.
    """
    with connection.wrap_database_errors:
        cursor = _cursor(statement)
        cursor.execute(statement, values, binary=True)
        return cursor.fetchall()


def _command(statements: str) -> None:
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
