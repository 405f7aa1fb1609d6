"""The embedded PostgreSQL and Redis, started and stopped for real in folders of every kind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from registry.embedded import EmbeddedUnavailable, Stack, addresses, available, default_data_dir, socket_dir
from registry.embedded_postgres import PORT
from registry.processes import StackError, command_of

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder whose socket folder is gone at the end, whatever the test did."""
    folder = tmp_path / "data"
    yield folder
    shutil.rmtree(socket_dir(folder), ignore_errors=True)


def query(data: Path, statement: str) -> str:
    """The first column of the first row, from the database of that data folder."""
    host = str(addresses(data).postgres_dir)
    with psycopg.connect(
        host=host, port=PORT, user="postgres", dbname="registry", autocommit=True
    ) as connection:
        cursor = connection.execute(statement.encode())
        row = cursor.fetchone() if cursor.description else None
    return str(row[0]) if row else ""


def test_addresses_touch_nothing_and_fit_into_a_socket_path(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a rather long folder name"] * 20)
    found = addresses(deep)
    assert not deep.exists()
    assert not found.postgres_dir.parent.exists()
    assert len(str(found.postgres_dir / ".s.PGSQL.5432")) < 104
    assert found.broker_url.startswith("redis+socket:///tmp/claim-registry-")
    assert found.broker_url.endswith("?virtual_host=0")
    assert found.cache_url.startswith("unix:///tmp/claim-registry-")
    assert found.cache_url.endswith("?db=1")


def test_two_data_folders_have_two_socket_folders(tmp_path: Path) -> None:
    assert socket_dir(tmp_path / "one") != socket_dir(tmp_path / "two")
    assert socket_dir(tmp_path / "one") == socket_dir(tmp_path / "two" / ".." / "one")


def test_data_folder_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGISTRY_DATA", str(tmp_path / "elsewhere"))
    assert default_data_dir() == (tmp_path / "elsewhere").resolve()
    monkeypatch.delenv("REGISTRY_DATA")
    assert default_data_dir() == PROJECT / ".data"


def test_without_the_wheel_the_message_says_what_to_set(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.setattr("registry.embedded.postgres_binaries", lambda: None)
    assert not available()
    with pytest.raises(EmbeddedUnavailable, match=r"DATABASE_URL.*REDIS_URL"):
        Stack(data).start()
    assert not data.exists()


def test_data_outlives_a_restart_in_a_deep_folder_with_spaces(tmp_path: Path) -> None:
    data = tmp_path.joinpath("with spaces, 'quotes' and ё", *["deep" * 10] * 5)
    with Stack(data) as stack:
        assert query(data, "SHOW server_version").startswith("18.")
        assert query(data, "SHOW fsync") == "on"
        query(data, "CREATE TABLE kept AS SELECT 'still here' AS text")
        redis.Redis.from_url(addresses(data).cache_url).set("key", "value")
        sockets = stack.sockets
        assert sockets.stat().st_mode & 0o777 == 0o700
    assert not sockets.exists()
    with Stack(data):
        assert query(data, "SELECT text FROM kept") == "still here"
        assert redis.Redis.from_url(addresses(data).cache_url).get("key") == b"value"


def test_vectors_are_there_and_no_tcp_port_is_open(data: Path) -> None:
    with Stack(data, durable=False):
        assert query(data, "SELECT 1 FROM pg_available_extensions WHERE name = 'vector'") == "1"
        assert query(data, "SHOW listen_addresses") == ""
        assert query(data, "SHOW fsync") == "off"
        assert redis.Redis.from_url(addresses(data).cache_url).config_get("port") == {"port": "0"}


def test_second_start_is_refused_and_names_the_process(data: Path) -> None:
    with Stack(data, durable=False):
        with pytest.raises(StackError, match=rf"already running \(pid {os.getpid()}\)"):
            Stack(data).start()
        assert query(data, "SELECT 1") == "1"


def test_redis_and_postgres_can_be_killed_and_started_alone(data: Path) -> None:
    with Stack(data, durable=False) as stack:
        cache = redis.Redis.from_url(addresses(data).cache_url)
        stack.redis.stop()
        with pytest.raises(redis.ConnectionError):
            cache.ping()
        assert query(data, "SELECT 1") == "1"
        stack.redis.start()
        assert cache.ping()
        stack.postgres.kill()
        with pytest.raises(psycopg.OperationalError):
            query(data, "SELECT 1")
        stack.postgres.start()
        assert query(data, "SELECT 1") == "1"


def test_pid_of_another_program_is_left_alone(data: Path) -> None:
    with Stack(data, durable=False):
        pass
    with subprocess.Popen(["sleep", "600"]) as stranger:
        try:
            (data / "postgres" / "postmaster.pid").write_text(f"{stranger.pid}\n/nowhere\n1\n5432\n\n\n")
            (data / "run" / "redis.pid").write_text(f"{stranger.pid}\n")
            with Stack(data, durable=False) as stack:
                assert query(data, "SELECT 1") == "1"
                assert stack.notes == []
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_pid_file_of_a_process_that_is_gone_or_nonsense_does_not_hinder(data: Path) -> None:
    with Stack(data, durable=False):
        pass
    gone = subprocess.Popen(["true"])
    gone.wait()
    (data / "postgres" / "postmaster.pid").write_text(f"{gone.pid}\n/nowhere\n1\n5432\n\n\n")
    (data / "run" / "web.pid").write_text("not a number\n")
    with Stack(data, durable=False):
        assert query(data, "SELECT 1") == "1"
        assert not (data / "run" / "web.pid").exists()


def test_servers_left_behind_by_a_killed_start_are_stopped(data: Path) -> None:
    """Started without the kernel's help to die with their parent, as on a system that has none."""
    with Stack(data, durable=False) as stack:
        redis_command = stack.redis.child._command
    stack.sockets.mkdir(mode=0o700)
    left = [
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", data / "run" / "worker.pid"]),
        subprocess.Popen(redis_command, stdout=subprocess.DEVNULL),
    ]
    try:
        (data / "run" / "worker.pid").write_text(str(left[0].pid))
        deadline = time.monotonic() + 20
        while not (data / "run" / "redis.pid").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        with Stack(data, durable=False) as again:
            assert again.notes == [
                f"Stopped {name}, left behind by an earlier start." for name in ("redis", "worker")
            ]
        assert [process.wait(10) for process in left] == [-signal.SIGTERM, 0]
    finally:
        for process in left:
            process.kill()
            process.wait()


def test_folder_that_another_put_in_place_of_ours_is_refused(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "theirs"
    target.mkdir()
    socket_dir(data).symlink_to(target)
    try:
        with pytest.raises(StackError, match="is not our folder"):
            Stack(data, durable=False).start()
        assert list(target.iterdir()) == []
    finally:
        socket_dir(data).unlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of another user")
def test_socket_folder_of_another_user_is_refused(data: Path) -> None:
    socket_dir(data).mkdir()
    os.chown(socket_dir(data), 65534, 65534)
    with pytest.raises(StackError, match="is not our folder"):
        Stack(data, durable=False).start()
    assert socket_dir(data).exists()


def test_data_folder_that_cannot_be_one_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("a file, not a folder")
    with pytest.raises(StackError, match="cannot be used"):
        Stack(file / "data").start()


def test_failed_start_leaves_nothing_running(data: Path) -> None:
    with Stack(data, durable=False) as stack:
        pass
    (data / "postgres" / "postgresql.conf").write_text("nonsense = nonsense\n")
    with pytest.raises(StackError, match=r"(?s)PostgreSQL ended with exit code.*nonsense"):
        stack.start()
    assert not stack.sockets.exists()
    assert not stack.postgres.child.running
    with pytest.raises(StackError, match="nonsense"):  # and not: already running
        stack.start()


SERVERS_OF_A_KILLED_PARENT = """
import sys, time
from pathlib import Path
from registry.embedded import Stack
stack = Stack(Path(sys.argv[1]), durable=False)
stack.start()
print(stack.postgres.child.pid, stack.redis.child.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
def test_servers_die_with_a_killed_parent_and_the_next_start_recovers(data: Path) -> None:
    command = [sys.executable, "-c", SERVERS_OF_A_KILLED_PARENT, str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as parent:
        assert parent.stdout
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 2
        query(data, "CREATE TABLE kept AS SELECT 'committed' AS text")
        parent.kill()
    with Stack(data, durable=False):
        assert query(data, "SELECT text FROM kept") == "committed"
    assert [command_of(pid) for pid in pids] == [None, None]
