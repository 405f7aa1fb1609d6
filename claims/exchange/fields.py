"""Single members of a row, checked: what does not fit is refused with the member's name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from claims.exchange.row import RowRefused
from claims.proposing.types import PRECISIONS
from common.directions import undirected
from common.languages import HOW, is_language

NAME_MAX, URL_MAX = 500, 2048
_URL = re.compile(r"https?://[^\s/@\x00-\x1f]+\.?[^\s\x00-\x1f]*", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_HUGE = Decimal(1_000_000)
_HUNDREDTH = Decimal("0.01")


def text(
    value: object, name: str, *, longest: int | None = None, needed: bool = False, verbatim: bool = False
) -> str:
    """A text; '' for null. One that is not `verbatim` loses what turns its direction. Raises RowRefused."""
    if value is None and not needed:  # as most members of most rows
        return ""
    if not isinstance(value, str | None):
        raise RowRefused("wrong-type", f"{name} must be a text")
    value = value or ""
    value = (value if verbatim else undirected(value)).strip()
    if not value.isprintable() and any(char == "\0" or "\ud800" <= char <= "\udfff" for char in value):
        raise RowRefused("unstorable-character", f"{name} holds U+0000 or half of a surrogate pair")
    if needed and not value:
        raise RowRefused("missing", f"{name} is missing")
    if longest and len(value) > longest:
        raise RowRefused("too-long", f"{name} is longer than {longest} characters")
    return value


def language(value: object, name: str) -> str:
    """A tag of BCP 47; '' for null. Raises RowRefused."""
    given = text(value, name)
    if given and not is_language(given):
        raise RowRefused("not-a-language", f"{name} is no code of a language; {HOW}")
    return given


def url(value: object, name: str) -> str:
    """An address of the web; '' for null. Raises RowRefused."""
    given = text(value, name, longest=URL_MAX)
    if given and not (_URL.fullmatch(given) and _has_host(given)):
        raise RowRefused("not-a-url", f"{name} is no http address")
    return given


def _has_host(given: str) -> bool:
    """Whether what stands for its host may be one; of most it goes without asking."""
    if given.isascii() and "[" not in given and "]" not in given:
        return True
    try:
        return bool(urlsplit(given).hostname)
    except ValueError:
        return False


def urls(value: object, name: str) -> tuple[str, ...]:
    """A list of addresses. Raises RowRefused."""
    return tuple(found for one in members(value, name) if (found := url(one, name)))


def names(value: object, name: str) -> tuple[str, ...]:
    """A list of names. Raises RowRefused."""
    return tuple([found for one in members(value, name) if (found := text(one, name, longest=NAME_MAX))])


def members(value: object, name: str) -> list[Any]:
    """A list; empty for null. Raises RowRefused."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise RowRefused("wrong-type", f"{name} must be a list")
    return value


def thing(value: object, name: str) -> Mapping[str, Any]:
    """An object. Raises RowRefused."""
    if not isinstance(value, dict):
        raise RowRefused("wrong-type", f"{name} must be an object")
    return value


def day(value: object, name: str) -> date | None:
    """A day, as 2026-03-01, also with a time, which is left out. Raises RowRefused."""
    given = text(value, name)
    try:
        return datetime.fromisoformat(given).date() if given else None
    except ValueError as error:
        raise RowRefused("not-a-date", f"{name} is no date; write it as 2026-03-01") from error


def precision(value: object, name: str) -> str:
    """How exactly a day is known; 'day' for null. Raises RowRefused."""
    given = text(value, name) or "day"
    if given not in PRECISIONS:
        raise RowRefused("not-a-precision", f"{name} must be one of {', '.join(PRECISIONS)}")
    return given


def moment(value: object, name: str) -> datetime | None:
    """A moment with its zone, or a day, which begins in UTC. Raises RowRefused."""
    given = text(value, name)
    if not given:
        return None
    try:
        if len(given) == 10:
            return datetime.combine(date.fromisoformat(given), time(), tzinfo=UTC)
        found = datetime.fromisoformat(given)
        found = found.astimezone(UTC) if found.tzinfo else found
    except (ValueError, OverflowError) as error:
        raise RowRefused("not-a-date", f"{name} is no moment; write it as 2026-03-01T08:00:00Z") from error
    if found.tzinfo is None:
        raise RowRefused("no-zone", f"{name} does not say its time zone; end it with Z for UTC")
    return found


def number(value: object, name: str) -> Decimal | None:
    """A number of at most two decimals. Raises RowRefused."""
    if value is None or value == "":
        return None
    found = _hundredths(str(value).strip())
    if found is None:
        raise RowRefused("not-a-number", f"{name} is no number below a million")
    return found


@lru_cache(maxsize=1000)
def _hundredths(written: str) -> Decimal | None:
    """What is written; None: no number below a million. Of the ratings of many rows few are not alike."""
    if not _NUMBER.fullmatch(written):
        return None
    try:
        found = Decimal(written).quantize(_HUNDREDTH)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < _HUGE else None


def flag(value: object, name: str) -> bool:
    """True or false; false for null. Raises RowRefused."""
    if value is None:
        return False
    if not isinstance(value, bool):
        raise RowRefused("wrong-type", f"{name} must be true or false")
    return value
