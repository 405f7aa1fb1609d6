"""What a process keeps of the index: how long claims are, and which of them have the commoner words.

Segments never change, so what was read of one stays true; and the commoner words come with nearly every text.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable

import numpy as np
import numpy.typing as npt

from claims.matching import asking
from claims.matching.numbers import Members, Numbers, unpacked
from claims.matching.segments import listed
from claims.matching.terms import LENGTHS

_BYTES = 128 << 20
"""Of the commoner words; those that no text had for the longest time are given up first."""
_SATURATION, _NORMALISED = 1.2, 0.75
"""k1 and b of BM25, as most engines have them (Robertson and Zaragoza 2009)."""

_LENGTHS = """
SELECT term, numbers FROM claims_matchposting WHERE term = ANY(%s::int[]) AND segment = ANY(%s::int[])
"""


class Held:
    """Of one index. Several threads may ask it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Another index is being read from now on."""
        with self._lock:
            self._seen = frozenset[int]()
            self._lengths = np.zeros(1, np.uint8)
            self._worths = np.ones(len(LENGTHS) + 1)
            self._members = OrderedDict[tuple[int, int], Members]()
            self._bytes = 0

    def learn(self, segments: Collection[int]) -> None:
        """Have the lengths of the documents in these segments, which are all that there are, known.

        Asks about segments that were not seen yet, in one statement.
        """
        if self._seen.issuperset(segments):
            return
        lengths = dict(zip(LENGTHS.values(), LENGTHS, strict=True))
        unseen = set(segments).difference(self._seen)
        found = asking.rows(_LENGTHS, [listed(lengths), listed(unseen)])
        with self._lock:
            self._take((lengths[term], unpacked(packed)) for term, packed in found)
            self._seen = frozenset(segments)

    def _take(self, found: Iterable[tuple[int, Numbers]]) -> None:
        for length, numbers in found:
            most = int(numbers.max(initial=0))
            if most + 1 >= len(self._lengths):
                more = np.zeros(most + 2 + most // 8 - len(self._lengths), np.uint8)
                self._lengths = np.concatenate((self._lengths, more))  # of the last one none is ever known
            self._lengths[numbers] = length
        counts = np.bincount(self._lengths, minlength=len(LENGTHS) + 1)[1:]
        if total := int(counts.sum()):
            lengths = np.arange(1, len(LENGTHS) + 1)
            shares = lengths / (float(counts @ lengths) / total)
            worths = (_SATURATION + 1) / (1 + _SATURATION * (1 - _NORMALISED + _NORMALISED * shares))
            self._worths = np.concatenate(([1.0], worths))

    def worths(self, documents: Numbers) -> npt.NDArray[np.float64]:
        """What a word of each document is worth by how long that is, around 1.

        As BM25 counts it: of two that share as much with a text, the shorter one is likelier to say the same.
        """
        return self._worths[self._lengths.take(documents, mode="clip")]

    def members(self, term: int, segment: int) -> Members | None:
        """The documents of a segment that have a term, where they are kept."""
        with self._lock:
            if found := self._members.get((term, segment)):
                self._members.move_to_end((term, segment))
            return found

    def keep(self, term: int, segment: int, packed: bytes) -> Members:
        """Keep the documents of a segment that have a term."""
        made = Members(unpacked(packed))
        with self._lock:
            if (term, segment) not in self._members:
                self._members[term, segment] = made
                self._bytes += made.nbytes
            while self._bytes > _BYTES and len(self._members) > 1:
                _, given_up = self._members.popitem(last=False)
                self._bytes -= given_up.nbytes
        return made


held = Held()
"""The process's own."""
