"""What a webhook says: `{type, timestamp, data}` as the bytes that are stored, signed and sent. Pure.

The keys come in a declared order and without spaces, the text as UTF-8. A payload never exceeds
MAX_BYTES: what is too long for it is cut and named in `data.truncated`;
a text that was cut ends in MARKER.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

import orjson

from common.ids import Id

MAX_BYTES = 20_000
MARKER = " […]"
CLAIM_MERGED = "claim.merged"
CLAIM_UNMERGED = "claim.unmerged"
LINK_BROKEN = "evidence.link_broken"


@dataclass(frozen=True, kw_only=True)
class SourceFacts:
    """A claimant or a publisher."""

    id: UUID
    name: str
    kind: str
    domain: str


@dataclass(kw_only=True)  # not frozen: an import makes one for each row, in a third of the time
class ClaimFacts:
    """The claim that a verdict is on; `url` is its address in this registry, `topics` are slugs."""

    id: Id
    text: str
    language: str
    claimant: SourceFacts | None
    url: str
    topics: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RatingFacts:
    """A label of the publisher's scale, where it lies between `worst` and `best`, and what it maps to."""

    label: str
    value: float | None
    worst: float
    best: float
    normalised: str


@dataclass(kw_only=True)  # not frozen: an import makes one for each row, in a third of the time
class VerdictFacts:
    """One row of the publisher's history; `rating` is None where it withdraws the verdict before it."""

    id: Id
    seq: int
    kind: str
    rating: RatingFacts | None
    original_label: str
    summary: str
    explanation: str
    reason: str
    note: str
    language: str
    review_url: str
    effective_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class EvidenceFacts:
    """Something that supports or refutes a claim; `verdict_id` is the verdict that names it, if one does."""

    id: UUID
    verdict_id: UUID | None
    stance: str
    url: str
    archive_url: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whose verdicts an event touches, and what they say on the common scale."""

    publishers: tuple[UUID, ...]
    normalised: tuple[str, ...]


_FACTS = {SourceFacts, ClaimFacts, RatingFacts, VerdictFacts, EvidenceFacts}


def verdict_payload(
    *,
    event_type: str,
    timestamp: datetime,
    sequence: int,
    claim: ClaimFacts,
    publisher: SourceFacts,
    verdict: VerdictFacts,
    previous: VerdictFacts | None,
) -> bytes:
    """The frozen payload of an event about a verdict.

    `sequence` is the event's place among those of its claim, from 1; `previous` is the publisher's row
    before `verdict`, None for the first.
    """
    data = {
        "sequence": sequence,
        "claim": claim,
        "publisher": publisher,
        "verdict": verdict,
        "previous": previous,
        "truncated": [],
    }
    return _within_limit(event_type, timestamp, data, _CUTS)


def merged_payload(
    *,
    timestamp: datetime,
    sequence: int,
    claim: ClaimFacts,
    into: ClaimFacts,
    standing: Standing,
    event_type: str = CLAIM_MERGED,
) -> bytes:
    """The frozen payload of `claim.merged`: `claim` is now part of `into`, where its story goes on.

    Or of `claim.unmerged`: it no longer is. `standing`: the verdicts that stand on either.
    """
    data = {"sequence": sequence, "claim": claim, "into": into, **vars(standing)}
    data["truncated"] = []
    return _within_limit(event_type, timestamp, data, _MERGED_CUTS)


def link_broken_payload(
    *, timestamp: datetime, sequence: int, claim: ClaimFacts, evidence: EvidenceFacts, standing: Standing
) -> bytes:
    """The frozen payload of `evidence.link_broken`: what a verdict rests on can no longer be read there.

    `standing`: the verdicts that rest on it.
    """
    data = {
        "sequence": sequence,
        "claim": claim,
        "evidence": evidence,
        **vars(standing),
    }
    data["truncated"] = []
    return _within_limit(LINK_BROKEN, timestamp, data, _LINK_CUTS)


def _within_limit(
    event_type: str, timestamp: datetime, data: dict[str, Any], cuts: Sequence[Callable[..., None]]
) -> bytes:
    written = canonical({"type": event_type, "timestamp": timestamp, "data": data})
    if len(written) <= MAX_BYTES:
        return written
    payload = {"type": event_type, "timestamp": timestamp, "data": _members(data)}
    for cut in cuts:
        excess = len(written) - MAX_BYTES
        if excess <= 0:
            break
        cut(payload["data"], excess)
        written = canonical(payload)
    return written


def _members(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same as plain values, which can be cut."""
    return {name: _members(vars(value)) if type(value) in _FACTS else value for name, value in data.items()}


def canonical(value: object) -> bytes:
    """The bytes of a payload: UTF-8, no spaces, keys as declared, times in UTC with a Z."""
    return orjson.dumps(value, _plain, orjson.OPT_PASSTHROUGH_DATETIME)


@lru_cache(maxsize=1000)
def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _plain(value: object) -> str:
    """Of what orjson does not write itself: facts and identifiers it does."""
    return _moment(value) if isinstance(value, datetime) else str(value)


def _cut_text(data: dict[str, Any], excess: int, *, part: str, name: str) -> None:
    """Shorten a text by `excess` bytes, or to nothing but the marker."""
    text = data[part][name] if data[part] else ""
    path = f"{part}.{name}"
    size, overhead = len(canonical(text)), len(canonical([path, MARKER]))
    if size > overhead:
        data[part][name] = _prefix(text, size - excess - overhead) + MARKER
        data["truncated"].append(path)


def _drop_topics(data: dict[str, Any], excess: int, *, part: str) -> None:
    """Leave out as many topics, from the last one, as make up for `excess` bytes."""
    topics, path = list(data[part]["topics"]), f"{part}.topics"
    excess += len(canonical([path]))
    data["truncated"].append(path)
    while topics and excess > 0:
        excess -= len(canonical([topics.pop()])) - 1
    data[part]["topics"] = topics


def _drop_url(data: dict[str, Any], excess: int, *, part: str) -> None:
    """Leave out the address of a review, of which a part would be of no use."""
    if data[part]:
        data[part]["review_url"] = ""
        data["truncated"].append(f"{part}.review_url")


def _prefix(text: str, size: int) -> str:
    """The longest beginning of the text whose JSON string takes at most `size` bytes."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if len(canonical(text[:middle])) <= size:
            low = middle
        else:
            high = middle - 1
    return text[:low]


# What is cut first stands first: the claim's own words are the last of the texts.
_CUTS = (
    partial(_cut_text, part="previous", name="explanation"),
    partial(_cut_text, part="verdict", name="explanation"),
    partial(_cut_text, part="previous", name="summary"),
    partial(_cut_text, part="previous", name="note"),
    partial(_cut_text, part="previous", name="reason"),
    partial(_cut_text, part="verdict", name="summary"),
    partial(_cut_text, part="verdict", name="note"),
    partial(_cut_text, part="verdict", name="reason"),
    partial(_cut_text, part="claim", name="text"),
    partial(_drop_topics, part="claim"),
    partial(_drop_url, part="previous"),
    partial(_drop_url, part="verdict"),
)
_MERGED_CUTS = (
    partial(_cut_text, part="claim", name="text"),
    partial(_cut_text, part="into", name="text"),
    partial(_drop_topics, part="claim"),
    partial(_drop_topics, part="into"),
)
_LINK_CUTS = (partial(_cut_text, part="claim", name="text"), partial(_drop_topics, part="claim"))
