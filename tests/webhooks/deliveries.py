"""What tests of deliveries look at and turn."""

from __future__ import annotations

from typing import Any

from webhooks.models import Delivery
from webhooks.receiver import Received, Receiver


def arrived(receiver: Receiver) -> list[Received]:
    """What the receiver has got since the last call, in order of arrival."""
    return [receiver.events.get() for _ in range(receiver.events.qsize())]


def make_due(**which: Any) -> None:
    """Let the wait, or the lease, of pending deliveries run out."""
    pending = Delivery.objects.filter(state=Delivery.State.PENDING, **which)
    assert pending.update(next_attempt_at="2026-01-01T00:00:00Z")
