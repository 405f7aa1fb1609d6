"""How often one may call: a fixed window for each key, and for each address without a key, counted in Redis.

Every request is one atomic increment, so that of any number at once exactly the quota is admitted. Where
Redis does not answer everybody is admitted, and the log says so once. Attempts to log in are counted so, too.
"""

from __future__ import annotations

import ipaddress
import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from limits.storage import RedisStorage
from redis.exceptions import ConnectionError as Disconnected
from redis.exceptions import NoScriptError, RedisError
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from common.models import ApiKey

logger = logging.getLogger(__name__)

_TIMEOUT = 0.5
_PAUSE = 5.0
"""Seconds: an answer of Redis is waited for, and it is left alone after one that did not come."""
_MANY = 10_000


class TooManyRequests(APIException):
    """The quota is used up; `wait`: seconds until it is there again."""

    status_code = status.HTTP_429_TOO_MANY_REQUESTS

    def __init__(self, quota: int, wait: int) -> None:
        window = settings.API_QUOTA_SECONDS
        super().__init__(f"{quota} requests in {window} seconds are used up; come back in {wait} seconds")
        self.wait = wait


@dataclass(frozen=True)
class Standing:
    """Where a caller stands: of `quota` requests, `used` in the window, which ends in `reset` seconds.

    `used` is None where nobody counts, Redis being away.
    """

    quota: int
    used: int | None = None
    reset: int = 0

    def headers(self) -> Mapping[str, str]:
        """RateLimit-Policy and RateLimit."""
        policy = {"RateLimit-Policy": f'"default";q={self.quota};w={settings.API_QUOTA_SECONDS}'}
        if self.used is None:
            return policy
        return policy | {"RateLimit": f'"default";r={max(self.quota - self.used, 0)};t={self.reset}'}

    def check(self) -> None:
        """Raises TooManyRequests where the quota is used up."""
        if self.used is not None and self.used > self.quota:
            raise TooManyRequests(self.quota, self.reset)


def request_count(request: Request) -> Standing | None:
    """Count the request, by its key if that was found to hold; None where its caller has no quota."""
    if isinstance(request.auth, ApiKey):
        return _count(f"key/{request.auth.pk}", settings.API_QUOTA_KEY)
    return address_count(request)


def address_count(request: Request | HttpRequest) -> Standing | None:
    """Count the request by where it comes from; None where that has no quota."""
    return _count(f"address/{network_of(request)}", settings.API_QUOTA_ADDRESS)


def attempts_count(what: str, *, seconds: int, more: int = 1) -> tuple[int | None, int]:
    """Count an attempt at something: how many there were in its window, and the seconds until that ends.

    None: nobody counts, Redis being away. With `more` -1 one is taken back.
    """
    return _window().hit(f"attempts/{what}", seconds, more)


def network_of(request: Request | HttpRequest) -> str:
    """Where the request comes from, as far as it is counted as one."""
    return _network(_address(request))


def _count(caller: str, quota: int) -> Standing | None:
    return Standing(quota, *_window().hit(caller, settings.API_QUOTA_SECONDS)) if quota else None


class _Counters(RedisStorage):
    """limits' counters; the command that each request sends goes past what redis-py does around others."""

    STORAGE_SCHEME = []

    def __init__(self, url: str, **options: Any) -> None:
        super().__init__(url, **options)
        self._commands: dict[tuple[Any, ...], list[bytes]] = {}

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """As limits': one more, of a counter that goes `expiry` seconds after the first."""
        connection = self.storage.connection
        try:
            connection.send_packed_command(self._packed(key, expiry, amount))
            return int(connection.read_response())
        except (Disconnected, NoScriptError):
            # Redis was started anew, say: what connects again and loads the script is redis-py's.
            return super().incr(key, expiry, amount)

    def _packed(self, *count: Any) -> list[bytes]:
        if count not in self._commands:
            if len(self._commands) >= _MANY:
                self._commands.clear()
            key, *arguments = count
            parts = "EVALSHA", self.lua_incr_expire.sha, 1, self.prefixed_key(key), *arguments
            self._commands[count] = self.storage.connection.pack_command(*parts)
        return self._commands[count]


class _Window:
    """The counters, and when the windows that this process saw end."""

    def __init__(self, url: str, *, prefix: str = "quota") -> None:
        self._address = url.replace("unix://", "redis+unix://", 1) if url.startswith("unix://") else url
        self._prefix = prefix
        self._own = threading.local()
        self._ends: dict[str, float] = {}
        self._away_until = 0.0
        self._said = False

    def hit(self, caller: str, seconds: int, more: int = 1) -> tuple[int | None, int]:
        """How many requests the caller's window has seen with this one, and the seconds until it ends."""
        if time.monotonic() < self._away_until:
            return None, 0
        try:
            used = self._storage().incr(caller, seconds, more)
            reset = self._end(caller, used, seconds) - time.time()
        except (RedisError, OSError) as error:
            self._away(error)
            return None, 0
        self._said = False
        return used, min(max(round(reset), 1), seconds)

    def _storage(self) -> _Counters:
        """The thread's own: taking a connection out of a pool costs as much as the count."""
        if not hasattr(self._own, "storage"):
            self._own.storage = _Counters(
                self._address,
                key_prefix=self._prefix,
                socket_connect_timeout=_TIMEOUT,
                socket_timeout=_TIMEOUT,
                single_connection_client=True,
            )
        storage: _Counters = self._own.storage
        return storage

    def _end(self, caller: str, used: int, seconds: int) -> float:
        """When the caller's window ends; asked of Redis only where another process began it."""
        now = time.time()
        if used > 1 and self._ends.get(caller, 0) > now:
            return self._ends[caller]
        if len(self._ends) >= _MANY:
            self._ends.clear()
        end = now + seconds if used == 1 else self._storage().get_expiry(caller)
        self._ends[caller] = end
        return end

    def _away(self, error: Exception) -> None:
        self._away_until = time.monotonic() + _PAUSE
        if not self._said:
            logger.warning("Redis does not answer, so requests are not limited until it does: %s", error)
        self._said = True


@cache
def _window() -> _Window:
    return _Window(str(settings.CACHES["default"]["LOCATION"]))


def _address(request: Request | HttpRequest) -> str:
    """Where the request comes from: as the proxy says, where there is one, else whoever is connected."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


@lru_cache(maxsize=_MANY)
def _network(address: str) -> str:
    """The address; of IPv6 the /64 network, which one subscriber has as a whole."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 6:
        # Some proxies tell of IPv4 so, all of which is in one network then.
        found = found.ipv4_mapped or found
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
