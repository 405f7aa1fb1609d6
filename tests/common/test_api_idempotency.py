"""A request that is sent again is answered again and not carried out again."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from claims.roles import Role
from common.answers import KEPT, Place, answer_lock, answers_purge
from common.models import KeptAnswer
from common.scopes import Scope
from sources.models import Source
from tests import factories
from tests.api import Caller, administrator, anonymous, caller, problem
from webhooks.models import Endpoint

_PATH = "/api/v1/sources"
_BODY = {"kind": "person", "name": "Oda Brekke"}
_HOOK = "http://127.0.0.1:9/hook"


@pytest.fixture
def who(db: None) -> Caller:
    return administrator(Scope.SOURCES_WRITE, Scope.CLAIMS_WRITE)


def _send(who: Caller, key: str = "k1", body: Any = None, path: str = _PATH) -> Any:
    return who.send("POST", path, _BODY if body is None else body, Idempotency_Key=key)


def test_the_same_request_is_given_the_same_answer_and_makes_one_row(who: Caller) -> None:
    first, again = _send(who), _send(who)
    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    for name in ("Location", "Content-Type"):
        assert again[name] == first[name]
    assert (first.get("Idempotency-Replayed"), again["Idempotency-Replayed"]) == (None, "true")
    assert Source.objects.filter(name="Oda Brekke").count() == 1


def test_how_the_body_is_spelt_makes_no_difference(who: Caller) -> None:
    first = _send(who)
    spelt = b'{"name":  "Oda\\u0020Brekke",\n"kind":"person"}'
    again = who.generic(
        "POST", _PATH, spelt, content_type="application/json", headers={"Idempotency-Key": "k1"}
    )
    assert again.content == first.content


def test_a_key_used_for_something_else_is_refused(who: Caller) -> None:
    _send(who)
    found = problem(_send(who, body=_BODY | {"name": "Ivo Lenz"}), 422)
    assert "new key" in found["detail"]
    assert not Source.objects.filter(name="Ivo Lenz").exists()


def test_a_key_is_its_owners_and_its_addresss(who: Caller) -> None:
    _send(who)
    assert _send(administrator(Scope.SOURCES_WRITE)).status_code == 201
    assert _send(who, body={"slug": "water", "name": "Water"}, path="/api/v1/topics").status_code == 201
    assert _send(who, key="k2").status_code == 201
    assert Source.objects.filter(name="Oda Brekke").count() == 3


def test_what_was_refused_had_no_effect_and_may_be_put_right_under_the_same_key(who: Caller) -> None:
    problem(_send(who, body={"kind": "person"}), 422)
    assert not KeptAnswer.objects.exists()
    assert _send(who).status_code == 201


@pytest.mark.parametrize("key", ["", " ", "é", "a b", "x" * 256])
def test_a_key_that_is_none_is_refused(who: Caller, key: str) -> None:
    found = problem(_send(who, key=key), 400)
    assert "Idempotency-Key" in found["detail"]


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_at_once_one_makes_the_row() -> None:
    who = administrator(Scope.SOURCES_WRITE)
    start = threading.Barrier(20)

    def send(number: int) -> Any:
        try:
            if number < 20:
                start.wait()
            return _send(who)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(100)))
    counts = Counter(answer.status_code for answer in answers)
    assert set(counts) <= {201, 409}
    made = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.content for answer in made}) == 1
    assert Source.objects.filter(name="Oda Brekke").count() == 1
    for answer in answers:
        if answer.status_code == 409:
            assert answer["Retry-After"] == "1"
            problem(answer, 409)
    assert _send(who).content == made[0].content


@pytest.mark.django_db(transaction=True)
def test_a_request_that_died_leaves_its_key_to_be_used_again() -> None:
    owner = factories.user(role=Role.ADMINISTRATOR)
    who = caller(Scope.SOURCES_WRITE, owner=owner)
    place = Place(owner=owner, method="POST", path=_PATH, key="k1")
    held, over = threading.Event(), threading.Event()

    def die_half_way() -> None:
        """Another process: it holds the key, has made its row, and is gone before the commit."""
        try:
            with transaction.atomic():
                assert answer_lock(place)
                factories.source(name="Half made")
                held.set()
                over.wait(10)
                transaction.set_rollback(True)
        finally:
            connection.close()

    thread = threading.Thread(target=die_half_way)
    thread.start()
    held.wait(10)
    problem(_send(who), 409)
    assert _send(administrator(Scope.SOURCES_WRITE)).status_code == 201  # nobody else's key is held by it
    over.set()
    thread.join()
    assert _send(who).status_code == 201
    assert not Source.objects.filter(name="Half made").exists()


@pytest.mark.django_db
def test_an_error_takes_what_was_made_and_the_key_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    who = administrator(Scope.SOURCES_WRITE, raise_request_exception=False)
    with monkeypatch.context() as broken:
        broken.setattr("common.api.idempotency.answer_keep", lambda **_: 1 / 0)
        problem(_send(who), 500)
    assert not Source.objects.filter(name="Oda Brekke").exists()
    assert _send(who).status_code == 201


@pytest.mark.django_db
def test_a_secret_that_is_shown_once_is_in_the_repeated_answer_and_nowhere_in_the_table(
    settings: Settings,
) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1/32:9"]
    who = caller(Scope.WEBHOOKS_WRITE)
    first, again = (_send(who, body={"url": _HOOK}, path="/api/v1/webhooks/endpoints") for _ in range(2))
    secret = first.json()["secret"]
    assert again.json()["secret"] == secret
    assert Endpoint.objects.count() == 1
    (row,) = KeptAnswer.objects.values()
    assert secret not in str(row)


@pytest.mark.django_db
def test_answers_are_kept_for_more_than_a_day_and_then_purged(who: Caller) -> None:
    assert timedelta(hours=24) <= KEPT
    _send(who)
    _send(who, key="k2")
    for key, minutes in (("k1", 1), ("k2", -1)):
        then = timezone.now() - KEPT - timedelta(minutes=minutes)
        KeptAnswer.objects.filter(key=key).update(created_at=then)
    assert answers_purge() == 1
    assert KeptAnswer.objects.get().key == "k2"
    assert _send(who).status_code == 201


@pytest.mark.django_db
def test_where_no_api_key_is_needed_and_none_sent_it_has_no_meaning() -> None:
    path, body = "/api/v1/claims/match", {"text": "The reservoir lost 40 percent of its water."}
    for _ in range(2):
        answer = _send(anonymous(), body=body, path=path)
        assert answer.status_code == 200
        assert "Idempotency-Replayed" not in answer
    assert not KeptAnswer.objects.exists()
