"""What costs too much CPU time is stopped."""

from __future__ import annotations

import contextlib
import time

import pytest

from ingest.cpu_time import CpuTimeExceeded, cpu_time_limit


def _work(seconds: float = 5.0) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


class _Deaf:
    """What is raised while it goes nobody hears."""

    def __del__(self) -> None:
        _work(0.08)


def _work_unheard(afterwards: float) -> None:
    _Deaf()
    _work(afterwards)


def test_work_is_stopped_and_waiting_is_not() -> None:
    with pytest.raises(CpuTimeExceeded), cpu_time_limit(0.05):
        _work()
    with cpu_time_limit(0.05):
        time.sleep(0.1)
    _work(0.1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_it_is_said_again_where_nobody_heard_it() -> None:
    began = time.process_time()
    with pytest.raises(CpuTimeExceeded), cpu_time_limit(0.05):
        _work_unheard(5)
    assert time.process_time() - began < 4


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_ends_before_it_heard_of_the_limit_is_over_it_too() -> None:
    with pytest.raises(CpuTimeExceeded), cpu_time_limit(0.05):
        _work_unheard(0)


def test_a_library_that_passes_over_errors_does_not_pass_over_the_limit() -> None:
    with pytest.raises(CpuTimeExceeded), cpu_time_limit(0.05), contextlib.suppress(Exception):
        _work()
