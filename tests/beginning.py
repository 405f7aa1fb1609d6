"""The database as the migrations left it, brought back after tests that commit."""

from __future__ import annotations

from typing import Any

from django.db import connection

from tests.triggers import triggers_off


class Beginning:
    """What is in the tables now; a few rows that migrations wrote.

    Django's own way truncates every table and makes content types and permissions anew after each test, and
    what migrations wrote is gone for those that follow.
    """

    def __init__(self) -> None:
        names = connection.introspection.django_table_names(only_existing=True, include_views=False)
        self._tables = sorted(names)
        with connection.cursor() as cursor:
            self._rows = {table: _rows(cursor, table) for table in self._tables}

    def restore(self) -> None:
        """Bring it back, once nobody writes any more."""
        with triggers_off(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(self._tables)}")
            for table in self._written(cursor):
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - ours
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(self._rows[table])

    def _written(self, cursor: Any) -> list[str]:
        """The tables that hold something else than they did."""
        each = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in self._tables)  # noqa: S608
        cursor.execute(" UNION ALL ".join(each))
        filled = {table for (table,) in cursor.fetchall()}
        had = {table for table in self._tables if self._rows[table]}
        return [*(filled - had), *(table for table in had if _rows(cursor, table) != self._rows[table])]


def _rows(cursor: Any, table: str) -> bytes:
    with cursor.copy(f"COPY {table} TO STDOUT") as copy:
        return b"".join(copy)
