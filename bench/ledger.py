"""Verdicts per second with the ledger ÷ without it, and what an entry and a proof cost as the log grows.

Without it: the same service with the entering left out. The long logs are made of short leaves, put straight
into the tables; an entry's cost does not depend on the leaves before it.
"""

from __future__ import annotations

import platform
import random
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import astuple, dataclass
from functools import partial
from itertools import count
from unittest.mock import patch
from uuid import uuid4

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction

from bench.report import Report
from claims import ledger_selectors
from claims.ledger.merkle import leaf_hash, position
from claims.models import Claim, LedgerHead, Rating, Verdict
from claims.rules import Kind
from claims.services import verdicts
from claims.services.ledger import head_frontier, ledger_append
from sources.models import Source

_BATCH = 50_000
_WRITERS = 4
_TURNS = 10
_TEXT = "The annual report says otherwise; the figure was taken from another table. " * 8
_numbers = count(1)


@dataclass(frozen=True)
class _Costs:
    """Milliseconds, at the median."""

    append: float
    inclusion: float
    consistency: float


class _Desk:
    """One publisher that says the same of every claim."""

    def __init__(self) -> None:
        self.actor = User.objects.create_superuser("bench")
        self.publisher = Source.objects.create(kind=Source.Kind.FACT_CHECKER, name="Bench Desk")
        self.rating = Rating.objects.get(scale__publisher=None, label="False")
        self.statement = verdicts.Statement(summary=_TEXT[:200], explanation=_TEXT)

    def claims(self, number: int) -> list[Claim]:
        """New claims to give verdicts on."""
        texts = [f"The dam is {next(_numbers)} metres high." for _ in range(number)]
        return Claim.objects.bulk_create([Claim(text=text, language="en") for text in texts])

    def record(self, claim: Claim) -> Verdict:
        """A first verdict."""
        return verdicts.verdict_record(
            claim_id=claim.id,
            publisher_id=self.publisher.id,
            kind=Kind.INITIAL,
            rating_id=self.rating.id,
            actor=self.actor,
            statement=self.statement,
        )


