"""Words and punctuation of a piece of text, each with its place in the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

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
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """True for words and numbers, False for punctuation and for quoted passages."""
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """True for a word written with a capital first letter."""
        return self.text[0].isupper()


def tokenise(text: str, start: int, end: int, *, elisions: bool = False) -> list[Token]:
    """The tokens of `text[start:end]`; with `elisions`, French "l'institut" is two of them."""
    found = []
    for match in _TOKEN.finditer(text, start, end):
        word, at = match.group(), match.start()
        if elisions and len(word) > 2 and (head := _ELIDED.match(word)) and head.end() < len(word):
            cut = head.end()
            found.append(Token(word[:cut], _fold(word[:cut]), at, at + cut))
            word, at = word[cut:], at + cut
        found.append(Token(word, _fold(word), at, at + len(word)))
    return found


def _fold(word: str) -> str:
    return word.lower().translate(_APOSTROPHES)


def span_text(article: str, tokens: Sequence[Token]) -> str:
    """The article's own characters from the first to the last of `tokens`, line breaks as spaces."""
    if not tokens:
        return ""
    return " ".join(article[tokens[0].start : tokens[-1].end].split())
