"""Texts as the index of words takes them: without accents that people leave out, and with spaces between the
characters of scripts that have none. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Thai and Lao, Burmese, Khmer, kana, Han: a word there is a run of characters, found as a phrase of them.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# Latin letters without what stands above or below them; of marks written by themselves and of halves of
# characters nothing.
_FOLDED: dict[int, str | None] = {
    code: unicodedata.normalize("NFD", chr(code))[0] for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
}
_FOLDED |= dict.fromkeys((*range(0x300, 0x370), *range(0xD800, 0xE000)))


Span = tuple[int, int]
"""From a code point to just before another."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `origins[n]` is where its character n stands in the text as it was."""

    text: str
    origins: tuple[Span, ...]


def fold(text: str) -> str:
    """The text, composed, as it is indexed and looked up; folded letter by letter, it is the same."""
    text = text.replace("\0", " ")
    if text.isascii():  # as most are
        return text
    folded = unicodedata.normalize("NFC", text).translate(_FOLDED)
    return folded if folded.isascii() else _UNSPACED.sub(r" \g<0> ", folded)


def fold_traced(text: str) -> Folded:
    """The text as it is indexed, with where each of its characters came from."""
    pieces = [((start, end), fold(text[start:end])) for start, end in _letters(text)]
    return Folded(
        "".join(piece for _, piece in pieces), tuple(at for at, piece in pieces for _ in range(len(piece)))
    )


def _letters(text: str) -> Iterator[Span]:
    """Each letter, of which some are written as several characters: those that are composed into others."""
    if unicodedata.is_normalized("NFC", text):
        yield from ((at, at + 1) for at in range(len(text)))
        return
    start = 0
    for at in range(1, len(text)):
        letter, character = unicodedata.normalize("NFC", text[start:at]), text[at]
        if unicodedata.combining(character):
            continue
        if unicodedata.normalize("NFC", letter + character) == letter + unicodedata.normalize(
            "NFC", character
        ):
            yield start, at
            start = at
    yield start, len(text)
