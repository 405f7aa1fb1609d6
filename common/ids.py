"""Identifiers: UUIDv7 (RFC 9562), which sort by the time they were made and need no shared sequence."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return uuid7()


def short_id(value: UUID) -> str:
    """How an identifier is shown to people: its last eight hexadecimal digits, which are random."""
    return value.hex[-8:]
