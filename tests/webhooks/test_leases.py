"""What a worker takes, holds and records."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from tests import factories
from tests.wakes import Wakes
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import arrived, deliver_batch, make_due
from webhooks import delivery
from webhooks.delivery import Trust, deliver_while_due
from webhooks.leases import Leased, leases_end, leases_take
from webhooks.models import Attempt, Delivery, Lease
from webhooks.outcomes import outcomes_record
from webhooks.receiver import Receiver
from webhooks.sending import DEADLINE, Sender, Sent, send_all, sign
from webhooks.services.endpoints import endpoint_delete, endpoint_pause, endpoint_resume

pytestmark = pytest.mark.django_db


def _send(leased: list[Leased]) -> list[Sent]:
    return asyncio.run(send_all(leased))


def _sent(leased: Leased, status: int) -> Sent:
    return Sent(leased=leased, started_at=timezone.now(), duration=timedelta(), status=status)


def _ids(leased: list[Leased]) -> set[UUID]:
    return {one.delivery_id for one in leased}


def _listed() -> set[UUID]:
    """What the leases list as under way."""
    return {delivery_id for lease in Lease.objects.all() for delivery_id in lease.deliveries}


def test_a_leased_delivery_is_not_taken_twice(subscribe: Subscribe) -> None:
    subscribe()
    factories.verdict()
    (leased,) = leases_take(size=10)
    assert (leased.number, leased.tries) == (1, 1)
    assert leases_take(size=10) == []


def test_a_lease_lasts_twice_as_long_as_a_post_may_take(subscribe: Subscribe) -> None:
    subscribe()
    factories.verdict()
    before = timezone.now()
    leases_take(size=1)
    assert Lease.objects.get().until >= before + timedelta(seconds=2 * DEADLINE)


def test_what_is_sent_bears_the_moment_at_which_the_database_says_it_was_taken(subscribe: Subscribe) -> None:
    subscribe()
    factories.verdict()
    (leased,) = leases_take(size=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM statement_timestamp())")
        (now,) = cursor.fetchone()
    assert leased.taken_at <= now + 1 <= leased.taken_at + 60
    signed = sign(leased._replace(taken_at=1_700_000_000), {})
    assert signed.headers["webhook-timestamp"] == "1700000000"


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
    assert _listed() == _ids(leased)
    outcomes_record(_send(leased))
    assert place() != before
    assert not Lease.objects.exists()


def test_what_is_recorded_leaves_its_lease_and_the_rest_stays_under_way(subscribe: Subscribe) -> None:
    endpoints = [subscribe(), subscribe()]
    for _ in range(2):
        factories.verdict()
    first, *rest = leases_take(size=10)
    outcomes_record([_sent(first, 500)])
    lease = Lease.objects.get()
    assert dict(zip(lease.deliveries, lease.endpoints, strict=True)) == {
        one.delivery_id: one.endpoint_id for one in rest
    }
    assert {one.endpoint_id for one in rest} == {endpoint.id for endpoint in endpoints}
    assert leases_take(size=10) == []
    Delivery.objects.filter(pk=first.delivery_id).update(next_attempt_at=Now())
    (again,) = leases_take(size=10)
    assert (again.delivery_id, again.number) == (first.delivery_id, 2)
    assert _listed() == _ids([again, *rest])
    outcomes_record([_sent(one, 204) for one in [again, *rest]])
    assert not Lease.objects.exists()
    assert Attempt.objects.count() == 5


def test_what_was_given_up_as_it_was_taken_is_not_recorded(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe()
    factories.verdict()
    leased = leases_take(size=10)
    # As if it was given up before the lease was there to be seen: no attempt was counted.
    Delivery.objects.update(state="dead", next_attempt_at=None, completed_at=Now())
    outcomes_record(_send(leased))
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempt_count) == (Delivery.State.DEAD, 0)
    assert not Attempt.objects.exists()
    assert not Lease.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_rounds_go_on_while_something_is_due_and_wake_nobody_for_nothing(
    subscribe: Subscribe, receiver: Receiver, wakes: Wakes
) -> None:
    subscribe()
    for _ in range(5):
        factories.verdict()
    wakes()
    deliver_while_due(size=2)
    assert len(arrived(receiver)) == 5
    assert wakes() == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_before_its_lease_is_committed(
    subscribe: Subscribe, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    uncommitted: list[bool] = []

    class Watched(Sender):
        def send(self, leased: Sequence[Leased]) -> None:
            uncommitted.extend(connection.in_atomic_block for _ in leased)
            super().send(leased)

    monkeypatch.setattr(delivery, "Sender", Watched)
    subscribe()
    factories.verdict()
    deliver_while_due()
    assert len(arrived(receiver)) == 1
    assert uncommitted == [False]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [leases_end, deliver_while_due])
def test_nothing_is_begun_within_a_transaction_that_holds_more(act: Callable[[], None]) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        act()


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
