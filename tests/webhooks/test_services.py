from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from common.errors import Conflict, Invalid, NotFound
from tests import factories
from tests.triggers import triggers_off
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import secret_of
from webhooks import selectors
from webhooks.models import Attempt, Delivery, Endpoint
from webhooks.receiver import Receiver
from webhooks.services import endpoints
from webhooks.services.endpoints import (
    endpoint_challenge,
    endpoint_create,
    endpoint_delete,
    endpoint_pause,
    endpoint_resume,
    endpoint_test,
    endpoint_update,
)
from webhooks.services.replays import delivery_replay

pytestmark = pytest.mark.django_db


def _delivery(endpoint: Endpoint, **values: Any) -> Delivery:
    factories.verdict()
    delivery = Delivery.objects.filter(endpoint=endpoint).latest("created_at")
    Delivery.objects.filter(pk=delivery.pk).update(**values)
    delivery.refresh_from_db()
    return delivery


def _fails(*_: Any) -> None:
    raise RuntimeError("a fault")


DONE = {"next_attempt_at": None, "completed_at": timezone.now()}


def test_an_endpoint_keeps_its_secret_encrypted(subscribe: Subscribe, receiver: Receiver) -> None:
    endpoint = subscribe(
        description=" our desk ", event_types=["verdict.updated"], filters={"language": ["EN"]}
    )
    stored = Endpoint.objects.get(pk=endpoint.pk)
    assert receiver.secret.startswith("whsec_")
    assert not any(receiver.secret in row.value for row in stored.secrets.all())
    assert secret_of(stored) == receiver.secret
    assert (stored.state, stored.description) == (Endpoint.State.ACTIVE, "our desk")
    assert (stored.event_types, stored.filters) == (["verdict.updated"], {"language": ["en"]})


