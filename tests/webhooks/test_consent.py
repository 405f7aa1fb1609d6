"""An endpoint is sent events only once it has echoed a challenge."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from importlib import import_module

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from pytest_django import Settings
from pytest_httpserver import HTTPServer
from standardwebhooks import Webhook
from werkzeug import Request, Response

from common.errors import Conflict
from tests import factories
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import arrived, deliver_batch, make_due, state_now
from webhooks.leases import leases_take
from webhooks.models import Attempt, Delivery, Endpoint, Lane
from webhooks.operational import challenge_echoed
from webhooks.outcomes import outcomes_record
from webhooks.receiver import Receiver
from webhooks.sending import send_all
from webhooks.services.endpoints import (
    endpoint_challenge,
    endpoint_create,
    endpoint_pause,
    endpoint_resume,
    endpoint_update,
)
from webhooks.services.notices import notices_send

pytestmark = pytest.mark.django_db


def test_a_new_endpoint_is_pending_gets_nothing_and_is_active_once_it_has_echoed(receiver: Receiver) -> None:
    endpoint, secret = endpoint_create(owner=factories.user(), url=receiver.url)
    factories.verdict()
    assert state_now(endpoint) == "pending"
    assert list(Delivery.objects.values_list("event__type", flat=True)) == ["webhook.challenge"]
    deliver_batch()
    challenge = receiver.challenges.get_nowait()
    Webhook(secret).verify(challenge.body, challenge.headers)
    assert json.loads(challenge.body)["data"]["endpoint"] == str(endpoint.id)
    assert state_now(endpoint) == "active"
    assert endpoint.confirmed_at is not None
    assert arrived(receiver) == []
    factories.verdict()
    deliver_batch()
    assert [event.payload["type"] for event in arrived(receiver)] == ["verdict.published"]


@pytest.mark.parametrize("how", ["nothing", "everything that came", "another token"])
def test_an_answer_without_the_echo_is_no_consent(
    httpserver: HTTPServer, settings: Settings, how: str
) -> None:
    def answer(request: Request) -> Response:
        body = {"nothing": b"", "everything that came": request.data, "another token": b'{"challenge":"x"}'}
        return Response(body[how], status=200)

    httpserver.expect_request("/hook").respond_with_handler(answer)
    settings.OUTBOUND_ALLOW = [f"127.0.0.1/32:{httpserver.port}"]
    endpoint, _ = endpoint_create(owner=factories.user(), url=httpserver.url_for("/hook"))
    deliver_batch()
    assert state_now(endpoint) == "pending"
    assert Delivery.objects.get().state == Delivery.State.DEAD
    assert "does not echo" in Attempt.objects.get().error


def test_a_challenge_that_is_not_taken_is_sent_again_and_was_not_merely_unechoed(
    httpserver: HTTPServer, settings: Settings
) -> None:
    httpserver.expect_request("/hook").respond_with_data(status=503)
    settings.OUTBOUND_ALLOW = [f"127.0.0.1/32:{httpserver.port}"]
    endpoint_create(owner=factories.user(), url=httpserver.url_for("/hook"))
    deliver_batch()
    assert Delivery.objects.get().state == Delivery.State.PENDING
    assert (Attempt.objects.get().status, Attempt.objects.get().error) == (503, "")


def test_a_plain_token_is_an_echo() -> None:
    assert challenge_echoed("abc", b" abc\n")
    assert challenge_echoed("abc", b'{"challenge": "abc", "thanks": true}')
    assert not challenge_echoed("abc", b"abcd")
    assert not challenge_echoed("abc", b'{"data": {"challenge": "abc"}}')
    assert not challenge_echoed("abc", b'["abc"]')
    assert not challenge_echoed("abc", b"\xff")


def test_a_receiver_that_was_away_is_asked_again_by_the_schedule_or_on_request(receiver: Receiver) -> None:
    endpoint, _ = endpoint_create(owner=factories.user(), url=receiver.url)
    port = receiver.port
    receiver.stop()
    deliver_batch()
    assert state_now(endpoint) == "pending"
    endpoint_challenge(endpoint=endpoint)
    assert Delivery.objects.filter(state="pending").count() == 1
    with Receiver(port=port) as back:
        assert deliver_batch() == 1
        assert back.challenges.qsize() == 1
    assert state_now(endpoint) == "active"
    with pytest.raises(Conflict, match="no challenge"):
        endpoint_challenge(endpoint=endpoint)


def test_a_new_address_must_consent_and_misses_nothing_meanwhile(
    subscribe: Subscribe, receiver: Receiver, settings: Settings
) -> None:
    endpoint = subscribe()
    factories.verdict()
    with Receiver() as elsewhere:
        settings.OUTBOUND_ALLOW = ["127.0.0.1/32"]
        endpoint_update(endpoint=endpoint, url=elsewhere.url)
        assert state_now(endpoint) == "pending"
        factories.verdict()
        assert sorted(Delivery.objects.values_list("state", flat=True)) == ["held", "held", "pending"]
        deliver_batch()
        assert state_now(endpoint) == "active"
        deliver_batch()
        assert len(arrived(elsewhere)) == 2
    assert arrived(receiver) == []


def test_a_paused_endpoint_that_moves_stays_paused_and_its_new_address_is_asked_once_it_resumes(
    subscribe: Subscribe, settings: Settings
) -> None:
    endpoint = subscribe()
    endpoint_pause(endpoint=endpoint)
    with Receiver() as elsewhere:
        settings.OUTBOUND_ALLOW = ["127.0.0.1/32"]
        endpoint_update(endpoint=endpoint, url=elsewhere.url)
        factories.verdict()
        assert deliver_batch() == 0
        assert state_now(endpoint) == "paused"
        endpoint_resume(endpoint=endpoint)
        assert state_now(endpoint) == "pending"
        deliver_batch()
        assert state_now(endpoint) == "active"
        deliver_batch()
        assert (elsewhere.challenges.qsize(), len(arrived(elsewhere))) == (1, 1)


def test_of_a_disabled_endpoint_that_moved_nobody_is_told_that_it_is_disabled(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    endpoint = subscribe(owner=factories.user(email="oda@desk.example"))
    factories.verdict()
    receiver.answer(410)
    deliver_batch()
    assert state_now(endpoint) == "disabled"
    endpoint_update(endpoint=endpoint, url=f"{receiver.url}new")
    notices_send()
    assert mail.outbox == []
    deliver_batch()
    assert (state_now(endpoint), endpoint.disabled_reason) == ("active", "")


@pytest.mark.parametrize("status", [404, 410, 500])
def test_what_the_former_address_refuses_is_sent_to_the_new_one(
    subscribe: Subscribe, receiver: Receiver, status: int
) -> None:
    endpoint = subscribe()
    factories.verdict()
    receiver.answer(status)
    late = asyncio.run(send_all(leases_take(size=1)))
    endpoint_update(endpoint=endpoint, url=f"{receiver.url}new")
    outcomes_record(late)
    assert Attempt.objects.get().status == status
    assert state_now(endpoint) == "pending"
    assert Lane.objects.get().failing_since is None
    deliver_batch()
    assert state_now(endpoint) == "active"
    deliver_batch()
    assert {(one.state, one.attempt_count) for one in Delivery.objects.exclude(event__claim=None)} == {
        ("delivered", 2)
    }


@pytest.mark.parametrize("how", ["gone", "five days"])
def test_an_address_that_refused_gets_no_event_whoever_consented_before_it(
    subscribe: Subscribe, httpserver: HTTPServer, settings: Settings, how: str
) -> None:
    got: list[str] = []

    def refuse(request: Request) -> Response:
        got.append(json.loads(request.data)["type"])
        return Response(status=410 if how == "gone" else 500)

    httpserver.expect_request("/theirs").respond_with_handler(refuse)
    endpoint = subscribe()
    settings.OUTBOUND_ALLOW = ["127.0.0.1/32"]
    endpoint_update(endpoint=endpoint, url=httpserver.url_for("/theirs"))
    Lane.objects.update(failing_since=timezone.now() - timedelta(days=6))
    deliver_batch()
    assert state_now(endpoint) == "disabled"
    endpoint_resume(endpoint=endpoint)
    assert state_now(endpoint) == "pending"
    factories.verdict()
    deliver_batch()
    assert got == ["webhook.challenge", "webhook.challenge"]


def test_a_new_address_does_not_answer_for_what_its_former_one_did(
    subscribe: Subscribe, httpserver: HTTPServer, settings: Settings
) -> None:
    httpserver.expect_request("/not-ready-yet").respond_with_data(status=503)
    endpoint = subscribe()
    Lane.objects.update(failing_since=timezone.now() - timedelta(days=6))
    settings.OUTBOUND_ALLOW = ["127.0.0.1/32"]
    endpoint_update(endpoint=endpoint, url=httpserver.url_for("/not-ready-yet"))
    deliver_batch()
    assert state_now(endpoint) == "pending"


def test_the_address_that_consented_is_not_asked_again_when_it_is_resumed(
    subscribe: Subscribe, receiver: Receiver, settings: Settings
) -> None:
    endpoint = subscribe()
    with Receiver() as elsewhere:
        settings.OUTBOUND_ALLOW = ["127.0.0.1/32"]
        endpoint_update(endpoint=endpoint, url=elsewhere.url)
        deliver_batch()
        Endpoint.objects.update(state=Endpoint.State.DISABLED, disabled_reason="x")
        endpoint_resume(endpoint=endpoint)
        assert state_now(endpoint) == "active"
        assert (elsewhere.challenges.qsize(), receiver.challenges.qsize()) == (1, 0)


def test_after_the_upgrade_consent_is_that_of_the_addresses_in_use(subscribe: Subscribe) -> None:
    states = {"active": True, "paused": True, "pending": False, "disabled": False}
    endpoints = {state: subscribe() for state in states}
    for state, endpoint in endpoints.items():
        Endpoint.objects.filter(pk=endpoint.pk).update(state=state, confirmed_url="")
    with connection.cursor() as cursor:
        cursor.execute(import_module("webhooks.migrations.0002_endpoint_confirmed_url").CONFIRMED)
    for state, endpoint in endpoints.items():
        endpoint.refresh_from_db()
        assert (endpoint.confirmed_url == endpoint.url) is states[state], state


def test_one_that_never_consented_is_asked_again_when_it_is_resumed(receiver: Receiver) -> None:
    endpoint, _ = endpoint_create(owner=factories.user(), url=receiver.url)
    Endpoint.objects.update(state=Endpoint.State.DISABLED, disabled_reason="x")
    endpoint_resume(endpoint=endpoint)
    assert state_now(endpoint) == "pending"
    make_due()
    deliver_batch()
    assert state_now(endpoint) == "active"
