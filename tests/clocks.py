"""A database whose clock is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection

_MAKE = """
CREATE SCHEMA clock_set;
CREATE FUNCTION clock_set.clock_timestamp() RETURNS timestamptz LANGUAGE sql
AS $$ SELECT pg_catalog.clock_timestamp() + current_setting('clock.ahead')::interval $$
"""


@contextmanager
def database_clock(*, ahead: timedelta) -> Iterator[None]:
    """Inside a transaction: until its end at the latest, clock_timestamp() is as much ahead here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('clock.ahead', %s, true)", [f"{ahead.total_seconds()} seconds"])
        cursor.execute(_MAKE)
        cursor.execute("SET LOCAL search_path TO clock_set, pg_catalog, public")
        yield
        cursor.execute("SET LOCAL search_path TO DEFAULT; DROP SCHEMA clock_set CASCADE")
