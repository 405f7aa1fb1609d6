"""The bounded run of a mirror that follows the stream of changes, as anybody would start it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.faults
def test_a_mirror_that_follows_the_changes_is_exact() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "changes"],
        cwd=_PROJECT,
        env={**os.environ, "PYTHONPATH": str(_PROJECT)},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "each as the registry shows it" in done.stdout
