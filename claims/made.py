"""Claims and verdicts in the making, many at once: plain rows with the names that the models have.

An instance of a model takes longer to make than all that an import does with it. Identifiers are as they
are written, since that is all that becomes of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from claims.exchange.row import SightingRow
from claims.models import Rating, Topic
from claims.rules import Kind
from sources.models import Source


class NewClaim(NamedTuple):
    """A claim that nobody else can know yet, with what its document shows of it."""

    id: str
    text: str
    language: str
    claimant: Source | None
    state: str
    verdicts_conflict: bool
    created_at: datetime
    updated_at: datetime
    topics: Sequence[Topic]
    sightings: Sequence[SightingRow]
    variants: tuple[()] = ()


class NewVerdict(NamedTuple):
    """The first verdict of a publisher on such a claim."""

    id: str
    claim: NewClaim
    claim_id: str
    claim_text: str
    publisher: Source
    publisher_id: str
    publisher_name: str
    rating: Rating
    rating_id: str
    original_label: str
    summary: str
    explanation: str
    language: str
    review_url: str
    effective_at: datetime
    recorded_at: datetime
    actor_id: int
    seq: int = 1
    kind: str = Kind.INITIAL.value
    reason: str = ""
    note: str = ""
