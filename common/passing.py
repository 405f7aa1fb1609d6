"""What the database could not do just now, and may do in a moment."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from psycopg.errors import (
    DeadlockDetected,
    DiskFull,
    LockNotAvailable,
    ProgramLimitExceeded,
    ReadOnlySqlTransaction,
)

RETRY_AFTER = "5"
"""Seconds; a failover of PostgreSQL takes about that."""


def passing(error: BaseException) -> str | None:
    """Why the same may be had by trying again in a moment; None where it may not, as of any other error."""
    cause = error.__cause__
    if isinstance(cause, DeadlockDetected | LockNotAvailable):
        return "somebody else was changing the same; try again in a moment"
    if isinstance(cause, ReadOnlySqlTransaction):
        return "the database that answers here only reads, as a standby does; try again in a moment"
    if isinstance(cause, DiskFull):
        return "the database's disk is full; its operator has to make room"
    # A value beyond the database's limits is ours to have refused: it will be no smaller in a moment.
    if isinstance(error, OperationalError | InterfaceError) and not isinstance(cause, ProgramLimitExceeded):
        return "the database does not answer; try again in a moment"
    return None