def run(*, quick: bool) -> Report:
    """Measure both."""
    call_command("migrate", verbosity=0)
    desk = _Desk()
    samples = 60 if quick else 400
    sizes = (1_000, 10_000, 100_000) if quick else (10_000, 100_000, 1_000_000)
    _alone(desk, 5)  # what is loaded once is not measured
    alone, at_once = _alone(desk, samples), _at_once(desk, samples // 5)
    costs = _costs(desk, sizes, samples)
    first, last = costs[sizes[0]], costs[sizes[-1]]
    longer = f"{sizes[-1]:,} entries ÷ at {sizes[0]:,}"
    return Report(
        name="ledger",
        ratios={
            "verdicts a second, with the ledger ÷ without": alone[0] / alone[1],
            f"the same with {_WRITERS} writers at once": at_once[0] / at_once[1],
            f"time to append at {longer}": last.append / first.append,
            f"time to prove inclusion at {longer}": last.inclusion / first.inclusion,
            f"time to prove consistency at {longer}": last.consistency / first.consistency,
        },
        figures={
            "verdicts a second, with the ledger": alone[0],
            f"verdicts a second, with the ledger, {_WRITERS} writers": at_once[0],
            **{f"ms to append at {size:,}": found.append for size, found in costs.items()},
            **{f"ms to prove inclusion at {size:,}": found.inclusion for size, found in costs.items()},
            **{f"ms to prove consistency at {size:,}": found.consistency for size, found in costs.items()},
        },
        conditions={
            "samples": f"{samples} of each, in turns, at the median",
            "database": "embedded PostgreSQL, durable",
            "python": platform.python_version(),
        },
    )


def _alone(desk: _Desk, number: int) -> tuple[float, float]:
    """Verdicts a second of one writer, with the ledger and without, in turns, by the median."""
    seconds: dict[bool, list[float]] = {True: [], False: []}
    for at, claim in enumerate(desk.claims(2 * number)):
        entering = at % 2 == 0
        with _ledger(entering=entering):
            seconds[entering].append(_milliseconds(partial(desk.record, claim)) / 1000)
    return 1 / statistics.median(seconds[True]), 1 / statistics.median(seconds[False])


def _at_once(desk: _Desk, each: int) -> tuple[float, float]:
    """Verdicts a second of several writers, with the ledger and without, in turns, by the median."""
    seconds: dict[bool, list[float]] = {True: [], False: []}
    with ThreadPoolExecutor(_WRITERS) as pool:
        list(pool.map(_connect, range(_WRITERS)))
        for turn in range(2 * _TURNS):
            entering = turn % 2 == 0
            claims = desk.claims(each)
            with _ledger(entering=entering):
                act = partial(_record_all, pool, desk, claims)
                seconds[entering].append(_milliseconds(act) / 1000)
        list(pool.map(_disconnect, range(_WRITERS)))
    return each / statistics.median(seconds[True]), each / statistics.median(seconds[False])


def _record_all(pool: ThreadPoolExecutor, desk: _Desk, claims: list[Claim]) -> None:
    list(pool.map(desk.record, claims))


def _connect(_: int) -> None:
    connection.ensure_connection()
    time.sleep(0.01)  # so that each thread of the pool gets one


def _disconnect(_: int) -> None:
    connection.close()
    time.sleep(0.01)


def _ledger(*, entering: bool) -> AbstractContextManager[object]:
    """Record verdicts as the registry does, or without entering them."""
    return nullcontext() if entering else patch.object(verdicts, "ledger_append")


def _costs(desk: _Desk, sizes: Sequence[int], samples: int) -> dict[int, _Costs]:
    """At logs of those sizes, a sample of each in turn, so that all meet the same machine."""
    with _ledger(entering=False):
        recorded = [desk.record(claim) for claim in desk.claims(samples)]
    for size in sizes:
        _build(size)
    times: dict[int, list[_Costs]] = {size: [] for size in sizes}
    chance = random.Random(1)
    for verdict in recorded:
        for size in sizes:
            _use(size)
            index, old = chance.randrange(size), chance.randrange(1, size)
            times[size].append(
                _Costs(
                    append=_milliseconds(partial(_append, verdict)),
                    inclusion=_milliseconds(partial(_prove_inclusion, index, size)),
                    consistency=_milliseconds(partial(ledger_selectors.ledger_consistency, old, size)),
                )
            )
    return {
        size: _Costs(*(statistics.median(column) for column in zip(*map(astuple, of_size), strict=True)))
        for size, of_size in times.items()
    }


def _append(verdict: Verdict) -> None:
    with transaction.atomic():
        ledger_append(verdict=verdict)


def _prove_inclusion(index: int, size: int) -> None:
    entry = ledger_selectors.ledger_entry_at(index)
    ledger_selectors.ledger_inclusion(entry.index, size)


def _milliseconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - started)


def _use(size: int) -> None:
    """Turn to the log of that size, which lies in a schema of its own."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path TO log_{size}, public")


def _build(size: int) -> None:
    """Make the log of that size."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA log_{size}")
        for table in ("claims_ledgerentry", "claims_ledgernode", "claims_ledgerhead"):
            cursor.execute(f"CREATE TABLE log_{size}.{table} (LIKE public.{table} INCLUDING ALL)")
    _use(size)
    _grow(size)


def _grow(size: int) -> None:
    """Entries of verdicts that do not exist, up to `size`: foreign keys are not looked at here."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        head = LedgerHead.objects.first() or LedgerHead()
        frontier = head_frontier(head)
        while frontier.size < size:
            entries, nodes = [], []
            for index in range(frontier.size, min(frontier.size + _BATCH, size)):
                leaf = f'{{"entry":{index}}}'.encode()
                entries.append((index, uuid4(), leaf))
                frontier, made = frontier.append(leaf_hash(leaf))
                nodes += [(position(node), value) for node, value in made if node[0]]
            _copy("claims_ledgerentry (index, verdict_id, leaf)", entries)
            _copy("claims_ledgernode (position, hash)", nodes)
        head.size, head.frontier = frontier.size, b"".join(frontier.hashes)
        head.save()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE claims_ledgerentry, claims_ledgernode")


def _copy(table: str, rows: Sequence[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
