"""How many documents have a term, asked of the index and remembered for a while in the process."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Mapping

from claims.matching import asking
from claims.matching.segments import listed
from claims.matching.terms import term

_COUNTS = """
SELECT term, sum(documents) FROM claims_matchposting WHERE term = ANY(%s::int[]) GROUP BY term
 UNION ALL
SELECT NULL, sum(documents) FROM claims_matchsegment
"""
_SECONDS = 600.0
_REMEMBERED = 500_000
_GROWTH = 1.1
"""Of the index: what was weighed in one so much smaller or larger is weighed anew."""


class Frequencies:
    """Of the terms that ranking weighs; a weight may be a little out of date, a posting never is."""

    def __init__(self) -> None:
        self.documents = 1
        self._counts: dict[int, int] = {}
        self._rarities: dict[str, float] = {}
        self._since = 0.0

    def learn(self, terms: Collection[int]) -> None:
        """Make the terms' counts known, in at most one statement."""
        self._age()
        unknown = [each for each in terms if each not in self._counts]
        if not unknown:
            return
        found = dict(asking.rows(_COUNTS, [listed(unknown)]))
        documents = found.pop(None) or 0
        self.note(dict.fromkeys(unknown, 0) | found, documents)

    def note(self, counts: Mapping[int, int], documents: int | None = None) -> None:
        """Remember counts that another statement told, and of how many documents they are."""
        if documents is not None:
            self._age()
            documents = max(1, documents)
            if not 1 / _GROWTH < documents / self.documents < _GROWTH:
                self._rarities.clear()
            self.documents = documents
        self._counts.update(counts)

    def count(self, term: int) -> int:
        """In how many documents; 0 where it was never learnt."""
        return self._counts.get(term, 0)

    def rarity(self, term: int) -> float:
        """The inverse document frequency, above 0."""
        return math.log(1 + self.documents / (self._counts.get(term, 0) + 0.5))

    def rarities(self, stems: set[str], *, again: Collection[str] = ()) -> Mapping[str, float]:
        """The rarity of each of the stems, and of others; asks about those not met yet, in one statement.

        `again`: stems whose counts were just learnt.
        """
        self._age()
        unknown = stems.difference(self._rarities).union(again)
        if unknown:
            self.learn(list(map(term, unknown)))
            if not self._rarities:  # the index has grown
                unknown |= stems
            rarity = self.rarity
            self._rarities.update([(stem, rarity(term(stem))) for stem in unknown])
        return self._rarities

    def _age(self) -> None:
        if time.monotonic() - self._since > _SECONDS or len(self._counts) > _REMEMBERED:
            self.forget()
            self._since = time.monotonic()

    def forget(self) -> None:
        """Ask anew from now on: another index is being read."""
        self._counts, self._rarities, self._since = {}, {}, 0.0


frequencies = Frequencies()
"""The process's own."""
