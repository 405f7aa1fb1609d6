"""The first matcher: PostgreSQL full-text search for the claims that share words, scored by how many."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.contrib.postgres.search import SearchQuery, SearchRank

from claims.matching.types import Match
from claims.models import Claim

_WORD = re.compile(r"\w+")
# Below this share of common words two sentences are merely about the same world.
_FLOOR = 0.3
_CANDIDATES = 50


class FullTextMatcher:
    """Retrieves by any shared lexeme, ranked by PostgreSQL; scores by the Dice coefficient of words."""

    name = "fulltext-1"

    def match(self, text: str, *, language: str, limit: int) -> Sequence[Match]:
        """At most `limit` published or open claims that resemble `text`, the best first."""
        words = _words(text)
        if not words:
            return []
        query = SearchQuery(" or ".join(sorted(words)), search_type="websearch", config="english")
        claims = Claim.objects.exclude(state=Claim.State.MERGED).filter(search=query)
        ranked = claims.annotate(rank=SearchRank("search", query)).order_by("-rank", "id")
        found = [m for claim in ranked.only("id", "text")[:_CANDIDATES] if (m := _score(words, claim))]
        return sorted(found, key=lambda m: m.score, reverse=True)[:limit]


def _words(text: str) -> set[str]:
    return {w for w in _WORD.findall(text.casefold()) if len(w) > 2 or w.isdigit()}


def _score(words: set[str], claim: Claim) -> Match | None:
    theirs = _words(claim.text)
    shared = words & theirs
    score = 2 * len(shared) / (len(words) + len(theirs)) if theirs else 0.0
    if score < _FLOOR:
        return None
    reasons = ["shares " + ", ".join(sorted(shared, key=len, reverse=True)[:8])]
    numbers = {w for w in words ^ theirs if w.isdigit()}
    if numbers:
        reasons.append("numbers differ: " + ", ".join(sorted(numbers)))
    return Match(claim_id=claim.id, score=round(score, 4), reasons=tuple(reasons))
