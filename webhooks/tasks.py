"""The tasks of webhooks."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from common.wake import wake_on_commit
from webhooks.delivery import deliver_while_due
from webhooks.selectors import deliveries_waiting, replays_running
from webhooks.services.accounts import accounts_follow
from webhooks.services.feed import feed_extend
from webhooks.services.notices import notices_send
from webhooks.services.replays import replay_continue
from webhooks.services.retention import old_purge


@shared_task(name="webhooks.deliver")
def deliver() -> None:
    """Send what is due."""
    deliver_while_due()


@shared_task(name="webhooks.sweep")
def sweep() -> None:
    """Wake a worker where something is due that nobody was woken for, or whose worker died."""
    if deliveries_waiting():
        wake_on_commit("webhooks.deliver")
    for job_id in replays_running():
        wake_on_commit("webhooks.replay", str(job_id))


@shared_task(name="webhooks.upkeep")
def upkeep() -> None:
    """Follow the owners' accounts, tell owners what was disabled, and place new events in the feed."""
    accounts_follow()
    notices_send()
    feed_extend()


@shared_task(name="webhooks.replay")
def replay(job_id: str) -> None:
    """Work a replay job off."""
    replay_continue(job_id=UUID(job_id))


@shared_task(name="webhooks.purge")
def purge() -> None:
    """Let go of what is past its time."""
    old_purge()
