"""Misspellings at a distance of one: a letter left out, put in, taken for another, or two swapped."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from claims.matching.terms import term

SHORTEST, LONGEST = 4, 24
_LETTERS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=50_000)
def is_spellable(word: str) -> bool:
    """Whether a word is long enough, and nothing but letters, so that one of them may be wrong."""
    return SHORTEST <= len(word) <= LONGEST and _LETTERS.fullmatch(word) is not None


def deletions(word: str) -> list[int]:
    """Hashes of the word and of what is left of it without each letter; two words at a distance share one."""
    shorter = {word[:at] + word[at + 1 :] for at in range(len(word))}
    return [term(f"-{each}") for each in (word, *shorter)]


def is_near(word: str, other: str) -> bool:
    """Whether the two are one slip of the fingers apart."""
    return word != other and OSA.distance(word, other, score_cutoff=1) <= 1
