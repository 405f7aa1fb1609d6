"""`/metrics`: what waits and who works, for Prometheus or whatever reads its format."""

from __future__ import annotations

from collections.abc import Iterator
from hmac import compare_digest

from celery import current_app
from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse

from claims.metrics import GAUGES as CLAIMS
from common.metrics import CHANGES_UNPLACED, Measured, exposed, measured
from registry.heartbeats import AWAY, broker_state
from sources.metrics import GAUGES as SOURCES
from webhooks.metrics import GAUGES as WEBHOOKS

_GAUGES = (*SOURCES, *CLAIMS, *WEBHOOKS, CHANGES_UNPLACED)
_CHALLENGE = {"WWW-Authenticate": "Bearer"}


def metrics(request: HttpRequest) -> HttpResponse:
    """Every figure, to whoever shows METRICS_TOKEN; while that is not set there is no such page.

    503 where PostgreSQL does not answer in time; where Redis does not, its figures are missing.
    """
    token = str(settings.METRICS_TOKEN)
    if not token:
        raise Http404
    if not compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        told = "show METRICS_TOKEN as a bearer token\n"
        return HttpResponse(told, content_type="text/plain", status=401, headers=_CHALLENGE)
    try:
        figures = measured(_GAUGES)
    except DatabaseError:
        told = "PostgreSQL does not answer in time\n"
        return HttpResponse(told, content_type="text/plain", status=503)
    body = exposed([*figures, *_of_the_broker()])
    return HttpResponse(body, content_type="text/plain; version=0.0.4; charset=utf-8")


def _of_the_broker() -> Iterator[Measured]:
    try:
        state = broker_state(current_app)
    except AWAY:
        yield _figure("registry_redis_up", "Whether Redis answers", 0)
        return
    yield _figure("registry_redis_up", "Whether Redis answers", 1)
    yield _figure("registry_tasks_waiting", "Tasks that no worker has taken", state.waiting)
    yield _figure("registry_tasks_held", "Tasks that workers have taken and not ended", state.held)
    yield Measured(
        name="registry_worker_heard_seconds",
        help="How long ago the worker was handed its own canary, in seconds",
        label="worker",
        values=tuple(state.heard.items()),
    )


def _figure(name: str, told: str, value: int) -> Measured:
    return Measured(name=name, help=told, label="", values=(("", float(value)),))
