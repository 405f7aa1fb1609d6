from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from common.ids import new_id
from common.scopes import Scope
from tests import factories
from tests.api import Caller, caller, problem
from tests.webhooks.deliveries import secret_of
from webhooks.models import Endpoint

pytestmark = pytest.mark.django_db

_PATH = "/api/v1/webhooks/endpoints"
_URL = "http://127.0.0.1:9/hook"


@pytest.fixture(autouse=True)
def _reachable(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1/32:9"]


@pytest.fixture
def owner() -> User:
    return factories.user()


@pytest.fixture
def who(owner: User) -> Caller:
    return caller(Scope.WEBHOOKS_READ, Scope.WEBHOOKS_WRITE, owner=owner)


def _endpoint(owner: User, **values: Any) -> Endpoint:
    return factories.endpoint(owner=owner, **{"url": _URL} | values)[0]


def test_an_endpoint_is_registered_and_its_secret_shown_this_once(who: Caller, owner: User) -> None:
    publisher = str(factories.fact_checker().id)
    body = {
        "url": _URL,
        "description": "Front page",
        "event_types": ["verdict.retracted"],
        "filters": {"publisher": [publisher], "language": ["en"]},
    }
    response = who.send("POST", _PATH, body)
    assert response.status_code == 201
    made = response.json()
    secret = made.pop("secret")
    row = Endpoint.objects.get()
    assert secret.startswith("whsec_")
    assert secret_of(row) == secret
    assert row.owner == owner
    assert {name: made[name] for name in body} == body
    assert made["state"] == "pending"
    shown = who.get(response["Location"])
    assert shown.json() == made
    assert who.get(_PATH).json()["results"] == [made]
    for answer in (shown, who.get(_PATH), who.send("PATCH", f"{_PATH}/{row.id}", {"description": "x"})):
        assert b"whsec_" not in answer.content


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({}, "#/url"),
        ({"url": "ftp://127.0.0.1/"}, "#/url"),
        ({"url": "http://10.0.0.1/"}, "#/url"),
        ({"url": "hook"}, "#/url"),
        ({"url": _URL, "event_types": ["verdict.sung"]}, "#/event_types/0"),
        ({"url": _URL, "filters": {"colour": ["red"]}}, "#/filters"),
        ({"url": _URL, "filters": {"publisher": ["Desk"]}}, "#/filters"),
        ({"url": _URL, "filters": []}, "#/filters"),
        ({"url": _URL, "description": "x" * 301}, "#/description"),
        ({"url": _URL, "secret": "whsec_mine"}, "#/secret"),
    ],
)
def test_an_endpoint_that_breaks_a_rule_is_refused_and_not_stored(who: Caller, body: Any, at: str) -> None:
    problem(who.send("POST", _PATH, body), 422, at=at)
    assert not Endpoint.objects.exists()


def test_a_change_leaves_the_rest_as_it_was(who: Caller, owner: User) -> None:
    made = _endpoint(owner, description="Front page", event_types=["verdict.updated"])
    changed = who.send("PATCH", f"{_PATH}/{made.id}", {"description": ""}).json()
    assert (changed["description"], changed["url"]) == (None, _URL)
    assert changed["event_types"] == ["verdict.updated"]
    problem(who.send("PATCH", f"{_PATH}/{made.id}", {"url": "http://10.0.0.1/"}), 422, at="#/url")
    made.refresh_from_db()
    assert made.url == _URL


def test_an_endpoint_is_paused_and_resumed_once_each(who: Caller, owner: User) -> None:
    made = _endpoint(owner)
    assert who.send("POST", f"{_PATH}/{made.id}/pause").json()["state"] == "paused"
    problem(who.send("POST", f"{_PATH}/{made.id}/pause"), 409)
    assert who.send("POST", f"{_PATH}/{made.id}/resume").json()["state"] == "active"
    problem(who.send("POST", f"{_PATH}/{made.id}/resume"), 409)


def test_a_deleted_endpoint_is_gone(who: Caller, owner: User) -> None:
    made = _endpoint(owner)
    response = who.delete(f"{_PATH}/{made.id}")
    assert (response.status_code, response.content) == (204, b"")
    problem(who.get(f"{_PATH}/{made.id}"), 404)
    problem(who.delete(f"{_PATH}/{made.id}"), 404)
    assert who.get(_PATH).json()["results"] == []


@pytest.mark.parametrize("of", ["another owner", "nobody"])
def test_what_is_not_the_callers_does_not_exist_for_them(who: Caller, of: str) -> None:
    other = _endpoint(factories.user())
    before = Endpoint.objects.values().get(pk=other.pk)
    address = f"{_PATH}/{other.id if of == 'another owner' else new_id()}"
    problem(who.get(address), 404)
    problem(who.send("PATCH", address, {"description": "mine"}), 404)
    problem(who.delete(address), 404)
    problem(who.send("POST", f"{address}/pause"), 404)
    problem(who.send("POST", f"{address}/resume"), 404)
    assert who.get(_PATH).json()["results"] == []
    assert Endpoint.objects.values().get(pk=other.pk) == before


def test_the_list_costs_the_same_queries_however_long(
    who: Caller, owner: User, django_assert_num_queries: Any
) -> None:
    who.get("/api/v1/me")
    for _ in range(4):
        _endpoint(owner)
    for size in (1, 4):
        with django_assert_num_queries(3):
            assert len(who.get(f"{_PATH}?page_size={size}").json()["results"]) == size
