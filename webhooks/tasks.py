"""The tasks of webhooks."""

from __future__ import annotations

from celery import shared_task

from common.wake import wake_on_commit
from webhooks.delivery import deliver_while_due
from webhooks.selectors import deliveries_waiting


@shared_task(name="webhooks.deliver")
def deliver() -> None:
    """Send what is due."""
    deliver_while_due()


@shared_task(name="webhooks.sweep")
def sweep() -> None:
    """Wake a worker where something is due that nobody was woken for, or whose worker died."""
    if deliveries_waiting():
        wake_on_commit("webhooks.deliver")
