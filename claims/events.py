"""What the claims app announces. Apps above subscribe when they start; each handler runs inside the
transaction that caused the event, so that an error in it rolls the cause back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from claims.rules import Kind


@dataclass(frozen=True, kw_only=True)
class VerdictChanged:
    """A publisher's verdict on a claim has a new last row."""

    claim_id: UUID
    verdict_id: UUID
    previous_id: UUID | None
    kind: Kind


VerdictChangedHandler = Callable[[VerdictChanged], None]
_verdict_changed: list[VerdictChangedHandler] = []


def on_verdict_changed(handler: VerdictChangedHandler) -> None:
    """Call `handler` for every VerdictChanged from now on, once however often it is registered."""
    if handler not in _verdict_changed:
        _verdict_changed.append(handler)


def publish(event: VerdictChanged) -> None:
    """Hand the event to every subscriber, in the order in which they subscribed."""
    for handler in _verdict_changed:
        handler(event)
