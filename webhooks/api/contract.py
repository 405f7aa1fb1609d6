"""The webhooks in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from webhooks.examples import EXAMPLES
from webhooks.schemas import MEANINGS, SCHEMAS

_HEADERS = (
    ("webhook-id", "The event's id; the same on every attempt and replay."),
    ("webhook-timestamp", "Of this attempt, in seconds since 1970."),
    ("webhook-signature", "Signatures of `id.timestamp.body`, separated by spaces: `v1,…` (HMAC), `v1a,…`."),
)


def add_webhooks(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """drf-spectacular's postprocessing hook: what receivers are sent, by type."""
    result["webhooks"] = {name: {"post": _operation(name)} for name in SCHEMAS}
    return result


def _operation(name: str) -> dict[str, Any]:
    return {
        "operationId": "receive_" + name.replace(".", "_"),
        "summary": MEANINGS[name].capitalize(),
        "tags": ["webhooks"],
        "parameters": [
            {
                "name": header,
                "in": "header",
                "required": True,
                "description": description,
                "schema": {"type": "string"},
            }
            for header, description in _HEADERS
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": SCHEMAS[name], "example": EXAMPLES[name]}},
        },
        "responses": {"2XX": {"description": "Taken; anything else is tried again or given up."}},
    }
