"""What a fault run may find, and the bounded runs that the suite starts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[2]


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


def bounded_run(name: str, *, seconds: float = 280) -> str:
    """What a bounded fault run prints, started as anybody would; it must end well within the time."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", name],
        cwd=_PROJECT,
        env={**os.environ, "PYTHONPATH": str(_PROJECT)},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
