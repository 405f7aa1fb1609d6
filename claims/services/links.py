"""Whether evidence can still be read where it was found: checked by schedule, broken after two failures."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from claims import events
from claims.models import Claim, Evidence
from claims.services.documents import documents_refresh
from common.outbound import OutboundClient, OutboundError, Response

BATCH = 50
_AT_ONCE = 10
_DEADLINE = 15.0
_MAX_BYTES = 5 * 1024 * 1024
_REDIRECTS = 5
_BROKEN_AFTER = 2
# Until then a batch belongs to whoever took it; whoever dies with it leaves it to the next.
_LEASE = timedelta(minutes=10)
_BETWEEN_CHECKS = timedelta(days=7)
_AFTER_FAILURE = timedelta(days=1)
# Somebody is there and will not show it to a machine, or not now: a reader may well see it.
_CLOSED_TO_US = frozenset({401, 403, 405, 408, 425, 429, 451})


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a check found at an address; `content_hash` is '' where the body was not had whole."""

    url: str
    readable: bool
    content_hash: str = ""


def evidence_check() -> int:
    """Check the addresses that are due, at most BATCH of them; how many there were."""
    due = _lease()
    for evidence_id, reading in asyncio.run(_read_all(due)) if due else ():
        evidence_link_note(evidence_id=evidence_id, reading=reading)
    return len(due)


@transaction.atomic
def evidence_link_note(*, evidence_id: UUID, reading: Reading) -> None:
    """Note what a check found; announce a link that broke, where the claim is known to the public.

    Evidence that has another address by now, or was withdrawn, is left alone.
    """
    claim_id = Evidence.objects.filter(pk=evidence_id).values_list("claim", flat=True).first()
    # The claim before its evidence, as whoever publishes a draft locks them.
    claim = Claim.objects.select_for_update(no_key=True).filter(pk=claim_id).first() if claim_id else None
    read = Evidence.objects.filter(pk=evidence_id, claim=claim, url=reading.url, withdrawn_at=None)
    evidence = read.select_for_update().first()
    if evidence is None:
        return
    was_broken = evidence.link_state == Evidence.LinkState.BROKEN
    now = timezone.now()
    evidence.checked_at = now
    evidence.link_failures = 0 if reading.readable else min(evidence.link_failures + 1, 1000)
    evidence.next_check_at = now + _BETWEEN_CHECKS
    if reading.readable:
        evidence.link_state = Evidence.LinkState.OK
        evidence.content_hash = evidence.content_hash or reading.content_hash
    elif evidence.link_failures >= _BROKEN_AFTER:
        evidence.link_state = Evidence.LinkState.BROKEN
    else:
        evidence.next_check_at = now + _AFTER_FAILURE
    evidence.save()
    if claim:
        documents_refresh(claim_ids=[claim.id])
    broke = evidence.link_state == Evidence.LinkState.BROKEN and not was_broken
    if broke and claim and claim.state in Claim.PUBLIC:
        events.publish(events.EvidenceLinkBroken(claim_id=claim.id, evidence_id=evidence.id, checked_at=now))


@transaction.atomic
def _lease() -> list[tuple[UUID, str]]:
    now = timezone.now()
    due = Evidence.objects.filter(next_check_at__lte=now).order_by("next_check_at")
    rows = list(due.select_for_update(skip_locked=True).values_list("pk", "url")[:BATCH])
    Evidence.objects.filter(pk__in=[pk for pk, _ in rows]).update(next_check_at=now + _LEASE)
    return rows


async def _read_all(due: list[tuple[UUID, str]]) -> list[tuple[UUID, Reading]]:
    turns = asyncio.Semaphore(_AT_ONCE)
    async with OutboundClient(allow=settings.OUTBOUND_ALLOW) as client:

        async def read(evidence_id: UUID, url: str) -> tuple[UUID, Reading]:
            async with turns:
                return evidence_id, await _read(client, url)

        return await asyncio.gather(*(read(evidence_id, url) for evidence_id, url in due))


async def _read(client: OutboundClient, url: str) -> Reading:
    try:
        answer = await client.request(
            "GET",
            url,
            deadline=_DEADLINE,
            max_bytes=_MAX_BYTES,
            truncate=True,
            follow_redirects=_REDIRECTS,
        )
    except OutboundError:
        return Reading(url=url, readable=False)
    return _judged(url, answer)


def _judged(url: str, answer: Response) -> Reading:
    readable = answer.status < 400 or answer.status in _CLOSED_TO_US
    whole = answer.status == 200 and not answer.truncated
    content_hash = hashlib.sha256(answer.body).hexdigest() if whole else ""
    return Reading(url=url, readable=readable, content_hash=content_hash)
