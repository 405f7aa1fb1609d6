"""Statements that nobody waits for: a thread sends them, in their order, while their caller goes on.

Where much is written, Python and PostgreSQL have about as much to do: each can be at it while the other is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import partial
from queue import SimpleQueue
from sys import getswitchinterval, setswitchinterval
from typing import Any

from django.db import connection
from psycopg import Connection, Copy
from psycopg.abc import Buffer
from psycopg.copy import Writer

Params = Sequence[Any] | Mapping[str, Any]
_Pieces = SimpleQueue[Buffer | BaseException]
_USUAL_TURN = getswitchinterval()
# Seconds that the thread waits for the interpreter while its caller computes, some times for each statement.
# With the usual five milliseconds PostgreSQL would wait for the next about as long as it is at one.
_TURN = 0.0002


class Behind:
    """What was sent and is not known to be done."""

    def __init__(self, sender: Executor) -> None:
        self._sender = sender
        self._sent = list[Future[None]]()

    def send(self, work: Callable[[], None]) -> None:
        """Have the work done once all that was sent before is."""
        self._sent.append(self._sender.submit(work))

    def wait(self) -> None:
        """Until everything sent is done. Raises what the database refused of it."""
        if self._sent and (work := _meanwhile.get()):
            with _working(None):  # what it asks the database waits for what was sent, and not for itself
                self._work(work)
        sent, self._sent = self._sent, []
        wait(sent)
        for done in sent:
            with connection.wrap_database_errors:
                done.result()

    def _work(self, work: Iterator[None]) -> None:
        """A step, and as many more as there is time for."""
        for _ in work:
            if not self._sent or self._sent[-1].done():
                return

    def wait_first(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """Execute a statement of Django's, which may read what was sent."""
        self.wait()
        return execute(*statement)


_current: ContextVar[Behind | None] = ContextVar("behind", default=None)
_meanwhile: ContextVar[Iterator[None] | None] = ContextVar("meanwhile", default=None)


@contextmanager
def statements_behind() -> Iterator[Behind]:
    """Within it, what is sent is done in its order, also before any other statement, and at its end.

    Use it inside a transaction, and whole inside one savepoint. One in another is part of that. Raises at
    its end, or from any statement, what the database refused of what was sent.
    """
    if outer := _current.get():
        yield outer
        return
    with ThreadPoolExecutor(1, "statements") as sender:
        behind = Behind(sender)
        known = _current.set(behind)
        setswitchinterval(_TURN)
        try:
            with connection.execute_wrapper(behind.wait_first):
                yield behind
                behind.wait()
        finally:
            setswitchinterval(_USUAL_TURN)
            _current.reset(known)


@contextmanager
def _working(work: Iterator[None] | None) -> Iterator[None]:
    before = _meanwhile.set(work)
    try:
        yield
    finally:
        _meanwhile.reset(before)


def meanwhile(work: Iterator[None]) -> AbstractContextManager[None]:
    """Within it, steps of the work are done whenever what was sent has to be waited for.

    At least one each time; how many there will be in the end, and whether all, is not known.
    """
    return _working(work)


def statement_send(sql: str, params: Params = ()) -> None:
    """Have a statement carried out whose answer nobody needs; outside of `statements_behind`, at once."""
    if behind := _current.get():
        behind.send(partial(_execute, connection.connection, sql, params))
        return
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def rows_send(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """Have rows taken in by a COPY … FROM STDIN, the first of them while the last are yet to be made."""
    with statements_behind() as behind, connection.cursor() as cursor:
        pieces = _Pieces()
        behind.send(partial(_copy, connection.connection, statement, pieces))
        with Copy(cursor.cursor, binary=False, writer=_Handing(pieces)) as copy:
            for row in rows:
                copy.write_row(row)


@contextmanager
def references_checked() -> Iterator[None]:
    """Within it, foreign keys are checked with each statement, while the caller makes the next; not at last.

    What is referred to must have been sent before.
    """
    statement_send("SET CONSTRAINTS ALL IMMEDIATE")
    yield
    statement_send("SET CONSTRAINTS ALL DEFERRED")


class _Handing(Writer):
    """Hands what is written to the thread; at the end nothing, or the reason why there is no more."""

    def __init__(self, pieces: _Pieces) -> None:
        self._pieces = pieces

    def write(self, data: Buffer) -> None:
        self._pieces.put(data)

    def finish(self, exc: BaseException | None = None) -> None:
        self._pieces.put(exc or b"")


def _copy(to: Connection[Any], statement: str, pieces: _Pieces) -> None:
    with to.cursor() as cursor, cursor.copy(statement) as copy:
        while piece := pieces.get():
            if isinstance(piece, BaseException):
                raise piece
            copy.write(piece)


def _execute(to: Connection[Any], sql: str, params: Params) -> None:
    with to.cursor() as cursor:
        cursor.execute(sql, params)
