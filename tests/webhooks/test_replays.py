"""Replays of many: what each of them sends again, how far it is, and that it can be interrupted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from claims.rules import Kind
from common.errors import Conflict, Invalid, NotFound
from tests import factories
from tests.locks import elsewhere, until_somebody_waits
from tests.wakes import Wakes
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import arrived, deliver_batch
from webhooks.models import Delivery, Endpoint, Event, ReplayJob
from webhooks.receiver import Receiver
from webhooks.services import replays
from webhooks.services.endpoints import (
    endpoint_create,
    endpoint_delete,
    endpoint_pause,
    endpoint_resume,
    endpoint_test,
)
from webhooks.services.replays import delivery_replay, replay_continue, replay_start
from webhooks.tasks import sweep

pytestmark = pytest.mark.django_db

Wanted = ReplayJob.Wanted


def _run(endpoint: Endpoint, wanted: Wanted, since: datetime, until: datetime | None = None) -> ReplayJob:
    job = replay_start(endpoint=endpoint, wanted=wanted, since=since, until=until)
    replay_continue(job_id=job.id)
    job.refresh_from_db()
    assert job.state == ReplayJob.State.DONE
    assert job.finished_at is not None
    assert job.examined == job.total
    return job


@pytest.fixture
def start() -> datetime:
    return timezone.now()


@pytest.fixture
def history(subscribe: Subscribe, receiver: Receiver, start: datetime) -> Endpoint:
    """An endpoint with one event delivered, one given up, one held back from it while it was disabled,
    one of a type it does not follow, and one on its way."""
    endpoint = subscribe(event_types=["verdict.published"], filters={"topic": ["water"]})
    receiver.answer(204, 400)
    for _ in range(2):
        factories.verdict(factories.claim(topics=("water",)))
        deliver_batch()
    Endpoint.objects.filter(pk=endpoint.pk).update(state="disabled")
    factories.verdict(factories.claim(topics=("water",)))
    factories.verdict(factories.claim(topics=("health",)))
    Endpoint.objects.filter(pk=endpoint.pk).update(state="active")
    factories.verdict(factories.claim(topics=("water",)))
    arrived(receiver)
    return endpoint


def _events() -> list[str]:
    return [str(event.id) for event in Event.objects.filter(claim__isnull=False).order_by("created_at")]


@pytest.mark.parametrize(
    ("wanted", "again"),
    [(Wanted.RANGE, [0, 1]), (Wanted.FAILED, [1]), (Wanted.MISSING, [1, 2])],
)
def test_what_is_wanted_is_sent_again_and_nothing_else(
    history: Endpoint, receiver: Receiver, start: datetime, wanted: Wanted, again: list[int]
) -> None:
    events = _events()
    job = _run(history, wanted, start)
    assert job.replayed == len(again)
    assert job.total == 5
    deliver_batch()
    assert sorted(event.id for event in arrived(receiver)) == sorted(events[n] for n in [*again, 4])
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


def test_what_was_sent_to_other_endpoints_is_not_sent_again(
    history: Endpoint, subscribe: Subscribe, start: datetime
) -> None:
    subscribe()
    factories.verdict(factories.claim(topics=("water",)))
    deliver_batch()
    assert _run(history, Wanted.RANGE, start).replayed == 4
    assert set(Delivery.objects.exclude(endpoint=history).values_list("state", flat=True)) == {"delivered"}


def test_nothing_is_missing_of_what_it_does_not_follow_or_was_told_to_others_about_themselves(
    history: Endpoint, subscribe: Subscribe, receiver: Receiver, start: datetime
) -> None:
    first = factories.verdict()
    factories.verdict(first.claim, publisher=first.publisher, kind=Kind.UPDATE)
    all_of_it, some_of_it = subscribe(), subscribe(event_types=["verdict.updated"])
    endpoint_create(owner=factories.user(), url=receiver.url)
    endpoint_test(endpoint=history)
    assert _run(all_of_it, Wanted.MISSING, start).replayed == len(_events())
    assert _run(some_of_it, Wanted.MISSING, start).replayed == 1


def test_only_events_of_the_span_are_looked_at(history: Endpoint, receiver: Receiver) -> None:
    delivered, failed, *_ = Event.objects.filter(claim__isnull=False).order_by("created_at")
    assert _run(history, Wanted.RANGE, failed.created_at).replayed == 1
    Delivery.objects.filter(event=failed).update(
        state="dead", next_attempt_at=None, completed_at=timezone.now()
    )
    assert _run(history, Wanted.RANGE, delivered.created_at, failed.created_at).replayed == 1
    assert Delivery.objects.get(event=delivered).state == Delivery.State.PENDING


def test_a_replay_to_an_endpoint_that_is_not_active_is_held(history: Endpoint, start: datetime) -> None:
    endpoint_pause(endpoint=history)
    assert _run(history, Wanted.MISSING, start).replayed == 2
    assert Delivery.objects.filter(endpoint=history, state="held").count() == 3
    endpoint_resume(endpoint=history)
    assert deliver_batch() == 3


@pytest.mark.django_db(transaction=True)
def test_a_replay_waits_for_the_pause_that_is_asked_for_and_holds_what_it_sends_again(
    history: Endpoint, start: datetime
) -> None:
    job = replay_start(endpoint=history, wanted=Wanted.RANGE, since=start)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            endpoint_pause(endpoint=history)
            working = pool.submit(elsewhere, lambda: replay_continue(job_id=job.id))
            until_somebody_waits()
        working.result()
    assert set(Delivery.objects.values_list("state", flat=True)) == {Delivery.State.HELD}


def test_an_interrupted_replay_goes_on_where_it_stopped(
    history: Endpoint, start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replays, "PIECE", 2)
    job = replay_start(endpoint=history, wanted=Wanted.RANGE, since=start)
    assert replays._piece(job.id)
    job.refresh_from_db()
    assert (job.state, job.examined, job.replayed, job.total) == ("running", 2, 2, 5)
    Delivery.objects.filter(endpoint=history).update(
        state="dead", next_attempt_at=None, completed_at=timezone.now()
    )
    replay_continue(job_id=job.id)
    job.refresh_from_db()
    # The two it had done already are not touched a second time.
    assert (job.state, job.examined, job.replayed) == ("done", 5, 3)
    replay_continue(job_id=job.id)
    assert Delivery.objects.filter(endpoint=history, state="pending").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_one_replay_the_second_goes_on_where_the_first_is(
    history: Endpoint, start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replays, "PIECE", 2)
    job = replay_start(endpoint=history, wanted=Wanted.RANGE, since=start)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert replays._piece(job.id)
            working = pool.submit(elsewhere, lambda: replay_continue(job_id=job.id))
            until_somebody_waits()
        working.result()
    job.refresh_from_db()
    assert (job.state, job.examined, job.replayed) == ("done", 5, 2)


def test_what_is_still_to_come_is_not_sent_again(history: Endpoint, start: datetime) -> None:
    job = replay_start(
        endpoint=history, wanted=Wanted.MISSING, since=start, until=timezone.now() + timedelta(days=1)
    )
    assert job.until <= timezone.now()


def test_another_endpoints_replay_is_not_waited_for(
    history: Endpoint, subscribe: Subscribe, start: datetime
) -> None:
    replay_start(endpoint=history, wanted=Wanted.RANGE, since=start)
    assert replay_start(endpoint=subscribe(), wanted=Wanted.RANGE, since=start).total == 5


def test_one_at_a_time_within_a_span_of_some_length(history: Endpoint, start: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        replay_start(endpoint=history, wanted=Wanted.RANGE, since=start, until=start)
    assert refusal.value.field == "since"
    with pytest.raises(Invalid):
        replay_start(endpoint=history, wanted=Wanted.RANGE, since=timezone.now() + timedelta(days=1))
    replay_start(endpoint=history, wanted=Wanted.RANGE, since=start)
    with pytest.raises(Conflict, match="another replay"):
        replay_start(endpoint=history, wanted=Wanted.FAILED, since=start)
    endpoint_delete(endpoint=history)
    with pytest.raises(NotFound):
        replay_start(endpoint=history, wanted=Wanted.FAILED, since=start)


def test_a_deleted_endpoint_ends_its_replay(
    history: Endpoint, start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replays, "PIECE", 2)
    job = replay_start(endpoint=history, wanted=Wanted.RANGE, since=start)
    endpoint_delete(endpoint=history)
    assert not replays._piece(job.id)
    job.refresh_from_db()
    assert (job.state, job.replayed) == ("done", 0)
    assert set(Delivery.objects.filter(endpoint=history).values_list("state", flat=True)) == {
        "delivered",
        "dead",
    }


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_woken_for_what_is_sent_again(history: Endpoint, start: datetime, wakes: Wakes) -> None:
    wakes()
    delivery_replay(delivery=Delivery.objects.get(state=Delivery.State.DELIVERED))
    assert wakes() == ["webhooks.deliver"]
    _run(history, Wanted.FAILED, start)
    assert "webhooks.deliver" in wakes()
    endpoint_pause(endpoint=history)
    with transaction.atomic():
        replay_start(endpoint=history, wanted=Wanted.RANGE, since=start)
    assert "webhooks.deliver" not in wakes()


@pytest.mark.django_db(transaction=True)
def test_the_sweep_wakes_a_worker_for_a_replay_that_was_left(subscribe: Subscribe, wakes: Wakes) -> None:
    endpoint = subscribe()
    wakes()
    job = replay_start(endpoint=endpoint, wanted=Wanted.RANGE, since=timezone.now() - timedelta(hours=1))
    assert wakes() == [f"webhooks.replay {job.id}"]
    sweep()
    assert wakes() == [f"webhooks.replay {job.id}"]
    replay_continue(job_id=job.id)
    sweep()
    assert wakes() == []
