"""Waking a worker by a task's name once the transaction has committed.

PostgreSQL is the truth and Redis only wakes: where the broker is away this is logged and nothing else,
since the rows are there and a sweep finds them.
"""

from __future__ import annotations

import logging
from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def wake_on_commit(task: str, *args: str) -> None:
    """Send the task when the current transaction commits; at once where there is none."""
    transaction.on_commit(partial(_send, task, *args), robust=True)


def _send(task: str, *args: str) -> None:
    try:
        current_app.send_task(task, args=args, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("could not wake %s, the sweep will: %s", task, error)
