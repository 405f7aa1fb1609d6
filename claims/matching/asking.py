"""What matching asks the database, in statements of a few kinds that come again many times a second."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection
from psycopg import Connection, Cursor
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn

from common.errors import Unavailable

_SECONDS = 5
# One message to the server, where an atomic block sends three.
_BEGIN = f"BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = '{_SECONDS}s'"


class _Kept(threading.local):
    """The driver's cursors by statement, of the connection that this thread has."""

    connection: Connection[Any] | None = None
    cursors: dict[str, Cursor[Any]]
    under_way: PGconn | None = None
    """This one was sent a command whose end was not waited for yet."""


_kept = _Kept()


@contextmanager
def one_moment() -> Iterator[Callable[[], None]]:
    """One snapshot with a deadline for its statements; in a caller's transaction, that one's.

    Call what is given when nothing more is to be asked: the snapshot is given up while other work is done.
    Raises Unavailable where a statement takes longer.
    """
    if connection.in_atomic_block:
        yield lambda: None
        return
    is_over = False

    def over() -> None:
        nonlocal is_over
        if not is_over:
            is_over = True
            _send("COMMIT")  # which ends a transaction that failed, too

    try:
        _send(_BEGIN)
        try:
            yield over
        finally:
            over()
            _settle()
    except OperationalError as error:
        if "statement timeout" not in str(error):
            raise
        raise Unavailable("the search took too long; try a shorter text") from error


def rows(statement: str, values: Sequence[Any]) -> list[Any]:
    """The rows that answer a statement.

    Where each has a cursor of its own for good, which remembers how its values and rows are read, and where
    these are not written as text, the driver takes less than half of the time. Nothing is logged of it.
    """
    _settle()
    with connection.wrap_database_errors:
        cursor = _cursor(statement)
        cursor.execute(statement, values, binary=True)
        return cursor.fetchall()


def _send(statements: str) -> None:
    """Send what begins or ends a transaction; Python and the server are at work at the same time."""
    _settle()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        under_way = connection.connection.pgconn
        under_way.send_query(statements.encode())
    _kept.under_way = under_way


def _settle() -> None:
    """Wait for the end of what was sent."""
    under_way, _kept.under_way = _kept.under_way, None
    if under_way is None:
        return
    with connection.wrap_database_errors:
        for result in list(iter(under_way.get_result, None)):
            if result.status == ExecStatus.FATAL_ERROR:
                raise error_from_result(result)


def _cursor(statement: str) -> Cursor[Any]:
    connection.ensure_connection()
    if _kept.connection is not connection.connection:
        _kept.connection, _kept.cursors = connection.connection, {}
    cursor = _kept.cursors.get(statement)
    if cursor is None:
        cursor = _kept.cursors[statement] = connection.connection.cursor()
    return cursor
