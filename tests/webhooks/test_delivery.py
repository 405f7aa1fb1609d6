"""Deliveries on a real database to a real receiver: what is sent, what comes of it, what survives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event as Signal

import pytest
from django.db import connection
from pytest_django import Settings
from pytest_httpserver import HTTPServer
from standardwebhooks import Webhook
from werkzeug import Request, Response

from claims.rules import Kind
from common.crypto import encrypt
from tests import factories
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import arrived, deliver_batch, make_due
from webhooks.models import Attempt, Delivery, Endpoint, Event
from webhooks.receiver import Receiver
from webhooks.schedule import DELAYS
from webhooks.services.endpoints import endpoint_pause, endpoint_resume
from webhooks.services.replays import delivery_replay

pytestmark = pytest.mark.django_db


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        (now,) = cursor.fetchone()
    assert isinstance(now, datetime)
    return now


def _wait_after_an_attempt() -> Iterator[timedelta]:
    """The least and the most that the one delivery waits from the attempt that is made in between."""
    before = _now()
    deliver_batch()
    after = _now()
    delivery = Delivery.objects.get(state=Delivery.State.PENDING)
    assert delivery.next_attempt_at is not None
    return iter((delivery.next_attempt_at - after, delivery.next_attempt_at - before))


def test_a_verdict_arrives_verified_in_the_stored_bytes(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe()
    verdict = factories.verdict()
    assert deliver_batch() == 1
    (received,) = arrived(receiver)
    event = Event.objects.get()
    assert received.verified, received.problem
    assert received.body == bytes(event.payload)
    assert received.id == str(event.id)
    assert json.loads(received.body)["data"]["verdict"]["id"] == str(verdict.id)
    Webhook(receiver.secret).verify(received.body, received.headers)
    assert received.headers["content-type"] == "application/json"
    assert received.headers["user-agent"].startswith("claim-registry-webhooks/")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.next_attempt_at) == (Delivery.State.DELIVERED, None)
    assert delivery.completed_at is not None
    attempt = Attempt.objects.get(delivery=delivery)
    assert (attempt.number, attempt.status, attempt.error) == (1, 204, "")
    assert deliver_batch() == 0


def test_a_changed_verdict_arrives_with_the_next_sequence(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe()
    claim, publisher = factories.claim(), factories.fact_checker()
    for kind in (Kind.INITIAL, Kind.UPDATE, Kind.RETRACTION):
        factories.verdict(claim, kind=kind, publisher=publisher)
        deliver_batch()
    told = [event.payload for event in arrived(receiver)]
    assert [payload["type"] for payload in told] == [
        "verdict.published",
        "verdict.updated",
        "verdict.retracted",
    ]
    assert [payload["data"]["sequence"] for payload in told] == [1, 2, 3]
    assert told[2]["data"]["previous"] == told[1]["data"]["verdict"]


def test_every_endpoint_gets_it_signed_with_its_own_secret(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe()
    first_secret = receiver.secret
    subscribe()
    receiver.secret, second_secret = "", receiver.secret
    factories.verdict()
    assert deliver_batch() == 2
    signatures = {received.headers["webhook-signature"] for received in arrived(receiver)}
    assert len(signatures) == 2
    assert first_secret != second_secret
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


@pytest.mark.parametrize("status", [500, 503, 408, 429])
def test_a_failure_is_retried_after_the_schedules_wait_with_the_same_id(
    subscribe: Subscribe, receiver: Receiver, status: int
) -> None:
    subscribe()
    factories.verdict()
    receiver.answer(status)
    least, most = _wait_after_an_attempt()
    assert least <= DELAYS[1] * 1.2
    assert most >= DELAYS[1] * 0.8
    assert deliver_batch() == 0
    make_due()
    assert deliver_batch() == 1
    first, second = arrived(receiver)
    assert first.id == second.id == str(Event.objects.get().id)
    assert first.body == second.body
    assert second.verified
    assert list(Attempt.objects.values_list("number", "status")) == [(1, status), (2, 204)]
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_retry_after_is_obeyed(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe()
    factories.verdict()
    receiver.answer(503, headers={"retry-after": "3600"})
    least, most = _wait_after_an_attempt()
    assert least <= timedelta(hours=1) <= most


def test_the_fifteenth_failure_is_the_last(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe()
    factories.verdict()
    receiver.answer(*[500] * 15)
    for _ in range(15):
        make_due()
        assert deliver_batch() == 1
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempt_count) == (Delivery.State.DEAD, 15)
    assert len(arrived(receiver)) == Attempt.objects.count() == 15


@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_an_answer_that_time_will_not_mend_ends_the_delivery(
    subscribe: Subscribe, receiver: Receiver, status: int
) -> None:
    endpoint = subscribe()
    factories.verdict()
    receiver.answer(status)
    deliver_batch()
    assert Delivery.objects.get().state == Delivery.State.DEAD
    endpoint.refresh_from_db()
    assert endpoint.state == Endpoint.State.ACTIVE


def test_gone_disables_the_endpoint_and_holds_what_was_on_its_way(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    endpoint = subscribe()
    factories.verdict()
    factories.verdict()
    late = Delivery.objects.order_by("id").last()
    assert late is not None
    Delivery.objects.filter(pk=late.pk).update(next_attempt_at=_now() + timedelta(hours=1))
    receiver.answer(410)
    deliver_batch()
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.disabled_reason) == (Endpoint.State.DISABLED, "It answered 410 Gone.")
    assert list(Delivery.objects.order_by("id").values_list("state", flat=True)) == ["dead", "held"]
    factories.verdict()
    assert Delivery.objects.count() == 2
    endpoint_resume(endpoint=endpoint)
    assert deliver_batch() == 1
    assert Delivery.objects.get(pk=late.pk).state == Delivery.State.DELIVERED


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_failure_and_not_followed(
    subscribe: Subscribe, receiver: Receiver, status: int
) -> None:
    subscribe()
    factories.verdict()
    receiver.answer(status, headers={"location": receiver.url})
    deliver_batch()
    assert len(arrived(receiver)) == 1
    assert Delivery.objects.get().state == Delivery.State.PENDING
    assert Attempt.objects.get().status == status


def test_a_receiver_that_is_away_is_tried_again(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe()
    factories.verdict()
    receiver.stop()
    deliver_batch()
    attempt = Attempt.objects.get()
    assert attempt.status is None
    assert attempt.error
    assert Delivery.objects.get().state == Delivery.State.PENDING


def test_an_address_that_became_private_is_not_reached_and_tells_nothing(
    subscribe: Subscribe, receiver: Receiver, settings: Settings
) -> None:
    subscribe()
    factories.verdict()
    settings.OUTBOUND_ALLOW = []
    deliver_batch()
    attempt = Attempt.objects.get()
    assert (attempt.status, bytes(attempt.response)) == (None, b"")
    assert attempt.error
    assert not arrived(receiver)
    assert Delivery.objects.get().state == Delivery.State.PENDING


def test_the_beginning_of_a_long_answer_is_kept(
    subscribe: Subscribe, httpserver: HTTPServer, settings: Settings
) -> None:
    settings.OUTBOUND_ALLOW = [f"127.0.0.1/32:{httpserver.port}"]
    answer = b"thanks \xff\x00" * 20_000
    httpserver.expect_request("/hook").respond_with_data(answer, status=200)
    subscribe(url=httpserver.url_for("/hook"))
    factories.verdict()
    deliver_batch()
    attempt = Attempt.objects.get()
    assert (attempt.status, bytes(attempt.response)) == (200, answer[:1024])
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_of_an_answer_that_goes_on_no_more_is_waited_for(
    subscribe: Subscribe, httpserver: HTTPServer, settings: Settings
) -> None:
    over = Signal()

    def answer(request: Request) -> Response:
        def body() -> Iterator[bytes]:
            yield b"x" * 17 * 1024
            over.wait(60)

        return Response(body(), status=200)

    settings.OUTBOUND_ALLOW = [f"127.0.0.1/32:{httpserver.port}"]
    httpserver.expect_request("/hook").respond_with_handler(answer)
    subscribe(url=httpserver.url_for("/hook"))
    factories.verdict()
    try:
        deliver_batch()
    finally:
        over.set()
    assert Delivery.objects.get().state == Delivery.State.DELIVERED
    assert Attempt.objects.get().error == ""


def test_a_secret_that_cannot_be_read_fails_its_own_delivery_only(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    unreadable, malformed, fine = subscribe(), subscribe(), subscribe()
    unreadable.secrets.update(value="not ours")
    malformed.secrets.update(value=encrypt("not a secret"))
    factories.verdict()
    assert deliver_batch() == 3
    assert Delivery.objects.get(endpoint=fine).state == Delivery.State.DELIVERED
    assert Delivery.objects.get(endpoint=unreadable).state == Delivery.State.PENDING
    assert "ENCRYPTION_KEYS" in Attempt.objects.get(delivery__endpoint=unreadable).error
    assert "whsec_" in Attempt.objects.get(delivery__endpoint=malformed).error
    assert len(arrived(receiver)) == 1


def test_nothing_is_sent_to_a_paused_endpoint_until_it_resumes(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    endpoint = subscribe()
    factories.verdict()
    endpoint_pause(endpoint=endpoint)
    factories.verdict()
    assert deliver_batch() == 0
    endpoint_resume(endpoint=endpoint)
    assert deliver_batch() == 2
    assert len(arrived(receiver)) == 2


def test_a_replay_sends_the_same_event_again_and_numbers_on(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe()
    factories.verdict()
    receiver.answer(404)
    deliver_batch()
    delivery_replay(delivery=Delivery.objects.get())
    receiver.answer(500)
    least, most = _wait_after_an_attempt()
    assert least <= DELAYS[1] * 1.2
    assert most >= DELAYS[1] * 0.8
    make_due()
    deliver_batch()
    events = arrived(receiver)
    assert len({event.id for event in events}) == 1
    assert list(Attempt.objects.values_list("number", "status")) == [(1, 404), (2, 500), (3, 204)]
