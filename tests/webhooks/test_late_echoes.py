"""The echo of a challenge counts where it is waited for, and for the endpoint that gave it alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest
from pytest_django import Settings

from tests import factories
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import deliver_batch, state_now
from webhooks.holding import endpoint_disable
from webhooks.leases import leases_take
from webhooks.models import Delivery, Endpoint, Event
from webhooks.outcomes import outcomes_record
from webhooks.receiver import Receiver
from webhooks.sending import send_all
from webhooks.services.endpoints import (
    endpoint_challenge,
    endpoint_create,
    endpoint_pause,
    endpoint_update,
)
from webhooks.services.replays import delivery_replay

pytestmark = pytest.mark.django_db


def test_the_echo_of_a_challenge_that_was_replaced_does_not_count(receiver: Receiver) -> None:
    endpoint, _ = endpoint_create(owner=factories.user(), url=receiver.url)
    first = Event.objects.get()
    endpoint_challenge(endpoint=endpoint)
    assert Delivery.objects.get(event=first).state == Delivery.State.DEAD
    tokens = [json.loads(bytes(event.payload))["data"]["challenge"] for event in Event.objects.all()]
    assert len(set(tokens)) == 2


def test_a_late_echo_of_a_replaced_challenge_does_not_pass_for_one_of_its_replay(
    receiver: Receiver, settings: Settings
) -> None:
    endpoint, _ = endpoint_create(owner=factories.user(), url=receiver.url)
    replaced = Delivery.objects.get()
    late = asyncio.run(send_all(leases_take(size=1)))
    with Receiver() as elsewhere:
        settings.OUTBOUND_ALLOW = ["127.0.0.1/32"]
        endpoint_update(endpoint=endpoint, url=elsewhere.url)
        delivery_replay(delivery=replaced)
        outcomes_record(late)
        assert state_now(endpoint) == "pending"
        replaced.refresh_from_db()
        assert (replaced.state, replaced.attempt_count) == ("held", 1)
        # Its number is not given again.
        deliver_batch()
        assert [one.number for one in leases_take(size=1)] == [2]
        outcomes_record(late)
        replaced.refresh_from_db()
        assert replaced.state == "pending"


@pytest.mark.parametrize(
    ("stop", "state"),
    [
        (lambda endpoint: endpoint_pause(endpoint=endpoint), "paused"),
        (lambda endpoint: endpoint_disable(endpoint, "Everything failed."), "disabled"),
    ],
)
def test_it_does_not_undo_that_the_endpoint_was_stopped_meanwhile(
    receiver: Receiver, stop: Callable[[Endpoint], object], state: str
) -> None:
    endpoint, _ = endpoint_create(owner=factories.user(), url=receiver.url)
    deliver_batch()
    assert state_now(endpoint) == "active"
    delivery_replay(delivery=Delivery.objects.get())
    late = asyncio.run(send_all(leases_take(size=1)))
    factories.verdict()
    stop(endpoint)
    outcomes_record(late)
    assert state_now(endpoint) == state
    assert dict(Delivery.objects.values_list("event__type", "state")) == {
        "webhook.challenge": "delivered",
        "verdict.published": "held",
    }


def test_it_leaves_when_the_endpoint_first_gave_one_and_that_others_gave_none(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    endpoint = subscribe()
    first = endpoint.confirmed_at
    endpoint = endpoint_update(endpoint=endpoint, url=f"{receiver.url}new")
    (echoed,) = asyncio.run(send_all(leases_take(size=1)))
    other, _ = endpoint_create(owner=factories.user(), url=receiver.url)
    moved = endpoint.updated_at
    outcomes_record([echoed])
    assert state_now(endpoint) == "active"
    assert endpoint.updated_at > moved
    other.refresh_from_db()
    assert (endpoint.confirmed_at, other.confirmed_at) == (first, None)
