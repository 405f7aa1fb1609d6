"""Where the words of a query stand in a text. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from claims.searching.folding import Folded, Span

# PostgreSQL marks words by these; they are in no text that people write.
OPENING, CLOSING = "\ue0f0", "\ue0f1"
MAX_SPANS = 50


def without_marks(text: str) -> str:
    """The text so that its marks are only those that are put there."""
    return text.replace(OPENING, " ").replace(CLOSING, " ")


def spans(folded: Folded, marked: str) -> list[Span]:
    """The spans of the original text that are marked in the folded one; neighbouring ones are made one.

    None at all where the marked text is not the folded one: a wrong highlight is worse than none.
    """
    found: list[Span] = []
    at = begun = 0
    for character in marked:
        if character == OPENING:
            begun = at
        elif character == CLOSING:
            found += _origin(folded, begun, at)
        elif at >= len(folded.text) or character != folded.text[at]:
            return []
        else:
            at += 1
    joined = _joined(found)
    # One character of a script without spaces is the piece of a word that stands elsewhere, if anything does.
    whole = [span for span in joined if span[1] - span[0] > 1]
    return (whole or joined)[:MAX_SPANS]


def _origin(folded: Folded, start: int, end: int) -> list[Span]:
    if start >= end:
        return []
    return [(folded.origins[start][0], folded.origins[end - 1][1])]


def _joined(found: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
