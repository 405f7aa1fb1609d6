"""What the supervisor watches, and which ports it takes."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest

from registry.processes import StackError
from registry.supervisor import Interrupted, Supervisor, free_port, port_is_free, stop_signals


@pytest.fixture
def supervisor(tmp_path: Path) -> Supervisor:
    """One on servers of the user's own, so that nothing is started beneath; its children are not started."""
    return Supervisor(tmp_path / "data", port=1, embedded=False)


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


@pytest.mark.parametrize("code", [0, os.EX_TEMPFAIL])
def test_a_worker_that_ended_itself_is_started_afresh(supervisor: Supervisor, code: int) -> None:
    with supervisor:
        for child in (supervisor.web, supervisor.worker, supervisor.beat):
            child._command = ["sleep", "600"]
            child.start()
        supervisor.worker.kill()
        supervisor.worker._command = ["sh", "-c", f"exit {code}"]
        supervisor.worker.start()
        assert supervisor.worker._process is not None
        supervisor.worker._process.wait()
        supervisor.worker._command = ["sleep", "600"]
        supervisor.check()
        assert supervisor.worker.running


def test_a_second_supervisor_on_the_same_folder_is_refused(supervisor: Supervisor) -> None:
    with supervisor, pytest.raises(StackError, match=f"already running .pid {os.getpid()}."):
        Supervisor(supervisor.folder.path, port=2, embedded=False).__enter__()
    with supervisor:
        pass


def test_port_in_use_is_not_free_on_whatever_address() -> None:
    for address in ("127.0.0.1", "0.0.0.0"):  # noqa: S104 - the point of the test
        with socket.socket() as other:
            other.bind((address, 0))
            other.listen()
            port = other.getsockname()[1]
            assert not port_is_free(port)
        assert port_is_free(port)


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


def test_next_port_is_taken_where_the_usual_one_is_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setattr("registry.supervisor._USUAL_PORTS", (port, 47999, 47998))
        assert free_port() in {47999, 47998}
        monkeypatch.setattr("registry.supervisor._USUAL_PORTS", (port,))
        with pytest.raises(StackError, match="--port"):
            free_port()
