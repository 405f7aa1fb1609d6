"""Which known claims a statement resembles, as the desk and the queue show it."""

from __future__ import annotations

from collections.abc import Sequence

from claims.matching.configured import matcher
from claims.matching.types import Match, Relation

SHOWN = 5
"""How many known claims are shown beside a candidate, at most."""


def claims_resembled(texts: Sequence[str], languages: Sequence[str]) -> list[list[Match]]:
    """For each text the known claims that say the same or nearly, the best first.

    What merely shares a subject is left out. Raises Unavailable where it takes too long.
    """
    found = matcher().match_many(texts, languages=languages, limit=SHOWN)
    return [[match for match in matches if match.relation != Relation.RELATED] for matches in found]
