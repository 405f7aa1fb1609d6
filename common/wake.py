"""Waking a worker by a task's name once the transaction has committed.

PostgreSQL is the truth and Redis only wakes: where the broker is away this is logged and nothing else,
since the rows are there and a sweep finds them.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def wake_on_commit(task: str, *args: str) -> None:
    """Send the task when the current transaction commits, once, however often it is asked for there.

    Where there is no transaction it is sent at once.
    """
    wake = _Wake(task, args)
    # A savepoint rolled back takes its wakes with it: one that is still there is sent whenever this would be.
    if not any(wake in waiting for waiting in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)


@dataclass(frozen=True)
class _Wake:
    task: str
    args: tuple[str, ...]

    def __call__(self) -> None:
        try:
            current_app.send_task(self.task, args=self.args, retry=False)
        except (OperationalError, RedisError, OSError) as error:
            logger.warning("could not wake %s, the sweep will: %s", self.task, error)
