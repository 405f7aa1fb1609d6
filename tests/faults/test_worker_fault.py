"""The bounded fault run of the worker, as anybody would start it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.faults
def test_killed_workers_and_absent_redis_lose_and_double_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "worker"],
        cwd=_PROJECT,
        env={**os.environ, "PYTHONPATH": str(_PROJECT)},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "each there exactly once" in done.stdout
    assert "after Redis was back" in done.stdout
