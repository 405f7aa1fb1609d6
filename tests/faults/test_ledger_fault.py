"""The bounded fault run of the log of verdicts, as anybody would start it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.faults
def test_the_verifier_finds_every_mutation_of_the_history() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "ledger"],
        cwd=_PROJECT,
        env={**os.environ, "PYTHONPATH": str(_PROJECT)},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "200 of 200 mutations" in done.stdout
