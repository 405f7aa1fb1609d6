"""Filters as a condition on the claim `c` of a statement, found by the wordings of `made`.

`made` is that claim itself or one that was merged into it.
"""

from __future__ import annotations

from uuid import UUID

from claims.matching.types import Filters

_PUBLISHED = "c.state = 'published' AND made.state <> 'merged_open'"
_LANGUAGES = "lower(split_part(c.language, '-', 1)) = ANY(%s)"
_TOPICS = "EXISTS (SELECT FROM claims_claim_topics t WHERE t.claim_id = c.id AND t.topic_id = ANY(%s))"
_PUBLISHERS = (
    "EXISTS (SELECT FROM claims_currentverdict held"
    " WHERE held.claim_id = c.id AND held.publisher_id = ANY(%s))"
)
_CLAIMANTS = "c.claimant_id = ANY(%s)"
_EXCLUDING = "NOT (c.id = ANY(%s))"


def filter_clause(filters: Filters) -> tuple[str, list[list[str] | list[UUID]]]:
    """The conditions, each after an AND, and their values."""
    languages = [each.split("-")[0].lower() for each in filters.languages]
    given: list[tuple[str, list[str] | list[UUID]]] = [
        (_LANGUAGES, list(languages)),
        (_TOPICS, list(filters.topics)),
        (_PUBLISHERS, list(filters.publishers)),
        (_CLAIMANTS, list(filters.claimants)),
        (_EXCLUDING, list(filters.excluding)),
    ]
    used = [(condition, values) for condition, values in given if values]
    conditions = [*([_PUBLISHED] if filters.published_only else []), *(condition for condition, _ in used)]
    return "".join(f" AND {condition}" for condition in conditions), [values for _, values in used]