def test_two_endpoints_have_two_secrets(subscribe: Subscribe) -> None:
    assert secret_of(subscribe()) != secret_of(subscribe())


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"event_types": ["verdict.deleted"]}, "event_types"),
        ({"filters": {"colour": ["red"]}}, "filters"),
        ({"filters": []}, "filters"),
        ({"description": "x" * 301}, "description"),
        ({"url": "ftp://198.51.100.7/"}, "url"),
        ({"url": "https://user:password@93.184.215.14/"}, "url"),
        ({"url": "http://10.0.0.1/"}, "url"),
        ({"url": "http://127.0.0.1:1/"}, "url"),
        ({"url": "http://[::1]/"}, "url"),
        ({"url": "https://169.254.169.254/latest"}, "url"),
        ({"url": "https://93.184.215.14:6379/"}, "url"),
        ({"url": "https://93.184.215.14/" + "x" * 2048}, "url"),
        ({"url": ""}, "url"),
    ],
)
def test_what_an_endpoint_may_not_be_is_refused_by_field(
    subscribe: Subscribe, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        subscribe(**values)
    assert refusal.value.field == field
    endpoint = subscribe()
    before = Endpoint.objects.filter(pk=endpoint.pk).values().get()
    with pytest.raises(Invalid) as refusal:
        endpoint_update(endpoint=endpoint, **values)
    assert refusal.value.field == field
    assert list(Endpoint.objects.values()) == [before]


def test_a_public_address_is_taken(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = []
    endpoint, _ = endpoint_create(owner=factories.user(), url="https://93.184.215.14/hooks?tenant=7")
    assert Endpoint.objects.get(pk=endpoint.pk).url == "https://93.184.215.14/hooks?tenant=7"


def test_of_an_endpoint_that_could_not_be_asked_nothing_is_made(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "deliveries_record", _fails)
    with pytest.raises(RuntimeError):
        endpoint_create(owner=factories.user(), url=receiver.url)
    assert not Endpoint.objects.exists()


def test_an_update_changes_what_is_given_and_leaves_the_rest(subscribe: Subscribe) -> None:
    endpoint = subscribe(description="x" * 300, event_types=["verdict.updated"], filters={"topic": ["water"]})
    updated = endpoint_update(endpoint=endpoint, event_types=[], description="")
    stored = Endpoint.objects.get(pk=endpoint.pk)
    assert (stored.event_types, stored.description, stored.url) == ([], "", endpoint.url)
    assert stored.filters == {"topic": ["water"]}
    assert stored.updated_at == updated.updated_at > endpoint.updated_at
    updated = endpoint_update(endpoint=endpoint, event_types=["verdict.updated"], strict_order=True)
    updated = endpoint_update(endpoint=endpoint, filters={})
    assert (updated.filters, updated.event_types, updated.strict_order) == ({}, ["verdict.updated"], True)
    assert not endpoint_update(endpoint=endpoint, strict_order=False).strict_order


def test_an_update_to_the_address_it_has_asks_nobody_again(subscribe: Subscribe) -> None:
    endpoint = subscribe()
    assert endpoint_update(endpoint=endpoint, url=endpoint.url).state == Endpoint.State.ACTIVE
    assert not Delivery.objects.exists()


def test_an_update_of_a_stale_copy_keeps_what_others_changed(subscribe: Subscribe) -> None:
    stale = subscribe()
    for slug in ("water", "dams"):
        factories.topic(slug)
    present = Endpoint.objects.get(pk=stale.pk)
    endpoint_pause(endpoint=present)
    endpoint_update(
        endpoint=present, url=f"{stale.url}new", event_types=["verdict.updated"], filters={"topic": ["water"]}
    )
    endpoint_update(endpoint=stale, description="ours", filters={"topic": ["dams"]})
    updated = endpoint_update(endpoint=stale, event_types=["verdict.corrected"])
    assert (updated.state, updated.url, updated.description) == ("paused", f"{stale.url}new", "ours")
    assert (updated.event_types, updated.filters) == (["verdict.corrected"], {"topic": ["dams"]})
    assert endpoint_update(endpoint=stale, url=stale.url).url == stale.url


def test_a_pause_holds_what_is_queued_and_a_resume_lets_it_go(subscribe: Subscribe) -> None:
    endpoint, other = subscribe(), subscribe()
    waiting = _delivery(endpoint)
    done = _delivery(endpoint, state=Delivery.State.DELIVERED, **DONE)
    assert endpoint_pause(endpoint=endpoint).state == Endpoint.State.PAUSED
    while_paused = _delivery(endpoint)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.next_attempt_at) == (Delivery.State.HELD, None)
    assert while_paused.state == Delivery.State.HELD
    assert set(Delivery.objects.filter(endpoint=other).values_list("state", flat=True)) == {"pending"}
    assert endpoint_resume(endpoint=endpoint).state == Endpoint.State.ACTIVE
    states = dict(Delivery.objects.filter(endpoint=endpoint).values_list("id", "state"))
    assert states == {waiting.id: "pending", while_paused.id: "pending", done.id: "delivered"}
    assert selectors.deliveries_waiting()


def test_a_backlog_larger_than_a_statement_has_parameters_is_held_let_go_and_ended(
    subscribe: Subscribe,
) -> None:
    endpoint = subscribe()
    copy = """
        INSERT INTO webhooks_delivery (id, event_id, endpoint_id, state, next_attempt_at, attempt_count,
                                       attempts_before, created_at)
        SELECT gen_random_uuid(), event.id, %s, 'pending', now(), 0, 0, now()
        FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 65536)) AS event
    """
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(copy, [endpoint.id])
    for act, state in ((endpoint_pause, "held"), (endpoint_resume, "pending"), (endpoint_delete, "dead")):
        act(endpoint=endpoint)
        assert set(Delivery.objects.values_list("state", flat=True)) == {state}
    with triggers_off(), connection.cursor() as cursor:  # their events were never there
        cursor.execute("DELETE FROM webhooks_delivery")


def test_a_disabled_endpoint_can_be_resumed(subscribe: Subscribe) -> None:
    endpoint = subscribe()
    Endpoint.objects.filter(pk=endpoint.pk).update(state=Endpoint.State.DISABLED, disabled_reason="410")
    resumed = endpoint_resume(endpoint=endpoint)
    assert (resumed.state, resumed.disabled_reason) == (Endpoint.State.ACTIVE, "")


@pytest.mark.parametrize("state", ["pending", "active", "paused", "disabled"])
@pytest.mark.parametrize(
    ("act", "may"),
    [
        (endpoint_challenge, {"pending"}),
        (endpoint_test, {"active"}),
        (endpoint_pause, {"active"}),
        (endpoint_resume, {"paused", "disabled"}),
    ],
)
def test_what_is_done_to_an_endpoint_hangs_on_the_state_it_is_in_whatever_it_was_when_it_was_read(
    subscribe: Subscribe, act: Callable[..., object], may: set[str], state: str
) -> None:
    read = subscribe()
    Endpoint.objects.filter(pk=read.pk).update(state=state)
    read.state = "paused" if state == "active" else "active"
    if state in may:
        act(endpoint=read)
        return
    with pytest.raises(Conflict, match=f"is {state}"):
        act(endpoint=read)
    assert Endpoint.objects.get().state == state
    assert not Delivery.objects.exists()


def test_a_deleted_endpoint_is_gone_and_its_record_stays(subscribe: Subscribe) -> None:
    endpoint = subscribe()
    waiting = _delivery(endpoint)
    done = _delivery(endpoint, state=Delivery.State.DELIVERED, **DONE)
    endpoint_delete(endpoint=endpoint)
    assert not selectors.endpoint_list().exists()
    with pytest.raises(NotFound):
        selectors.endpoint_get(endpoint.id)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.next_attempt_at) == (Delivery.State.DEAD, None)
    assert Delivery.objects.get(pk=done.pk).state == Delivery.State.DELIVERED
    assert not endpoint.secrets.exists()
    for act in (endpoint_pause, endpoint_resume, endpoint_delete, endpoint_update):
        with pytest.raises(NotFound):
            act(endpoint=endpoint)
    with pytest.raises(NotFound):
        delivery_replay(delivery=done)


