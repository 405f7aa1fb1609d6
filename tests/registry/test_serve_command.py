"""What `manage.py serve` refuses before it starts anything."""

from __future__ import annotations

import socket

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize("port", ["0", "-1", "65536", "eighty", "８０"])
def test_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(CommandError, match="is not a port: a number from 1 to 65535"):
        call_command("serve", f"--port={port}")


def test_taken_port_is_refused_in_one_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError) as refusal:
            call_command("serve", "--port", str(port))
    assert str(refusal.value) == f"port {port} is taken by another program; choose another with --port"
