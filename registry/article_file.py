"""An article given to a command: a file, or standard input, holding plain text or a page."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from django.core.management.base import CommandError

from ingest.media import HTML, TEXT, decoded, looks_like_html
from ingest.publication_date import parse_published


def read_article(given: str) -> dict[str, str]:
    """`{"text": …}` or `{"html": …}`, by its look, from a path or "-". Raises CommandError."""
    try:
        raw = sys.stdin.buffer.read() if given == "-" else Path(given).read_bytes()
    except OSError as error:
        raise CommandError(f"{given} cannot be read: {error.strerror}") from error
    text = decoded(raw, TEXT)
    return {"html": decoded(raw, HTML.partition(";")[0])} if looks_like_html(text) else {"text": text}


def read_moment(given: str, option: str = "--published") -> datetime:
    """What was given for the option. Raises CommandError."""
    found = parse_published(given)
    if found is None:
        raise CommandError(f"{option} {given!r} is no date: give 2025-12-28 or 2025-12-28T09:30:00Z")
    return found.at
