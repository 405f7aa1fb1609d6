"""What tests of deliveries look at and turn."""

from __future__ import annotations

import asyncio
from typing import Any

from common.crypto import decrypt
from webhooks.leases import leases_end, leases_take
from webhooks.models import Delivery, Endpoint, Lease
from webhooks.outcomes import endpoints_give_up, outcomes_record
from webhooks.receiver import Received, Receiver
from webhooks.sending import send_all


def arrived(receiver: Receiver) -> list[Received]:
    """What the receiver has got since the last call, in order of arrival."""
    return [receiver.events.get() for _ in range(receiver.events.qsize())]


def make_due(**which: Any) -> None:
    """Let the wait of pending deliveries, and the leases that list any, run out."""
    pending = Delivery.objects.filter(state=Delivery.State.PENDING, **which)
    assert pending.update(next_attempt_at="2026-01-01T00:00:00Z")
    Lease.objects.filter(deliveries__overlap=list(pending.values_list("pk", flat=True))).update(
        until="2026-01-01T00:00:00Z"
    )
    leases_end()


def deliver_batch(*, size: int = 100) -> int:
    """One round: lease what is due, send it, record; how many it was."""
    leased = leases_take(size=size)
    sent = asyncio.run(send_all(leased))
    outcomes_record(sent)
    endpoints_give_up(sent)
    return len(leased)


def state_now(endpoint: Endpoint) -> str:
    """The endpoint's state, read again."""
    endpoint.refresh_from_db()
    return endpoint.state


def secret_of(endpoint: Endpoint) -> str:
    """The endpoint's current secret in the clear."""
    return decrypt(endpoint.secrets.get(public_key="", expires_at=None).value)
