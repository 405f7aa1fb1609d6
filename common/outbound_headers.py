"""What may stand in the head of an outbound request."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from multidict import CIMultiDict

from common.dates import mail_date
from common.outbound_body import ACCEPTED_CODINGS
from common.outbound_errors import Refused

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "te", "trailer", "upgrade"})
OF_THE_BODY = ("content-type", "content-encoding", "content-language")
OF_THE_HOST = ("authorization", "cookie", "proxy-authorization")
_RETRY_AFTER_MAX = 24 * 3600.0


def checked_method(method: str) -> str:
    """The method, if it is one that is used. Raises Refused."""
    if method not in METHODS:
        raise Refused(f"{method!r} is not a method that is used; use one of {', '.join(sorted(METHODS))}.")
    return method


def checked_headers(headers: Mapping[str, str], *, user_agent: str) -> CIMultiDict[str]:
    """The headers with what is always sent. Raises Refused where one would change the request around it."""
    checked = CIMultiDict({"User-Agent": user_agent, "Accept-Encoding": ACCEPTED_CODINGS, "Accept": "*/*"})
    checked.update(headers)
    for name, value in checked.items():
        if not _may_be_set(name):
            raise Refused(f"The header {name[:60]!r} may not be set.")
        if not (value.isascii() and value.isprintable()):
            raise Refused(f"The value of the header {name} may hold printable ASCII characters only.")
    return checked


@lru_cache(256)
def _may_be_set(name: str) -> bool:
    return _HEADER_NAME.fullmatch(name) is not None and name.lower() not in _OURS


def drop(headers: CIMultiDict[str], names: Sequence[str]) -> None:
    """Take headers out, in place."""
    for name in names:
        headers.popall(name, None)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds asked for in the Retry-After of an answer that has just come; at most a day."""
    return wait_asked(headers.get("retry-after", ""), now=datetime.now(UTC))


def wait_asked(retry_after: str, *, now: datetime) -> float | None:
    """Seconds that a Retry-After, of seconds or of an HTTP date, asks for; at most a day.

    None where it is malformed.
    """
    value = retry_after.strip()
    if value.isascii() and value.isdigit():
        return min(float(value), _RETRY_AFTER_MAX)
    until = mail_date(value)
    if until is None:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 0.0), _RETRY_AFTER_MAX)
