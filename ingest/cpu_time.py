"""A limit on the CPU time that reading somebody else's document may take."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = 0.1
"""Seconds after which it is said once more: nobody hears what is raised amid a finalizer."""


class CpuTimeExceeded(BaseException):
    """It took longer than it may. No Exception, which libraries that read documents pass over in silence."""


@contextmanager
def cpu_time_limit(seconds: float) -> Iterator[None]:
    """Stop what runs inside once this process has worked for so long, however long it had to wait.

    What ends by itself before it heard that it should is over the limit all the same.
    Python gives signals to the main thread alone: this is for tasks, which a worker runs there.
    Raises CpuTimeExceeded, ValueError (in another thread).
    """
    reached = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal reached
        reached = True
        raise CpuTimeExceeded

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    finally:  # also where the limit was reached on the very way out
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    if reached:
        raise CpuTimeExceeded