@pytest.mark.parametrize("state", [Delivery.State.DELIVERED, Delivery.State.DEAD])
def test_a_finished_delivery_is_replayed_on_a_fresh_schedule(
    subscribe: Subscribe, state: Delivery.State
) -> None:
    delivery = _delivery(subscribe(), state=state, attempt_count=15, **DONE)
    replayed = delivery_replay(delivery=delivery)
    assert replayed.id == delivery.id
    assert (replayed.state, replayed.completed_at) == (Delivery.State.PENDING, None)
    assert (replayed.attempt_count, replayed.attempts_before) == (15, 15)
    assert selectors.deliveries_waiting()


@pytest.mark.parametrize("state", ["pending", "paused", "disabled"])
def test_a_replay_to_an_endpoint_that_is_not_active_waits_for_it(subscribe: Subscribe, state: str) -> None:
    endpoint = subscribe()
    delivery = _delivery(endpoint, state=Delivery.State.DEAD, **DONE)
    Endpoint.objects.filter(pk=endpoint.pk).update(state=state)
    assert delivery_replay(delivery=delivery).state == Delivery.State.HELD


def test_a_delivery_on_its_way_is_not_replayed(subscribe: Subscribe) -> None:
    endpoint = subscribe()
    delivery = _delivery(endpoint)
    with pytest.raises(Conflict, match="is pending and still on its way"):
        delivery_replay(delivery=delivery)
    endpoint_pause(endpoint=endpoint)
    with pytest.raises(Conflict, match="is held"):
        delivery_replay(delivery=delivery)


def test_owners_see_their_own(subscribe: Subscribe) -> None:
    mine, theirs = subscribe(), subscribe()
    _delivery(mine)
    (delivery,) = Delivery.objects.filter(endpoint=mine)
    assert list(selectors.endpoint_list(owner=mine.owner)) == [mine]
    assert list(selectors.delivery_list(owner=mine.owner)) == [delivery]
    assert selectors.endpoint_get(mine.id, owner=mine.owner) == mine
    assert selectors.delivery_get(delivery.id, owner=mine.owner) == delivery
    with pytest.raises(NotFound):
        selectors.endpoint_get(mine.id, owner=theirs.owner)
    with pytest.raises(NotFound):
        selectors.delivery_get(delivery.id, owner=theirs.owner)
    assert set(selectors.endpoint_list()) == {mine, theirs}


def test_attempts_are_append_only(subscribe: Subscribe) -> None:
    delivery = _delivery(subscribe())
    Attempt.objects.create(delivery=delivery, number=1, started_at=timezone.now(), duration_ms=3, status=500)
    for statement in ("UPDATE webhooks_attempt SET status = 200", "DELETE FROM webhooks_attempt"):
        with pytest.raises(DatabaseError, match=r"Cannot (update|delete) rows"), transaction.atomic():
            connection.cursor().execute(statement)
    assert selectors.attempt_list(delivery).get().status == 500
