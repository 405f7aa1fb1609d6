"""Recording what came of a delivery beside others who change it, or its lease, at that moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from tests import factories
from tests.locks import elsewhere, until_somebody_waits
from tests.webhooks.conftest import Subscribe
from webhooks.leases import leases_end, leases_take
from webhooks.models import Delivery, Endpoint, Lane, Lease
from webhooks.outcomes import outcomes_record
from webhooks.receiver import Receiver
from webhooks.sending import Sent, send_all
from webhooks.services.endpoints import endpoint_delete, endpoint_pause
from webhooks.services.notices import notices_send, restore_announce

pytestmark = pytest.mark.django_db(transaction=True)

Stop = Callable[..., object]


@pytest.fixture
def endpoint(subscribe: Subscribe) -> Endpoint:
    """An endpoint that a verdict is on its way to."""
    made = subscribe()
    factories.verdict()
    return made


def _sent() -> list[Sent]:
    return asyncio.run(send_all(leases_take(size=1)))


@pytest.mark.parametrize("stop", [endpoint_pause, endpoint_delete])
def test_what_is_being_recorded_is_neither_held_nor_given_up_beside_it(
    endpoint: Endpoint, stop: Stop
) -> None:
    sent = _sent()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            outcomes_record(sent)
            stopping = pool.submit(elsewhere, lambda: stop(endpoint=endpoint))
            until_somebody_waits()
        stopping.result()
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


@pytest.mark.parametrize(("stop", "state"), [(endpoint_pause, "held"), (endpoint_delete, "dead")])
def test_what_is_being_held_or_given_up_is_not_due_again_for_having_failed(
    endpoint: Endpoint, receiver: Receiver, stop: Stop, state: str
) -> None:
    receiver.answer(500)
    sent = _sent()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            stop(endpoint=endpoint)
            recording = pool.submit(elsewhere, lambda: outcomes_record(sent))
            until_somebody_waits()
        recording.result()
    assert Delivery.objects.get().state == state


@pytest.mark.parametrize("row", [Lease, Endpoint])
def test_whoever_records_has_the_lease_and_the_endpoint_before_any_delivery(
    endpoint: Endpoint, receiver: Receiver, row: type[Lease | Endpoint]
) -> None:
    receiver.answer(410)
    sent = _sent()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            row.objects.select_for_update(no_key=True).get()
            recording = pool.submit(elsewhere, lambda: outcomes_record(sent))
            until_somebody_waits()
            Delivery.objects.select_for_update(nowait=True).get()
        recording.result()
    assert Delivery.objects.get().state == Delivery.State.DEAD


# Rows are met as they are stored, whatever the planner would make of so few, and tables joined in either way.
_AS_STORED = ("indexscan", "indexonlyscan", "bitmapscan")
LocksTheLowerFirst = Callable[[QuerySet[Any], Iterable[Any], Callable[[], object]], None]


@pytest.fixture(params=[(), ("hashjoin", "mergejoin")], ids=["hashed", "nested"])
def locks_the_lower_first(request: pytest.FixtureRequest) -> LocksTheLowerFirst:
    """See that whoever acts waits for the lower of two rows, and holds not yet the higher."""

    def as_stored(act: Callable[[], object]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(";".join(f"SET enable_{each} = off" for each in (*_AS_STORED, *request.param)))
        act()

    def look(rows: QuerySet[Any], keys: Iterable[Any], act: Callable[[], object]) -> None:
        lower, higher = sorted(keys)
        rows.filter(pk=lower).update(**{rows.model._meta.pk.name: lower})  # stored anew, behind the other
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                rows.select_for_update(no_key=True).get(pk=lower)
                acting = pool.submit(elsewhere, lambda: as_stored(act))
                until_somebody_waits()
                rows.select_for_update(nowait=True).get(pk=higher)
            acting.result()

    return look


def _leases_end() -> None:
    Lease.objects.update(until=Now())
    leases_end()


@pytest.mark.parametrize("how", ["record", "end", "pause"])
def test_of_several_deliveries_those_with_the_lower_ids_are_locked_first(
    endpoint: Endpoint, locks_the_lower_first: LocksTheLowerFirst, how: str
) -> None:
    factories.verdict()
    sent = asyncio.run(send_all(leases_take(size=2)))
    act = {
        "record": lambda: outcomes_record(sent[::-1]),
        "end": _leases_end,
        "pause": lambda: endpoint_pause(endpoint=endpoint),
    }[how]
    locks_the_lower_first(Delivery.objects.all(), [one.leased.delivery_id for one in sent], act)


def test_of_several_leases_recorded_those_with_the_lower_ids_are_locked_first(
    endpoint: Endpoint, locks_the_lower_first: LocksTheLowerFirst
) -> None:
    factories.verdict()
    leased = [*leases_take(size=1), *leases_take(size=1)]
    sent = asyncio.run(send_all(leased))[::-1]
    locks_the_lower_first(
        Lease.objects.all(), [one.lease_id for one in leased], lambda: outcomes_record(sent)
    )


def test_of_several_lanes_that_fail_those_with_the_lower_ids_are_locked_first(
    endpoint: Endpoint,
    subscribe: Subscribe,
    receiver: Receiver,
    locks_the_lower_first: LocksTheLowerFirst,
) -> None:
    keys = [endpoint.pk, subscribe().pk]
    factories.verdict()
    receiver.answer(*[500] * 3)
    sent = asyncio.run(send_all(leases_take(size=3)))[::-1]
    locks_the_lower_first(Lane.objects.all(), keys, lambda: outcomes_record(sent))
    assert Lane.objects.filter(failing_since__isnull=False).count() == 2


@pytest.mark.parametrize("act", [restore_announce, notices_send])
def test_of_several_endpoints_those_with_the_lower_ids_are_locked_first(
    subscribe: Subscribe, locks_the_lower_first: LocksTheLowerFirst, act: Callable[[], object]
) -> None:
    owner = factories.user()
    keys = [subscribe(owner=owner).id for _ in range(2)]
    Endpoint.objects.filter(pk=max(keys)).update(state=Endpoint.State.DISABLED, notice_due=True)
    locks_the_lower_first(Endpoint.objects.all(), keys, act)


def test_a_lease_that_ran_out_while_it_is_recorded_is_passed_over_at_once(endpoint: Endpoint) -> None:
    sent = _sent()
    Lease.objects.update(until=Now())
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        outcomes_record(sent)
        pool.submit(elsewhere, leases_end).result(10)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempt_count) == (Delivery.State.DELIVERED, 1)
