"""What an endpoint that moves takes along and what it leaves behind; others keep what is theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from django.utils import timezone

from tests import factories
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import arrived, deliver_batch
from webhooks.leases import leases_take
from webhooks.models import Delivery, Endpoint, Lane
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
from webhooks.services.notices import restore_announce

pytestmark = pytest.mark.django_db


def _move(endpoint: Endpoint) -> None:
    endpoint_update(endpoint=endpoint, url=f"{endpoint.url}new")


def _pause_and_resume(endpoint: Endpoint) -> None:
    endpoint_pause(endpoint=endpoint)
    endpoint_resume(endpoint=endpoint)


def test_what_was_to_be_told_is_held_and_of_challenges_its_own_alone_are_replaced(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    endpoint = subscribe()
    restore_announce()
    other, _ = endpoint_create(owner=factories.user(), url=receiver.url)
    _move(endpoint)
    endpoint_challenge(endpoint=endpoint)
    assert sorted(Delivery.objects.values_list("endpoint", "event__type", "state")) == sorted(
        [
            (endpoint.id, "webhook.registry_restored", "held"),
            (endpoint.id, "webhook.challenge", "dead"),
            (endpoint.id, "webhook.challenge", "pending"),
            (other.id, "webhook.challenge", "pending"),
        ]
    )


def test_what_the_former_address_took_is_not_sent_to_the_new_one(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    endpoint = subscribe()
    factories.verdict()
    late = asyncio.run(send_all(leases_take(size=1)))
    _move(endpoint)
    outcomes_record(late)
    deliver_batch()
    assert deliver_batch() == 0
    assert len(arrived(receiver)) == 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


@pytest.mark.parametrize("act", [_move, _pause_and_resume])
def test_that_it_failed_and_was_slow_is_forgotten_of_no_other(
    subscribe: Subscribe, act: Callable[[Endpoint], None]
) -> None:
    endpoint, other = subscribe(), subscribe()
    now = timezone.now()
    Lane.objects.update(failing_since=now, slow_until=now)
    act(endpoint)
    lanes = {lane.endpoint_id: (lane.failing_since, lane.slow_until) for lane in Lane.objects.all()}
    assert lanes == {endpoint.id: (None, None), other.id: (now, now)}
