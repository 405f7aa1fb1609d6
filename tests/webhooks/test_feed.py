"""The feed: places are given after the commit, so that who goes on from the last place misses nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

import pytest
from django.db import connection, transaction
from django.utils import timezone

from claims.rules import Kind
from tests import factories
from tests.webhooks.conftest import Subscribe
from webhooks.models import Event, FeedEntry
from webhooks.outbox import event_record
from webhooks.selectors import feed_page
from webhooks.services.endpoints import endpoint_test
from webhooks.services.feed import feed_extend


def _read(after: int = 0) -> list[tuple[int, str]]:
    feed_extend()
    return [(event.feed_entry.position or 0, str(event.id)) for event in feed_page(after=after, size=100)]


@pytest.mark.django_db
def test_events_have_places_without_a_gap_in_the_order_of_each_claim() -> None:
    claim, publisher = factories.claim(), factories.fact_checker()
    for number in range(3):
        factories.verdict(claim, publisher=publisher, kind=Kind.UPDATE if number else Kind.INITIAL)
        factories.verdict()
    first = _read()
    assert [position for position, _ in first] == list(range(1, 7))
    told = [event for event in feed_page(after=0, size=100) if event.claim_id == claim.id]
    assert [event.sequence for event in told] == [1, 2, 3]
    factories.verdict()
    assert [position for position, _ in _read(after=6)] == [7]
    assert _read()[:6] == first


@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_late_is_placed_behind_what_was_read_already() -> None:
    inserted, may_commit = Signal(), Signal()
    claims = iter([factories.claim(), factories.claim()])

    def record() -> Event:
        return event_record(
            event_type="claim.merged",
            payload=b"{}",
            created_at=timezone.now(),
            claim_id=next(claims).id,
            sequence=1,
        )

    def late() -> str:
        try:
            with transaction.atomic():
                event = record()
                inserted.set()
                assert may_commit.wait(30)
            return str(event.id)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(late)
        assert inserted.wait(30)
        record()
        ((position, quick),) = _read()
        may_commit.set()
        slow = running.result(timeout=30)
    # Its id and its moment are the earlier ones.
    assert slow < quick
    assert _read(after=position) == [(position + 1, slow)]


@pytest.mark.django_db(transaction=True)
def test_many_who_extend_it_at_once_give_each_place_once() -> None:
    for _ in range(8):
        factories.verdict()

    def extend(number: int) -> None:
        try:
            factories.verdict()
            feed_extend()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(extend, range(12)))
    assert [position for position, _ in _read()] == list(range(1, 21))


@pytest.mark.django_db
def test_what_concerns_one_endpoint_only_is_not_in_it(subscribe: Subscribe) -> None:
    endpoint_test(endpoint=subscribe())
    factories.verdict()
    assert len(_read()) == 1
    assert FeedEntry.objects.count() == 1
