"""No endpoint keeps the others waiting, however slow it is and however much waits for it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event as Signal

import pytest
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from tests import factories
from tests.locks import elsewhere
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import arrived, deliver_batch, make_due
from webhooks import delivery, sending
from webhooks.delivery import Trust, deliver_while_due
from webhooks.leases import leases_take, some_lane_is_empty
from webhooks.models import Attempt, Delivery, Endpoint, Lane, Lease
from webhooks.outcomes import outcomes_record
from webhooks.receiver import Received, Receiver
from webhooks.sending import send_all


def _delivered(endpoint: Endpoint) -> int:
    return Delivery.objects.filter(endpoint=endpoint, state=Delivery.State.DELIVERED).count()


def _until(ready: Callable[[], bool]) -> None:
    over = time.monotonic() + 30
    while not ready():
        assert time.monotonic() < over, "it did not happen"
        time.sleep(0.02)


@pytest.fixture
def hanging(settings: Settings) -> Iterator[tuple[Receiver, Signal]]:
    """A receiver that answers nobody until the signal is given."""
    released = Signal()

    def hang(received: Received) -> None:
        released.wait(60)

    with Receiver(on_event=hang) as receiver:
        settings.OUTBOUND_ALLOW = ["127.0.0.1/32"]
        yield receiver, released
        released.set()


@pytest.mark.django_db(transaction=True)
def test_what_is_through_is_recorded_and_new_work_begun_while_another_endpoint_hangs(
    subscribe: Subscribe, receiver: Receiver, hanging: tuple[Receiver, Signal]
) -> None:
    slow, release = hanging
    stuck, fine = subscribe(url=slow.url), subscribe()
    factories.verdict()

    with ThreadPoolExecutor(1) as pool:
        worker = pool.submit(elsewhere, deliver_while_due)
        try:
            _until(lambda: _delivered(fine) == 1)
            factories.verdict()
            _until(lambda: _delivered(fine) == 2)
            assert not worker.done()
            assert _delivered(stuck) == 0
        finally:
            release.set()
        worker.result(timeout=30)
    assert _delivered(stuck) == 2


@pytest.mark.django_db
def test_an_endpoint_that_ran_into_the_deadline_gets_one_request_at_a_time_until_it_is_quick_again(
    subscribe: Subscribe, hanging: tuple[Receiver, Signal], monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, release = hanging
    monkeypatch.setattr(sending, "DEADLINE", 0.2)
    endpoint = subscribe(url=slow.url)
    for _ in range(3):
        factories.verdict()
    assert deliver_batch() == 3
    assert set(Attempt.objects.values_list("status", flat=True)) == {None}
    lane = Lane.objects.get(endpoint=endpoint)
    assert lane.slow_until is not None
    assert lane.slow_until > timezone.now() + timedelta(minutes=9)
    make_due()
    assert deliver_batch() == 1
    assert Lane.objects.get(endpoint=endpoint).failing_since == lane.failing_since
    make_due()
    release.set()
    monkeypatch.undo()
    assert deliver_batch() == 1
    assert Lane.objects.get(endpoint=endpoint).slow_until is None
    assert deliver_batch() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "slow"), [(4.9, False), (5.0, True)])
def test_an_endpoint_that_takes_five_seconds_to_answer_once_is_slow_until_it_is_quick_again(
    subscribe: Subscribe, seconds: float, slow: bool
) -> None:
    endpoint = subscribe()
    for _ in range(2):
        factories.verdict()
    quick, other = asyncio.run(send_all(leases_take(size=2)))
    outcomes_record([quick, other._replace(duration=timedelta(seconds=seconds))])
    assert (Lane.objects.get(endpoint=endpoint).slow_until is not None) is slow
    factories.verdict()
    deliver_batch()
    assert Lane.objects.get(endpoint=endpoint).slow_until is None


@pytest.mark.django_db
def test_what_failed_at_once_is_not_tried_again_at_once(subscribe: Subscribe, receiver: Receiver) -> None:
    subscribe()
    for _ in range(3):
        factories.verdict()
    receiver.answer(500, 500, 500)
    assert deliver_batch() == 3
    assert Delivery.objects.values("next_attempt_at").distinct().count() == 3


@pytest.mark.django_db
def test_slow_endpoints_take_only_the_room_set_aside_for_them(subscribe: Subscribe) -> None:
    slow, fine = [subscribe() for _ in range(3)], subscribe()
    Lane.objects.filter(endpoint__in=slow).update(slow_until=timezone.now() + timedelta(hours=1))
    factories.verdict()
    leased = leases_take(size=10, slow_size=2)
    assert Counter(one.slow for one in leased) == {True: 2, False: 1}
    assert {one.endpoint_id for one in leased if not one.slow} == {fine.id}
    assert leases_take(size=10, slow_size=0) == []
    assert len(leases_take(size=10, slow_size=10)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_room_for_slow_endpoints_counts_those_under_way_and_is_free_again_once_they_are_through(
    subscribe: Subscribe,
    receiver: Receiver,
    hanging: tuple[Receiver, Signal],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery, "SLOW_ROOM", 1)
    hung, release = hanging
    slow, fine = {subscribe(url=hung.url).id for _ in range(2)}, subscribe()
    Lane.objects.filter(endpoint__in=slow).update(slow_until=timezone.now() + timedelta(hours=1))
    factories.verdict()
    trust = Trust()
    trust.recorded = 10_000

    with ThreadPoolExecutor(1) as pool:
        worker = pool.submit(elsewhere, lambda: deliver_while_due(trust=trust))
        try:
            _until(lambda: _delivered(fine) == 1)
            factories.verdict()
            _until(lambda: _delivered(fine) == 2)
            under_way = [endpoint for lease in Lease.objects.all() for endpoint in lease.endpoints]
            assert sum(endpoint in slow for endpoint in under_way) == 1
        finally:
            release.set()
        worker.result(timeout=30)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


@pytest.mark.django_db
def test_a_backlog_of_one_endpoint_hides_nobody(subscribe: Subscribe, settings: Settings) -> None:
    settings.WEBHOOK_AT_ONCE = 50
    greedy = subscribe()
    for _ in range(30):
        factories.verdict()
    make_due()
    modest = subscribe()
    factories.verdict()
    assert Counter(one.endpoint_id for one in leases_take(size=10)) == {greedy.id: 9, modest.id: 1}


@pytest.mark.django_db
def test_an_endpoint_has_only_so_many_requests_at_once_whoever_leases(
    subscribe: Subscribe, settings: Settings
) -> None:
    settings.WEBHOOK_AT_ONCE = 3
    subscribe()
    for _ in range(5):
        factories.verdict()
    (first,) = leases_take(size=1)
    assert len(leases_take(size=10)) == 2
    assert leases_take(size=10) == []
    # One whose lease ran out is not under way any more, and the first to be taken again.
    make_due(pk=first.delivery_id)
    assert [one.delivery_id for one in leases_take(size=10)] == [first.delivery_id]


@pytest.mark.django_db
def test_the_token_bucket_is_emptied_and_fills_with_time(subscribe: Subscribe, settings: Settings) -> None:
    settings.WEBHOOK_RATE, settings.WEBHOOK_AT_ONCE = 4.0, 100
    endpoint = subscribe()
    for _ in range(11):
        factories.verdict()
    assert len(leases_take(size=10)) == 4
    assert leases_take(size=10) == []
    lane = Lane.objects.get(endpoint=endpoint)
    Lane.objects.filter(pk=lane.pk).update(filled_at=lane.filled_at - timedelta(seconds=0.6))
    assert len(leases_take(size=10)) == 2
    Lane.objects.filter(pk=lane.pk).update(filled_at=lane.filled_at - timedelta(days=1))
    assert len(leases_take(size=10)) == 4


@pytest.mark.django_db
def test_a_worker_stays_for_tokens_that_are_there_in_a_moment(
    subscribe: Subscribe, receiver: Receiver, settings: Settings
) -> None:
    settings.WEBHOOK_RATE = 20.0
    subscribe()
    for _ in range(25):
        factories.verdict()
    deliver_while_due()
    assert len(arrived(receiver)) == 25


@pytest.mark.django_db
def test_what_a_worker_takes_in_its_very_last_look_it_sends_and_records(
    subscribe: Subscribe, receiver: Receiver, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_RATE = 1.0
    subscribe()
    for _ in range(2):
        factories.verdict()
    looks: list[bool] = []

    def a_minute_later() -> bool:
        """The tokens are there again between its last look and this one."""
        Lane.objects.update(filled_at=F("filled_at") - timedelta(minutes=1))
        looks.append(some_lane_is_empty())
        return looks[-1]

    monkeypatch.setattr(delivery, "some_lane_is_empty", a_minute_later)
    deliver_while_due()
    assert looks == [False, False]
    assert len(arrived(receiver)) == 2
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}
    assert not Lease.objects.exists()
