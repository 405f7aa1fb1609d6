"""How the word lists are written down: plain text, read once at import.

All words are lower case with straight apostrophes. Phrases are words joined by single spaces.
"""

from __future__ import annotations

from claims.proposing.lexicon.base import Words
from claims.proposing.lexicon.phrases import Phrases


def words(text: str) -> Words:
    """The set of the words of a text."""
    return frozenset(text.split())


def phrases(text: str) -> Phrases:
    """Phrases between bars."""
    return Phrases(tuple(phrase.split()) for phrase in text.split("|") if phrase.strip())


def pairs(text: str) -> dict[str, str]:
    """'he: m | she: f' as a dictionary."""
    found = (pair.rpartition(":") for pair in text.split("|"))
    return {" ".join(key.split()): value.strip() for key, _, value in found}


def phrase_pairs(text: str) -> dict[tuple[str, ...], str]:
    """The same with phrases for keys, as tuples of words."""
    return {tuple(key.split()): value for key, value in pairs(text).items()}


def numbered(text: str) -> dict[str, int]:
    """'january: 1 | february: 2' as a dictionary."""
    return {key: int(value) for key, value in pairs(text).items()}


def offsets(text: str) -> dict[str, tuple[str, int]]:
    """'yesterday: day -1' as a dictionary of units and numbers of them."""
    found = {key: value.split() for key, value in pairs(text).items()}
    return {key: (unit, int(number)) for key, (unit, number) in found.items()}
