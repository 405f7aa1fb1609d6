"""A text weighed: its words with how much each says, ready to be compared with another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.fuzz import token_ratio

from claims.matching.reading import Reading
from claims.matching.words import grams


class Side(NamedTuple):
    """One of two texts compared.

    `words` are those of its reading; `weights` are of its stems, `spelt` the words these stand for, in their
    order; `pairs` are the stems that follow each other, and `length` is that of the weights as a vector.
    """

    reading: Reading
    lowered: str
    words: frozenset[str]
    weights: dict[str, float]
    spelt: list[str]
    total: float
    length: float
    pairs: frozenset[tuple[str, str]]


def weigh(reading: Reading, rarities: Mapping[str, float]) -> Side:
    """The reading with the rarity of each of its stems."""
    order = list(filter(None, reading.stems))
    weights = dict(zip(order, map(rarities.__getitem__, order), strict=True))
    first = dict(zip(reversed(reading.stems), reversed(reading.words), strict=True))
    return Side(
        reading,
        reading.cleaned.lower(),
        frozenset(reading.words),
        weights,
        list(map(first.__getitem__, weights)),
        sum(weights.values()),
        math.hypot(*weights.values()),
        frozenset(pairwise(order)),
    )


class Likeness(dict[str, float]):
    """How alike the letters of a text and of others are, 0 to 100; all in lower case. Told once of each."""

    def __init__(self, lowered: str) -> None:
        super().__init__()
        self._lowered = lowered

    def learn(self, others: Sequence[str]) -> None:
        """Compare with many at once, which takes a fraction of the time."""
        compared = process.extract(self._lowered, others, scorer=token_ratio, limit=None)
        self.update((other, ratio) for other, ratio, _ in compared)

    def __missing__(self, other: str) -> float:
        self[other] = ratio = token_ratio(self._lowered, other)
        return ratio


_NONE: list[str] = []


class Letters(dict[str, tuple[list[str], int, float]]):
    """A text's runs of characters, each of which weighs what the heaviest of the words that have it does.

    Of each of `words` it tells those of its runs that the text has, how many the word has, and what the
    shared ones weigh. `alike` compares the text as a whole.
    """

    def __init__(self, text: Side, alike: Likeness, words: Iterable[str]) -> None:
        super().__init__()
        self.alike = alike
        self.weights: dict[str, float] = {}
        spelt = zip(text.spelt, text.weights.values(), strict=True)
        for word, weight in sorted(spelt, key=itemgetter(1)):
            self.weights.update(dict.fromkeys(grams(word), weight))
        self.total = sum(self.weights.values())
        self.length = math.hypot(*self.weights.values())
        strange, has = self.weights.keys().isdisjoint, self.weights.__contains__
        for word in words:
            runs = grams(word)
            if strange(runs):
                self[word] = _NONE, len(runs), 0.0
            else:
                shared = list(filter(has, runs))
                self[word] = shared, len(runs), sum(map(self.weights.__getitem__, shared))
