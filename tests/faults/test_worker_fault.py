"""The bounded fault run of the worker, as anybody would start it."""

import pytest

from tests.faults.outcome import bounded_run


@pytest.mark.faults
def test_killed_workers_and_absent_redis_lose_and_double_nothing() -> None:
    said = bounded_run("worker")
    assert "each there exactly once" in said
    assert "after Redis was back" in said
