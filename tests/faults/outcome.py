"""What a fault run may find."""

from __future__ import annotations

import time
from collections.abc import Callable


class FaultFound(Exception):
    """Something was lost, doubled or stuck; the message says what."""


def wait_for(what: str, ready: Callable[[], bool], *, seconds: float) -> float:
    """Wait until `ready()`; the seconds it took. Raises FaultFound when the time is up."""
    started = time.monotonic()
    while not ready():
        if time.monotonic() - started > seconds:
            raise FaultFound(f"{what} did not happen within {seconds:.0f} s")
        time.sleep(0.05)
    return time.monotonic() - started
