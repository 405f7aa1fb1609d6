"""What happens when workers die, are slow, or work at the same time."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from tests import factories
from tests.wakes import Wakes
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import arrived, deliver_batch, make_due
from webhooks.delivery import Trust, deliver_while_due
from webhooks.leases import Leased, leases_take
from webhooks.models import Attempt, Delivery, Lease
from webhooks.outcomes import outcomes_record
from webhooks.receiver import Received, Receiver
from webhooks.sending import Sent, send_all
from webhooks.services.endpoints import endpoint_delete, endpoint_pause, endpoint_resume
from webhooks.tasks import sweep

pytestmark = pytest.mark.django_db


def _send(leased: list[Leased]) -> list[Sent]:
    return asyncio.run(send_all(leased))


def _ids(leased: list[Leased]) -> set[UUID]:
    return {one.delivery_id for one in leased}


def test_a_leased_delivery_is_not_taken_twice(subscribe: Subscribe) -> None:
    subscribe()
    factories.verdict()
    (leased,) = leases_take(size=10)
    assert (leased.number, leased.tries) == (1, 1)
    assert leases_take(size=10) == []


def test_the_longest_waiting_go_first(subscribe: Subscribe) -> None:
    subscribe()
    for _ in range(3):
        factories.verdict()
    last = Delivery.objects.latest("id")
    make_due(pk=last.pk)
    with connection.cursor() as cursor:
        # An index would give the rows in this order whether or not it is asked for.
        cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off")
    (leased,) = leases_take(size=1)
    assert leased.delivery_id == last.id


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


@pytest.mark.parametrize(("status", "state"), [(204, "delivered"), (404, "dead"), (500, "held")])
def test_an_attempt_under_way_during_a_pause_still_counts(
    subscribe: Subscribe, receiver: Receiver, status: int, state: str
) -> None:
    endpoint = subscribe()
    factories.verdict()
    receiver.answer(status)
    leased = leases_take(size=10)
    endpoint_pause(endpoint=endpoint)
    outcomes_record(_send(leased))
    assert Delivery.objects.get().state == state
    assert Attempt.objects.get().status == status
    endpoint_resume(endpoint=endpoint)
    assert deliver_batch() == (1 if state == "held" else 0)


def test_what_is_under_way_during_a_pause_is_not_sent_twice_after_it(subscribe: Subscribe) -> None:
    endpoint = subscribe()
    factories.verdict()
    (leased,) = leases_take(size=10)
    endpoint_resume(endpoint=endpoint_pause(endpoint=endpoint))
    assert leases_take(size=10) == []
    make_due()
    (again,) = leases_take(size=10)
    assert (again.delivery_id, again.number) == (leased.delivery_id, 2)


def test_an_attempt_under_way_during_a_deletion_changes_nothing(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    endpoint = subscribe()
    factories.verdict()
    leased = leases_take(size=10)
    endpoint_delete(endpoint=endpoint)
    outcomes_record(_send(leased))
    assert Delivery.objects.get().state == Delivery.State.DEAD
    assert not Attempt.objects.exists()
    assert not Lease.objects.exists()


def test_a_lease_ends_with_its_record_and_writes_no_delivery(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    subscribe()
    factories.verdict()
    receiver.answer(500)

    def place() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT ctid::text FROM webhooks_delivery")
            return str(cursor.fetchone()[0])

    before = place()
    leased = leases_take(size=10)
    assert place() == before
    assert Lease.objects.get().number == 1
    outcomes_record(_send(leased))
    assert place() != before
    assert not Lease.objects.exists()


def test_rounds_go_on_while_something_is_due(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe()
    for _ in range(5):
        factories.verdict()
    deliver_while_due(size=2)
    assert len(arrived(receiver)) == 5
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_and_the_lease_is_committed_while_it_is_sent(
    subscribe: Subscribe, settings: Settings
) -> None:
    seen: list[tuple[int, str]] = []

    def look(received: Received) -> None:
        """From another connection, while the worker waits for its answer."""
        try:
            with transaction.atomic():
                delivery = Delivery.objects.select_for_update(nowait=True).get()
                lease = Lease.objects.select_for_update(nowait=True).get()
                seen.append((lease.number, delivery.state))
        finally:
            connection.close()

    with Receiver(on_event=look) as receiver:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1/32:{receiver.port}"]
        subscribe(url=receiver.url)
        factories.verdict()
        deliver_batch()
    assert seen == [(1, "pending")]
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


@pytest.mark.django_db(transaction=True)
def test_rows_that_another_worker_is_leasing_are_passed_over_at_once(subscribe: Subscribe) -> None:
    subscribe()
    for _ in range(3):
        factories.verdict()
    first, *others = Delivery.objects.order_by("next_attempt_at")

    def take() -> list[Leased]:
        try:
            return leases_take(size=3)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Delivery.objects.select_for_update().get(pk=first.pk)
        leased = pool.submit(take).result(timeout=60)
    assert _ids(leased) == {other.id for other in others}


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_share_the_work_without_overlap(subscribe: Subscribe) -> None:
    for _ in range(8):
        subscribe()
    for _ in range(5):
        factories.verdict()
    barrier = Barrier(4)

    def take() -> list[Leased]:
        barrier.wait()
        try:
            return leases_take(size=10)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        batches = [future.result() for future in [pool.submit(take) for _ in range(4)]]
    batches.append(leases_take(size=40))
    everything = [one.delivery_id for batch in batches for one in batch]
    assert len(everything) == len(set(everything)) == 40


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
    make_due()
    sweep()
    assert wakes() == ["webhooks.deliver"]


@pytest.mark.parametrize(("recorded", "at_once"), [(0, 1), (99, 1), (100, 2), (10_000, 3)])
@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_time_is_up_has_begun_as_many_as_it_is_trusted_with_and_wakes_another_for_the_rest(
    subscribe: Subscribe, receiver: Receiver, wakes: Wakes, recorded: int, at_once: int
) -> None:
    subscribe()
    for _ in range(4):
        factories.verdict()
    wakes()
    trust = Trust()
    trust.recorded = recorded
    deliver_while_due(size=3, seconds=0, trust=trust)
    assert len(arrived(receiver)) == at_once
    assert trust.recorded == recorded + at_once
    assert wakes() == ["webhooks.deliver"]
