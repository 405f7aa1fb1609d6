"""Is the process alive, and can it serve?"""

from __future__ import annotations

import os

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from redis.exceptions import RedisError


def livez(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 where PostgreSQL answers, 503 where not. Redis is reported and not required: it only wakes.

    X-Start-Nonce repeats REGISTRY_START_NONCE, by which a supervisor knows its own server from another
    on the same port.
    """
    checks = {"postgresql": _postgresql(), "redis": _redis()}
    ready = checks["postgresql"] == "ok"
    answer = JsonResponse(
        {"status": "ok" if ready else "unavailable", **checks}, status=200 if ready else 503
    )
    answer["X-Start-Nonce"] = os.environ.get("REGISTRY_START_NONCE", "")
    if not ready:
        answer["Retry-After"] = "5"
    return answer


def _postgresql() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unavailable"
    return "ok"


def _redis() -> str:
    try:
        cache.get("readyz")
    except (RedisError, OSError):
        return "unavailable"
    return "ok"
