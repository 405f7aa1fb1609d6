"""The bounded run of Schemathesis against a real server; CONTRIBUTING says how to start the full one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.faults
def test_the_api_answers_whatever_is_asked_as_its_document_says() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "api"],
        cwd=_PROJECT,
        env={**os.environ, "PYTHONPATH": str(_PROJECT)},
        capture_output=True,
        text=True,
        timeout=290,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing undocumented, no 5xx" in done.stdout
