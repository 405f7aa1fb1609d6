"""The embedded stack as root, as root where user namespaces are refused, and as an ordinary user."""

from __future__ import annotations

import os
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from registry import privileges
from registry.embedded import Stack, addresses, socket_dir
from registry.privileges import never_root, unreachable_folder, user_namespaces_work
from registry.processes import StackError

NOBODY = 65534

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become somebody else")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A data folder that every user can reach (pytest's own are private)."""
    parent = Path(tempfile.mkdtemp(prefix="claim-registry-identity-", dir="/tmp"))
    parent.chmod(0o755)
    yield parent / "data"
    shutil.rmtree(socket_dir(parent / "data"), ignore_errors=True)
    shutil.rmtree(parent)


def answer(data: Path) -> str:
    """What the database of that data folder says its version is."""
    host = str(addresses(data).postgres_dir)
    with psycopg.connect(host=host, port=5432, user="postgres", dbname="registry") as connection:
        row = connection.execute("SHOW server_version").fetchone()
    return str(row and row[0])


def in_a_child_process(work: Callable[[], None]) -> int:
    """The exit code of a forked process that does the work: 0, or 1 with a traceback on stderr."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - nothing may return into pytest from here
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@as_root
@pytest.mark.skipif(not user_namespaces_work(), reason="user namespaces are refused here")
def test_as_root_files_stay_roots(open_folder: Path) -> None:
    with Stack(open_folder, durable=False) as stack:
        pid = stack.postgres.child.pid
        assert f"{NOBODY}" in Path(f"/proc/{pid}/uid_map").read_text()
        assert answer(open_folder).startswith("18.")
    assert {path.stat().st_uid for path in open_folder.rglob("*")} == {0}


@as_root
def test_as_root_without_namespaces_postgres_runs_as_nobody(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if user_namespaces_work():
        with Stack(open_folder, durable=False):
            pass  # what a start with namespaces made must be taken over
    monkeypatch.setattr(privileges, "user_namespaces_work", lambda: False)
    nobody = never_root().owner[0]
    with Stack(open_folder, durable=False) as stack:
        assert Path(f"/proc/{stack.postgres.child.pid}").stat().st_uid == nobody
        assert answer(open_folder).startswith("18.")
    assert (open_folder / "postgres" / "PG_VERSION").stat().st_uid == nobody
    monkeypatch.undo()
    with Stack(open_folder, durable=False):
        assert answer(open_folder).startswith("18.")


@as_root
def test_folder_that_nobody_may_not_enter_is_named(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privileges, "user_namespaces_work", lambda: False)
    open_folder.parent.chmod(0o700)
    with pytest.raises(StackError, match=f"may not enter {open_folder.parent}; set REGISTRY_DATA"):
        Stack(open_folder, durable=False).start()


@as_root
def test_as_an_ordinary_user(open_folder: Path) -> None:
    open_folder.mkdir()
    os.chown(open_folder, NOBODY, NOBODY)

    def start_and_ask() -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        with Stack(open_folder, durable=False) as stack:
            assert answer(open_folder).startswith("18.")
            assert stack.sockets.name.startswith(f"claim-registry-{NOBODY}-")
        assert not stack.sockets.exists()

    assert in_a_child_process(start_and_ask) == 0
    assert {path.stat().st_uid for path in open_folder.rglob("*")} == {NOBODY}


def test_private_home_folder_is_unreachable_for_others(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    stranger = privileges.Identity(owner=(NOBODY - 1, NOBODY - 1))
    assert unreachable_folder(home / "data", privileges.ourselves()) is None
    closed = unreachable_folder(home / "data", stranger)
    assert closed is not None
    assert (home / "data").is_relative_to(closed)
