"""`manage.py serve` as a user runs it: real processes, Ctrl-C, kill -9, and what is left afterwards."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from registry.embedded import socket_dir
from registry.ports import Port
from registry.processes import StackError, command_of
from tests.e2e.running import PROJECT, Running, own_environment

pytestmark = pytest.mark.e2e

REVIEW = {
    "@type": "ClaimReview",
    "url": "https://desk.example/r/1",
    "claimReviewed": "The Velmar dam is 40 metres high.",
    "author": {"@type": "Organization", "name": "Control Desk", "url": "https://desk.example"},
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1},
    "datePublished": "2026-03-02",
}


class Serving:
    """One `manage.py serve` in a session of its own, as a terminal would give it."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data = data
        self.port = a_free_port()
        self.output: list[str] = []
        self.errors = data.parent / f"serve-{self.port}.err"
        command = [
            sys.executable,
            str(PROJECT / "manage.py"),
            "serve",
            "--port",
            str(self.port),
            "--data",
            str(data),
            *options,
        ]
        with self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                command,
                cwd=data.parent,
                env=own_environment(),
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )

    def read_until(self, wanted: str) -> str:
        """Everything printed up to the first line that holds `wanted`."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.output.append(line)
            if wanted in line:
                return "".join(self.output)
        pytest.fail(f"{wanted!r} was never printed:\n{''.join(self.output)}\n{self.errors.read_text()}")

    def press_ctrl_c(self) -> int:
        """Interrupt the whole foreground group, as a terminal does; the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(60)

    def get(self, path: str) -> int:
        """The status of a GET."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def descendants(self) -> list[int]:
        """Every process that runs because of this one."""
        return below(self.process.pid)

    def end(self) -> None:
        """Stop it, however the test went."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Serving]]:
    """A function that starts `manage.py serve` on the test's data folder."""
    started: list[Serving] = []

    def start(*options: str, data: Path = tmp_path / "a data folder") -> Serving:
        started.append(Serving(data, *options))
        return started[-1]

    yield start
    for each in started:
        each.end()


def a_free_port() -> int:
    """One that no outgoing connection is given meanwhile: below the kernel's own range."""
    while True:
        with suppress(StackError):
            port = Port(random.randrange(20_000, 30_000))
            port.release()
            return port.number


def below(pid: int) -> list[int]:
    children = [
        int(child)
        for file in Path(f"/proc/{pid}/task").glob("*/children")
        for child in file.read_text(encoding="ascii").split()
    ]
    return [each for child in children for each in (child, *below(child))]


def left_of(pids: list[int]) -> dict[int, list[str]]:
    """Those still running after a moment for the kernel to tell them, with their command lines."""
    deadline = time.monotonic() + 15
    while any(command_of(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return {pid: command for pid in pids if (command := command_of(pid))}


def test_first_start_shows_the_sample_and_ctrl_c_leaves_nothing(serve: Callable[..., Serving]) -> None:
    first = serve()
    printed = first.read_until("Ctrl-C stops it")
    assert re.search(r"admin login, shown only this once: admin \S{12,}", printed)
    assert f"ready: http://127.0.0.1:{first.port}/" in printed
    assert "daily-lantern.example" in printed
    assert re.search(r"Teodor Valk.*via .*Selden Courier", printed)
    assert "2026-03-03" in printed
    assert "Ferry across the Ambel" not in printed
    assert [first.get(path) for path in ("/livez", "/readyz", "/admin/login/")] == [200, 200, 200]

    second = serve()
    assert second.process.wait(60) == 1
    assert f"already running (pid {first.process.pid})" in second.errors.read_text()

    running = first.descendants()
    assert len(running) >= 8  # PostgreSQL with its own, Redis, web, worker, beat
    assert first.press_ctrl_c() == 0
    assert left_of(running) == {}
    assert not socket_dir(first.data).exists()
    assert list((first.data / "run").glob("*.pid")) == []

    third = serve()
    printed = third.read_until("Ctrl-C stops it")
    assert "admin login" not in printed
    assert "sample" not in printed


def test_start_after_kill_9_recovers(serve: Callable[..., Serving]) -> None:
    first = serve("--no-sample")
    first.read_until("Ctrl-C stops it")
    running = first.descendants()
    first.process.kill()
    first.process.wait()
    second = serve("--no-sample")
    printed = second.read_until("Ctrl-C stops it")
    assert "admin login" not in printed
    assert left_of(running) == {}
    assert second.get("/readyz") == 200


def test_a_copy_of_the_stopped_folder_is_the_same_registry_elsewhere(
    serve: Callable[..., Serving], tmp_path: Path
) -> None:
    first = serve("--no-sample")
    first.read_until("Ctrl-C stops it")
    review = tmp_path / "review.json"
    review.write_text(json.dumps(REVIEW))
    registry = Running(f"http://127.0.0.1:{first.port}", first.data)
    registry.manage("claimreview_import", str(review))
    shown = registry.call("/claims")["results"]
    assert first.press_ctrl_c() == 0
    copy = tmp_path / "elsewhere"
    subprocess.run(["cp", "-a", first.data, copy], check=True)
    second = serve("--no-sample", data=copy)
    assert "admin login" not in second.read_until("Ctrl-C stops it")
    restored = Running(f"http://127.0.0.1:{second.port}", copy)
    assert "OK: 1 verdicts are in the log as they are stored" in restored.manage("ledger_verify")
    assert [claim["id"] for claim in restored.call("/claims")["results"]] == [claim["id"] for claim in shown]


def test_death_of_one_child_stops_the_rest_and_says_which(serve: Callable[..., Serving]) -> None:
    serving = serve("--no-sample")
    serving.read_until("Ctrl-C stops it")
    running = serving.descendants()
    os.kill(int((serving.data / "run" / "web.pid").read_text()), signal.SIGKILL)
    assert serving.process.wait(60) == 1
    told = serving.errors.read_text()
    assert "web ended by SIGKILL" in told
    assert left_of(running) == {}
    assert not socket_dir(serving.data).exists()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP])
def test_stop_signal_in_the_middle_of_the_start_leaves_nothing(
    serve: Callable[..., Serving], sign: signal.Signals
) -> None:
    serving = serve("--no-sample")
    serving.read_until("PostgreSQL and Redis answer")
    running = serving.descendants()
    assert running
    serving.process.send_signal(sign)
    assert serving.process.wait(60) == 0
    assert left_of(running) == {}
    assert not socket_dir(serving.data).exists()
