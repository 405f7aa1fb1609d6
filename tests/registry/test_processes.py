"""Child processes: how they are stopped, and what is said of one that died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from registry.processes import Child, StackError, command_of, end_orphan, first_pid, is_ours


def python(tmp_path: Path, code: str, **options: object) -> Child:
    """A child that runs the code, which prints "ready" when it is."""
    return Child("sample", [sys.executable, "-uc", code], log=tmp_path / "sample.log", **options)  # type: ignore[arg-type]  # stopping only


def ready(child: Child) -> None:
    child.wait_until(lambda: b"ready" in child.log.read_bytes(), seconds=20)


def test_child_has_a_session_of_its_own_so_ctrl_c_passes_it_by(tmp_path: Path) -> None:
    child = python(tmp_path, "import time; print('ready'); time.sleep(600)")
    child.start()
    try:
        ready(child)
        assert child.pid is not None
        assert os.getsid(child.pid) == child.pid != os.getsid(0)
    finally:
        child.stop()
    assert not child.running


def test_child_deaf_to_the_first_signal_gets_the_second(tmp_path: Path) -> None:
    code = (
        "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "signal.signal(signal.SIGQUIT, lambda *_: (print('asked twice'), sys.exit()))\n"
        "print('ready'); time.sleep(600)"
    )
    child = python(tmp_path, code, stopping=((signal.SIGTERM, 0.2), (signal.SIGQUIT, 20.0)))
    child.start()
    ready(child)
    child.stop()
    assert "asked twice" in child.log.read_text()


def test_stopping_ends_what_the_child_started_as_well(tmp_path: Path) -> None:
    code = "import subprocess as s, time; print(s.Popen(['sleep', '600']).pid, 'ready'); time.sleep(600)"
    child = python(tmp_path, code)
    child.start()
    ready(child)
    grandchild = int(child.log.read_text().split()[0])
    assert command_of(grandchild) == ["sleep", "600"]
    child.stop()
    deadline = time.monotonic() + 20
    while command_of(grandchild) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert command_of(grandchild) is None


def test_obituary_tells_how_it_ended_and_only_of_this_run(tmp_path: Path) -> None:
    (tmp_path / "sample.log").write_text("of an earlier run\n")
    child = python(tmp_path, "raise SystemExit('no more paper')")
    child.start()
    with pytest.raises(StackError) as told:
        child.wait_until(lambda: False, seconds=20)
    assert "sample ended with exit code 1" in str(told.value)
    assert "no more paper" in str(told.value)
    assert "earlier run" not in str(told.value)


def test_obituary_names_the_signal(tmp_path: Path) -> None:
    child = python(tmp_path, "import os; os.kill(os.getpid(), 9)")
    child.start()
    with pytest.raises(StackError, match="ended by SIGKILL"):
        child.wait_until(lambda: False, seconds=20)


def test_program_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    child = Child("sample", [tmp_path / "nowhere"], log=tmp_path / "sample.log")
    with pytest.raises(StackError, match="sample cannot be started"):
        child.start()
    child.stop()


def test_child_can_be_started_again_after_a_kill(tmp_path: Path) -> None:
    child = python(tmp_path, "import time; print('ready'); time.sleep(600)")
    child.start()
    first = child.pid
    child.kill()
    assert child.pid is None
    child.start()
    try:
        assert child.running
        assert child.pid != first
    finally:
        child.stop()


def test_process_is_ours_only_by_a_path_on_its_command_line(tmp_path: Path) -> None:
    command = [sys.executable, "-uc", "import time; print(); time.sleep(600)", str(tmp_path / "redis.sock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            process.stdout.readline()
            assert is_ours(process.pid, tmp_path / "redis.sock")
            assert is_ours(process.pid, tmp_path / "other", tmp_path)
            assert not is_ours(process.pid, tmp_path / "other")
            end_orphan(process.pid, tmp_path, sign=signal.SIGTERM)
            assert process.wait(20) == -signal.SIGTERM
        finally:
            process.kill()
    assert not is_ours(process.pid, tmp_path)


@pytest.mark.parametrize("content", ["", "abc", "\n12"])
def test_pid_file_without_a_pid_is_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "a.pid"
    assert first_pid(file) is None
    file.write_text(content)
    assert first_pid(file) is None
    file.write_text("12\nmore")
    assert first_pid(file) == 12


@pytest.mark.parametrize(
    ("code", "settled", "wanted"),
    [
        (0, 600.0, True),
        (os.EX_TEMPFAIL, 600.0, True),
        (1, 600.0, False),
        (1, 0.0, True),
        (2, 0.0, False),
        (-9, 600.0, False),
        (-9, 0.0, True),
    ],
)
def test_a_child_is_renewed_unless_it_broke_at_its_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, settled: float, wanted: bool
) -> None:
    monkeypatch.setattr("registry.processes._SETTLED", settled)
    ending = f"raise SystemExit({code})" if code >= 0 else f"import os; os.kill(os.getpid(), {-code})"
    child = python(tmp_path, ending)
    assert not child.wants_renewal
    child.start()
    deadline = time.monotonic() + 20
    while child.running and time.monotonic() < deadline:
        time.sleep(0.05)
    assert child.wants_renewal is wanted
