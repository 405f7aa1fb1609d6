"""Words and punctuation of a piece of text, each with its place in the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

QUOTED = "\x00quoted"
"""The `low` of a token that stands for a whole passage of direct speech."""

MAX_KEPT = 60
"""Longer 'words' are none, and what was found out about them is not kept in memory."""

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|\d+(?:-[^\W\d_]+)+|\d+(?:[.,:]\d+)*%?|[^\W_]+(?:[-‑'’ʼ`][^\W_]+)*|[^\w\s]|_"
)
_ELIDED = re.compile(r"(?:[cdjlmnstCDJLMNST]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Jj]usqu)['’]")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‑": "-"})


class Token(NamedTuple):
    """A word, a number or a punctuation mark; `start` and `end` are offsets into the article."""

    text: str
    low: str
    start: int
    end: int
    is_word: bool
    """True for words and numbers, False for punctuation and for quoted passages."""
    is_capital: bool
    """True for a word written with a capital first letter."""


def quoted(start: int, end: int) -> Token:
    """The token that stands for a whole passage of direct speech."""
    return Token('"', QUOTED, start, end, is_word=False, is_capital=False)


def tokenise(text: str, start: int, end: int, *, elisions: bool = False) -> list[Token]:
    """The tokens of `text[start:end]`; with `elisions`, French "l'institut" is two of them."""
    found = []
    for match in _TOKEN.finditer(text, start, end):
        word, at = match.group(), match.start()
        if elisions and len(word) > 2 and (head := _ELIDED.match(word)) and head.end() < len(word):
            cut = head.end()
            found.append(_token(word[:cut], at))
            word, at = word[cut:], at + cut
        found.append(_token(word, at))
    return found


def _token(word: str, at: int) -> Token:
    low, is_word, is_capital = _shape(word) if len(word) <= MAX_KEPT else _shape.__wrapped__(word)
    # What Token() does, in a third of the time.
    return tuple.__new__(Token, (word, low, at, at + len(word), is_word, is_capital))


@lru_cache(maxsize=1 << 14)
def _shape(word: str) -> tuple[str, bool, bool]:
    """What is the same wherever the word stands; looked up, since the same words come again and again."""
    return word.lower().translate(_APOSTROPHES), word[0].isalnum(), word[0].isupper()


def span_text(article: str, tokens: Sequence[Token]) -> str:
    """The article's own characters from the first to the last of `tokens`, line breaks as spaces."""
    if not tokens:
        return ""
    return " ".join(article[tokens[0].start : tokens[-1].end].split())
