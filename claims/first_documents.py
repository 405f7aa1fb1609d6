"""The documents of claims that have just been made and have nothing yet but sightings and first verdicts.

Byte for byte what `claims.documents.ClaimSerializer` makes of them, at a small part of its cost: an import is
bound by it. A test holds the two together.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from claims.models import Claim, Rating, Sighting, Topic, Verdict
from claims.rules import SIDES, Normalised
from common.api.fields import resource_url
from sources.models import Source

_LINE_ENDS = {"\u2028": "\\u2028", "\u2029": "\\u2029"}


def first_document(
    claim: Claim, *, topics: Sequence[Topic], sightings: Sequence[Sighting], verdicts: Sequence[Verdict]
) -> str:
    """The document, as compact JSON."""
    key = str(claim.pk)
    rated = [(verdict, verdict.rating) for verdict in verdicts if verdict.rating]
    document = {
        "id": key,
        "short_id": claim.short_id,
        "url": resource_url("claims", key),
        "text": claim.text,
        "language": claim.language or None,
        "state": claim.state,
        "merged_into": None,
        "claimant": _source(claim.claimant) if claim.claimant else None,
        "topics": [{"slug": topic.slug, "name": topic.name} for topic in topics],
        "variants": [],
        "first_appearance": None,
        "appearances": [],
        "sightings": [_sighting(sighting) for sighting in sightings],
        "verdicts": [_verdict(verdict, rating, key) for verdict, rating in rated],
        "verdicts_conflict": claim.verdicts_conflict,
        "positions": [_position(verdict, rating) for verdict, rating in rated],
        "evidence": [],
        "merged_claims": [],
        "created_at": _moment(claim.created_at),
        "updated_at": _moment(claim.updated_at),
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    for char, escaped in _LINE_ENDS.items():
        text = text.replace(char, escaped)
    return text


def _source(source: Source) -> dict[str, str]:
    return {"id": str(source.pk), "name": source.name, "kind": source.kind}


def _sighting(row: Sighting) -> dict[str, Any]:
    return {
        "reported_by": None,
        "claimant": row.claimant or None,
        "organisation": row.organisation,
        "role": row.role or None,
        "same_as": row.same_as,
        "said_on": row.said_on.isoformat() if row.said_on else None,
        "first_url": row.first_url or None,
        "urls": row.urls,
    }


def _verdict(verdict: Verdict, rating: Rating, claim: str) -> dict[str, Any]:
    return {
        "id": str(verdict.pk),
        "claim": claim,
        "claim_text": verdict.claim_text,
        "publisher": {"id": str(verdict.publisher_id), "name": verdict.publisher_name},
        "seq": verdict.seq,
        "kind": str(verdict.kind),
        "rating": _rating(rating),
        "original_label": verdict.original_label or None,
        "summary": verdict.summary or None,
        "explanation": verdict.explanation or None,
        "reason": verdict.reason or None,
        "note": verdict.note or None,
        "language": verdict.language or None,
        "review_url": verdict.review_url or None,
        "effective_at": _moment(verdict.effective_at),
        "recorded_at": _moment(verdict.recorded_at),
    }


def _rating(rating: Rating) -> dict[str, Any]:
    return {
        "id": str(rating.pk),
        "label": rating.label,
        "value": None if rating.value is None else float(rating.value),
        "normalised": str(rating.normalised),
        "worst": float(rating.scale.worst),
        "best": float(rating.scale.best),
        "scale": str(rating.scale_id),
        "scale_name": rating.scale.name,
        "scale_version": rating.scale.version,
    }


def _position(verdict: Verdict, rating: Rating) -> dict[str, Any]:
    side = SIDES[Normalised(rating.normalised)]
    return {
        "publisher": _source(verdict.publisher),
        "normalised": str(rating.normalised),
        "side": None if side is None else str(side),
    }


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
