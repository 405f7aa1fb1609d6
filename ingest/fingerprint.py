"""Whether two texts are the same, or nearly: a hash of the words, and MinHash bands of their shingles. Pure.

Of texts whose five-word shingles overlap by four fifths, 99 in 100 share a band of their fingerprints; by a
half, 22 in 100; by a fifth, one in 1,000. The same text has the same fingerprint in every
process and on every machine.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

SHINGLE_WORDS = 5
BANDS = 16
ROWS = 6
_BINS = BANDS * ROWS
_EMPTY = 1 << 64
# Scripts written without spaces between words (Thai to Myanmar, Khmer, kana, Han): a character is a word.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|\w+")


def content_hash(text: str) -> str:
    """SHA-256, in hexadecimal, of the text in NFC with every run of white space made one space."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def fingerprint(text: str) -> tuple[int, ...]:
    """16 signed 64-bit integers, one a band; none at all for a text without words.

    Two texts are alike if they have any of them in common (in PostgreSQL: `&&` on bigint[] with GIN).
    """
    minima = _minima(text)
    if not minima:
        return ()
    bands = (minima[start : start + ROWS] for start in range(0, _BINS, ROWS))
    return tuple(_hash(f"{number}:{band}", signed=True) for number, band in enumerate(bands))


def similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """The estimated overlap (Jaccard) of two texts' shingles: 1.0 the same; below 0.6 it may read 0.0."""
    if not one or not other:
        return 0.0
    shared = sum(a == b for a, b in zip(one, other, strict=True))
    return float((shared / BANDS) ** (1 / ROWS))


def _minima(text: str) -> list[int]:
    """The smallest shingle hash of each bin (one-permutation MinHash); empty bins borrow from full ones."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    if not words:
        return []
    bins = [_EMPTY] * _BINS
    for start in range(max(1, len(words) - SHINGLE_WORDS + 1)):
        value = _hash(" ".join(words[start : start + SHINGLE_WORDS]))
        bins[value % _BINS] = min(bins[value % _BINS], value)
    return [_borrowed(bins, number) if value == _EMPTY else value for number, value in enumerate(bins)]


def _borrowed(bins: list[int], number: int) -> int:
    attempt = 0
    while bins[donor := _hash(f"{number}/{attempt}") % _BINS] == _EMPTY:
        attempt += 1
    return bins[donor]


def _hash(text: str, *, signed: bool = False) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=signed)
