"""The folder that holds everything one running registry keeps: data, logs, pid files and its lock."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from registry.processes import StackError

if sys.platform != "win32":
    import fcntl

_ROOM = 16 * 1024 * 1024  # bytes; PostgreSQL takes that much at a time


class DataFolder:
    """A folder that at most one registry works in at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().resolve()
        self.logs = self.path / "log"
        self.run = self.path / "run"
        self._lock: int | None = None

    def claim(self) -> None:
        """Create it and take its lock, which the kernel releases when this process ends, however.

        Raises StackError where it cannot be created, or naming the process that works in it.
        """
        try:
            for folder in (self.path, self.logs, self.run):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StackError(f"the data folder {self.path} cannot be used: {error.strerror}") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(lock, 20).decode("ascii", "replace").strip() or "unknown"
            os.close(lock)
            raise StackError(
                f"the registry in {self.path} is already running (pid {holder}); "
                "stop it, or choose another data folder"
            ) from error
        os.ftruncate(lock, 0)
        os.write(lock, f"{os.getpid()}\n".encode())
        self._lock = lock

    def has_room(self) -> bool:
        """Whether its disk has room enough to work."""
        return shutil.disk_usage(self.path).free >= _ROOM

    def release(self) -> None:
        """Give the lock back; no error if it is not held."""
        if self._lock is not None:
            os.ftruncate(self._lock, 0)
            os.close(self._lock)
            self._lock = None
