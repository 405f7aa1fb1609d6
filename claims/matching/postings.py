"""In which documents terms are, as the index holds it: packed in segments; beside them, what is pending."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import numpy as np

from claims.matching import asking
from claims.matching.held import held
from claims.matching.numbers import AtHand, Members, Numbers, Places, joined, unpacked
from claims.matching.segments import listed

# The shortest are read at once, up to a bound; the last row counts all documents, tells the segments, and
# says if any document is pending.
_READ = """
SELECT term, segment, documents,
       CASE WHEN sum(documents) OVER (ORDER BY documents, term, segment) <= %s THEN numbers END, NULL
  FROM claims_matchposting WHERE term = ANY(%s::int[])
 UNION ALL
SELECT NULL, NULL, coalesce(sum(documents), 0),
       (SELECT ''::bytea FROM claims_matchpending ORDER BY number LIMIT 1),
       coalesce(array_agg(id::int), '{}')
  FROM claims_matchsegment
"""
_COMPLETE = """
SELECT NULL AS term, number, terms || pairs, NULL AS numbers FROM claims_matchpending WHERE terms && %s::int[]
 UNION ALL
SELECT term, segment, NULL, numbers
  FROM claims_matchposting WHERE term = ANY(%s::int[]) AND segment = ANY(%s::int[])
"""


class Postings:
    """Terms by how many documents in segments have them, and which those are.

    `pending`: whether any document is in no segment yet.
    """

    def __init__(self, terms: Collection[int] = ()) -> None:
        self.counts = dict.fromkeys(terms, 0)
        self.documents, self.pending = 0, False
        self._read: dict[int, list[Numbers]] = defaultdict(list)
        self._members: dict[int, list[Members]] = defaultdict(list)
        self._lacking: dict[int, set[int]] = defaultdict(set)

    def take(self, term: int, segment: int, documents: int, packed: bytes | None) -> None:
        """Take in how many documents of a segment have a term, and their numbers where they are at hand."""
        self.counts[term] += documents
        if packed is None:
            self._lacking[term].add(segment)
        else:
            self._read[term].append(unpacked(packed))

    def add(self, term: int, documents: int, segments: Iterable[int], packed: bytes | None) -> None:
        """The same of one that was not asked for, and of all segments that have it."""
        self.counts[term] = documents
        if packed is None:
            self._lacking[term].update(segments)
        else:
            self._read[term].append(unpacked(packed))

    def complete(self, terms: Collection[int], *, telling: Collection[int]) -> None:
        """Have what is lacking of the terms, and the pending documents that have any of the `telling` ones.

        What was lacking of them is held for texts to come. At most one statement; call it once.
        """
        lacking = {
            (term, segment)
            for term in self._lacking.keys() & terms
            for segment in self._lacking[term]
            if not self._is_held(term, segment)
        }
        if not lacking and not self.pending:
            return
        values = listed(telling), listed({term for term, _ in lacking}), listed({at for _, at in lacking})
        pending: list[tuple[int, list[int]]] = []
        for term, place, terms_of, packed in asking.rows(_COMPLETE, values):
            if term is None:
                pending.append((place, terms_of))
            elif (term, place) in lacking:
                self._members[term].append(held.keep(term, place, packed))
        self._take_pending(pending, set(terms))

    def _is_held(self, term: int, segment: int) -> bool:
        if found := held.members(term, segment):
            self._members[term].append(found)
        return found is not None

    def _take_pending(self, pending: Collection[tuple[int, list[int]]], wanted: set[int]) -> None:
        numbers: dict[int, list[int]] = defaultdict(list)
        for document, terms_of in pending:
            for term in wanted.intersection(terms_of):
                numbers[term].append(document)
        for term, documents in numbers.items():
            self._read[term].append(np.array(documents, np.int32))

    def numbers(self, term: int) -> Numbers:
        """The documents that have the term, in no order."""
        held_of_it = [members.numbers for members in self._members.get(term, ())]
        return joined([*self._read.get(term, ()), *held_of_it], np.int32)

    def places(self, at_hand: AtHand, term: int) -> Places:
        """Where among the documents at hand those are that have the term."""
        found = [at_hand.places(numbers) for numbers in self._read.get(term, ())]
        found += [members.places(at_hand) for members in self._members.get(term, ())]
        return joined(found, np.intp)


def read(terms: Collection[int], *, most: int) -> Postings:
    """How many documents have each term, and of the rarest terms which; `most` numbers in all.

    The lengths of all documents are known afterwards.
    """
    found = Postings(terms)
    for term, segment, documents, packed, segments in asking.rows(_READ, [most, listed(terms)]):
        if term is None:
            found.documents, found.pending = documents, packed is not None
            held.learn(segments)
        else:
            found.take(term, segment, documents, packed)
    return found
