"""Child processes that never outlive us, and what an earlier, killed start of ours left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from registry.privileges import Identity, ourselves

_POLL = 0.02  # seconds between two looks at something that is about to happen
_LOG_LIMIT = 5 * 1024 * 1024  # bytes after which a log is put aside at the next start
_HAS_PROC = Path("/proc/self/cmdline").exists()
_SETTLED = 10.0  # seconds after which an error is not one of its start
_RENEWALS, _WITHIN = 5, 600.0  # one that fails is renewed so often within so many seconds
_TAIL = 15  # lines of its log shown for a child that died

Stopping = Sequence[tuple[signal.Signals, float]]


class StackError(RuntimeError):
    """Something that was to run cannot, or no longer does; the message says what and what to do."""


class Child:
    """One long-running process in a session of its own, so that the terminal's Ctrl-C never reaches it.

    It gets `death_signal` (SIGKILL unless given) from the kernel when we die, however we die (Linux).
    `stopping` lists the signals that end it, each with the seconds it is given; after the last one its
    group is killed.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | str = "/",
        stopping: Stopping = ((signal.SIGTERM, 10.0),),
        death_signal: signal.Signals | None = None,
        identity: Identity | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self._command = [str(part) for part in command]
        self._env = dict(os.environ if env is None else env)
        self._cwd = str(cwd)
        self._stopping = stopping
        self._death_signal = death_signal or signal.SIGKILL
        self._identity = identity or ourselves()
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = False
        self._started = 0.0
        self._renewals: list[float] = []
        self._log_start = 0

    @property
    def pid(self) -> int | None:
        """The process id, or None when not started."""
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def wants_renewal(self) -> bool:
        """Whether it ended by itself and is to be started again.

        That is with nothing wrong, asking for it (EX_TEMPFAIL), or by an error or a signal after it had
        worked for a while, as Celery does where the broker goes at a bad moment, and whatever the kernel
        kills for want of memory. What breaks at its first start would again, and what was renewed often of
        late: on a slow machine a start that fails looks like work.
        """
        if self._process is None or self._asked:
            return False
        code = self._process.poll()
        if code is None:
            return False
        if code in {0, os.EX_TEMPFAIL}:
            return True
        worked, renewed = time.monotonic() - self._started >= _SETTLED, self._renewed_of_late()
        return (code == 1 or code < 0) and (worked or renewed > 0) and renewed < _RENEWALS

    def make_way(self) -> None:
        """End what it had started, which would work on beside the fresh one that is to come."""
        self._renewals.append(time.monotonic())
        self.kill()

    def start(self) -> None:
        """Start it and return at once. Raises StackError where the program cannot be run."""
        self._asked = False
        self._started = time.monotonic()
        _put_aside(self.log)
        with self.log.open("ab") as out:
            self._log_start = out.tell()
            try:
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    env=self._env,
                    cwd=self._cwd,
                    start_new_session=True,
                    preexec_fn=self._identity.before_exec(self._death_signal),  # noqa: PLW1509 - no other way in
                    **self._identity.popen_arguments(),  # type: ignore[call-overload]  # user, group, extra_groups
                )
            except (OSError, subprocess.SubprocessError) as error:
                raise StackError(f"{self.name} cannot be started: {error}") from error

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait for `ready()`. Raises StackError if the process ends first or the time is up."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.running:
                raise StackError(self.obituary())
            if time.monotonic() > deadline:
                raise StackError(f"{self.name} was not ready within {seconds:.0f} s; its log is {self.log}")
            time.sleep(_POLL)

    def ask_to_stop(self) -> None:
        """Send the first of the stopping signals and return at once."""
        if self.running and not self._asked and self._process:
            self._process.send_signal(self._stopping[0][0])
            self._asked = True

    def stop(self) -> None:
        """End it and whatever is left of its group; no error if it is not running."""
        self.ask_to_stop()
        for number, (sign, seconds) in enumerate(self._stopping):
            if not self.running or self._process is None:
                break
            if number:
                self._process.send_signal(sign)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
        self.kill()

    def kill(self) -> None:
        """End it and its group at once, as `kill -9` does."""
        if self._process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def obituary(self) -> str:
        """How it ended, with the last lines of its log."""
        code = self._process.poll() if self._process else None
        how = (
            f"by {signal.Signals(-code).name}" if code is not None and code < 0 else f"with exit code {code}"
        )
        if (renewed := self._renewed_of_late()) >= _RENEWALS:
            how += f" after it was started afresh {renewed} times within {_WITHIN / 60:.0f} minutes"
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            lines = log.read().decode(errors="replace").splitlines()
        tail = "".join(f"\n    {line}" for line in lines[-_TAIL:])
        return f"{self.name} ended {how}; its log is {self.log}{tail}"

    def _renewed_of_late(self) -> int:
        now = time.monotonic()
        self._renewals = [moment for moment in self._renewals if now - moment < _WITHIN]
        return len(self._renewals)


def _put_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_name(f"{log.name}.old"))


def command_of(pid: int) -> list[str] | None:
    """The command line of a process, None where there is no such process or only a zombie is left of it."""
    if _HAS_PROC:
        try:
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return None
        return os.fsdecode(raw).rstrip("\0").split("\0") if raw else None
    done = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return [done.stdout.strip()] if done.returncode == 0 else None


def first_pid(pid_file: Path) -> int | None:
    """The process id in the first line of a pid file, None where there is none to read."""
    try:
        return int(pid_file.read_text(encoding="ascii").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def is_ours(pid: int, *markers: Path) -> bool:
    """Whether the process has one of `markers`, paths that only our own children get, on its command line."""
    return any(str(marker) in part for part in command_of(pid) or [] for marker in markers)


def end_orphan(pid: int, *markers: Path, sign: signal.Signals, seconds: float = 10.0) -> None:
    """Stop a process that an earlier start of ours left behind; `sign` first, SIGKILL after `seconds`."""
    for each in (sign, signal.SIGKILL):
        try:
            os.kill(pid, each)
        except ProcessLookupError:
            return
        except PermissionError as error:
            raise StackError(f"process {pid} of another user already works in this data folder") from error
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not is_ours(pid, *markers):
                return
            time.sleep(_POLL)


def end_orphans(run: Path, sockets: Path) -> list[str]:
    """Stop every process that has a pid file in `run`; returns their names.

    Ours have that pid file's path or the socket folder's on their command line; a pid that was given to
    another program since is left alone. Every pid file is removed.
    """
    ended = []
    for pid_file in sorted(run.glob("*.pid")):
        pid = first_pid(pid_file)
        if pid is not None and is_ours(pid, pid_file, sockets):
            end_orphan(pid, pid_file, sockets, sign=signal.SIGTERM)
            ended.append(pid_file.stem)
        pid_file.unlink(missing_ok=True)
    return ended
