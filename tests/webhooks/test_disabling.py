"""An endpoint where everything failed for five days is disabled, and its owner told."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from tests import factories
from tests.locks import elsewhere, until_somebody_waits
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import arrived, deliver_batch, make_due
from webhooks import sending
from webhooks.delivery import deliver_while_due
from webhooks.leases import leases_take
from webhooks.models import Attempt, Delivery, Endpoint, Event, Lane
from webhooks.outcomes import endpoints_give_up, outcomes_record
from webhooks.receiver import Receiver
from webhooks.sending import send_all
from webhooks.services.endpoints import endpoint_resume
from webhooks.services.notices import notices_send

pytestmark = pytest.mark.django_db


def _failing_for(endpoint: Endpoint, **age: int) -> None:
    Lane.objects.filter(endpoint=endpoint).update(failing_since=timezone.now() - timedelta(**age))


def _fail(receiver: Receiver) -> None:
    receiver.answer(500)
    deliver_batch()


def test_failing_is_counted_from_the_first_failure_since_a_success(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    endpoint = subscribe()
    lane = Lane.objects.filter(endpoint=endpoint)
    factories.verdict()
    _fail(receiver)
    first = lane.get().failing_since
    assert first is not None
    make_due()
    _fail(receiver)
    assert lane.get().failing_since == first
    make_due()
    deliver_batch()
    assert lane.get().failing_since is None


def test_what_is_refused_for_good_is_a_failure_too(subscribe: Subscribe, receiver: Receiver) -> None:
    endpoint = subscribe()
    factories.verdict()
    receiver.answer(404)
    deliver_batch()
    assert Delivery.objects.get().state == Delivery.State.DEAD
    assert Lane.objects.get(endpoint=endpoint).failing_since is not None


def test_after_five_days_it_is_disabled_and_its_backlog_held(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    endpoint = subscribe()
    factories.verdict()
    _failing_for(endpoint, days=4, hours=23)
    _fail(receiver)
    endpoint.refresh_from_db()
    assert endpoint.state == Endpoint.State.ACTIVE
    make_due()
    _failing_for(endpoint, days=5, minutes=1)
    _fail(receiver)
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.disabled_reason) == ("disabled", "Everything failed for 5 days.")
    assert Delivery.objects.get().state == Delivery.State.HELD
    endpoint_resume(endpoint=endpoint)
    assert Lane.objects.get(endpoint=endpoint).failing_since is None
    assert deliver_batch() == 1
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_the_worker_at_whose_attempt_the_five_days_are_over_disables_it(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    endpoint = subscribe()
    factories.verdict()
    _failing_for(endpoint, days=5, minutes=1)
    receiver.answer(500)
    deliver_while_due()
    endpoint.refresh_from_db()
    assert endpoint.state == Endpoint.State.DISABLED
    assert Delivery.objects.get().state == Delivery.State.HELD


@pytest.mark.parametrize(
    ("state", "then"),
    [
        ("pending", ("disabled", "Everything failed for 5 days.")),
        ("paused", ("disabled", "Everything failed for 5 days.")),
        ("disabled", ("disabled", "It answered 410 Gone.")),
        ("deleted", ("deleted", "It answered 410 Gone.")),
    ],
)
def test_what_fails_once_it_is_no_longer_active_disables_it_unless_it_is_disabled_or_deleted(
    subscribe: Subscribe, receiver: Receiver, state: str, then: tuple[str, str]
) -> None:
    endpoint = subscribe()
    factories.verdict()
    _failing_for(endpoint, days=6)
    receiver.answer(500)
    sent = asyncio.run(send_all(leases_take(size=1)))
    Endpoint.objects.update(state=state, disabled_reason="It answered 410 Gone.")
    outcomes_record(sent)
    endpoints_give_up(sent)
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.disabled_reason) == then


def test_one_success_among_the_failures_keeps_it(subscribe: Subscribe, receiver: Receiver) -> None:
    endpoint = subscribe()
    for _ in range(3):
        factories.verdict()
    _failing_for(endpoint, days=6)
    receiver.answer(500, 204, 500)
    deliver_batch()
    endpoint.refresh_from_db()
    assert endpoint.state == Endpoint.State.ACTIVE


def test_a_fault_of_our_own_is_not_held_against_it(subscribe: Subscribe) -> None:
    endpoint = subscribe()
    endpoint.secrets.update(value="not ours")
    factories.verdict()
    deliver_batch()
    assert Lane.objects.get(endpoint=endpoint).failing_since is None


def test_a_fault_of_our_own_ends_not_what_has_failed_for_long(subscribe: Subscribe) -> None:
    endpoint = subscribe()
    endpoint.secrets.update(value="not ours")
    factories.verdict()
    _failing_for(endpoint, days=6)
    deliver_batch()
    assert Attempt.objects.get().status is None
    endpoint.refresh_from_db()
    assert endpoint.state == Endpoint.State.ACTIVE


def test_a_failure_that_nobody_foresaw_is_our_own_and_keeps_no_other_delivery(
    subscribe: Subscribe, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(status: int, *args: Any, **kwargs: Any) -> None:
        if status == 503:
            raise RuntimeError("a fault")

    monkeypatch.setattr(sending, "retry_after", broken)
    for _ in range(2):
        subscribe()
    receiver.secret = ""
    factories.verdict()
    receiver.answer(503)
    deliver_batch()
    states = dict(Delivery.objects.values_list("state", "endpoint"))
    assert set(states) == {"pending", "delivered"}
    assert Attempt.objects.get(delivery__state="pending").error == "the registry failed to send it"
    assert Lane.objects.get(endpoint=states["pending"]).failing_since is None


@pytest.mark.parametrize("how", ["gone", "five days"])
def test_its_owner_hears_by_mail_and_at_the_other_endpoints(
    subscribe: Subscribe, receiver: Receiver, how: str
) -> None:
    owner = factories.user(email="oda@desk.example")
    broken = subscribe(owner=owner, event_types=["verdict.published"])
    factories.verdict()
    if how == "gone":
        receiver.answer(410)
        deliver_batch()
    else:
        _failing_for(broken, days=5, minutes=1)
        _fail(receiver)
    other, uninterested = subscribe(owner=owner), subscribe(owner=owner, event_types=["verdict.updated"])
    strangers = subscribe()
    notices_send()
    notices_send()
    (letter,) = mail.outbox
    assert letter.to == ["oda@desk.example"]
    broken.refresh_from_db()
    assert broken.url in letter.body
    assert broken.disabled_reason in letter.body
    event = Event.objects.get(type="webhook.endpoint_disabled")
    assert [delivery.endpoint for delivery in event.deliveries.all()] == [other]
    data = json.loads(bytes(event.payload))["data"]
    assert data == {"endpoint": str(broken.id), "url": broken.url, "reason": broken.disabled_reason}
    assert not hasattr(event, "feed_entry")
    assert not Delivery.objects.filter(endpoint__in=[uninterested, strangers], event=event).exists()
    arrived(receiver)
    receiver.secret = ""
    deliver_batch()
    assert [received.payload["type"] for received in arrived(receiver)] == ["webhook.endpoint_disabled"]


def test_a_mail_server_that_is_away_keeps_nobody_from_hearing_the_event(
    subscribe: Subscribe, receiver: Receiver, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    owner = factories.user(email="oda@desk.example")
    subscribe(owner=owner)
    factories.verdict()
    receiver.answer(410)
    deliver_batch()
    subscribe(owner=owner)
    notices_send()
    assert Event.objects.filter(type="webhook.endpoint_disabled").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_that_tell_at_once_one_announces_it(subscribe: Subscribe) -> None:
    owner = factories.user()
    broken = subscribe(owner=owner)
    subscribe(owner=owner)
    Endpoint.objects.filter(pk=broken.pk).update(state=Endpoint.State.DISABLED, notice_due=True)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            notices_send()
            telling = pool.submit(elsewhere, notices_send)
            until_somebody_waits()
        telling.result()
    assert Event.objects.filter(type="webhook.endpoint_disabled").count() == 1
