"""Servers of an application, for as long as a benchmark asks them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from registry.ports import Port

# As many as in the image.
PROCESSES, THREADS = 4, 2
_WORKERS = ["--workers", str(PROCESSES)]
WSGI = ["granian", "--interface", "wsgi", *_WORKERS, "--blocking-threads", str(THREADS)]
ASGI = ["uvicorn", *_WORKERS, "--log-level", "warning"]
_ROOT = Path(__file__).resolve().parent.parent
_UNLIMITED = "1000000000"


@contextmanager
def serving(server: list[str], application: str) -> Iterator[int]:
    """A server of the application, on the database and with quotas that nobody reaches; its port."""
    port = Port.usual()
    database = settings.DATABASES["default"]
    env = {
        **os.environ,
        "PYTHONPATH": str(_ROOT),
        "PUBLIC_URL": settings.PUBLIC_URL,
        "API_QUOTA_KEY": _UNLIMITED,
        "API_QUOTA_ADDRESS": _UNLIMITED,
        "BENCH_DSN": f"host={database['HOST']} user={database['USER']} dbname={database['NAME']}",
        "BENCH_HOST": str(database["HOST"]),
        "BENCH_USER": str(database["USER"]),
        "BENCH_DATABASE": str(database["NAME"]),
    }
    address = ["--host", "127.0.0.1", "--port", str(port.number)]
    process = subprocess.Popen(
        [sys.executable, "-m", *server, *address, application],
        cwd=_ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(process, port.number)
        yield port.number
    finally:
        process.terminate()
        process.wait(timeout=30)
        port.release()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"a server ended with exit code {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("a server did not start")
