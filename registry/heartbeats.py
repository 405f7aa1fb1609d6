"""When each worker was heard, and how many tasks wait: what the broker knows."""

from __future__ import annotations

import time
from dataclasses import dataclass

from celery import Celery
from kombu import Connection
from kombu.exceptions import OperationalError
from redis import Redis
from redis.exceptions import RedisError

AWAY = (OperationalError, RedisError, OSError)
"""What is raised where the broker does not answer."""
_WORKERS = "registry-workers"
_FORGOTTEN = 3600.0
"""Seconds after which a worker that is not heard is one no more."""


@dataclass(frozen=True, kw_only=True)
class BrokerState:
    """Tasks that wait and that workers hold, and for each worker the seconds since it was heard."""

    waiting: int
    held: int
    heard: dict[str, float]


def worker_heard(app: Celery, worker: str) -> None:
    """Note that the worker hears. Raises what AWAY lists."""
    with app.connection_for_write() as connection:
        _redis(connection).hset(_WORKERS, worker, str(time.time()))


def broker_state(app: Celery) -> BrokerState:
    """What the broker says. Raises what AWAY lists."""
    with app.connection_for_read() as connection:
        client = _redis(connection)
        waiting, held = client.llen(app.conf.task_default_queue), client.zcard("unacked_index")
        noted = {
            name.decode() if isinstance(name, bytes) else name: float(at)
            for name, at in client.hgetall(_WORKERS).items()
        }
        heard = {name: max(time.time() - at, 0.0) for name, at in sorted(noted.items())}
        if gone := [name for name, ago in heard.items() if ago > _FORGOTTEN]:
            client.hdel(_WORKERS, *gone)
    return BrokerState(
        waiting=waiting, held=held, heard={name: ago for name, ago in heard.items() if name not in gone}
    )


def _redis(connection: Connection) -> Redis:
    """What the connection speaks through, whichever way its address is written."""
    client: Redis = connection.default_channel.client  # type: ignore[attr-defined]  # of this transport
    return client
