"""Processes and servers are killed while verdicts go out by webhook, and one receiver hangs."""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Event as Signal
from threading import Lock, Thread
from typing import Any
from uuid import UUID

from django.db import close_old_connections, connection, transaction

from claims.models import Claim, Rating, Verdict
from claims.rules import Kind
from claims.services.verdicts import Statement
from registry.first_start import database_migrate
from registry.supervisor import Supervisor
from sources.models import Source
from tests import factories
from tests.faults.outcome import FaultFound, wait_for
from webhooks.models import Endpoint, Lane, Lease
from webhooks.models import Event as Stored
from webhooks.receiver import Received, Receiver
from webhooks.sending import DEADLINE
from webhooks.services.endpoints import endpoint_delete, endpoint_pause, endpoint_resume

_RECOVERY = 60.0
_CHAIN = 5  # events of one claim
_PACED = 10  # events, one after another, whose way to everybody is timed


@dataclass(frozen=True)
class _Size:
    events: int
    endpoints: int
    kills: int
    outage: float
    crowd: int
    rounds: int  # with and without the receiver that hangs, in turns
    slower: float
    may_repeat: int  # deliveries for each kill; so few kills as in the bounded run say little about the mean


_BOUNDED = _Size(events=300, endpoints=6, kills=8, outage=3, crowd=15, rounds=2, slower=3.0, may_repeat=4)
_FULL = _Size(
    events=10_000, endpoints=20, kills=200, outage=300, crowd=100, rounds=6, slower=1.2, may_repeat=1
)


def run(registry: Supervisor, *, full: bool, part: str | None = None) -> None:
    """Everything in turn, or the part named, printing what happened. Raises FaultFound."""
    size = _FULL if full else _BOUNDED
    database_migrate()
    registry.start()
    for name, judge in PARTS.items():
        if part in (None, name):
            judge(registry, size)


