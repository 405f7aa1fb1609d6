"""What each type of webhook holds, as JSON Schema (2020-12), and an example of each. Pure.

The one declaration of it: the OpenAPI document, the guide for receivers and the tests read it from here.
Keys may be added to a payload, so that none is closed; none that is required here is ever left out.
"""

from __future__ import annotations

from typing import Any

from claims.rules import EVENT_TYPES as VERDICT_EVENT_TYPES
from claims.rules import Kind, Normalised
from webhooks.operational import CHALLENGE, ENDPOINT_DISABLED, REGISTRY_RESTORED, TEST
from webhooks.payloads import CLAIM_MERGED, CLAIM_UNMERGED, LINK_BROKEN

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_ID: Schema = {"type": "string", "format": "uuid"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_SEQUENCE: Schema = {
    "type": "integer",
    "minimum": 1,
    "description": "The event's place among those of its claim.",
}
_TRUNCATED: Schema = {
    "type": "array",
    "items": _TEXT,
    "description": "What was too long for the payload and is cut, as `verdict.explanation`.",
}


def _object(description: str, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
    }


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


_SOURCE = _object("Somebody who makes claims or judges them.", id=_ID, name=_TEXT, kind=_TEXT, domain=_TEXT)
_CLAIM = _object(
    "The claim; `url` is its address in this registry, `topics` are slugs.",
    id=_ID,
    text=_TEXT,
    language=_TEXT,
    claimant=_or_null(_SOURCE),
    url={"type": "string", "format": "uri"},
    topics=_list(_TEXT),
)
_NORMALISED: Schema = {
    "type": "string",
    "description": f"The place on the common scale, one of {', '.join(Normalised)}; more may come.",
}
_RATING = _object(
    "The publisher's own label, where it lies from `worst` to `best`, and what it maps to.",
    label=_TEXT,
    value={"type": ["number", "null"]},
    worst={"type": "number"},
    best={"type": "number"},
    normalised=_NORMALISED,
)
_VERDICT = _object(
    "One row of the publisher's history; `rating` is null where it withdraws what stood before.",
    id=_ID,
    seq={"type": "integer", "minimum": 1},
    kind={"type": "string", "description": f"One of {', '.join(Kind)}; more may come."},
    rating=_or_null(_RATING),
    original_label=_TEXT,
    summary=_TEXT,
    explanation=_TEXT,
    reason=_TEXT,
    note={**_TEXT, "description": "What was wrong and what is right, for readers, in a correction."},
    language=_TEXT,
    review_url=_TEXT,
    effective_at=_MOMENT,
    recorded_at=_MOMENT,
)
_STANDING: dict[str, Schema] = {
    "publishers": {**_list(_ID), "description": "Whose verdicts it touches."},
    "normalised": {**_list(_NORMALISED), "description": "What these say on the common scale."},
}
_VERDICT_DATA = _object(
    "The new verdict and the one before it.",
    sequence=_SEQUENCE,
    claim=_CLAIM,
    publisher=_SOURCE,
    verdict=_VERDICT,
    previous=_or_null(_VERDICT),
    truncated=_TRUNCATED,
)
_EVIDENCE = _object(
    "What supports or refutes a claim; `verdict_id` is the verdict that names it, if one does.",
    id=_ID,
    verdict_id=_or_null(_ID),
    stance=_TEXT,
    url=_TEXT,
    archive_url=_TEXT,
)
_DATA: dict[str, Schema] = {
    **dict.fromkeys(VERDICT_EVENT_TYPES.values(), _VERDICT_DATA),
    CLAIM_MERGED: _object(
        "Two claims turned out to be one.",
        sequence=_SEQUENCE,
        claim=_CLAIM,
        into=_CLAIM,
        **_STANDING,
        truncated=_TRUNCATED,
    ),
    CLAIM_UNMERGED: _object(
        "Two claims that had been taken for one are two after all.",
        sequence=_SEQUENCE,
        claim=_CLAIM,
        into={**_CLAIM, "description": "What it had been merged into."},
        **_STANDING,
        truncated=_TRUNCATED,
    ),
    LINK_BROKEN: _object(
        "Evidence can no longer be read at its address.",
        sequence=_SEQUENCE,
        claim=_CLAIM,
        evidence=_EVIDENCE,
        **_STANDING,
        truncated=_TRUNCATED,
    ),
    ENDPOINT_DISABLED: _object("Another endpoint of yours.", endpoint=_ID, url=_TEXT, reason=_TEXT),
    REGISTRY_RESTORED: _object(
        "The registry lost what it told you with a later timestamp than this, or all of it.",
        restored_to=_or_null(_MOMENT),
    ),
    TEST: _object("A test.", endpoint=_ID, message=_TEXT),
    CHALLENGE: _object("Answer with the challenge.", endpoint=_ID, challenge=_TEXT),
}

MEANINGS: dict[str, str] = {
    "verdict.published": "a publisher's first verdict on a claim, or its first after a retraction",
    "verdict.updated": "the facts changed, and the verdict with them",
    "verdict.corrected": "the verdict before was wrong when it was made",
    "verdict.retracted": "the publisher withdraws its verdict and puts nothing in its place",
    CLAIM_MERGED: "a published claim turned out to be the same as another, where its story goes on",
    CLAIM_UNMERGED: "a merge was undone, and the claim's story goes on by itself",
    LINK_BROKEN: "evidence can no longer be read at its address",
    ENDPOINT_DISABLED: "another endpoint of yours is not sent anything any more",
    REGISTRY_RESTORED: "the registry was restored from a copy, and has lost what it told you after that",
    TEST: "you asked for a test",
    CHALLENGE: "an endpoint was registered or moved here, and is to say that it wants this",
}


def _payload(event_type: str, data: Schema) -> Schema:
    return {
        "type": "object",
        "description": MEANINGS[event_type].capitalize() + ".",
        "properties": {"type": {"const": event_type}, "timestamp": _MOMENT, "data": data},
        "required": ["type", "timestamp", "data"],
    }


SCHEMAS: dict[str, Schema] = {name: _payload(name, data) for name, data in _DATA.items()}
