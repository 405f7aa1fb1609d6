"""The bounded fault run of imports, as anybody would start it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.faults
def test_a_killed_import_takes_in_every_row_once() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "imports"],
        cwd=_PROJECT,
        env={**os.environ, "PYTHONPATH": str(_PROJECT)},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "each there exactly once" in done.stdout
