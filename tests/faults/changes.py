"""Two writers at once, some of them late or rolled back, while a mirror follows /changes: it must be exact.

The writers do everything that can be done to what is public (tests.doings), alone or several things in one
transaction that stays open for a while. Beside them runs what keeps indexes, documents and the log up. In the
end the mirror must hold what the registry's lists show, and all that is kept must follow from the rows.
"""

from __future__ import annotations

import http.client
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from threading import Event as Signal
from typing import Any
from urllib.parse import urlsplit

import django
from django.db import DatabaseError, connection, transaction

from claims.services.ledger import ledger_checkpoint
from claims.services.match_index import match_index_fold, match_index_rebuild
from claims.services.rebuilding import documents_rebuild
from claims.services.resemblance import claims_compare
from claims.services.words import claim_words_rebuild
from common.changes import changes_count
from registry.first_start import database_migrate
from registry.supervisor import Supervisor
from tests import doings, factories
from tests.aftermath import everything_follows
from tests.faults.outcome import FaultFound

_SEED = random.randrange(10**6)
_WRITERS = 2
_NUMBERS = 10**6
_UNDONE = ("deadlock", "violates foreign key")
_UPKEEP: tuple[Callable[[], object], ...] = (
    *(match_index_fold, match_index_rebuild, claim_words_rebuild),
    *(documents_rebuild, claims_compare, ledger_checkpoint),
)
_LISTS = (
    *("claims?state=published", "claims?state=merged"),
    *("verdicts?", "sources?", "topics?", "rating-scales?"),
)

Mirror = dict[tuple[str, str], Any]


class _Undone(Exception):
    """What was done in the transaction is not to hold."""


def run(registry: Supervisor, *, full: bool) -> None:
    """Write and follow, printing what was written. Raises FaultFound."""
    database_migrate()
    registry.web.start()
    registry.web.wait_until(registry._ready, seconds=60)
    follow(registry.port, 10_000 if full else 400)


def follow(port: int, changes: int) -> None:
    """So many changes, and a mirror of them. Raises FaultFound where that is not exact."""
    started = time.monotonic()
    doings.begin(doings.Desk(random.Random(_SEED)))
    enough = Signal()
    # Processes, since writers that are threads of one would mostly wait for one another.
    processes = ProcessPoolExecutor(_WRITERS + 1, mp_context=get_context("spawn"), initializer=django.setup)
    with processes, ThreadPoolExecutor(1) as pool:
        writers = [processes.submit(_write, number, _SEED + number, changes) for number in range(_WRITERS)]
        writers.append(processes.submit(_keep_up, _SEED, changes))
        following = pool.submit(_follow, port, enough)
        try:
            done = sum((writer.result() for writer in writers), Counter[str]())
        finally:
            enough.set()
        mirror = following.result()
    written = time.monotonic() - started
    _compare(mirror.rows, _registry(port) | _merged_sources(port, mirror.rows))
    try:
        everything_follows()
    except AssertionError as error:
        raise FaultFound(f"{error} (seed {_SEED})") from error
    for name, count in sorted(done.items()):
        print(f"  {count:>6} × {name}")
    print(
        f"{mirror.position} changes of {_WRITERS} writers at once, followed over HTTP in {mirror.stretches} "
        f"stretches while they were written: {len(mirror.rows)} rows, each as the registry shows it, "
        f"in {time.monotonic() - started:.0f} s, {written:.0f} s of them writing (seed {_SEED})"
    )


def _write(number: int, seed: int, changes: int) -> Counter[str]:
    done: Counter[str] = Counter()
    factories.numbers_from((number + 1) * _NUMBERS)
    chance = random.Random(seed)
    desk = doings.Desk(chance)
    try:
        while changes_count() < changes:
            try:
                with _undoing(done), transaction.atomic():
                    for _ in range(chance.choice([1, 1, 1, 5])):
                        done[_one(desk)] += 1
                    if chance.random() < 0.1:
                        time.sleep(chance.uniform(0, 0.2))
                    if chance.random() < 0.05:
                        raise _Undone
            except _Undone:
                done["(rolled back)"] += 1
        return done
    finally:
        connection.close()


def _keep_up(seed: int, changes: int) -> Counter[str]:
    """What a worker does beside whoever writes, and an operator at any time."""
    done: Counter[str] = Counter()
    chance = random.Random(seed)
    try:
        while changes_count() < changes:
            job = chance.choice(_UPKEEP)
            with _undoing(done):
                job()
                done[job.__name__] += 1
            time.sleep(chance.uniform(0, 0.2))
        return done
    finally:
        connection.close()


@contextmanager
def _undoing(done: Counter[str]) -> Iterator[None]:
    """Two long transactions may wait for each other, or one delete what the other has come to mention.

    PostgreSQL then undoes one of them.
    """
    try:
        yield
    except DatabaseError as error:
        reason = next((each for each in _UNDONE if each in str(error)), None)
        if reason is None:
            raise
        done[f"(undone: {reason})"] += 1


def _one(desk: doings.Desk) -> str:
    """Do one thing, so that its being refused undoes nothing else."""
    with transaction.atomic():
        return desk.do() or "(refused)"


@dataclass
class _Following:
    rows: Mirror = field(default_factory=dict)
    position: int = 0
    stretches: int = 0


def _follow(port: int, enough: Signal) -> _Following:
    """What a client of the API does, until nobody writes any longer and nothing is left to read."""
    mirror, address = _Following(), "/api/v1/changes"
    while True:
        last_round = enough.is_set()
        page = _get(port, address)
        for change in page["results"]:
            if change["position"] != mirror.position + 1:
                raise FaultFound(f"after position {mirror.position} came {change['position']} (seed {_SEED})")
            mirror.position = change["position"]
            _apply(mirror.rows, change)
        mirror.stretches += bool(page["results"])
        address = page["next"]
        if not page["results"]:
            if last_round:
                return mirror
            time.sleep(0.01)


def _apply(rows: Mirror, change: dict[str, Any]) -> None:
    place = (change["resource"], change["id"])
    if change["document"] is None:
        rows.pop(place, None)
    else:
        rows[place] = change["document"]


def _registry(port: int) -> Mirror:
    """Everything that is public, by the lists."""
    return {
        (name.partition("?")[0], row.get("id") or row["slug"]): row
        for name in _LISTS
        for row in _listed(port, f"/api/v1/{name}")
    }


def _merged_sources(port: int, mirror: Mirror) -> Mirror:
    """Those that the mirror has as merged, if they are: no list has them, but each leads where it says."""
    found: Mirror = {}
    for (resource, name), row in mirror.items():
        if resource == "sources" and row["merged_into"]:
            there = _get(port, f"/api/v1/sources/{name}", status=http.client.MOVED_PERMANENTLY)
            found[resource, name] = row | there
    return found


def _listed(port: int, address: str | None) -> Iterator[dict[str, Any]]:
    while address:
        page = _get(port, address)
        yield from page["results"]
        address = page["next"]


def _get(port: int, address: str, *, status: int = http.client.OK) -> Any:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"{parts.path}?{parts.query}", headers={"Host": f"localhost:{port}"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != status:
        raise FaultFound(f"{address}: {answer.status} {body[:500]!r}")
    return json.loads(body)


def _compare(mirror: Mirror, registry: Mirror) -> None:
    for place in sorted(mirror.keys() | registry.keys()):
        if mirror.get(place) != registry.get(place):
            raise FaultFound(
                f"{'/'.join(place)} (seed {_SEED}): the mirror has {mirror.get(place)!r}, "
                f"the registry shows {registry.get(place)!r}"
            )
