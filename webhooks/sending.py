"""Sending leased deliveries: signed, all at the same time, each handed back the moment it is through."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from threading import Condition, Thread
from types import TracebackType
from typing import NamedTuple

from django.conf import settings

from common.crypto import DecryptionFailed, decrypt
from common.outbound import OutboundClient, OutboundError, TimedOut
from webhooks.leases import Leased
from webhooks.operational import CHALLENGE, challenge_echoed
from webhooks.schedule import Outcome, classify, retry_after
from webhooks.signing import MalformedSecret, Signer, signed_headers

DEADLINE = 15.0
SLOW_SECONDS = 5.0
RESPONSE_READ = 16 * 1024
RESPONSE_KEPT = 1024

logger = logging.getLogger(__name__)


class Signed(NamedTuple):
    """A leased delivery and the headers it is sent with; or, in `problem`, why it cannot be signed."""

    leased: Leased
    headers: dict[str, str]
    problem: str = ""


class Sent(NamedTuple):
    """A leased delivery after its POST: what came back, or why nothing did.

    `ours`: the fault lies with this registry and says nothing about the endpoint.
    """

    leased: Leased
    started_at: datetime
    duration: timedelta
    status: int | None = None
    retry_after: timedelta | None = None
    response: bytes = b""
    error: str = ""
    timed_out: bool = False
    ours: bool = False

    @property
    def outcome(self) -> Outcome:
        """What it came to; a challenge that was answered and not echoed is over."""
        outcome = classify(self.status)
        if outcome is Outcome.DELIVERED and self.error:
            return Outcome.DEAD
        return outcome

    @property
    def slow(self) -> bool:
        """Whether its endpoint kept us waiting."""
        return self.timed_out or self.duration.total_seconds() >= SLOW_SECONDS


class Sender:
    """Sends in the background from entering to leaving; used by one thread, which takes what is through.

    The network has an event loop in a thread of its own, which also signs: the thread that calls has the
    database to wait for, and neither holds the other up.
    """

    def __init__(self) -> None:
        self.in_flight = 0
        self.slow_in_flight = 0
        self._through: list[Sent] = []
        self._wanted = 1
        self._enough = Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="webhook-sender", daemon=True)
        self._client = outbound_client()
        self._signers: dict[str, Signer] = {}

    def __enter__(self) -> Sender:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._client.__aenter__(), self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._client.__aexit__(None, None, None), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def send(self, leased: Sequence[Leased]) -> None:
        """Begin to sign and send; returns at once."""
        self.in_flight += len(leased)
        self.slow_in_flight += sum(one.slow for one in leased)
        self._loop.call_soon_threadsafe(self._begin, leased)

    def take(self, *, seconds: float) -> list[Sent]:
        """What is through, once that is half of what was under way, or after that long."""
        with self._enough:
            self._wanted = max(1, self.in_flight // 2)
            self._enough.wait_for(self._is_enough, timeout=seconds)
            through, self._through = self._through, []
        self.in_flight -= len(through)
        self.slow_in_flight -= sum(one.leased.slow for one in through)
        return through

    def _begin(self, leased: Iterable[Leased]) -> None:
        # Signed first and then sent in one go: receivers, and the network below, work in batches too.
        for one in [sign(each, self._signers) for each in leased]:
            self._loop.create_task(self._send(one))

    async def _send(self, signed: Signed) -> None:
        sent = await send(self._client, signed)
        with self._enough:
            self._through.append(sent)
            if self._is_enough():
                self._enough.notify()

    def _is_enough(self) -> bool:
        return len(self._through) >= self._wanted


def outbound_client() -> OutboundClient:
    """The client that deliveries are sent with."""
    user_agent = f"claim-registry-webhooks/{settings.VERSION}"
    return OutboundClient(allow=settings.OUTBOUND_ALLOW, user_agent=user_agent)


async def send_all(leased: Sequence[Leased]) -> list[Sent]:
    """Sign and POST every one of them, all at the same time."""
    signed = [sign(one, {}) for one in leased]
    async with outbound_client() as client:
        return list(await asyncio.gather(*(send(client, one) for one in signed)))


def sign(leased: Leased, known: dict[str, Signer]) -> Signed:
    """The headers to send it with, or why there are none. `known`: signers of secrets that came before."""
    try:
        signers = []
        for token in leased.secrets:
            if token not in known:
                known[token] = Signer(decrypt(token))
            signers.append(known[token])
    except (DecryptionFailed, MalformedSecret) as failure:
        return Signed(leased, {}, str(failure))
    # By the database's clock: where this server's is wrong, receivers would refuse it all, and for good.
    headers = signed_headers(str(leased.event_id), leased.taken_at, leased.payload, signers)
    return Signed(leased, headers | {"content-type": "application/json"})


async def send(client: OutboundClient, signed: Signed) -> Sent:
    """One delivery. Never raises: what goes wrong is in what it returns."""
    leased, error = signed.leased, signed.problem
    started_at, start = datetime.now(UTC), time.monotonic()
    status, asked, response, timed_out, ours = None, None, b"", False, bool(error)
    try:
        if not error:
            answer = await client.request(
                "POST",
                leased.url,
                body=leased.payload,
                headers=signed.headers,
                deadline=DEADLINE,
                max_bytes=RESPONSE_READ,
                truncate=True,
            )
            status, response = answer.status, answer.body[:RESPONSE_KEPT]
            asked = retry_after(status, answer.headers.get("retry-after"), now=datetime.now(UTC))
            error = _unechoed(leased, status, response)
    except OutboundError as failure:
        error, timed_out = str(failure), isinstance(failure, TimedOut)
    except Exception:
        logger.exception("delivery %s could not be sent", leased.delivery_id)
        error, ours = "the registry failed to send it", True
    return Sent(
        leased=leased,
        started_at=started_at,
        duration=timedelta(seconds=time.monotonic() - start),
        status=status,
        retry_after=asked,
        response=response,
        error=error[:500],
        timed_out=timed_out,
        ours=ours,
    )


def _unechoed(leased: Leased, status: int, response: bytes) -> str:
    if leased.event_type != CHALLENGE or classify(status) is not Outcome.DELIVERED:
        return ""
    token = json.loads(leased.payload)["data"]["challenge"]
    return "" if challenge_echoed(token, response) else "The answer does not echo the challenge."
