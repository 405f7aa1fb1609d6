"""What the registry tells a subscriber about its own endpoints and about itself: `webhook.…`. Pure.

These belong to no claim, carry no sequence, and are not in the feed.
"""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from webhooks.payloads import canonical

CHALLENGE = "webhook.challenge"
TEST = "webhook.test"
ENDPOINT_DISABLED = "webhook.endpoint_disabled"
REGISTRY_RESTORED = "webhook.registry_restored"


def challenge_payload(*, timestamp: datetime, endpoint_id: UUID, challenge: str) -> bytes:
    """Asks whether whoever receives this wants to: they answer with the challenge."""
    data = {"endpoint": endpoint_id, "challenge": challenge}
    return canonical({"type": CHALLENGE, "timestamp": timestamp, "data": data})


def test_payload(*, timestamp: datetime, endpoint_id: UUID) -> bytes:
    """Says nothing but that it works."""
    data = {"endpoint": endpoint_id, "message": "This is a test; nothing has changed."}
    return canonical({"type": TEST, "timestamp": timestamp, "data": data})


def disabled_payload(*, timestamp: datetime, endpoint_id: UUID, url: str, reason: str) -> bytes:
    """Another endpoint of the same owner gets nothing any more, and why."""
    data = {"endpoint": endpoint_id, "url": url, "reason": reason}
    return canonical({"type": ENDPOINT_DISABLED, "timestamp": timestamp, "data": data})


def restored_payload(*, timestamp: datetime, restored_to: datetime | None) -> bytes:
    """What was told with a later timestamp than `restored_to` is lost; None: all that ever was."""
    return canonical(
        {"type": REGISTRY_RESTORED, "timestamp": timestamp, "data": {"restored_to": restored_to}}
    )


def challenge_echoed(challenge: str, answer: bytes) -> bool:
    """Whether an answer consents: the challenge alone, or a JSON object with it as `challenge`.

    Sending back all that came is not consent: an echo service does that for anybody.
    """
    text = answer.decode("utf-8", "replace").strip()
    if text == challenge:
        return True
    try:
        document = json.loads(text)
    except ValueError:
        return False
    return isinstance(document, dict) and document.get("challenge") == challenge
