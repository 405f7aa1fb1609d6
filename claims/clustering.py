"""When two candidates say the same thing.

They share most of what they say, by the weight of its words, and nothing in them speaks against it: no other
number, name, date, direction or denial.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from claims.matching.contrast import contrast
from claims.matching.frequencies import frequencies
from claims.matching.reading import read
from claims.matching.side import Side, weigh
from claims.matching.terms import Word, take_apart

ALIKE = 0.7
"""The share of the weight in common (Dice) from which two wordings are alike."""
_PAIRED = 14
_SHORTEST = 3
# What a language without a dictionary inflects is at the end of its words.
_UNSTEMMED_LETTERS = 5


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A text with what is compared of it: its words by how rare they are."""

    text: str
    language: str
    words: Mapping[str, float]
    side: Side


def wordings_of(texts: Sequence[str], languages: Sequence[str]) -> list[Wording]:
    """Each text as it is compared, with at most two questions to the database for all of them."""
    apart = take_apart(texts, languages)
    keys = [{key for word in text.words for key in _keys(word)} for text in apart]
    readings = [read(text) for text in apart]
    stems = {stem for each in readings for stem in each.stems if stem}
    rarities = frequencies.rarities(stems.union(*keys))
    return [
        Wording(
            text=text,
            language=language,
            words={key: rarities[key] for key in of_text},
            side=weigh(reading, rarities),
        )
        for text, language, reading, of_text in zip(texts, languages, readings, keys, strict=True)
    ]


def alike(one: Wording, other: Wording) -> float:
    """How much the two have in common, 0 to 1; 0 where something speaks against it."""
    differs = contrast(one.side, other.side, {})
    if differs.contradicts or differs.numbers_only_in_text or differs.numbers_only_in_claim:
        return 0.0
    # Too few words to be told from others that share them.
    if min(len(one.words), len(other.words)) < _SHORTEST:
        return float(one.words.keys() == other.words.keys())
    whole = sum(one.words.values()) + sum(other.words.values())
    shared = one.words.keys() & other.words.keys()
    return sum(one.words[word] + other.words[word] for word in shared) / whole if whole else 0.0


def pairs(words: Iterable[str]) -> list[int]:
    """A hash (64 bits, signed) of every pair of words, the longest ones only where there are many.

    Two alike wordings share a pair, and few that are not alike do: single words would lead everywhere.
    """
    kept = sorted(sorted(set(words)), key=len, reverse=True)[:_PAIRED]
    if len(kept) == 1:
        return [_hash(kept)]
    return [_hash(pair) for pair in combinations(sorted(kept), 2)]


def _keys(word: Word) -> tuple[str, ...]:
    """What two forms of a word have in common; a run of an unspaced script has parts, a stop word nothing."""
    if not word.stem:
        return word.grams
    if word.grams and not word.is_number:
        return (word.stem[:_UNSTEMMED_LETTERS],)
    return (word.stem,)


def _hash(words: Sequence[str]) -> int:
    digest = hashlib.blake2b("\0".join(words).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
