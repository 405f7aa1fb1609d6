"""A receiver on a real socket, and endpoints that may reach it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import Settings

from tests import factories
from tests.wakes import wakes
from webhooks.models import Endpoint
from webhooks.receiver import Receiver

Subscribe = Callable[..., Endpoint]

__all__ = ["Subscribe", "receiver", "subscribe", "wakes"]


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """A running receiver that outbound requests may reach."""
    with Receiver() as running:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1/32:{running.port}"]
        yield running


@pytest.fixture
def subscribe(receiver: Receiver) -> Subscribe:
    """Make an active endpoint at the receiver, or at `url`; the receiver verifies with the last secret."""

    def make(**values: Any) -> Endpoint:
        endpoint, receiver.secret = factories.endpoint(**{"url": receiver.url} | values)
        return endpoint

    return make
