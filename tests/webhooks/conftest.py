"""A receiver on a real socket, and endpoints that may reach it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Empty
from typing import Any

import pytest
from celery import Celery
from django.conf import settings as django_settings
from pytest_django import Settings

from common import wake
from common.ids import new_id
from tests import factories
from webhooks.models import Endpoint
from webhooks.receiver import Receiver

Subscribe = Callable[..., Endpoint]
Wakes = Callable[[], list[str]]


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


@pytest.fixture
def wakes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wakes]:
    """The names of the tasks sent to the real broker since the last call, on a queue of this test's own."""
    app = Celery(broker=django_settings.CELERY_BROKER_URL, set_as_current=False)
    app.conf.task_default_queue = f"wakes-{new_id()}"
    monkeypatch.setattr(wake, "current_app", app)
    with app.connection_for_read() as broker, broker.SimpleQueue(app.conf.task_default_queue) as queue:

        def names() -> list[str]:
            found: list[str] = []
            with suppress(Empty):
                while True:
                    message = queue.get_nowait()
                    message.ack()
                    found.append(message.headers["task"])
            return found

        yield names
