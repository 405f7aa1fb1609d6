"""Reads of import jobs, their notes and their bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from claims.exchange.coding import PIECE, part_unpacked
from claims.models import Claim, ImportJob, ImportNote, ImportPart
from common.errors import NotFound

_OWN = re.compile("id:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# One parameter, however many keys: as one each they take longer to be written down than to be looked up.
_KNOWN = "SELECT key, digest, claim_id FROM claims_importedrow WHERE owner_id = %s AND key = ANY(%s)"


def imports_received() -> QuerySet[ImportJob]:
    """Everybody's jobs that were received whole."""
    return ImportJob.objects.exclude(state=ImportJob.State.RECEIVING)


def import_list(owner: User) -> QuerySet[ImportJob]:
    """The owner's jobs that were received whole."""
    return imports_received().filter(owner=owner)


def import_get(job_id: UUID, owner: User) -> ImportJob:
    """One job of the owner's. Raises NotFound."""
    job = import_list(owner).filter(pk=job_id).first()
    if job is None:
        raise NotFound(f"there is no import {job_id}")
    return job


def import_notes(job: ImportJob) -> QuerySet[ImportNote]:
    """What the job has to say of its records."""
    return ImportNote.objects.filter(job=job)


def imports_due(*, now: datetime | None = None, limit: int = 100) -> list[UUID]:
    """Jobs that wait for a worker or whose worker is lost, the longest waiting first."""
    due = ImportJob.objects.filter(next_attempt_at__lte=now or timezone.now()).order_by("next_attempt_at")
    return list(due.values_list("pk", flat=True)[:limit])


def rows_known(owner: User, keys: list[str]) -> dict[str, tuple[str, UUID]]:
    """Of the keys that a row of the owner's had, the digest of that row and the claim it became."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [owner.pk, keys])
        return {key: (digest, claim_id) for key, digest, claim_id in cursor.fetchall()}


def rows_own(keys: Iterable[str]) -> set[str]:
    """Those of the keys that name a claim of this very registry, as a row of its own export does."""
    named = {UUID(key.removeprefix("id:")): key for key in keys if _OWN.fullmatch(key)}
    if not named:
        return set()
    return {named[pk] for pk in Claim.objects.filter(pk__in=named).values_list("pk", flat=True)}


def body_pieces(job_id: UUID, *, offset: int = 0) -> Iterator[bytes]:
    """The job's body from there on, one part in memory at a time."""
    parts = ImportPart.objects.filter(job=job_id)
    number, skip = divmod(offset, PIECE)
    while True:
        stored = parts.filter(number=number).values_list("body", flat=True).first()
        if stored is None:
            return
        part = part_unpacked(bytes(stored))
        yield part[skip:] if skip else part
        number, skip = number + 1, 0
