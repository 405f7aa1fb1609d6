from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from common.scopes import Scope
from tests import factories
from tests.api import Caller, caller, problem
from webhooks.models import Attempt, Delivery, Endpoint, Event

pytestmark = pytest.mark.django_db

_PATH = "/api/v1/webhooks/deliveries"


@pytest.fixture(autouse=True)
def _reachable(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1/32:9"]


@pytest.fixture
def owner() -> User:
    return factories.user()


@pytest.fixture
def who(owner: User) -> Caller:
    return caller(Scope.WEBHOOKS_READ, owner=owner)


def _endpoint(owner: User) -> Endpoint:
    return factories.endpoint(owner=owner, url="http://127.0.0.1:9/hook")[0]


def test_a_delivery_is_shown_with_its_event_and_its_attempts(who: Caller, owner: User) -> None:
    endpoint = _endpoint(owner)
    verdict = factories.verdict()
    delivery = Delivery.objects.get()
    for number, status in ((1, None), (2, 503)):
        Attempt.objects.create(
            delivery=delivery,
            number=number,
            started_at=timezone.now(),
            duration_ms=12,
            status=status,
            error="" if status else "no answer",
            response=b"over\xffloaded" if status else b"",
        )
    (found,) = who.get(_PATH).json()["results"]
    assert found["endpoint"] == str(endpoint.id)
    assert found["event"]["type"] == "verdict.published"
    assert found["event"]["claim"] == str(verdict.claim_id)
    assert found["event"]["sequence"] == 1
    assert (found["state"], found["completed_at"]) == ("pending", None)
    first, second = found["attempts"]
    assert (first["number"], first["status"], first["error"], first["response"]) == (1, None, "no answer", "")
    assert (second["status"], second["error"], second["response"]) == (503, None, "over\ufffdloaded")
    assert who.get(f"{_PATH}/{delivery.id}").json() == found


def test_only_deliveries_to_the_callers_own_endpoints_are_seen(who: Caller, owner: User) -> None:
    _endpoint(factories.user())
    factories.verdict()
    assert who.get(_PATH).json()["results"] == []
    problem(who.get(f"{_PATH}/{Delivery.objects.get().id}"), 404)


def test_filters_find_what_they_name(who: Caller, owner: User) -> None:
    one, two = _endpoint(owner), _endpoint(owner)
    factories.verdict()
    factories.verdict()
    event = Delivery.objects.order_by("created_at").values_list("event", flat=True)[0]
    Delivery.objects.filter(endpoint=two).update(
        state="delivered", next_attempt_at=None, completed_at=timezone.now()
    )

    def found(query: str) -> set[tuple[str, str]]:
        rows = who.get(f"{_PATH}?{query}").json()["results"]
        return {(row["endpoint"], row["event"]["id"]) for row in rows}

    assert len(found("")) == 4
    assert {endpoint for endpoint, _ in found(f"endpoint={one.id}")} == {str(one.id)}
    assert {endpoint for endpoint, _ in found("state=delivered")} == {str(two.id)}
    assert found(f"event={event}&state=pending") == {(str(one.id), str(event))}


def test_the_list_costs_the_same_queries_however_long(
    who: Caller, owner: User, django_assert_num_queries: Any
) -> None:
    who.get("/api/v1/me")
    _endpoint(owner)
    for _ in range(4):
        factories.verdict()
    for size in (1, 4):
        with django_assert_num_queries(3):
            assert len(who.get(f"{_PATH}?page_size={size}").json()["results"]) == size


def test_deliveries_are_found_by_when_they_were_queued(who: Caller, owner: User) -> None:
    _endpoint(owner)
    for _ in range(2):
        factories.verdict()
    first, second = Delivery.objects.order_by("created_at")
    moment = second.created_at.isoformat().replace("+00:00", "Z")
    found = {key: who.get(f"{_PATH}?{key}={moment}").json()["results"] for key in ("since", "until")}
    assert [row["id"] for row in found["since"]] == [str(second.id)]
    assert [row["id"] for row in found["until"]] == [str(first.id)]


def test_a_delivery_is_sent_again_once_it_is_finished(owner: User) -> None:
    _endpoint(owner)
    factories.verdict()
    who = caller(Scope.WEBHOOKS_WRITE, owner=owner)
    delivery = Delivery.objects.get()
    problem(who.send("POST", f"{_PATH}/{delivery.id}/replay"), 409)
    Delivery.objects.update(state="dead", next_attempt_at=None, completed_at=timezone.now())
    assert who.send("POST", f"{_PATH}/{delivery.id}/replay").json()["state"] == "pending"


def test_events_can_be_pulled_to_the_end_and_on_from_there(who: Caller) -> None:
    for _ in range(3):
        factories.verdict()
    page = who.get("/api/v1/events?page_size=2").json()
    assert [event["position"] for event in page["results"]] == [1, 2]
    event = Event.objects.get(pk=page["results"][0]["id"])
    payload = json.loads(bytes(event.payload))
    assert {name: page["results"][0][name] for name in ("type", "data")} == {
        name: payload[name] for name in ("type", "data")
    }
    rest = who.get(page["next"]).json()
    assert [event["position"] for event in rest["results"]] == [3]
    assert who.get(rest["next"]).json()["results"] == []
    factories.verdict()
    assert [event["position"] for event in who.get(rest["next"]).json()["results"]] == [4]
    assert who.get("/api/v1/events?type=verdict.updated").json()["results"] == []


@pytest.mark.parametrize("more", [0, 3], ids=["shorter", "as long again"])
def test_who_pulled_what_a_restore_took_away_is_told_to_begin_anew(who: Caller, more: int) -> None:
    factories.verdict()
    held = who.get("/api/v1/events").json()["next"]
    copy = transaction.savepoint()
    factories.verdict()
    lost = who.get(held).json()["next"]
    assert who.get(lost).json() == {"results": [], "next": lost}
    transaction.savepoint_rollback(copy)
    for _ in range(more):
        factories.verdict()
    assert "begin anew" in problem(who.get(lost), 410)["detail"]
    assert [event["position"] for event in who.get(held).json()["results"]] == list(range(2, 2 + more))


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=9223372036854775808", "type=webhook.test"])
def test_a_place_that_cannot_be_is_refused(who: Caller, query: str) -> None:
    problem(who.get(f"/api/v1/events?{query}"), 400, at=query.partition("=")[0])
