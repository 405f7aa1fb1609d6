"""In which documents terms are, as the index holds it: packed in segments; beside them, what is pending."""

from __future__ import annotations

from array import array
from collections.abc import Collection
from dataclasses import dataclass

from claims.matching import asking
from claims.matching.segments import listed, unpack

_MOST = 100_000
"""Numbers read of one term in one segment."""

# The shortest are read at once, up to a bound; the last row counts all documents, and says if any is pending.
_READ = """
SELECT term, documents,
       CASE WHEN sum(documents) OVER (ORDER BY documents, term, segment) <= %s THEN numbers END
  FROM claims_matchposting WHERE term = ANY(%s::int[])
 UNION ALL
SELECT NULL, coalesce(sum(documents), 0),
       (SELECT ''::bytea FROM claims_matchpending ORDER BY number LIMIT 1)
  FROM claims_matchsegment
"""
_COMPLETE = """
SELECT NULL AS term, number, terms || pairs, NULL AS numbers FROM claims_matchpending WHERE terms && %s::int[]
 UNION ALL
SELECT term, NULL, NULL, substr(numbers, 1, %s) FROM claims_matchposting WHERE term = ANY(%s::int[])
"""


@dataclass(slots=True)
class Postings:
    """Terms by how many documents in segments have them, and the numbers of those as far as they are read."""

    counts: dict[int, int]
    numbers: dict[int, array[int]]
    documents: int
    pending: bool
    """Whether any document is in no segment yet."""

    def complete(self, terms: Collection[int], *, telling: Collection[int]) -> None:
        """Read what is lacking of the terms, and the pending documents that have any of the `telling` ones.

        At most one statement; call it once.
        """
        lacking = [each for each in terms if each not in self.numbers and self.counts.get(each, 1)]
        if not lacking and not self.pending:
            return
        pending: list[tuple[int, list[int]]] = []
        for term, document, terms_of, packed in asking.rows(
            _COMPLETE, [listed(telling), 4 * _MOST, listed(lacking)]
        ):
            if term is None:
                pending.append((document, terms_of))
            else:
                self.add(term, packed)
        wanted = set(terms)
        for document, terms_of in pending:
            for term in wanted.intersection(terms_of):
                self.numbers.setdefault(term, array("i")).append(document)

    def add(self, term: int, packed: bytes) -> None:
        """Take in what a segment holds of a term."""
        if term in self.numbers:
            self.numbers[term].extend(unpack(packed))
        else:
            self.numbers[term] = unpack(packed)


def read(terms: Collection[int], *, most: int) -> Postings:
    """How many documents have each term, and of the rarest terms which; `most` numbers in all."""
    found = Postings(dict.fromkeys(terms, 0), {}, 0, pending=False)
    cut = set()
    for term, documents, packed in asking.rows(_READ, [most, listed(terms)]):
        if term is None:
            found.documents, found.pending = documents, packed is not None
            continue
        found.counts[term] += documents
        if packed is None:
            cut.add(term)
        else:
            found.add(term, packed)
    for term in cut:
        found.numbers.pop(term, None)
    return found
