"""What the supervisor watches."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.ports import Port
from registry.processes import StackError, command_of
from registry.supervisor import Interrupted, Supervisor, stop_signals


@pytest.fixture
def supervisor(tmp_path: Path) -> Supervisor:
    """One on servers of the user's own, so that nothing is started beneath; its children are not started."""
    return Supervisor(tmp_path / "data", port=Port.usual(), embedded=False)


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_every_child_is_watched(supervisor: Supervisor, name: str) -> None:
    with supervisor:
        for child in (supervisor.web, supervisor.worker, supervisor.beat):
            child._command = ["sleep", "600"]
            child.start()
        supervisor.check()
        getattr(supervisor, name)._process.kill()
        with pytest.raises(StackError, match=f"{name} ended by SIGKILL"):
            supervisor.watch()
    assert not any(child.running for child in supervisor.children)


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
@pytest.mark.parametrize("ending", ["exit 0", f"exit {os.EX_TEMPFAIL}", "exit 1", "kill -9 $$"])
def test_what_ended_after_it_had_worked_is_started_afresh(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch, name: str, ending: str
) -> None:
    monkeypatch.setattr("registry.processes._SETTLED", 0.0)
    with supervisor:
        for child in (supervisor.web, supervisor.worker, supervisor.beat):
            child._command = ["sleep", "600"]
            child.start()
        child = getattr(supervisor, name)
        child.kill()
        child._command = ["sh", "-c", f"sleep 600 & echo $!; {ending}"]
        child.start()
        assert child._process is not None
        child._process.wait()
        left = int(child.log.read_text().split()[0])
        _wait_until(lambda: command_of(left) is not None)  # it has none while it becomes another program
        child._command = ["sleep", "600"]
        supervisor.check()
        assert child.running
        _wait_until(lambda: command_of(left) is None)


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_what_goes_on_failing_late_in_its_start_stops_everything(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("registry.processes._SETTLED", 0.0)
    with supervisor:
        failing = getattr(supervisor, name)
        for child in (supervisor.web, supervisor.worker, supervisor.beat):
            child._command = ["sh", "-c", "echo begun; exit 1"] if child is failing else ["sleep", "600"]
            child.start()
        told = rf"{name} ended with exit code 1 after it was started afresh 5 times within 10 minutes"
        with pytest.raises(StackError, match=told):
            supervisor.watch()
        assert failing.log.read_text().split() == ["begun"] * 6


def test_on_a_full_disk_what_ended_waits_for_room(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with supervisor:
        for child in (supervisor.web, supervisor.worker, supervisor.beat):
            child._command = ["sleep", "600"]
            child.start()
        with monkeypatch.context() as full:
            full.setattr("registry.data_folder._ROOM", shutil.disk_usage(supervisor.folder.path).total + 1)
            for child in (supervisor.worker, supervisor.beat):
                assert child._process is not None
                child._process.kill()
                child._process.wait()
            with monkeypatch.context() as settled:
                settled.setattr("registry.processes._SETTLED", 0.0)
                supervisor.check()
            supervisor.check()
            assert (supervisor.worker.running, supervisor.beat.running) == (False, False)
            assert supervisor.web.running
        supervisor.check()
        assert all(child.running for child in supervisor.children)


def test_a_second_supervisor_on_the_same_folder_is_refused(supervisor: Supervisor) -> None:
    with supervisor, pytest.raises(StackError, match=f"already running .pid {os.getpid()}."):
        Supervisor(supervisor.folder.path, port=Port.usual(), embedded=False).__enter__()
    with supervisor:
        pass


def test_first_stop_signal_interrupts_and_later_ones_do_not() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with stop_signals():
        with pytest.raises(Interrupted):
            os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGTERM) == before


def test_hangup_stays_ignored_under_nohup() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stop_signals():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
