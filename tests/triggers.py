"""Rows that the triggers of the database guard, changed all the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def triggers_off() -> Iterator[None]:
    """Inside, no trigger fires, those of foreign keys included: take care of them yourself."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")
