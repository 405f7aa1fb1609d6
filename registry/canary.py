"""A worker that has gone quiet ends, so that whoever keeps it running starts a fresh one.

After a reconnect to Redis a worker may go on living without ever being handed a task again. So each sends
itself a task now and then, through the broker, into a queue that it alone reads. The one that does not get
its own back, though the broker takes it and no task keeps the worker busy, is quiet.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from typing import Any

from celery import Celery
from celery.signals import task_received, worker_ready, worker_shutting_down
from celery.utils.nodenames import worker_direct
from celery.worker import state

from registry.heartbeats import AWAY, worker_heard

TASK = "registry.canary"
PATIENCE = 4  # canaries
GRACE = 20.0  # seconds for an orderly end, after which it is ended all the same

logger = logging.getLogger(__name__)


class Canary:
    """When a worker was heard last, in seconds of a monotonic clock, and what that means."""

    def __init__(self, *, every: float, now: float) -> None:
        self.every = every
        self._excused = now

    def heard(self, now: float) -> None:
        """A canary came back, or there is a reason why none can."""
        self._excused = max(self._excused, now)

    def hears(self, now: float) -> bool:
        """Whether the last one came back."""
        return now - self._excused <= 2 * self.every

    def quiet(self, now: float) -> bool:
        """Whether several in a row have not come back."""
        return now - self._excused > PATIENCE * self.every


def watch(app: Celery) -> None:
    """Have every worker of the app watch itself."""
    # Celery keeps only weak references to what listens to it.
    app.task(name=TASK, ignore_result=True)(_sing)
    worker_ready.connect(_begin, weak=False)


def _sing() -> None:
    """Nothing: that it was received is all."""


def _begin(sender: Any, **_: object) -> None:
    every = float(sender.app.conf.get("worker_canary_seconds") or 0)
    if every <= 0:
        return
    canary, ended = Canary(every=every, now=time.monotonic()), threading.Event()

    def received(request: Any, **_: object) -> None:
        if request.name == TASK:
            canary.heard(time.monotonic())

    def ending(**_: object) -> None:
        ended.set()

    task_received.connect(received, weak=False)
    worker_shutting_down.connect(ending, weak=False)
    arguments = (sender.app, sender.hostname, canary, ended)
    threading.Thread(target=_watch, args=arguments, name="canary", daemon=True).start()


def _watch(app: Celery, hostname: str, canary: Canary, ended: threading.Event) -> None:
    while not ended.wait(canary.every):
        try:
            if canary.hears(time.monotonic()):
                worker_heard(app, hostname)
            app.send_task(
                TASK,
                queue=worker_direct(hostname),  # type: ignore[arg-type]  # a Queue is taken as well
                expires=canary.every * PATIENCE,
                retry=False,
            )
        except AWAY:
            canary.heard(time.monotonic())  # the broker is away: nobody hears anything
        except Exception:
            # Only this thread watches. Where it stays so, no canary comes back, which is told below.
            logger.exception("a canary could not be sent")
        if state.reserved_requests:
            canary.heard(time.monotonic())  # it is busy, and takes nothing more until it is through
        if canary.quiet(time.monotonic()):
            logger.error(
                "no canary came back for %.0f s: this worker is quiet and ends", PATIENCE * canary.every
            )
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(GRACE)
            os._exit(os.EX_TEMPFAIL)
