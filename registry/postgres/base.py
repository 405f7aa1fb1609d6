"""The backend by the name that Django looks for."""

from __future__ import annotations

import select
from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql import base, operations

_MOST_PARAMETERS = 2**16 - 1
# Bytes of an answer: about what a local socket holds.
_READ_AT_ONCE = 200_000


class DatabaseOperations(operations.DatabaseOperations):
    """A statement whose parameters the server binds has 65,535 of them at most."""

    def bulk_batch_size(self, fields: Sequence[Any], objs: Sequence[Any]) -> int:
        """How many rows of so many fields go into one statement."""
        return _MOST_PARAMETERS // max(len(fields), 1)

    def adapt_integerfield_value(self, value: Any, internal_type: str) -> Any:
        """The number, as large as it is: Django binds one of no known field, say in an array, in four bytes.

        psycopg would silently cut off what does not fit. What the column cannot hold, the server refuses.
        """
        if isinstance(value, int) and not -(2**31) <= value < 2**31:
            return value
        return super().adapt_integerfield_value(value, internal_type)


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes in long answers in few pieces, and knows a lost connection without asking the server.

    With CONN_HEALTH_CHECKS, Django has each request send a SELECT 1 first, and wait for the answer. But a
    server that goes, or ends a session, says so on the socket: whoever finds nothing there to be read may
    use the connection. The loss of a host that says nothing is found by neither.
    """

    ops_class = DatabaseOperations

    def init_connection_state(self) -> None:
        """Django's, and one long row.

        libpq reads 16 kB at a time, and waits before each, until it has met a row that does not fit.
        """
        super().init_connection_state()
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT repeat(' ', %s)", [_READ_AT_ONCE])

    def is_usable(self) -> bool:
        """Whether the connection is open and the server has not spoken unasked."""
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.pgconn.socket, select.POLLIN)
        return not poll.poll(0)
