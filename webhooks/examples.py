"""An example of every webhook, made by the very functions that make the real ones. Pure."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from claims.rules import EVENT_TYPES, Kind
from webhooks.operational import (
    CHALLENGE,
    ENDPOINT_DISABLED,
    REGISTRY_RESTORED,
    TEST,
    challenge_payload,
    disabled_payload,
    restored_payload,
    test_payload,
)
from webhooks.payloads import (
    CLAIM_MERGED,
    CLAIM_UNMERGED,
    LINK_BROKEN,
    ClaimFacts,
    EvidenceFacts,
    RatingFacts,
    SourceFacts,
    Standing,
    VerdictFacts,
    link_broken_payload,
    merged_payload,
    verdict_payload,
)


def _id(number: int) -> UUID:
    return UUID(f"0195512a-6d40-7c1e-9d5f-3a53d7b1c{number:03d}")


_FIRST, _NOW = datetime(2026, 1, 10, 9, 2, 11, 4000, UTC), datetime(2026, 3, 1, 12, 30, 0, 250000, UTC)
_MINISTER = SourceFacts(id=_id(2), name="Oda Brekke", kind="person", domain="")
_DESK = SourceFacts(id=_id(3), name="Control Desk", kind="fact_checker", domain="desk.example")
_CLAIM = ClaimFacts(
    id=_id(1),
    text="The reservoir holds two years of water.",
    language="en",
    claimant=_MINISTER,
    url=f"https://registry.example/api/v1/claims/{_id(1)}",
    topics=("water",),
)
_TWIN = ClaimFacts(
    id=_id(6),
    text="There is water for two years in the reservoir.",
    language="en",
    claimant=_MINISTER,
    url=f"https://registry.example/api/v1/claims/{_id(6)}",
    topics=("water",),
)
_NOTE = "We wrote five months of water; it is fifteen."
_STANDING = Standing(publishers=(_DESK.id,), normalised=("mixed",))


def _rating(label: str, value: float, normalised: str) -> RatingFacts:
    return RatingFacts(label=label, value=value, worst=1.0, best=5.0, normalised=normalised)


def _verdict(number: int, kind: Kind, rating: RatingFacts | None, summary: str, reason: str) -> VerdictFacts:
    moment = _FIRST if kind is Kind.INITIAL else _NOW
    return VerdictFacts(
        id=_id(3 + number),
        seq=number,
        kind=kind,
        rating=rating,
        original_label=rating.label if rating else "",
        summary=summary,
        explanation="",
        reason=reason,
        note=_NOTE if kind is Kind.CORRECTION else "",
        language="en",
        review_url="https://desk.example/reviews/17",
        effective_at=moment.replace(microsecond=0),
        recorded_at=moment,
    )


_INITIAL = _verdict(1, Kind.INITIAL, _rating("False", 1.0, "false"), "It holds five months of water.", "")
_CHANGES = {
    Kind.UPDATE: _verdict(
        2,
        Kind.UPDATE,
        _rating("Half true", 3.0, "mixed"),
        "It holds thirteen months of water since the spring flood.",
        "New levels were published.",
    ),
    Kind.CORRECTION: _verdict(
        2,
        Kind.CORRECTION,
        _rating("Half true", 3.0, "mixed"),
        "It holds fifteen months of water.",
        "We had read the wrong gauge.",
    ),
    Kind.RETRACTION: _verdict(2, Kind.RETRACTION, None, "", "The operator's figures cannot be relied on."),
}


def _about_verdict(kind: Kind) -> bytes:
    return verdict_payload(
        event_type=EVENT_TYPES[kind],
        timestamp=_FIRST if kind is Kind.INITIAL else _NOW,
        sequence=1 if kind is Kind.INITIAL else 2,
        claim=_CLAIM,
        publisher=_DESK,
        verdict=_INITIAL if kind is Kind.INITIAL else _CHANGES[kind],
        previous=None if kind is Kind.INITIAL else _INITIAL,
    )


def _examples() -> dict[str, bytes]:
    evidence = EvidenceFacts(
        id=_id(7),
        verdict_id=_id(4),
        stance="refutes",
        url="https://operator.example/levels/2026-01",
        archive_url="https://archive.example/levels/2026-01",
    )
    return {
        **{EVENT_TYPES[kind]: _about_verdict(kind) for kind in Kind},
        CLAIM_MERGED: merged_payload(
            timestamp=_NOW, sequence=3, claim=_TWIN, into=_CLAIM, standing=_STANDING
        ),
        CLAIM_UNMERGED: merged_payload(
            event_type=CLAIM_UNMERGED,
            timestamp=_NOW,
            sequence=4,
            claim=_TWIN,
            into=_CLAIM,
            standing=_STANDING,
        ),
        LINK_BROKEN: link_broken_payload(
            timestamp=_NOW, sequence=4, claim=_CLAIM, evidence=evidence, standing=_STANDING
        ),
        ENDPOINT_DISABLED: disabled_payload(
            timestamp=_NOW,
            endpoint_id=_id(8),
            url="https://you.example/hooks",
            reason="It answered 410 Gone.",
        ),
        REGISTRY_RESTORED: restored_payload(timestamp=_NOW, restored_to=_NOW - timedelta(hours=9)),
        TEST: test_payload(timestamp=_NOW, endpoint_id=_id(8)),
        CHALLENGE: challenge_payload(
            timestamp=_NOW, endpoint_id=_id(8), challenge="q3nYw0WcFhYyVtKp9i1vG2mZ5rXeTb8L"
        ),
    }


EXAMPLES: dict[str, dict[str, Any]] = {name: json.loads(payload) for name, payload in _examples().items()}
