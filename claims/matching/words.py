"""A text as the words and numbers that matching compares, in any script. Pure."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LONGEST = 4_000
"""Characters of a text that are read; what follows adds nothing to what a claim says."""

_MARKS = "".join(
    chr(code) for code in range(0x300, 0xFFFF) if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
_NO_SPACES = (
    r"\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0002ffff"
)
_NUMBER = r"\d+(?:[.,\u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)?"
_WORD = rf"[^\W\d_](?:[^\W_]++|[{_MARKS}\u200c\u200d]|['\u2019\u02bc](?=[^\W\d_]))*+"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>{_WORD})|(?P<odd>[^\W_]+)")
_DIGITS = {
    code: str(unicodedata.digit(chr(code)))
    for code in range(0x660, sys.maxunicode + 1)
    if code < 0x20000 and chr(code).isdecimal()
}
_DIACRITICS = re.compile(r"[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u0640]")
_UNSPACED = re.compile(rf"[{_NO_SPACES}]")
_LATIN = re.compile(r"[a-z\u00df-\u024f]")
# What a post carries beside what it says; of the signature, who wrote it stays.
_SIGNATURE = re.compile(r"(?<!\s)\s++([\u2014-]\s[^\u2014]{1,80})\(@\w+\)\s+\w+ \d{1,2}, \d{4}\s*$")
_LINK = re.compile(r"(?:https?://|pic\.twitter\.com/|t\.co/|www\.)\S+")
_TAG = re.compile(r"[@#]([^\W_][\w]*)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|_|(?<=[A-Za-z])(?=\d)")
_ENDS = frozenset('.!?:"\u201c\u201e\u00ab\u2026\u0964\u3002')
_POSSESSIVE = re.compile(r"['\u2019\u02bc]s?$")


class Token(NamedTuple):
    """A word or number: `text` as written, `norm` folded for comparing; `first` begins a sentence.

    `signs`: it is of the name that a quoted post is signed with.
    """

    text: str
    norm: str
    is_number: bool
    first: bool
    signs: bool = False


def clean(text: str) -> str:
    """The text without links and tags' signs, in one line, a post's author in a second; at most LONGEST."""
    text = text[: 4 * LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_DIGITS)
    # To look for a sign is a small part of looking for what may follow it.
    if "(@" in text and (signature := _SIGNATURE.search(text)):
        return f"{_plain(text[: signature.start()])}\n{_plain(signature[1])}"[:LONGEST]
    return _plain(text)[:LONGEST]


def _plain(text: str) -> str:
    if "/" in text or "www." in text:
        text = _LINK.sub(" ", text)
    if "@" in text or "#" in text:
        text = _TAG.sub(lambda found: _CAMEL.sub(" ", found[1]), text)
    return " ".join(text.split())


def tokens(text: str) -> list[Token]:
    """The words and numbers of a cleaned text, in order."""
    found: list[Token] = []
    first = True
    for line, signs in zip(text.split("\n"), (False, True), strict=False):
        for piece in line.split():
            made, first = _piece(piece, first, signs)
            found += made
    return found


@lru_cache(maxsize=50_000)
def _piece(piece: str, first: bool, signs: bool) -> tuple[tuple[Token, ...], bool]:
    """What stands between two spaces, which comes again and again; and whether a sentence begins behind it.

    `first`: whether one begins with it; `signs`: of all of it.
    """
    found: list[Token] = []
    end = 0
    for place in _TOKEN.finditer(piece):
        start, after = place.span()
        written, is_number = piece[start:after], place.lastgroup == "number"
        first = first or not _ENDS.isdisjoint(piece[end:start])
        norm = number_norm(written) if is_number else word_norm(written)
        if norm:
            found.append(Token(written, norm, is_number, first, signs))
        first, end = False, after
    return tuple(found), first or not _ENDS.isdisjoint(piece[end:])


def word_norm(word: str) -> str:
    """A word folded: case, possessive and what is written above or below letters beside the point."""
    folded = _POSSESSIVE.sub("", word.casefold())
    return _DIACRITICS.sub("", folded) if folded.isascii() or not _LATIN.search(folded) else folded


def without_accents(word: str) -> str:
    """A Latin word without its accents, as people type it who lack the keys; others as they are."""
    if word.isascii() or not _LATIN.search(word):
        return word
    return _DIACRITICS.sub("", unicodedata.normalize("NFD", word))


def number_norm(written: str) -> str:
    """Digits with separators of thousands left out and a point for the decimals: 1,000.50 is 1000.5."""
    plain = written.replace("\u00a0", "").replace("\u202f", "")
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return plain.lstrip("0") or "0"
    whole, part = plain[:last], plain[last + 1 :]
    digits = re.sub(r"\D", "", whole).lstrip("0") or "0"
    if len(part) == 3 and digits != "0":
        return digits + part
    part = part.rstrip("0")
    return f"{digits}.{part}" if part else digits


def is_unspaced(word: str) -> bool:
    """Whether the word is of a script that is written without spaces, so that it is really a phrase."""
    return not word.isascii() and _UNSPACED.search(word) is not None


def is_latin(word: str) -> bool:
    """Whether the word has Latin letters."""
    return (word.isascii() and word.isalpha()) or _LATIN.search(word) is not None


@lru_cache(maxsize=100_000)
def grams(word: str) -> tuple[str, ...]:
    """The word's runs of characters: of four with its edges marked, two or three of an unspaced script."""
    if is_unspaced(word):
        size = 3 if "\u0e00" <= word[0] <= "\u17ff" else 2
        return tuple([word[at : at + size] for at in range(max(1, len(word) - size + 1))])
    edged = f"_{word}_"
    return tuple([edged[at : at + 4] for at in range(max(1, len(edged) - 3))])
