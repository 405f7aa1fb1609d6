"""Lists of claims through the whole API ÷ PostgreSQL's own JSON, bare WSGI and FastAPI; and a page far down.

All answer the same 50 newest published claims, each server with as many processes and threads as in the
image, in turns, asked by the same load generator.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from contextlib import ExitStack
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from bench.filling import registry_fill
from bench.load import Connection, Target, answers_a_second, milliseconds
from bench.report import Report
from bench.serving import ASGI, PROCESSES, THREADS, WSGI, serving

_ROUNDS = 5
_AT_ONCE = 4


def run(*, quick: bool) -> Report:
    """Fill, serve and measure."""
    claims, depth, seconds = (10_000, 5_000, 1.0) if quick else (1_000_000, 500_000, 4.0)
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    registry_fill(claims)
    filling = time.perf_counter() - started
    connections.close_all()
    with ExitStack() as servers:
        targets = _targets(servers)
        _check_alike(targets)
        rates = _in_turns(targets, seconds)
        times = _far_down(targets["the API"], depth)
    return Report(
        name="api",
        ratios=_ratios(rates, times, depth),
        figures={
            **{f"lists a second, {name}": rate for name, rate in rates.items()},
            "ms of the first page": times[0],
            f"ms of the page at depth {depth:,}": times[1],
            "seconds to fill": filling,
        },
        conditions={
            "claims": claims,
            "requests at once": _AT_ONCE,
            "rounds": f"{_ROUNDS} of {seconds:.0f} s each, in turns",
            "servers": "granian for WSGI, uvicorn for ASGI",
            "of each": f"{PROCESSES} processes, with {THREADS} threads",
            "quotas": "the API counts each request in Redis; its peers count none",
            "processors": os.cpu_count() or 0,
            "database": "embedded PostgreSQL",
            "python": platform.python_version(),
        },
    )


def _targets(servers: ExitStack) -> dict[str, Target]:
    """The API and its peers, each served until the stack is left."""
    ours = servers.enter_context(serving(WSGI, "registry.wsgi:application"))
    bare = servers.enter_context(serving(WSGI, "bench.peers.wsgi:application"))
    fast = servers.enter_context(serving(ASGI, "bench.peers.fast:app"))
    return {
        "the API": Target(port=ours, path="/api/v1/claims"),
        "json_agg": Target(port=bare, path="/aggregated"),
        "bare WSGI": Target(port=bare, path="/stored"),
        "FastAPI": Target(port=fast, path="/stored"),
    }


def _ratios(rates: dict[str, float], times: tuple[float, float], depth: int) -> dict[str, float]:
    api = rates["the API"]
    return {
        "list of 50 ÷ bare psycopg json_agg": api / rates["json_agg"],
        "list of 50 ÷ bare WSGI of stored documents": api / rates["bare WSGI"],
        "list of 50 ÷ FastAPI and asyncpg": api / rates["FastAPI"],
        f"time of the page at depth {depth:,} ÷ of the first": times[1] / times[0],
    }


def _in_turns(targets: dict[str, Target], seconds: float) -> dict[str, float]:
    """Answers a second of each, at the median of the rounds."""
    rates: dict[str, list[float]] = {name: [] for name in targets}
    for target in targets.values():
        answers_a_second(target, connections=_AT_ONCE, seconds=0.5)  # what is loaded once is not measured
    for _ in range(_ROUNDS):
        for name, target in targets.items():
            rates[name].append(answers_a_second(target, connections=_AT_ONCE, seconds=seconds))
    return {name: statistics.median(found) for name, found in rates.items()}


def _check_alike(targets: dict[str, Target]) -> None:
    """Raises RuntimeError where one answers with other claims than the API."""
    pages = {name: json.loads(_ask(target))["results"] for name, target in targets.items()}
    for name, page in pages.items():
        if page != pages["the API"] or len(page) != settings.API_PAGE_SIZE:
            raise RuntimeError(f"{name} does not answer as the API does")


def _far_down(first: Target, depth: int) -> tuple[float, float]:
    """Milliseconds of the first page and of the one behind `depth` claims, in turns, at the median."""
    size = settings.API_MAX_PAGE_SIZE
    connection, seen, target = (
        Connection(first.port),
        0,
        Target(port=first.port, path=f"{first.path}?page_size={size}"),
    )
    while seen < depth:
        page = json.loads(connection.ask(target.request))
        seen += len(page["results"])
        parts = urlsplit(page["next"])
        target = Target(port=first.port, path=f"{parts.path}?{parts.query}")
    deep = Target(
        port=first.port, path=target.path.replace(f"page_size={size}", f"page_size={settings.API_PAGE_SIZE}")
    )
    times = [(milliseconds(connection, first), milliseconds(connection, deep)) for _ in range(400)]
    connection.close()
    return statistics.median(time for time, _ in times), statistics.median(time for _, time in times)


def _ask(target: Target) -> bytes:
    connection = Connection(target.port)
    try:
        return connection.ask(target.request)
    finally:
        connection.close()
