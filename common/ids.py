"""Identifiers: UUIDv7 (RFC 9562), which sort by the time they were made and need no shared sequence."""

import re
from functools import lru_cache
from uuid import UUID

from uuid_utils import uuid7 as _uuid7
from uuid_utils.compat import uuid7

Id = UUID | str
"""An identifier, or how it is written."""
SHORT = 8
"""Digits of it that people are shown."""


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return uuid7()


def new_id_text() -> str:
    """The same as it is written, for rows that are only written down, many at once.

    Python takes longer to write down an identifier than to make any other of a row's values.
    """
    return str(_uuid7())


@lru_cache(maxsize=10_000)
def id_text(value: UUID) -> str:
    """How an identifier is written that is met again and again."""
    return str(value)


def short_id(value: Id) -> str:
    """How an identifier is shown to people: its last eight hexadecimal digits, which are random."""
    return str(value)[-SHORT:]


def is_short_id(text: str) -> bool:
    """Whether a text may be an identifier as it is shown to people."""
    return re.fullmatch(f"[0-9a-f]{{{SHORT}}}", text) is not None
