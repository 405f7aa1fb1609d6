"""What a worker leaves behind that was killed, or was so slow that its lease ran out."""

from __future__ import annotations

import asyncio
from threading import Event as Signal
from uuid import UUID

import pytest
from django.db import connection
from django.db.models.functions import Now
from pytest_django import Settings

from tests import factories
from tests.wakes import Wakes
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import arrived, deliver_batch, make_due
from webhooks import delivery
from webhooks.delivery import deliver_while_due
from webhooks.leases import Leased, leases_end, leases_take
from webhooks.models import Attempt, Delivery, Lease
from webhooks.outcomes import outcomes_record
from webhooks.receiver import Received, Receiver
from webhooks.sending import Sent, Signed, outbound_client, send, send_all, sign
from webhooks.services.endpoints import endpoint_delete, endpoint_pause, endpoint_resume
from webhooks.tasks import sweep

pytestmark = pytest.mark.django_db


def _send(leased: list[Leased]) -> list[Sent]:
    return asyncio.run(send_all(leased))


def _ids(leased: list[Leased]) -> set[UUID]:
    return {one.delivery_id for one in leased}


def _listed() -> set[UUID]:
    """What the leases list as under way."""
    return {delivery_id for lease in Lease.objects.all() for delivery_id in lease.deliveries}


def test_only_leases_that_ran_out_are_ended_and_only_what_they_list_counts(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    subscribe()
    for _ in range(3):
        factories.verdict()
    recorded, lost = leases_take(size=2)
    (kept,) = leases_take(size=1)
    receiver.answer(500)
    outcomes_record(_send([recorded]))
    leases_end()
    assert _listed() == _ids([lost, kept])
    Lease.objects.filter(deliveries=[lost.delivery_id]).update(until=Now())
    leases_end()
    assert _listed() == _ids([kept])
    counts = dict(Delivery.objects.values_list("pk", "attempt_count"))
    assert counts == {recorded.delivery_id: 1, lost.delivery_id: 1, kept.delivery_id: 0}
    (again,) = leases_take(size=10)
    assert (again.delivery_id, again.number, again.tries) == (lost.delivery_id, 2, 2)


def test_a_worker_that_took_over_from_itself_keeps_what_it_took(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    subscribe()
    for _ in range(2):
        factories.verdict()
    stale = leases_take(size=1)
    make_due()
    both = leases_take(size=2)
    (again,) = (one for one in both if one.delivery_id == stale[0].delivery_id)
    (other,) = (one for one in both if one is not again)
    outcomes_record(_send([*stale, other]))
    assert _listed() == {again.delivery_id}
    outcomes_record(_send([again]))
    assert sorted(Attempt.objects.values_list("delivery", "number")) == sorted(
        (one.delivery_id, one.number) for one in both
    )


def test_an_attempt_that_is_lost_changes_nothing_about_what_is_over(subscribe: Subscribe) -> None:
    endpoint = subscribe()
    factories.verdict()
    leases_take(size=10)
    endpoint_delete(endpoint=endpoint)
    Lease.objects.update(until=Now())
    leases_end()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempt_count) == (Delivery.State.DEAD, 1)
    assert not Lease.objects.exists()


def test_an_attempt_that_is_lost_during_a_pause_counts_and_comes_too_late_afterwards(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    endpoint = subscribe()
    factories.verdict()
    receiver.answer(404)
    late = _send(leases_take(size=10))
    endpoint_pause(endpoint=endpoint)
    Lease.objects.update(until=Now())
    leases_end()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempt_count) == (Delivery.State.HELD, 1)
    endpoint_resume(endpoint=endpoint)
    (again,) = leases_take(size=10)
    assert (again.number, again.tries) == (2, 2)
    outcomes_record(late)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempt_count) == (Delivery.State.PENDING, 1)
    assert _listed() == {delivery.pk}


def test_what_is_recorded_of_an_attempt_keeps_within_its_column(subscribe: Subscribe) -> None:
    subscribe()
    for _ in range(2):
        factories.verdict()
    first, other = leases_take(size=2)

    async def sent() -> list[Sent]:
        async with outbound_client() as client:
            return [await send(client, Signed(first, {}, "x" * 501)), await send(client, sign(other, {}))]

    outcomes_record(asyncio.run(sent()))
    assert dict(Attempt.objects.values_list("delivery", "error")) == {
        first.delivery_id: "x" * 500,
        other.delivery_id: "",
    }


