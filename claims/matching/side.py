"""A text weighed: its words with how much each says, ready to be compared with another."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from claims.matching.reading import Reading
from claims.matching.words import grams

_by_weight = itemgetter(1)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two texts compared.

    `weights` are of its stems, `grams` of its runs of four characters, each of which weighs what its word
    does; `pairs` are the stems that follow each other, and the lengths those of the weights as vectors.
    """

    reading: Reading
    lowered: str
    weights: dict[str, float]
    total: float
    grams: dict[str, float]
    grams_total: float
    length: float
    grams_length: float
    pairs: frozenset[tuple[str, str]]

    @property
    def names(self) -> frozenset[str]:
        """Stems written with a capital."""
        return self.reading.names

    @property
    def numbers(self) -> frozenset[str]:
        """Those of digits."""
        return self.reading.numbers


def weigh(reading: Reading, rarities: Mapping[str, float]) -> Side:
    """The reading with the rarity of each of its stems."""
    order = list(filter(None, reading.stems))
    weights = {stem: rarities[stem] for stem in order}
    first = dict(zip(reversed(reading.stems), reversed(reading.words), strict=True))
    of_grams: dict[str, float] = {}
    for stem, weight in sorted(weights.items(), key=_by_weight):  # the heaviest word that has it decides
        of_grams.update(dict.fromkeys(grams(first[stem]), weight))
    return Side(
        reading,
        reading.cleaned.lower(),
        weights,
        sum(weights.values()),
        of_grams,
        sum(of_grams.values()),
        math.hypot(*weights.values()),
        math.hypot(*of_grams.values()),
        frozenset(pairwise(order)),
    )
