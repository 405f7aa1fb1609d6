"""The claims behind retrieved documents, weighed and ready to be ranked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from claims.matching import asking
from claims.matching.filtering import filter_clause
from claims.matching.frequencies import frequencies
from claims.matching.reading import Reading, read, unpack
from claims.matching.retrieval import Query
from claims.matching.segments import listed
from claims.matching.side import Side, weigh
from claims.matching.types import Filters

_CLAIMS = """
SELECT d.number, coalesce(made.survivor_id, d.claim_id), d.wordings, d.readings
  FROM claims_matchdocument d
"""
# Where a merged claim leads is read from a small index; what a filter asks, from the claims themselves.
_ALL = """
  LEFT JOIN claims_claim made ON made.id = d.claim_id AND made.survivor_id IS NOT NULL
"""
_FILTERED = """
  JOIN claims_claim made ON made.id = d.claim_id
  JOIN claims_claim c ON c.id = coalesce(made.survivor_id, made.id)
"""
_NUMBERED = " WHERE d.number = ANY(%s::int[])"


class Candidate(NamedTuple):
    """A known claim to compare with; of a merged one, its survivor's id. Its text is the first wording."""

    claim_id: UUID
    number: int
    wordings: Sequence[str]
    readings: str


def candidates(numbers: Collection[int], filters: Filters) -> dict[int, Candidate]:
    """The documents' claims by number, where the filters let them through."""
    clause, values = filter_clause(filters)
    statement = _CLAIMS + (_FILTERED if clause else _ALL) + _NUMBERED + clause
    return {
        number: Candidate(claim_id, number, wordings, readings)
        for number, claim_id, wordings, readings in asking.rows(statement, [listed(numbers), *values])
    }


def weigh_all(queries: Sequence[Query], found: Sequence[Candidate]) -> tuple[list[Side], list[list[Side]]]:
    """The texts, and each claim's wordings, weighed; at most one statement for all."""
    asked = [read(query.text) for query in queries]
    known = [unpack(each.readings, each.wordings) for each in found]
    own = _stems(asked)
    rarities = frequencies.rarities(
        _stems([each for of_claim in known for each in of_claim]) | own, again=own
    )
    return (
        [weigh(each, rarities) for each in asked],
        [[weigh(each, rarities) for each in of_claim] for of_claim in known],
    )


def _stems(readings: Sequence[Reading]) -> set[str]:
    found = set[str]().union(*(each.stems for each in readings))
    found.discard("")
    return found
