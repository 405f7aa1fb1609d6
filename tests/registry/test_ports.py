"""Which ports are chosen, and that two registries never choose the same."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from registry.ports import Port
from registry.processes import StackError


def test_a_port_that_another_program_listens_on_is_refused_on_whatever_address() -> None:
    for address in ("127.0.0.1", "0.0.0.0"):  # noqa: S104 - the point of the test
        with socket.socket() as other:
            other.bind((address, 0))
            other.listen()
            number = other.getsockname()[1]
            with pytest.raises(StackError, match=f"port {number} is taken by another program"):
                Port(number)


def test_the_next_port_is_taken_where_the_usual_one_is_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        monkeypatch.setattr("registry.ports._USUAL", (number, 27999, 27998))
        port = Port.usual()
        assert port.number in {27999, 27998}
        port.release()
        monkeypatch.setattr("registry.ports._USUAL", (number,))
        with pytest.raises(StackError, match="--port"):
            Port.usual()


@pytest.mark.skipif(sys.platform != "linux", reason="reserved on Linux only")
def test_a_port_is_nobody_elses_from_its_choice_until_it_is_released_or_its_holder_dies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("registry.ports._USUAL", (27995, 27996))
    with (port := Port.usual())._reserved or socket.socket():
        assert port.number == 27995
        assert Port.usual().number == 27996
    Port(27995).release()
    holder = subprocess.Popen(
        [sys.executable, "-c", "from registry.ports import Port; p = Port(27995); print('held'); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(StackError):
        Port(27995)
    holder.kill()
    holder.communicate()
    Port(27995).release()
