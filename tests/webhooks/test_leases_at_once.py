"""Workers that lease at the same time: nothing is taken twice, and nobody waits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from tests import factories
from tests.faults.outcome import wait_for
from tests.locks import elsewhere
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import deliver_batch
from webhooks.leases import Leased, leases_take
from webhooks.models import Delivery, Lane, Lease
from webhooks.receiver import Received, Receiver

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_and_the_lease_is_committed_while_it_is_sent(
    subscribe: Subscribe, settings: Settings
) -> None:
    seen: list[tuple[bool, str]] = []

    def look(received: Received) -> None:
        """From another connection, while the worker waits for its answer."""
        try:
            with transaction.atomic():
                delivery = Delivery.objects.select_for_update(nowait=True).get()
                lease = Lease.objects.select_for_update(nowait=True).get()
                seen.append((lease.deliveries == [delivery.id], delivery.state))
        finally:
            connection.close()

    with Receiver(on_event=look) as receiver:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1/32:{receiver.port}"]
        subscribe(url=receiver.url)
        factories.verdict()
        deliver_batch()
    assert seen == [(True, "pending")]
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


@pytest.mark.django_db(transaction=True)
def test_a_lane_that_another_worker_takes_from_is_passed_over_at_once(subscribe: Subscribe) -> None:
    taken_from, other = subscribe(), subscribe()
    factories.verdict()
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Lane.objects.select_for_update().get(pk=taken_from.pk)
        leased = pool.submit(elsewhere, lambda: leases_take(size=3)).result(timeout=60)
    assert [one.endpoint_id for one in leased] == [other.id]


# A worker whose statement began before another one took, and comes to the lanes after that was committed. It
# reads endpoints through a view that waits for a lock, which the other one holds.
_SLOW = """
CREATE SCHEMA slow;
CREATE VIEW slow.webhooks_endpoint AS
    SELECT p.* FROM public.webhooks_endpoint AS p, (SELECT pg_advisory_lock(4711)) AS waited OFFSET 0
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_sees_a_lane_as_it_was_takes_nothing_that_another_took_meanwhile(
    subscribe: Subscribe,
) -> None:
    subscribe()
    for _ in range(3):
        factories.verdict()

    def take_late() -> list[Leased]:
        with connection.cursor() as cursor:
            cursor.execute("SET search_path = slow, public")
        return leases_take(size=3)

    def waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
            return bool(cursor.fetchone()[0])

    with connection.cursor() as cursor:
        cursor.execute(_SLOW)
        cursor.execute("SELECT pg_advisory_lock(4711)")
    try:
        with ThreadPoolExecutor(1) as pool:
            late = pool.submit(elsewhere, take_late)
            try:
                wait_for("the statement to wait", waits, seconds=30)
                first = leases_take(size=1)
            finally:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock_all()")
            assert late.result(timeout=60) == []
        assert len(first) == 1
        assert len(leases_take(size=3)) == 2
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA slow CASCADE")


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
