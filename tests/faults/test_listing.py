import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def run(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(("module", "name"), [("tests.faults", "worker"), ("bench", "pipeline")])
def test_without_a_name_what_there_is_gets_listed(module: str, name: str) -> None:
    done = run(module)
    assert done.returncode == 0
    assert any(line.startswith(f"{name} ") for line in done.stdout.splitlines())
    assert all(len(line.split(maxsplit=1)) == 2 for line in done.stdout.splitlines())


@pytest.mark.parametrize("module", ["tests.faults", "bench"])
def test_a_name_that_is_none_is_refused_in_one_line(module: str) -> None:
    done = run(module, "nothing-of-the-kind")
    assert done.returncode == 2
    assert "choose of:" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
