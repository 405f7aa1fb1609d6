"""What is kept for ninety days, what goes then, and what never goes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from pytest_django import Settings

from claims.models import Claim
from claims.rules import Kind
from tests import factories
from tests.triggers import triggers_off
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import deliver_batch
from webhooks.models import Attempt, Delivery, Event
from webhooks.receiver import Receiver
from webhooks.selectors import feed_check, feed_page, last_sequence
from webhooks.services.endpoints import endpoint_test
from webhooks.services.feed import feed_extend
from webhooks.services.retention import old_purge

pytestmark = pytest.mark.django_db


def _aged(days: int) -> datetime:
    """Let everything have happened so many days ago."""
    then = timezone.now() - timedelta(days=days)
    with triggers_off():
        Event.objects.update(created_at=then)
        Attempt.objects.update(started_at=then)
    Delivery.objects.filter(completed_at__isnull=False).update(completed_at=then)
    return then


@pytest.fixture
def delivered(subscribe: Subscribe, receiver: Receiver) -> Claim:
    """A claim with two events that were delivered."""
    subscribe()
    claim, publisher = factories.claim(), factories.fact_checker()
    factories.verdict(claim, publisher=publisher)
    factories.verdict(claim, publisher=publisher, kind=Kind.UPDATE)
    deliver_batch()
    return claim


def test_after_ninety_days_all_goes_but_the_last_event_of_each_claim(delivered: Claim) -> None:
    feed_extend()
    _aged(91)
    assert old_purge() == 3
    assert not Delivery.objects.exists()
    assert not Attempt.objects.exists()
    assert Event.objects.get().sequence == last_sequence(delivered.id) == 2
    assert old_purge() == 0


def test_who_had_read_what_is_gone_goes_on_behind_it(delivered: Claim) -> None:
    feed_extend()
    read, left = Event.objects.order_by("sequence")
    _aged(91)
    assert old_purge() == 3
    feed_check(after=1, created_at=read.created_at)
    assert feed_page(after=1, size=10) == [left]


@pytest.mark.parametrize("days", [0, 89])
def test_before_that_nothing_goes_and_nobody_can_make_it(
    delivered: Claim, settings: Settings, days: int
) -> None:
    settings.WEBHOOK_KEPT_DAYS = 1
    _aged(days)
    assert old_purge() == 0
    for rows in (Attempt.objects.all(), Event.objects.all()):
        with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
            rows._raw_delete(rows.db)
    assert (Event.objects.count(), Attempt.objects.count()) == (2, 2)


def test_no_delivery_goes_before_its_attempts(delivered: Claim) -> None:
    rows = Delivery.objects.all()
    with pytest.raises(DatabaseError, match="still has rows in webhooks_attempt"), transaction.atomic():
        rows._raw_delete(rows.db)
    assert (Delivery.objects.count(), Attempt.objects.count()) == (2, 2)


def test_no_delivery_goes_before_its_attempts_are_old_enough_to(delivered: Claim) -> None:
    _aged(91)
    with triggers_off():  # as by a worker whose clock is ahead
        Attempt.objects.update(started_at=timezone.now() - timedelta(days=89))
    assert old_purge() == 0
    assert (Delivery.objects.count(), Attempt.objects.count()) == (2, 2)


def test_what_concerned_an_endpoint_alone_goes_whole(subscribe: Subscribe) -> None:
    endpoint_test(endpoint=subscribe())
    deliver_batch()
    _aged(91)
    assert old_purge() == 2
    assert not Event.objects.exists()


def test_they_can_be_kept_for_longer(delivered: Claim, settings: Settings) -> None:
    settings.WEBHOOK_KEPT_DAYS = 365
    _aged(300)
    assert old_purge() == 0
    _aged(366)
    assert old_purge() == 3


def test_what_is_still_open_stays_with_all_that_belongs_to_it(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    subscribe()
    claim, publisher = factories.claim(), factories.fact_checker()
    factories.verdict(claim, publisher=publisher)
    factories.verdict(claim, publisher=publisher, kind=Kind.UPDATE)
    receiver.answer(500, 500)
    deliver_batch()
    _aged(400)
    assert old_purge() == 0
    assert (Event.objects.count(), Delivery.objects.count(), Attempt.objects.count()) == (2, 2, 2)
