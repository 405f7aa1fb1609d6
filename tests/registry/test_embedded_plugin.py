"""The test run's own stack: what a run leaves behind when it is interrupted, and when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from registry.embedded import socket_dir
from registry.processes import command_of

PROJECT = Path(__file__).resolve().parents[2]
A_TEST = """
import os, time

def test_waits(tmp_path, capsys):
    with capsys.disabled():
        print("\\n" + os.environ["REGISTRY_DATA"], flush=True)
    time.sleep(100)
"""


def _mind_ctrl_c() -> None:
    """In the background of a shell Ctrl-C is ignored, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def a_run(folder: Path, temporary: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A pytest run of one endless test, once it is in that test, and the data folder of its stack."""
    (folder / "test_endless.py").write_text(A_TEST)
    (folder / "pytest.ini").write_text(f"[pytest]\npythonpath = {PROJECT}\n")
    options = ["-p", "tests.embedded_stack", "-p", "no:cacheprovider"]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "REGISTRY_"))}
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", *options, "--rootdir", str(folder), str(folder / "test_endless.py")],
        cwd=PROJECT,
        env=env | {"TMPDIR": str(temporary), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=_mind_ctrl_c,  # noqa: PLW1509 - no other way to undo what is inherited
    ) as run:
        try:
            assert run.stdout
            data = next(Path(line.strip()) for line in run.stdout if line.startswith(str(temporary)))
            yield run, data
        finally:
            run.send_signal(signal.SIGINT)
            run.wait(60)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted_run_leaves_no_process_and_no_file(tmp_path: Path, sign: signal.Signals) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with a_run(tmp_path, temporary) as (run, data):
        server = int((data / "postgres" / "postmaster.pid").read_text().split()[0])
        assert command_of(server)
        run.send_signal(sign)
        assert run.wait(60) == pytest.ExitCode.INTERRUPTED
    assert command_of(server) is None
    assert list(temporary.iterdir()) == []
    assert not socket_dir(data).exists()


def test_next_run_removes_what_a_killed_one_left_and_not_what_another_uses(tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with a_run(tmp_path, temporary) as (killed, left):
        killed.kill()
        killed.wait()
    assert left.exists()
    with a_run(tmp_path, temporary) as (_, first), a_run(tmp_path, temporary) as (run, second):
        assert not left.exists()
        assert not socket_dir(left).exists()
        assert first.exists()
        run.send_signal(signal.SIGINT)
        run.wait(60)
        assert not second.exists()
        assert first.exists()
