"""Letting go of what is past its time; the database refuses to delete what is younger (models.KEPT)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from webhooks.models import KEPT, Attempt, Delivery, Event, FeedEntry

PIECE = 1000


def old_purge() -> int:
    """Delete finished deliveries, their attempts, and events older than settings.WEBHOOK_KEPT_DAYS.

    Never sooner than 90 days. Open deliveries stay with all that belongs to them, and of each claim its last
    event, by which the next one is numbered. Returns how many deliveries and events went.
    """
    before = timezone.now() - max(KEPT, timedelta(days=settings.WEBHOOK_KEPT_DAYS))
    count = 0
    for purge in (_deliveries, _events):
        while went := purge(before):
            count += went
    return count


@transaction.atomic
def _deliveries(before: datetime) -> int:
    """The next few deliveries that were finished, and last attempted, before the moment."""
    recent = Attempt.objects.filter(delivery=OuterRef("pk"), started_at__gte=before)
    rows = Delivery.objects.filter(completed_at__lt=before).exclude(Exists(recent)).order_by("completed_at")
    ids = list(rows.select_for_update(no_key=True, skip_locked=True).values_list("id", flat=True)[:PIECE])
    Attempt.objects.filter(delivery__in=ids).delete()
    Delivery.objects.filter(pk__in=ids).delete()
    return len(ids)


@transaction.atomic
def _events(before: datetime) -> int:
    """The next few events from before the moment that nothing refers to any more."""
    later = Event.objects.filter(claim=OuterRef("claim"), sequence__gt=OuterRef("sequence"))
    rows = Event.objects.filter(created_at__lt=before).order_by("created_at", "id")
    rows = rows.exclude(Exists(Delivery.objects.filter(event=OuterRef("pk"))))
    rows = rows.filter(Exists(later)) | rows.filter(claim=None)
    ids = list(rows.values_list("id", flat=True)[:PIECE])
    FeedEntry.objects.filter(event__in=ids).delete()
    Event.objects.filter(pk__in=ids).delete()
    return len(ids)
