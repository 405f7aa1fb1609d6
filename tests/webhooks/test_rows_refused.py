"""The database itself refuses rows that contradict themselves or others, whoever writes them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from claims.rules import Kind
from tests import factories
from tests.triggers import triggers_off
from tests.webhooks.conftest import Subscribe
from webhooks.models import Attempt, Delivery
from webhooks.services.feed import feed_extend

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "statement"),
    [
        ("event_sequence", "UPDATE webhooks_event SET sequence = 1"),
        ("webhooks_feedentry_position_key", "UPDATE webhooks_feedentry SET position = 1"),
        ("common_change_position_key", "UPDATE common_change SET position = 1"),
        ("delivery_once", "UPDATE webhooks_delivery SET event_id = (SELECT id FROM webhooks_event LIMIT 1)"),
        ("delivery_due", "UPDATE webhooks_delivery SET next_attempt_at = NULL WHERE state = 'pending'"),
        ("delivery_due", "UPDATE webhooks_delivery SET completed_at = now() WHERE state = 'pending'"),
        ("delivery_due", "UPDATE webhooks_delivery SET state = 'held' WHERE state = 'pending'"),
        ("delivery_due", "UPDATE webhooks_delivery SET next_attempt_at = now() WHERE state = 'dead'"),
        ("delivery_due", "UPDATE webhooks_delivery SET completed_at = NULL WHERE state = 'dead'"),
        ("attempt_number", "UPDATE webhooks_attempt SET number = 1"),
    ],
)
def test_what_no_service_writes_is_refused(subscribe: Subscribe, constraint: str, statement: str) -> None:
    subscribe()
    first = factories.verdict()
    factories.verdict(first.claim, publisher=first.publisher, kind=Kind.UPDATE)
    feed_extend()
    delivery = Delivery.objects.get(sequence=1)
    now = timezone.now()
    for number in (1, 2):
        Attempt.objects.create(delivery=delivery, number=number, started_at=now, duration_ms=3)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.DEAD, next_attempt_at=None, completed_at=now
    )
    # Without its triggers: what they refuse of an event and of an attempt is every change.
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), triggers_off():
        connection.cursor().execute(statement)
