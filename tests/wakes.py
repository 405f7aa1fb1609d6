"""What is sent to the real broker to wake workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Empty

import pytest
from celery import Celery
from django.conf import settings

from common import wake
from common.ids import new_id

Wakes = Callable[[], list[str]]


@pytest.fixture
def wakes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wakes]:
    """The tasks sent to the broker since the last call, each with its arguments behind it.

    They arrive on a queue of this test's own.
    """
    app = Celery(broker=settings.CELERY_BROKER_URL, set_as_current=False)
    app.conf.task_default_queue = f"wakes-{new_id()}"
    monkeypatch.setattr(wake, "current_app", app)
    with app.connection_for_read() as broker, broker.SimpleQueue(app.conf.task_default_queue) as queue:

        def sent() -> list[str]:
            found: list[str] = []
            with suppress(Empty):
                while True:
                    message = queue.get_nowait()
                    message.ack()
                    found.append(" ".join([message.headers["task"], *message.payload[0]]))
            return found

        yield sent
