"""Webhooks per second, signed and recorded, against a bare aiohttp client; leases in batches and one by one.

The client posts the same bytes to the same sink, in the same run and with as many requests at once. The sink
is a process of its own that answers 204 and looks at nothing.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import platform
import signal
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.connection import Connection
from uuid import UUID

import aiohttp
from aiohttp import web
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from bench.report import Report
from webhooks.delivery import BATCH_SIZE, deliver_while_due
from webhooks.examples import EXAMPLES
from webhooks.holding import endpoint_confirm, endpoints_lock
from webhooks.leases import leases_take
from webhooks.models import Delivery, Event
from webhooks.outcomes import outcomes_record
from webhooks.payloads import canonical
from webhooks.sending import Sent
from webhooks.services.endpoints import endpoint_create

_ENDPOINTS = 20
# Neither what is loaded once nor the caution of a process just started is measured.
_RECORDED_BEFORE = 10_000


def run(*, quick: bool) -> Report:
    """Measure deliveries from the lease to the record, then leases alone."""
    call_command("migrate", verbosity=0)
    settings.WEBHOOK_RATE = 1e6
    count, turns = (500, 3) if quick else (2_500, 6)
    payload = canonical(EXAMPLES["verdict.updated"])
    with _sink() as url:
        settings.OUTBOUND_ALLOW = ["127.0.0.1/32"]
        endpoints = [_endpoint(f"{url}/{number}") for number in range(_ENDPOINTS)]
        _deliver(_queue(endpoints, payload, _RECORDED_BEFORE))
        bare, ours, batched, single = [], [], [], []
        for _ in range(turns):
            bare.append(count / asyncio.run(_post(url, payload, count)))
            ours.append(count / _deliver(_queue(endpoints, payload, count)))
    for _ in range(turns):
        _queue(endpoints, payload, 10 * BATCH_SIZE)
        batched.append(_lease(size=BATCH_SIZE, times=5))
        single.append(_lease(size=1, times=50))
    posts, sent = statistics.median(bare), statistics.median(ours)
    many, one = statistics.median(batched), statistics.median(single)
    return Report(
        name="webhooks",
        ratios={
            "deliveries a second ÷ a bare aiohttp client's": sent / posts,
            "deliveries leased a second, 100 at a time ÷ one by one": many / one,
        },
        figures={
            "deliveries a second, signed and recorded": sent,
            "posts a second of the bare client": posts,
            "deliveries leased a second, 100 at a time": many,
            "deliveries leased a second, one by one": one,
        },
        conditions={
            "deliveries": f"{count:,}, {turns} times in turns, at the median",
            "endpoints": f"{_ENDPOINTS} at one sink on this machine",
            "payload": f"{len(payload)} bytes",
            "at once": f"{BATCH_SIZE}; the process had recorded {_RECORDED_BEFORE:,} before",
            "processors": os.cpu_count() or 0,
            "database": "embedded PostgreSQL, durable",
            "python": platform.python_version(),
        },
    )


def _endpoint(url: str) -> UUID:
    """One that is active, its challenge forgotten."""
    owner, _ = User.objects.get_or_create(username="bench")
    with transaction.atomic():
        made, _ = endpoint_create(owner=owner, url=url)
        Delivery.objects.filter(endpoint=made).delete()
        endpoint_confirm(endpoints_lock([made.pk])[0])
    return made.pk


def _queue(endpoints: list[UUID], payload: bytes, count: int) -> int:
    """So many deliveries that are due, spread over the endpoints."""
    now = timezone.now()
    events = Event.objects.bulk_create(
        Event(type="webhook.test", payload=payload, created_at=now) for _ in range(count // len(endpoints))
    )
    rows = [
        Delivery(event=event, endpoint_id=each, next_attempt_at=Now())
        for event in events
        for each in endpoints
    ]
    return len(Delivery.objects.bulk_create(rows, batch_size=1000))


def _deliver(count: int) -> float:
    """Seconds for all that is due. Raises RuntimeError if anything is left."""
    started = time.perf_counter()
    deliver_while_due()
    seconds = time.perf_counter() - started
    if Delivery.objects.exclude(state=Delivery.State.DELIVERED).exists():
        raise RuntimeError(f"not all of {count} were delivered")
    return seconds


async def _post(url: str, payload: bytes, count: int) -> float:
    """Seconds for as many posts by aiohttp alone."""
    at_once = asyncio.Semaphore(BATCH_SIZE)

    async def one(session: aiohttp.ClientSession, number: int) -> None:
        async with (
            at_once,
            session.post(
                f"{url}/{number % _ENDPOINTS}", data=payload, headers={"content-type": "application/json"}
            ) as answer,
        ):
            await answer.read()

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        started = time.perf_counter()
        await asyncio.gather(*(one(session, number) for number in range(count)))
        return time.perf_counter() - started


def _lease(*, size: int, times: int) -> float:
    """Deliveries a second, leased so many at a time; each batch is recorded before the next is leased."""
    seconds = 0.0
    for _ in range(times):
        started = time.perf_counter()
        leased = leases_take(size=size)
        seconds += time.perf_counter() - started
        if len(leased) < size:
            raise RuntimeError("nothing was left to lease")
        now = timezone.now()
        outcomes_record(
            [Sent(leased=one, started_at=now, duration=timedelta(), status=204) for one in leased]
        )
    return times * size / seconds


@contextmanager
def _sink() -> Iterator[str]:
    """The address of a server that answers 204 to everything."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()


def _serve(told: Connection) -> None:
    # The benchmark's own handler, forked along, would report the end of this process as a failure.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    async def answer(request: web.BaseRequest) -> web.Response:
        await request.read()
        return web.Response(status=204)

    async def serve() -> None:
        runner = web.ServerRunner(web.Server(answer))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        told.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(serve())
