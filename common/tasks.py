"""Upkeep of what every app shares."""

from celery import shared_task

from common.answers import answers_purge


@shared_task(name="common.answers_purge")
def purge() -> None:
    """Forget answers whose Idempotency-Key has had its time."""
    answers_purge()
