"""Pytest plugin: one throw-away PostgreSQL and Redis for the whole run, every xdist worker included.

Loaded by `-p tests.embedded_stack`, since Django's settings are read before any conftest. With
DATABASE_URL and REDIS_URL set it starts nothing and the tests use those.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from pathlib import Path
from types import FrameType

import pytest

from registry.data_folder import DataFolder
from registry.embedded import Stack, socket_dir
from registry.processes import StackError

_PREFIX = "claim-registry-tests-"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the stack in the process that controls the run and point the settings at it."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    parent = Path(tempfile.gettempdir())
    _remove_what_killed_runs_left(parent)
    stack = Stack(Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent)), durable=False)
    # Registered before the start, so that an interrupted or failed one is cleaned up as well.
    early_config.add_cleanup(lambda: _remove(stack))
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _interrupt)
    for name in ("API_QUOTA_KEY", "API_QUOTA_ADDRESS"):
        os.environ.setdefault(name, "1000000")
    temporary = stack.data / "tmp"
    temporary.mkdir()
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(temporary / "hypothesis"))
    os.environ["REGISTRY_DATA"] = str(stack.data)
    os.environ["TMPDIR"] = os.environ["PYTEST_DEBUG_TEMPROOT"] = str(temporary)
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    try:
        stack.start()
    except StackError as error:
        raise pytest.UsageError(str(error)) from error


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Let pytest end as it does on Ctrl-C, cleaning up, where it would have died on the spot."""
    raise KeyboardInterrupt


def _remove(stack: Stack) -> None:
    stack.stop()
    shutil.rmtree(stack.data, ignore_errors=True)


def _remove_what_killed_runs_left(parent: Path) -> None:
    """Delete the folders of earlier runs that ended without cleaning up: nobody holds their lock."""
    for data in parent.glob(f"{_PREFIX}*"):
        if data.lstat().st_uid != os.geteuid() or not (data / "lock").exists():
            continue
        folder = DataFolder(data)
        try:
            folder.claim()
        except StackError:
            continue
        shutil.rmtree(socket_dir(data), ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)
        folder.release()
