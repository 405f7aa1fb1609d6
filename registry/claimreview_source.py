"""Where the ClaimReview commands read from: a file, an address, standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from claims.exchange.coding import PIECE
from common.outbound import OutboundError, send


def is_url(given: str) -> bool:
    """Whether it is an address rather than a file."""
    return given.lower().startswith(("http://", "https://"))


def body_of(given: str) -> Iterator[bytes]:
    """The pieces of a file, of what an address answers with, or of standard input for '-'.

    Raises CommandError.
    """
    if is_url(given):
        yield _fetched(given)
        return
    try:
        with sys.stdin.buffer if given == "-" else Path(given).open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as error:
        raise CommandError(f"{given} cannot be read: {error.strerror}") from error


def _fetched(url: str) -> bytes:
    try:
        answer = send(
            "GET",
            url,
            allow=settings.OUTBOUND_ALLOW,
            max_bytes=settings.IMPORT_FETCH_MAX_BYTES,
            follow_redirects=5,
        )
    except OutboundError as error:
        raise CommandError(f"{url} cannot be read: {error}") from error
    if answer.status != 200:
        raise CommandError(f"{url} answered with status {answer.status}")
    return answer.body
