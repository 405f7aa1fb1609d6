"""Words and punctuation of a piece of text, each with its place in the article."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from itertools import repeat
from operator import add, attrgetter
from typing import NamedTuple

from claims.proposing.per_word import PerWord

QUOTED = "\x00quoted"
"""The `low` of a token that stands for a whole passage of direct speech."""

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|\d+(?:-[^\W\d_]+)+|\d+(?:[.,:]\d+)*%?|[^\W_]+(?:[-‑'’ʼ`][^\W_]+)*|[^\w\s]|_"
)
_ELIDED = re.compile(r"(?:[cdjlmnstCDJLMNST]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Jj]usqu)['’]")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‑": "-"})


class Token(NamedTuple):
    """A word, a number or a punctuation mark; `start` and `end` are offsets into the article."""

    text: str
    low: str
    is_word: bool
    """True for words and numbers, False for punctuation and for quoted passages."""
    is_capital: bool
    """True for a word written with a capital first letter."""
    start: int
    end: int


def _shape(word: str) -> tuple[str, str, bool, bool]:
    """What a token is wherever it stands."""
    return word, word.lower().translate(_APOSTROPHES), word[0].isalnum(), word[0].isupper()


_shapes = PerWord(_shape)
_start = attrgetter("start")
_new = tuple.__new__
"""Token(…) does no more, and takes three times as long."""


def quoted(start: int, end: int) -> Token:
    """The token that stands for a whole passage of direct speech."""
    return _new(Token, ('"', QUOTED, False, False, start, end))


def alone(word: str) -> Token:
    """The token of a text that holds nothing else."""
    return _new(Token, (*_shapes[word], 0, len(word)))


def tokenise(text: str, start: int, end: int, *, elisions: bool = False) -> list[Token]:
    """The tokens of `text[start:end]`; with `elisions`, French "l'institut" is two of them."""
    found = _TOKEN.finditer(text, start, end)
    if not elisions:
        matches = list(found)
        shapes = map(_shapes.__getitem__, map(re.Match.group, matches))
        return list(map(_new, repeat(Token), map(add, shapes, map(re.Match.span, matches))))
    spans = (span for match in found for span in _elided(match.group(), match.start()))
    return [_new(Token, (*_shapes[text[at:to]], at, to)) for at, to in spans]


def _elided(word: str, at: int) -> tuple[tuple[int, int], ...]:
    head = _ELIDED.match(word) if len(word) > 2 else None
    if head is None or head.end() == len(word):
        return ((at, at + len(word)),)
    return (at, at + head.end()), (at + head.end(), at + len(word))


def within(tokens: list[Token], spans: Sequence[tuple[int, int]]) -> list[Token]:
    """The tokens, in order, that start within one of the spans of the article."""
    if len(spans) == 1 and tokens and spans[0][0] <= tokens[0].start and tokens[-1].start < spans[0][1]:
        return tokens
    found: list[Token] = []
    past = 0
    for start, end in sorted(spans):
        first, last = max(past, index_at(tokens, start)), index_at(tokens, end)
        found += tokens[first:last]
        past = max(past, last)
    return found


def index_at(tokens: Sequence[Token], at: int) -> int:
    """The number of the first token that starts at an offset of the article or behind it."""
    return bisect.bisect_left(tokens, at, key=_start)


def span_text(article: str, tokens: Sequence[Token]) -> str:
    """The article's own characters from the first to the last of `tokens`, line breaks as spaces."""
    if not tokens:
        return ""
    return " ".join(article[tokens[0].start : tokens[-1].end].split())
