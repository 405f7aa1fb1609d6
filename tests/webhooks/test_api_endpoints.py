from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from common.ids import new_id
from common.scopes import Scope
from tests import factories
from tests.api import Caller, caller, problem
from tests.webhooks.deliveries import secret_of
from webhooks.models import Delivery, Endpoint, Event, ReplayJob, Secret
from webhooks.services import endpoints
from webhooks.services.replays import replay_continue

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
    response = who.send("DELETE", f"{_PATH}/{made.id}")
    assert (response.status_code, response.content) == (204, b"")
    problem(who.get(f"{_PATH}/{made.id}"), 404)
    problem(who.send("DELETE", f"{_PATH}/{made.id}"), 404)
    assert who.get(_PATH).json()["results"] == []


@pytest.mark.parametrize("of", ["another owner", "nobody"])
def test_what_is_not_the_callers_does_not_exist_for_them(who: Caller, of: str) -> None:
    other = _endpoint(factories.user())
    before = Endpoint.objects.values().get(pk=other.pk)
    address = f"{_PATH}/{other.id if of == 'another owner' else new_id()}"
    problem(who.get(address), 404)
    problem(who.send("PATCH", address, {"description": "mine"}), 404)
    problem(who.send("DELETE", address), 404)
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


def test_a_new_secret_is_shown_once_and_the_former_one_ends_when_it_says(who: Caller, owner: User) -> None:
    made = _endpoint(owner)
    before = who.get(f"{_PATH}/{made.id}").json()["public_keys"]
    rotated = who.send("POST", f"{_PATH}/{made.id}/rotate", {"overlap_hours": 48}).json()
    assert rotated["secret"] == secret_of(made)
    until = Secret.objects.exclude(expires_at=None).latest("expires_at").expires_at
    assert until is not None
    assert abs(datetime.fromisoformat(rotated["former_until"]) - until) < timedelta(seconds=5)
    assert timedelta(hours=47) < until - timezone.now() < timedelta(hours=49)
    shown = who.get(f"{_PATH}/{made.id}")
    assert b"whsec_" not in shown.content
    assert shown.json()["public_keys"][1:] == before
    problem(who.send("POST", f"{_PATH}/{made.id}/rotate", {"overlap_hours": 169}), 422, at="#/overlap_hours")


def test_a_test_is_queued_and_its_delivery_can_be_looked_at(who: Caller, owner: User) -> None:
    made = _endpoint(owner, event_types=["verdict.updated"])
    response = who.send("POST", f"{_PATH}/{made.id}/test")
    assert response.status_code == 202
    shown = who.get(response["Location"]).json()
    assert shown["event"]["type"] == "webhook.test"
    assert (shown["state"], shown["endpoint"]) == ("pending", str(made.id))
    who.send("POST", f"{_PATH}/{made.id}/pause")
    problem(who.send("POST", f"{_PATH}/{made.id}/test"), 409)


def test_a_challenge_is_sent_again_only_while_it_is_waited_for(who: Caller, owner: User) -> None:
    pending = who.send("POST", _PATH, {"url": _URL}).json()
    assert who.send("POST", f"{_PATH}/{pending['id']}/challenge").json()["state"] == "pending"
    events = Event.objects.filter(type="webhook.challenge", deliveries__endpoint=pending["id"])
    assert events.count() == 2
    problem(who.send("POST", f"{_PATH}/{_endpoint(owner).id}/challenge"), 409)


def test_strict_order_is_chosen_and_changed(who: Caller) -> None:
    made = who.send("POST", _PATH, {"url": _URL, "strict_order": True}).json()
    assert made["strict_order"] is True
    changed = who.send("PATCH", f"{_PATH}/{made['id']}", {"strict_order": False}).json()
    assert changed["strict_order"] is False


def test_a_replay_is_begun_and_tells_how_far_it_is(who: Caller, owner: User) -> None:
    made = _endpoint(owner)
    factories.verdict()
    Delivery.objects.update(state="dead", next_attempt_at=None, completed_at=timezone.now())
    response = who.send(
        "POST", f"{_PATH}/{made.id}/replays", {"wanted": "failed", "since": "2026-01-01T00:00:00Z"}
    )
    assert response.status_code == 202
    begun = response.json()
    assert (begun["state"], begun["total"], begun["examined"]) == ("running", 1, 0)
    replay_continue(job_id=UUID(begun["id"]))
    done = who.get(response["Location"]).json()
    assert (done["state"], done["examined"], done["replayed"]) == ("done", 1, 1)
    assert who.get(f"/api/v1/webhooks/replays?endpoint={made.id}").json()["results"] == [done]
    assert Delivery.objects.get().state == "pending"


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"since": "2026-01-01T00:00:00Z"}, "#/wanted"),
        ({"wanted": "everything", "since": "2026-01-01T00:00:00Z"}, "#/wanted"),
        ({"wanted": "failed"}, "#/since"),
        ({"wanted": "failed", "since": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"}, "#/since"),
    ],
)
def test_a_replay_of_nothing_sensible_is_refused(who: Caller, owner: User, body: Any, at: str) -> None:
    made = _endpoint(owner)
    problem(who.send("POST", f"{_PATH}/{made.id}/replays", body), 422, at=at)
    assert not ReplayJob.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_verdict_waits_while_the_name_in_a_new_address_is_looked_up(
    who: Caller, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = _endpoint(owner)
    looking, recorded = threading.Event(), threading.Event()
    waited: list[bool] = []

    def slow(url: str, **_: Any) -> None:
        looking.set()
        waited.append(recorded.wait(20))

    monkeypatch.setattr(endpoints, "check_destination", slow)

    def change() -> Any:
        try:
            address = f"{_PATH}/{endpoint.id}"
            return who.send("PATCH", address, {"url": "https://slow.example/"})
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        changing = pool.submit(change)
        assert looking.wait(20)
        factories.verdict()
        recorded.set()
        assert changing.result().status_code == 200
    assert waited == [True]
