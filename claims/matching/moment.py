"""Reading at one moment of the database, with a deadline, and without waiting for more than what is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

from common.errors import Unavailable

_SECONDS = 5
_BEGIN = (
    "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    f"SET LOCAL statement_timeout = '{_SECONDS}s'",
)


@contextmanager
def without_waiting() -> Iterator[None]:
    """Statements inside are sent at once, and only what is fetched of them is waited for.

    Raises Unavailable where one takes too long. In a caller's transaction it changes nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    try:
        with connection.wrap_database_errors, connection.connection.pipeline():
            yield
    except OperationalError as error:
        if "statement timeout" not in str(error):
            raise
        raise Unavailable("the search took too long; try a shorter text") from error
    finally:
        if not connection.connection.closed:
            connection.connection.rollback()  # nothing, unless what is inside failed


@contextmanager
def one_moment() -> Iterator[None]:
    """One snapshot with a deadline for each of its statements; in a caller's transaction, that one's."""
    if connection.in_atomic_block:
        yield
        return
    _send(*_BEGIN)
    yield
    _send("COMMIT")


def _send(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