def test_a_worker_takes_over_what_another_let_run_out(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe()
    factories.verdict()
    leases_take(size=10)
    deliver_while_due()
    assert arrived(receiver) == []
    Lease.objects.update(until=Now())
    deliver_while_due()
    assert len(arrived(receiver)) == 1
    assert list(Attempt.objects.values_list("number", "status")) == [(2, 204)]


@pytest.mark.django_db(transaction=True)
def test_a_worker_takes_over_what_runs_out_while_it_waits_for_an_answer(
    subscribe: Subscribe, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_END_SECONDS", 0.1)
    taken_over = Signal()

    def answer(received: Received) -> None:
        """While the first POST is under way the other worker's lease runs out; that is waited for."""
        try:
            if Lease.objects.filter(pk=elsewhere.lease_id).update(until=Now()):
                assert taken_over.wait(30)
            else:
                taken_over.set()
        finally:
            connection.close()

    with Receiver(on_event=answer) as receiver:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1/32:{receiver.port}"]
        for _ in range(2):
            subscribe(url=receiver.url)
        factories.verdict()
        (elsewhere,) = leases_take(size=1)
        deliver_while_due()
    assert taken_over.is_set()
    attempts = dict(Attempt.objects.values_list("delivery", "number"))
    assert attempts.pop(elsewhere.delivery_id) == 2
    assert list(attempts.values()) == [1]


def test_a_worker_killed_before_its_post_loses_nothing(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe()
    factories.verdict()
    leases_take(size=10)
    make_due()
    assert deliver_batch() == 1
    assert len(arrived(receiver)) == 1
    assert list(Attempt.objects.values_list("number", "status")) == [(2, 204)]
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_a_worker_killed_between_post_and_record_repeats_under_the_same_id(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    subscribe()
    factories.verdict()
    _send(leases_take(size=10))
    assert Delivery.objects.get().state == Delivery.State.PENDING
    make_due()
    assert deliver_batch() == 1
    first, second = arrived(receiver)
    assert first.id == second.id
    assert first.body == second.body
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_a_worker_whose_lease_ran_out_records_nothing(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe()
    factories.verdict()
    receiver.answer(500, 404)
    slow = _send(leases_take(size=10))
    make_due()
    quick = _send(leases_take(size=10))
    outcomes_record(slow)
    assert not Attempt.objects.exists()
    outcomes_record(quick)
    outcomes_record(slow)
    outcomes_record(quick)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempt_count) == (Delivery.State.DEAD, 2)
    assert list(Attempt.objects.values_list("number", "status")) == [(2, 404)]


def test_what_is_recorded_is_not_recorded_again_while_others_of_its_lease_are_under_way(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    subscribe()
    for _ in range(2):
        factories.verdict()
    receiver.answer(500)
    failed, other = leases_take(size=2)
    sent = _send([failed])
    for _ in range(2):
        outcomes_record(sent)
        assert _listed() == {other.delivery_id}
    delivery = Delivery.objects.get(pk=failed.delivery_id)
    assert (delivery.state, delivery.attempt_count) == (Delivery.State.PENDING, 1)
    assert list(Attempt.objects.values_list("number", "status")) == [(1, 500)]


def test_a_stale_410_does_not_disable_the_endpoint(subscribe: Subscribe, receiver: Receiver) -> None:
    endpoint = subscribe()
    factories.verdict()
    receiver.answer(410)
    slow = _send(leases_take(size=10))
    make_due()
    assert deliver_batch() == 1
    outcomes_record(slow)
    endpoint.refresh_from_db()
    assert endpoint.state == "active"


@pytest.mark.django_db(transaction=True)
def test_the_sweep_wakes_a_worker_only_for_what_is_due(subscribe: Subscribe, wakes: Wakes) -> None:
    sweep()
    assert wakes() == []
    subscribe()
    wakes()
    factories.verdict()
    assert wakes() == ["webhooks.deliver"]
    sweep()
    assert wakes() == ["webhooks.deliver"]
    leases_take(size=10)
    sweep()
    assert wakes() == []
    Lease.objects.update(until=Now())
    sweep()
    assert wakes() == ["webhooks.deliver"]
    leases_end()
    sweep()
    assert wakes() == ["webhooks.deliver"]
