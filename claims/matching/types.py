"""What a matcher is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Match:
    """A known claim that a text resembles; `score` from 0 to 1, `reasons` in words for a person."""

    claim_id: UUID
    score: float
    reasons: tuple[str, ...]


class Matcher(Protocol):
    """Finds the known claims that a text resembles."""

    name: str

    def match(self, text: str, *, language: str, limit: int) -> Sequence[Match]:
        """At most `limit` matches, the best first."""
