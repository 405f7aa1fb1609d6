"""The bounded fault run of webhooks, as anybody would start it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.faults
def test_killed_processes_servers_and_a_hanging_receiver_lose_and_turn_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "webhooks"],
        cwd=_PROJECT,
        env={**os.environ, "PYTHONPATH": str(_PROJECT)},
        capture_output=True,
        text=True,
        timeout=290,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 lost" in done.stdout
    assert "0 inversions" in done.stdout
    assert "PostgreSQL restarted: 0 lost" in done.stdout
    assert "endpoints hangs" in done.stdout
