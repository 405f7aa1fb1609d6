"""A long article in parts that a model can take in; neighbours overlap, so that no sentence is lost."""

from __future__ import annotations

import re

Span = tuple[int, int]

SIZE = 8_000
"""Characters of a part, at most."""
OVERLAP = 800
_BREAK = re.compile(r"\n\s*|(?<=[.!?…][\"'”’»)\]\s])\s*(?=\S)")


def parts_of(text: str, *, size: int = SIZE, overlap: int = OVERLAP) -> list[Span]:
    """The parts of `text`, in order; each ends at the end of a line or sentence where one is near."""
    found: list[Span] = []
    start = 0
    while start < len(text):
        end = len(text) if len(text) - start <= size else _cut(text, start + size - overlap, start + size)
        if text[start:end].strip():
            found.append((start, end))
        if end == len(text):
            break
        start = _cut(text, end - overlap, end - overlap // 2)
    return found


def _cut(text: str, earliest: int, latest: int) -> int:
    """The last good place to cut between the two, else the latest."""
    places = [match.end() for match in _BREAK.finditer(text, earliest, latest)]
    return places[-1] if places else latest
