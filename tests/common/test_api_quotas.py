"""How often one may call."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django import Settings
from redis import Redis

from common.api import quotas
from common.scopes import Scope
from tests import factories
from tests.api import administrator, anonymous, problem

_PATH = "/api/v1/topics"


@pytest.fixture(autouse=True)
def counters(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small quotas, and counters of the test's own."""
    settings.API_QUOTA_KEY, settings.API_QUOTA_ADDRESS = 5, 3
    window = quotas._Window(str(settings.CACHES["default"]["LOCATION"]), prefix=f"quota-{uuid4()}")
    monkeypatch.setattr(quotas, "_window", lambda: window)


def _rate(response: Any) -> tuple[int, int]:
    found = re.fullmatch(r'"default";r=(\d+);t=(\d+)', response["RateLimit"])
    assert found
    return int(found[1]), int(found[2])


def test_every_answer_says_how_many_more_there_may_be() -> None:
    who = administrator(Scope.SOURCES_WRITE)
    answers = [
        who.get(_PATH),
        who.get("/api/v1/nothing"),
        who.get(f"{_PATH}?x=1"),
        who.generic("BREW", _PATH),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 400, 405]
    assert [_rate(answer)[0] for answer in answers] == [4, 3, 2, 1]
    for answer in answers:
        assert answer["RateLimit-Policy"] == '"default";q=5;w=60'
        assert 0 < _rate(answer)[1] <= 60
    tag = who.get(_PATH)["ETag"]
    factories.topic()
    refused = who.get(_PATH, headers={"If-None-Match": tag})
    problem(refused, 429)
    assert _rate(refused)[0] == 0


def test_whoever_calls_too_often_is_told_when_to_come_back() -> None:
    for _ in range(3):
        assert anonymous().get(_PATH).status_code == 200
    refused = anonymous().get(_PATH)
    found = problem(refused, 429)
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused["Retry-After"] in found["detail"]


def test_keys_have_their_own_quota_and_addresses_theirs() -> None:
    first, second = administrator(Scope.SOURCES_WRITE), administrator(Scope.SOURCES_WRITE)
    for _ in range(5):
        first.get(_PATH)
    assert first.get(_PATH).status_code == 429
    assert second.get(_PATH).status_code == 200
    for _ in range(4):
        last = anonymous().get(_PATH, REMOTE_ADDR="198.18.0.7")
    assert last.status_code == 429
    assert anonymous().get(_PATH, REMOTE_ADDR="198.18.0.8").status_code == 200


def test_of_ipv6_a_network_is_one_caller() -> None:
    for number in range(4):
        last = anonymous().get(_PATH, REMOTE_ADDR=f"2a00:1:2:3::{number}")
    assert last.status_code == 429
    assert anonymous().get(_PATH, REMOTE_ADDR="2a00:1:2:4::1").status_code == 200


def test_an_ipv4_address_written_as_ipv6_is_that_address() -> None:
    for _ in range(4):
        last = anonymous().get(_PATH, REMOTE_ADDR="::ffff:198.18.0.7")
    assert last.status_code == 429
    assert anonymous().get(_PATH, REMOTE_ADDR="198.18.0.7").status_code == 429
    assert anonymous().get(_PATH, REMOTE_ADDR="::ffff:198.18.0.8").status_code == 200


def test_whoever_guesses_keys_is_counted_by_address() -> None:
    guess = {"Authorization": "Bearer crk_guess"}
    found = [anonymous().get(_PATH, headers=guess).status_code for _ in range(4)]
    assert found == [401, 401, 401, 429]


def test_behind_a_proxy_the_caller_is_whom_the_proxy_saw(settings: Settings) -> None:
    def ask(chain: str) -> int:
        return int(anonymous().get(_PATH, headers={"X-Forwarded-For": chain}).status_code)

    assert [ask(f"198.18.1.{number}") for number in range(4)][-1] == 429, "without one it is not believed"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert [ask(f"10.1.1.{number}, 198.18.0.9") for number in range(4)] == [200, 200, 200, 429]
    assert ask("10.1.1.1, 198.18.0.10") == 200


def test_no_quota_is_no_limit_and_no_header(settings: Settings) -> None:
    settings.API_QUOTA_ADDRESS = 0
    answers = [anonymous().get(_PATH) for _ in range(5)]
    assert all(answer.status_code == 200 and "RateLimit" not in answer for answer in answers)


@pytest.mark.django_db(transaction=True)
def test_of_five_hundred_at_once_exactly_the_quota_is_admitted(settings: Settings) -> None:
    settings.API_QUOTA_KEY = 100
    who = administrator(Scope.SOURCES_WRITE)

    def ask(_: int) -> int:
        try:
            return int(who.get("/api/v1/nothing").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        found = Counter(pool.map(ask, range(500)))
    assert found == {404: 100, 429: 400}


def test_a_redis_that_was_started_anew_counts_on(settings: Settings) -> None:
    assert _rate(anonymous().get(_PATH))[0] == 2
    ours = quotas._window()._storage().storage
    with Redis.from_url(str(settings.CACHES["default"]["LOCATION"])) as other:
        other.script_flush()
        assert _rate(anonymous().get(_PATH))[0] == 1, "the script is loaded again"
        other.client_kill_filter(_id=ours.client_id())
        assert _rate(anonymous().get(_PATH))[0] == 0, "the connection is made again"


def test_without_redis_everybody_is_admitted_and_the_log_says_so_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = quotas._Window("redis://127.0.0.1:9/0")
    monkeypatch.setattr(quotas, "_window", lambda: away)
    monkeypatch.setattr(quotas, "_PAUSE", 0.0)
    answers = [anonymous().get(_PATH) for _ in range(5)]
    assert all(answer.status_code == 200 for answer in answers)
    assert answers[0]["RateLimit-Policy"] == '"default";q=3;w=60'
    assert "RateLimit" not in answers[0]
    said = [record for record in caplog.records if "Redis does not answer" in record.message]
    assert len(said) == 1
