"""Strict order: of one claim, an event waits until those before it are done with."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.db.models.functions import Now
from pytest_django import Settings

from claims.models import Claim
from claims.rules import Kind
from tests import factories
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import arrived, deliver_batch, make_due
from webhooks.delivery import deliver_while_due
from webhooks.leases import leases_take
from webhooks.models import Delivery
from webhooks.receiver import Receiver
from webhooks.services.endpoints import endpoint_pause, endpoint_resume, endpoint_update

pytestmark = pytest.mark.django_db


def _history(length: int) -> Claim:
    """A claim with that many events."""
    claim, publisher = factories.claim(), factories.fact_checker()
    for number in range(length):
        factories.verdict(claim, publisher=publisher, kind=Kind.UPDATE if number else Kind.INITIAL)
    return claim


def _sequences(receiver: Receiver) -> list[int]:
    return [event.payload["data"]["sequence"] for event in arrived(receiver)]


def test_only_the_first_of_each_claim_is_leased(subscribe: Subscribe) -> None:
    subscribe(strict_order=True)
    claims = [_history(3) for _ in range(2)]
    leased = [Delivery.objects.get(pk=one.delivery_id) for one in leases_take(size=10)]
    assert {(one.claim_id, one.sequence) for one in leased} == {(claim.id, 1) for claim in claims}
    assert leases_take(size=10) == []


def test_without_it_all_go_at_once(subscribe: Subscribe) -> None:
    subscribe()
    _history(3)
    assert len(leases_take(size=10)) == 3


def test_one_that_is_retried_keeps_back_its_own_claim_and_no_other(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    subscribe(strict_order=True)
    _history(3)
    receiver.answer(500)
    deliver_while_due()
    assert _sequences(receiver) == [1]
    _history(2)
    deliver_while_due()
    assert _sequences(receiver) == [1, 2]
    make_due()
    deliver_while_due()
    assert _sequences(receiver) == [1, 2, 3]


def test_one_that_is_given_up_lets_the_next_go(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe(strict_order=True)
    _history(2)
    receiver.answer(400)
    deliver_while_due()
    assert _sequences(receiver) == [1, 2]


def test_what_another_endpoint_has_not_got_yet_keeps_nobody_back(subscribe: Subscribe) -> None:
    paused, other = (subscribe(strict_order=True) for _ in range(2))
    claim = _history(1)
    endpoint_pause(endpoint=paused)
    Delivery.objects.filter(endpoint=other).update(
        state=Delivery.State.DELIVERED, next_attempt_at=None, completed_at=Now()
    )
    factories.verdict(claim)
    leased = [Delivery.objects.get(pk=one.delivery_id) for one in leases_take(size=10)]
    assert [(one.endpoint_id, one.sequence) for one in leased] == [(other.id, 2)]


def test_a_lease_that_ran_out_still_goes_first(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe(strict_order=True)
    _history(2)
    (killed,) = leases_take(size=10)
    make_due()
    assert [one.delivery_id for one in leases_take(size=10)] == [killed.delivery_id]


def test_what_was_held_keeps_its_order(subscribe: Subscribe, receiver: Receiver) -> None:
    endpoint = subscribe()
    _history(4)
    endpoint_update(endpoint=endpoint, strict_order=True)
    endpoint_pause(endpoint=endpoint)
    endpoint_resume(endpoint=endpoint)
    deliver_while_due()
    assert _sequences(receiver) == [1, 2, 3, 4]


def test_random_failures_never_turn_the_order_round(
    subscribe: Subscribe, receiver: Receiver, settings: Settings
) -> None:
    subscribe(strict_order=True)
    for _ in range(4):
        _history(4)
    receiver.answer(*[500, 204, 503, 204, 204, 500, 429] * 4)
    for _ in range(60):
        if not deliver_batch() and not Delivery.objects.filter(state="pending").exists():
            break
        if Delivery.objects.filter(state="pending").exists():
            make_due()
    first: dict[str, list[int]] = defaultdict(list)
    for event in arrived(receiver):
        data = event.payload["data"]
        if data["sequence"] not in first[data["claim"]["id"]]:
            first[data["claim"]["id"]].append(data["sequence"])
    assert list(first.values()) == [[1, 2, 3, 4]] * 4
