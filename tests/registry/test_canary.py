"""A worker that is no longer handed any task notices it and ends; one that is busy or idle stays."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from celery import Celery, current_app
from celery.utils.nodenames import worker_direct
from django.conf import settings

from common.ids import new_id, short_id
from registry.canary import PATIENCE, TASK, Canary, _watch

_PROJECT = Path(__file__).resolve().parents[2]


def test_it_is_quiet_only_after_several_canaries_in_a_row() -> None:
    canary = Canary(every=10, now=100)
    assert not canary.quiet(100 + PATIENCE * 10)
    assert canary.quiet(101 + PATIENCE * 10)
    canary.heard(120)
    assert not canary.quiet(120 + PATIENCE * 10)
    assert canary.quiet(121 + PATIENCE * 10)


@pytest.fixture
def worker() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A worker of its own, with a canary every half second, that reads no queue of anybody else's."""
    name = f"canary-{short_id(new_id())}@test"
    command = [
        *(sys.executable, "-m", "celery", "--app", "registry", "worker", "--hostname", name),
        *("--concurrency", "1", "--queues", f"{name}.nothing", "--without-gossip", "--without-mingle"),
    ]
    environment = os.environ | {"WORKER_CANARY_SECONDS": "1", "REGISTRY_DATA": str(settings.DATA_DIR)}
    process = subprocess.Popen(
        command, cwd=_PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _until(lambda: bool(current_app.control.ping(destination=[name], timeout=1)), seconds=60)
        yield name, process
    finally:
        process.kill()
        process.wait()


def _until(ready: Callable[[], bool], *, seconds: float) -> None:
    over = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < over, "it did not happen"
        time.sleep(0.1)


class _Failing(Celery):
    """Fails in its middle, as kombu does where a connection is lost while another thread looks at it."""

    failures = 0

    def send_task(self, *args: Any, **kwargs: Any) -> Any:
        if self.failures:
            self.failures -= 1
            raise AttributeError("'NoneType' object has no attribute 'hostname'")
        return super().send_task(*args, **kwargs)


@pytest.mark.e2e
def test_the_watch_goes_on_after_an_error_that_nobody_expected(caplog: pytest.LogCaptureFixture) -> None:
    app, canary, ended = _Failing(broker=settings.CELERY_BROKER_URL), Canary(every=0.05, now=0), Event()
    canary.heard(time.monotonic() + 60)  # nobody reads its queue
    app.failures = 2
    name = f"failing-{short_id(new_id())}@test"
    watching = Thread(target=_watch, args=(app, name, canary, ended))
    watching.start()
    try:
        with app.connection_for_read() as connection:
            queue = connection.SimpleQueue(worker_direct(name))  # type: ignore[arg-type]
            assert queue.get(timeout=10).headers["task"] == TASK
            queue.queue.delete()
    finally:
        ended.set()
        watching.join()
    assert app.failures == 0
    assert caplog.text.count("a canary could not be sent") == 2


@pytest.mark.e2e
def test_a_worker_that_no_longer_hears_ends_by_itself(worker: tuple[str, subprocess.Popen[bytes]]) -> None:
    name, process = worker
    time.sleep(2 * PATIENCE)  # seconds; a canary comes every one
    assert process.poll() is None
    current_app.control.cancel_consumer(worker_direct(name).name, destination=[name])
    _until(lambda: process.poll() is not None, seconds=60)