class _Sink(Receiver):
    """A receiver that keeps what it took, and refuses some events when they come for the first time."""

    def __init__(self, *, refusing: float = 0.0) -> None:
        super().__init__()
        self.taken: list[tuple[float, str, Any]] = []
        self.arrival = Signal()
        self.unverified = 0
        self._refusing = refusing
        self._refused: set[str] = set()
        self._lock = Lock()

    def accept(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Verify, count, and now and then answer 503 to what was never here before."""
        answer = super().accept(headers, body)
        if self.events.qsize():
            event = self.events.get()
            self.arrival.set()
            with self._lock:
                self.unverified += not event.verified
                known = event.id in self._refused or any(each == event.id for _, each, _ in self.taken)
                if not known and random.random() < self._refusing:
                    self._refused.add(event.id)
                    return 503, {}, b""
                self.taken.append((time.time(), event.id, event.payload))
        return answer

    def times(self) -> Counter[str]:
        """How often each event was taken."""
        return Counter(each for _, each, _ in self.taken)


class _Desk:
    """Publishes verdicts, and now and then takes one back before it is committed."""

    def __init__(self) -> None:
        self.publisher: Source = factories.fact_checker()
        self.actor = factories.user()
        self.rating: Rating = factories.rating()
        self.rolled_back: set[str] = set()
        self._claim: Claim | None = None
        self._made = 0

    def publish(self) -> None:
        """The next verdict; every tenth time also one that is rolled back."""
        if self._claim is None or self._made % _CHAIN == 0:
            self._claim = factories.claim()
        if random.random() < 0.1:
            with suppress(_Undone), transaction.atomic():
                self.rolled_back.add(str(self._verdict(self._claim).id))
                raise _Undone
        self._verdict(self._claim)
        self._made += 1

    def _verdict(self, claim: Claim) -> Verdict:
        kind = Kind.UPDATE if self._made % _CHAIN else Kind.INITIAL
        told = Statement(summary=f"Counted for the {self._made}th time.")
        return factories.verdict(
            claim,
            publisher=self.publisher,
            kind=kind,
            rating_id=self.rating.id,
            actor=self.actor,
            statement=told,
        )

    def verdicts(self) -> set[str]:
        """The ids of what was committed."""
        rows = Verdict.objects.filter(publisher=self.publisher)
        return {str(pk) for pk in rows.values_list("id", flat=True)}


class _Undone(Exception):
    """The verdict is taken back."""


@contextmanager
def _subscribed(
    desk: _Desk, count: int, *, strict: bool = False, refusing: float = 0.0
) -> Iterator[list[_Sink]]:
    """So many receivers of everything that the desk publishes."""
    with ExitStack() as stack:
        sinks = [_Sink(refusing=refusing) for _ in range(count)]
        for sink in sinks:
            stack.enter_context(sink)
        endpoints: list[Endpoint] = []
        for sink in sinks:
            endpoint, sink.secret = factories.endpoint(
                url=sink.url, strict_order=strict, filters={"publisher": [str(desk.publisher.id)]}
            )
            endpoints.append(endpoint)
        yield sinks
        for endpoint in endpoints:
            endpoint_delete(endpoint=endpoint)


def _complete(sinks: list[_Sink], wanted: set[str]) -> bool:
    return all(_told(sink) >= wanted for sink in sinks)


def _told(sink: _Sink) -> set[str]:
    return {payload["data"]["verdict"]["id"] for _, _, payload in list(sink.taken)}


def _kill_processes(registry: Supervisor, size: _Size) -> None:
    """Each desk's verdicts go to its own receivers, so that events × endpoints stays within reach."""
    started, killed = time.monotonic(), Counter[str]()
    desks = [_Desk() for _ in range(size.endpoints)]
    with ExitStack() as stack:
        groups = [
            stack.enter_context(_subscribed(desk, 1, strict=number % 2 == 0, refusing=0.03))
            for number, desk in enumerate(desks)
        ]
        sinks = [sink for group in groups for sink in group]
        producer = Thread(target=_publish, args=(desks, size), daemon=True)
        producer.start()
        while sum(killed.values()) < size.kills:
            killed[_kill_something(registry, sinks, sum(killed.values()))] += 1
        producer.join()
        wanted = [desk.verdicts() for desk in desks]
        if (made := sum(map(len, wanted))) != size.events:
            raise FaultFound(f"{made} verdicts were made, and not {size.events}")
        wait_for(
            "the delivery of every verdict",
            lambda: all(_complete(group, ids) for group, ids in zip(groups, wanted, strict=True)),
            seconds=4 * _RECOVERY,
        )
        _judge(desks, sinks, sum(killed.values()), may_repeat=size.may_repeat)
    shown = ", ".join(f"{name} {number}" for name, number in sorted(killed.items()))
    print(f"  killed: {shown}; {time.monotonic() - started:.0f} s in all")


def _publish(desks: list[_Desk], size: _Size) -> None:
    """Spread over about the time that the kills take."""
    pause = max(0.0, size.kills * 2.5 / size.events - 0.02)
    try:
        for number in range(size.events):
            desks[(number // _CHAIN) % len(desks)].publish()
            time.sleep(pause)
    finally:
        connection.close()


def _kill_something(registry: Supervisor, sinks: list[_Sink], number: int) -> str:
    """Every other time the worker; half of these just as something arrives: before it is recorded."""
    child = (registry.worker, registry.web, registry.worker, registry.beat)[number % 4]
    if child is registry.worker and number % 4 == 0:
        sink = random.choice(sinks)
        sink.arrival.clear()
        sink.arrival.wait(15)
    else:
        time.sleep(random.uniform(0.2, 2.0))
    child.kill()
    (registry.folder.run / f"{child.name}.pid").unlink(missing_ok=True)
    child.start()
    return child.name


def _judge(desks: list[_Desk], sinks: list[_Sink], kills: int, *, may_repeat: int) -> None:
    told = set().union(*(_told(sink) for sink in sinks))
    undone = told & set().union(*(desk.rolled_back for desk in desks))
    ids: dict[str, set[str]] = defaultdict(set)
    for sink in sinks:
        for _, event, payload in sink.taken:
            ids[payload["data"]["verdict"]["id"]].add(event)
    renamed = sum(len(events) > 1 for events in ids.values())
    twice = sum(count - 1 for sink in sinks for count in sink.times().values())
    turned = sum(_inversions(sink) for sink in sinks[::2])
    rolled_back = sum(len(desk.rolled_back) for desk in desks)
    committed = sum(len(desk.verdicts()) for desk in desks)
    print(
        f"{committed} verdicts to {len(sinks)} endpoints, {kills} kills: 0 lost, {twice} duplicates, "
        f"{renamed} under another webhook-id, {len(undone)} of {rolled_back} rolled back were told, "
        f"{turned} inversions at the {len(sinks[::2])} endpoints in strict order"
    )
    if undone or renamed or turned or twice > may_repeat * kills or any(sink.unverified for sink in sinks):
        raise FaultFound("see the line above")


def _inversions(sink: _Sink) -> int:
    """How often something came for the first time after a later event of its claim."""
    highest: dict[str, int] = defaultdict(int)
    seen: set[str] = set()
    count = 0
    for _, event, payload in sink.taken:
        if event not in seen:
            seen.add(event)
            claim, sequence = payload["data"]["claim"]["id"], payload["data"]["sequence"]
            count += sequence < highest[claim]
            highest[claim] = max(highest[claim], sequence)
    return count


def _lose_servers(registry: Supervisor, size: _Size) -> None:
    """Redis emptied, restarted, away for a while; PostgreSQL restarted: each time nothing is lost."""
    if registry.stack is None:
        raise FaultFound(
            "the servers can be stopped only where they are ours: unset DATABASE_URL and REDIS_URL"
        )
    redis, postgres = registry.stack.redis, registry.stack.postgres
    desk = _Desk()
    with _subscribed(desk, 3) as sinks:
        for what in (
            "FLUSHALL",
            "Redis restarted",
            f"Redis away for {size.outage:.0f} s",
            "PostgreSQL restarted",
        ):
            for _ in range(5):
                desk.publish()
            if what == "FLUSHALL":
                _flush()
            elif what == "PostgreSQL restarted":
                postgres.stop()
                postgres.start()
                close_old_connections()
                connection.close()
            else:
                redis.kill()
                time.sleep(size.outage if "away" in what else 0)
                for _ in range(2):
                    desk.publish()
                redis.start()
            took = wait_for(
                f"delivery after {what}",
                lambda: _complete_under(registry, sinks, desk.verdicts()),
                seconds=_RECOVERY,
            )
            print(f"{what}: 0 lost, all delivered {took:.1f} s later")


def _complete_under(registry: Supervisor, sinks: list[_Sink], verdicts: set[str]) -> bool:
    """Whether all have arrived; a worker that ends itself is started afresh, as under any keeper."""
    registry.check()
    return _complete(sinks, verdicts)


def _flush() -> None:
    from celery import current_app  # noqa: PLC0415 - the settings must be there first

    with current_app.connection_for_write() as broker:
        broker.default_channel.client.flushall()  # type: ignore[attr-defined]  # kombu's types stop at AMQP


def _hang_one(registry: Supervisor, size: _Size) -> None:
    """How long a verdict takes to the others, without and with a receiver that hangs, in turns."""
    desk, release = _Desk(), Signal()
    without: list[float] = []
    hanging: list[float] = []

    def hang(received: Received) -> None:
        release.wait(60)

    with _subscribed(desk, size.crowd - 1) as sinks, Receiver(on_event=hang) as receiver:
        endpoint, _ = factories.endpoint(url=receiver.url, filters={"publisher": [str(desk.publisher.id)]})
        lane = Lane.objects.filter(endpoint=endpoint, slow_until__isnull=False)
        under_way = Lease.objects.filter(endpoints__contains=[endpoint.id])
        try:
            desk.publish()
            wait_for("the deadline of the one that hangs", lane.exists, seconds=40)
            for _ in range(size.rounds):
                endpoint = endpoint_pause(endpoint=endpoint)
                time.sleep(DEADLINE + 1)  # what was under way to it is waited for until then
                without.append(_p95(desk, sinks))
                endpoint = endpoint_resume(endpoint=endpoint)
                wait_for("that it hangs again", under_way.exists, seconds=_RECOVERY)
                hanging.append(_p95(desk, sinks))
        finally:
            release.set()
            endpoint_delete(endpoint=endpoint)
    before, after = statistics.median(without), statistics.median(hanging)
    print(
        f"1 of {size.crowd} endpoints hangs: p95 at the others {after * 1000:.0f} ms, "
        f"{before * 1000:.0f} ms without it: × {after / before:.2f}"
    )
    if after > size.slower * before:
        raise FaultFound(f"one that hangs made the others more than × {size.slower} slower")


def _p95(desk: _Desk, sinks: list[_Sink]) -> float:
    """Of the seconds from an event to its arrival, at all of the sinks."""
    for sink in sinks:
        sink.taken.clear()
    known = desk.verdicts()
    for _ in range(_PACED):
        desk.publish()
        time.sleep(1.0)  # well beyond what the receivers need, so that no queue of theirs is measured
    wait_for("their arrival", lambda: _complete(sinks, desk.verdicts() - known), seconds=_RECOVERY)
    moments: dict[UUID, datetime] = dict(Stored.objects.values_list("id", "created_at"))
    seconds = [at - moments[UUID(event)].timestamp() for sink in sinks for at, event, _ in sink.taken]
    return statistics.quantiles(seconds, n=20)[-1]


PARTS = {"kills": _kill_processes, "servers": _lose_servers, "hanging": _hang_one}
