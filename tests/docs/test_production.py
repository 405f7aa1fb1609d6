"""The proxy's configuration in docs/production.md: slow callers take no thread of the web service."""

from __future__ import annotations

import getpass
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
FRAME = """
daemon off;
user {user};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u;
    scgi_temp_path {folder}/s;
{server}
}}
"""

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
]


def a_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[int]:
    """The port of nginx, configured as the page says but for TLS, before granian with two threads."""
    (page,) = re.findall(
        r"^```nginx\n(.*?)^```$", (ROOT / "docs" / "production.md").read_text(), re.MULTILINE | re.DOTALL
    )
    front, back = a_port(), a_port()
    server = re.sub(r"^ +ssl_.*\n", "", page, flags=re.MULTILINE)
    server = server.replace("443 ssl", f"127.0.0.1:{front}").replace("127.0.0.1:8000", f"127.0.0.1:{back}")
    (tmp_path / "nginx.conf").write_text(FRAME.format(folder=tmp_path, user=getpass.getuser(), server=server))
    granian = [sys.executable, "-m", "granian", "tests.docs.slow_reading:application", "--interface", "wsgi"]
    threads = ["--port", str(back), "--workers", "1", "--blocking-threads", "2"]
    with ExitStack() as stack:
        for command in ([*granian, *threads], [str(NGINX), "-c", str(tmp_path / "nginx.conf")]):
            process = subprocess.Popen(command, cwd=ROOT)
            stack.callback(process.wait, 20)
            stack.callback(process.terminate)
        deadline = time.monotonic() + 30
        while not (answers(front) and answers(back)):
            assert time.monotonic() < deadline, (tmp_path / "error.log").read_text()
            time.sleep(0.05)
        yield front


def connected(port: int, stack: ExitStack) -> socket.socket:
    return stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))


def test_slow_callers_take_no_thread_from_the_others(proxy: int) -> None:
    with ExitStack() as stack:
        for _ in range(10):
            slow = connected(proxy, stack)
            slow.sendall(b"POST / HTTP/1.1\r\nHost: registry.example\r\nContent-Length: 1000\r\n\r\n{")
        for _ in range(2):
            slow = connected(proxy, stack)
            slow.sendall(b"GET /api/v1/exports/claims.ndjson HTTP/1.1\r\nHost: registry.example\r\n\r\n")
            assert slow.recv(12) == b"HTTP/1.1 200"
        time.sleep(1)
        quick = connected(proxy, stack)
        quick.settimeout(5)
        quick.sendall(b"POST / HTTP/1.0\r\nHost: registry.example\r\nContent-Length: 3\r\n")
        quick.sendall(b"X-Forwarded-Proto: gopher\r\n\r\n{} ")
        assert b"".join(iter(lambda: quick.recv(4096), b"")).endswith(b"3 http")
