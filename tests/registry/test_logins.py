"""A password of the desk cannot be tried without end."""

from __future__ import annotations

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from claims.roles import Role
from common.api import quotas
from registry import logins
from tests import factories

pytestmark = pytest.mark.django_db
_RIGHT = "a long pass phrase"


@pytest.fixture(autouse=True)
def counters(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counters of the test's own, and passwords that are checked fast."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    window = quotas._Window(str(settings.CACHES["default"]["LOCATION"]), prefix=f"quota-{uuid4()}")
    monkeypatch.setattr(quotas, "_window", lambda: window)


@pytest.fixture
def oda(counters: None) -> User:
    return User.objects.create_superuser("oda", password=_RIGHT)


def log_in(name: str = "oda", password: str = "wrong", address: str = "192.0.2.1") -> Any:  # noqa: S107 - it is
    given = {"username": name, "password": password}
    return Client().post(reverse("admin:login"), given, REMOTE_ADDR=address)


def test_a_name_is_tried_so_often_and_no_more_from_anywhere(
    oda: User, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(logins.BY_NAME):
        answer = log_in(name="Oda" if number % 2 else "oda", address=f"192.0.2.{number}")
        assert (answer.status_code, "Too many attempts" in answer.content.decode()) == (200, False)
    with caplog.at_level(logging.WARNING, logger="registry.logins"):
        refused = [log_in(password=_RIGHT, address=f"198.51.100.{number}") for number in range(3)]
    for answer in refused:
        assert answer.status_code == 429
        assert 0 < int(answer["Retry-After"]) <= logins.WINDOW
        assert re.search(r"Too many attempts to log in failed\. Wait 15 minutes", answer.content.decode())
    assert ["198.51.100.0" in line for line in caplog.messages] == [True]
    assert "oda" not in caplog.text
    assert log_in(name="mira").status_code == 200


@pytest.mark.parametrize("role", [*Role, None])
def test_whoever_has_a_role_gets_in_without_staff_status_and_nobody_else_does(role: Role | None) -> None:
    person = factories.user(role=role, username="mira")
    person.set_password(_RIGHT)
    person.save()
    assert not person.is_staff
    client = Client()
    client.post(reverse("admin:login"), {"username": "mira", "password": _RIGHT})
    index = client.get(reverse("admin:index"))
    queue = client.get(reverse("admin:claims_candidate_changelist"))
    assert [index.status_code, queue.status_code] == ([200, 200] if role else [302, 302])
    person.is_active = False
    person.save()
    assert client.get(reverse("admin:index")).status_code == 302


def test_from_one_network_so_many_names_are_tried(oda: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logins, "BY_NETWORK", 3)
    answers = [log_in(name=f"nobody-{n}", address=f"2001:db8::{n}").status_code for n in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    # Nobody else is kept out by it.
    assert log_in(password=_RIGHT, address="192.0.2.7").status_code == 302


def test_what_succeeds_does_not_count(oda: User) -> None:
    for _ in range(logins.BY_NAME - 1):
        log_in()
    for _ in range(3):
        assert log_in(password=_RIGHT).status_code == 302
    assert log_in().status_code == 200
    assert log_in(password=_RIGHT).status_code == 429


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_get_through(oda: User) -> None:
    def attempt(_: int) -> int:
        try:
            return int(log_in().status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(3 * logins.BY_NAME)))
    assert sorted(answers) == [200] * logins.BY_NAME + [429] * 2 * logins.BY_NAME


def test_while_redis_is_away_everybody_may_log_in(oda: User, monkeypatch: pytest.MonkeyPatch) -> None:
    away = quotas._Window("redis://127.0.0.1:9/0")
    monkeypatch.setattr(quotas, "_window", lambda: away)
    for _ in range(logins.BY_NAME + 2):
        assert log_in().status_code == 200
    assert log_in(password=_RIGHT).status_code == 302


def test_an_attempt_without_a_name_is_none() -> None:
    assert log_in(name="").status_code == 200
