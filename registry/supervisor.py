"""Web, worker and beat above the embedded servers: started in order, watched, stopped in order."""

from __future__ import annotations

import http.client
import logging
import os
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import NoReturn

from registry.data_folder import DataFolder
from registry.embedded import Stack, site_note
from registry.ports import Port
from registry.processes import Child, StackError, Stopping, end_orphans

_PROJECT = Path(__file__).resolve().parent.parent
_READY_SECONDS = 120.0
_WATCH_SECONDS = 0.25
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

logger = logging.getLogger(__name__)


class Interrupted(KeyboardInterrupt):
    """A signal asked the registry to stop."""


@contextmanager
def stop_signals() -> Iterator[None]:
    """Inside, the first SIGINT, SIGTERM or SIGHUP raises Interrupted and later ones change nothing.

    What is stopping is thus never interrupted half-way; every wait on the way down has its own limit.
    SIGHUP stays ignored where it was, as nohup has it.
    """

    def ignore(number: int, frame: FrameType | None) -> None:
        """Stopping has begun."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        for each in _STOP_SIGNALS:
            signal.signal(each, ignore)
        raise Interrupted

    before = {each: signal.getsignal(each) for each in _STOP_SIGNALS}
    for each, handler in before.items():
        if each != signal.SIGHUP or handler != signal.SIG_IGN:
            signal.signal(each, interrupt)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class Supervisor:
    """One running registry. Entering it starts the servers beneath, leaving it stops everything.

    It holds the port until it stops. `stack` is None where DATABASE_URL and REDIS_URL name servers of the
    user's own (`embedded` False).
    Use it from the main thread: on Linux children end with the thread that started them.
    """

    def __init__(self, data: Path, *, port: Port, embedded: bool) -> None:
        self.port = port.number
        self.site = f"http://127.0.0.1:{port.number}"
        self._reserved = port
        self._public_url = os.environ.get("PUBLIC_URL") or self.site
        self.stack = Stack(data) if embedded else None
        self.folder = self.stack.folder if self.stack else DataFolder(data)
        self._nonce = secrets.token_hex(16)
        # Were its main process killed at once, its worker would go on serving.
        self.web = self._child("web", self._web_command(), death_signal=signal.SIGTERM)
        self.worker = self._child(
            "worker", self._worker_command(), stopping=((signal.SIGTERM, 6.0), (signal.SIGQUIT, 7.0))
        )
        self.beat = self._child("beat", self._beat_command())
        self._above = (self.web, self.worker, self.beat)
        self._awaiting_room: list[Child] = []

    def __enter__(self) -> Supervisor:
        if self.stack:
            self.stack.start()
        else:
            self.folder.claim()
            end_orphans(self.folder.run, self.folder.path)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def children(self) -> list[Child]:
        """Every process that must be there, those beneath first."""
        beneath = [self.stack.postgres.child, self.stack.redis.child] if self.stack else []
        return [*beneath, *self._above]

    def start(self) -> None:
        """Start web, worker and beat on a migrated database; returns when the web answers as ready.

        Raises StackError if it does not, or if another program answers on the port.
        """
        site_note(self.folder.path, self._public_url)
        for child in self._above:
            self._begin(child)
        self.web.wait_until(self._ready, seconds=_READY_SECONDS)

    def check(self) -> None:
        """Renew what is to be; raise StackError with the last lines of its log if another child has died."""
        for child in self.children:
            if child.running or child in self._awaiting_room:
                continue
            if child not in self._above or not child.wants_renewal:
                raise StackError(child.obituary())
        self.renew()

    def renew(self) -> None:
        """Start web, worker and beat afresh where they ended after they had worked, or asked for it.

        A quiet worker does (registry/canary.py). On a full disk, where many a child ends, none could start:
        they wait for room.
        """
        for child in self._above:
            if child.wants_renewal:
                when = "" if self.folder.has_room() else " as soon as the disk has room"
                logger.warning("%s\nIt is started afresh%s.", child.obituary(), when)
                child.make_way()
                self._awaiting_room.append(child)
        while self._awaiting_room and self.folder.has_room():
            self._begin(self._awaiting_room.pop())

    def watch(self) -> NoReturn:
        """Stay until a child dies (StackError) or a signal ends the wait (Interrupted)."""
        while True:
            self.check()
            time.sleep(_WATCH_SECONDS)

    def stop(self) -> None:
        """Stop web, beat and worker together, then the servers beneath them; safe to call twice."""
        for child in self._above:
            child.ask_to_stop()
        for child in self._above:
            child.stop()
        if self.stack:
            self.stack.stop()
        self.folder.release()
        self._reserved.release()

    def _begin(self, child: Child) -> None:
        (self.folder.run / f"{child.name}.pid").unlink(missing_ok=True)
        child.start()

    def _ready(self) -> bool:
        """Whether the server on the port is ready and is ours: another program could answer there."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with closing(connection), suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/readyz", headers={"Host": "localhost"})
            answer = connection.getresponse()
            return answer.status == http.client.OK and answer.getheader("X-Start-Nonce") == self._nonce
        return False

    def _child(
        self,
        name: str,
        command: list[str | Path],
        stopping: Stopping = ((signal.SIGTERM, 6.0),),
        death_signal: signal.Signals | None = None,
    ) -> Child:
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "registry.settings",
            "REGISTRY_DATA": str(self.folder.path),
            "REGISTRY_START_NONCE": self._nonce,
            "PUBLIC_URL": self._public_url,
            "PYTHONUNBUFFERED": "1",
        }
        log = self.folder.logs / f"{name}.log"
        return Child(
            name,
            [sys.executable, "-m", *command],
            log=log,
            env=env,
            cwd=_PROJECT,
            stopping=stopping,
            death_signal=death_signal,
        )

    def _web_command(self) -> list[str | Path]:
        options = ["--http1-buffer-size", "65536", "--workers-kill-timeout", "5"]
        return [
            *("granian", "registry.wsgi:application", "--interface", "wsgi", "--http", "1", "--no-ws"),
            *("--host", "127.0.0.1", "--port", str(self.port)),
            *("--workers", "1", "--blocking-threads", "8"),
            *options,
            *("--pid-file", self.folder.run / "web.pid"),
        ]

    def _worker_command(self) -> list[str | Path]:
        options = ["--pool", "prefork", "--concurrency", "2", "--without-gossip", "--without-mingle"]
        return [
            *("celery", "--app", "registry", "worker", "--loglevel", "INFO"),
            *options,
            *("--pidfile", self.folder.run / "worker.pid"),
        ]

    def _beat_command(self) -> list[str | Path]:
        return [
            *("celery", "--app", "registry", "beat", "--loglevel", "INFO"),
            *("--schedule", self.folder.path / "beat-schedule"),
            *("--pidfile", self.folder.run / "beat.pid"),
        ]
