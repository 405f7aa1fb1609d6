"""Texts as the index of words takes them: without accents that people leave out, and with spaces between the
characters of scripts that have none. Pure.
"""

from __future__ import annotations

import re
import unicodedata
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
_FOLDED[0] = " "


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `origins[n]` is where its character n stands in the text as it was."""

    text: str
    origins: tuple[int, ...]


def fold(text: str) -> str:
    """The text as it is indexed and looked up; folded character by character, it is the same."""
    folded = text.translate(_FOLDED)
    return folded if folded.isascii() else _UNSPACED.sub(r" \g<0> ", folded)


def fold_traced(text: str) -> Folded:
    """The text as it is indexed, with where each of its characters came from."""
    pieces = [(at, fold(character)) for at, character in enumerate(text)]
    return Folded(
        "".join(piece for _, piece in pieces), tuple(at for at, piece in pieces for _ in range(len(piece)))
    )
