"""Reads of import jobs, their notes and their bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from claims.claimreview.notes import Code
from claims.exchange.coding import PIECE, part_unpacked
from claims.models import Claim, ImportedReview, ImportedRow, ImportJob, ImportNote, ImportPart
from common.errors import NotFound
from common.tables import texts_array

_OWN = re.compile("id:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# One parameter, however many keys: as one each they take longer to be written down than to be looked up.
_KNOWN = (
    "SELECT key, digest, claim_id FROM claims_importedrow WHERE owner_id = %s AND key = ANY(%s::varchar[])"
)
# Of pages of which the import met a review, those with a verdict that stands and that it did not meet. What
# an import that began later has heard is not gone.
_GONE = """
SELECT gone.* FROM claims_importedreview AS gone
JOIN claims_currentverdict AS current ON current.verdict_id = gone.verdict_id
JOIN claims_verdict AS verdict ON verdict.id = gone.verdict_id AND verdict.rating_id IS NOT NULL
WHERE gone.words <> '{}' AND gone.updated_at < %(since)s
AND NOT EXISTS (SELECT FROM claims_metreview AS met WHERE met.review_id = gone.id)
AND EXISTS (
    SELECT FROM claims_importedreview AS other JOIN claims_metreview AS met ON met.review_id = other.id
    WHERE met.job_id = %(job)s AND other.publisher_id = gone.publisher_id AND md5(other.url) = md5(gone.url)
)
"""
# The address of such a record is not its page's, or nothing was read of it.
_OF_NO_PAGE = {Code.INVALID_JSON, Code.NO_URL, Code.FAILED, Code.CUT_SHORT}


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


def import_of_feed_failed(feed_id: UUID) -> bool:
    """Whether the last import of what a feed listed failed as a whole."""
    last = ImportJob.objects.filter(feed=feed_id).order_by("-created_at", "-id").first()
    return last is not None and last.state == ImportJob.State.FAILED


def import_notes(job: ImportJob) -> QuerySet[ImportNote]:
    """What the job has to say of its records."""
    return ImportNote.objects.filter(job=job)


def reviews_unread(job: ImportJob) -> set[str] | None:
    """The pages of which a record of the job could not be taken in; None: nobody knows which."""
    lost = ImportNote.objects.filter(job=job).exclude(code=Code.NULL_ITEM)
    lost = lost.filter(Q(severity=ImportNote.Severity.REFUSED) | Q(code=Code.CUT_SHORT))
    pages = set()
    for code, record in lost.values_list("code", "record").distinct().iterator():
        if code in _OF_NO_PAGE or record in {"", job.url}:
            return None
        pages.add(record)
    return pages


def reviews_gone(job: ImportJob) -> list[ImportedReview]:
    """Reviews with a standing verdict that pages met in the job have no more, each to be told once."""
    return list(ImportedReview.objects.raw(_GONE, {"job": job.pk, "since": job.created_at}))


def imports_due(*, limit: int = 100) -> list[UUID]:
    """Jobs that wait for a worker or whose worker is lost, the longest waiting first."""
    due = ImportJob.objects.filter(next_attempt_at__lte=Now()).order_by("next_attempt_at")
    return list(due.values_list("pk", flat=True)[:limit])


def rows_known(owner: User, keys: list[str]) -> dict[str, tuple[str, UUID]]:
    """Of the keys that a row of the owner's had, the digest of that row and the claim it became."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [owner.pk, texts_array(keys)])
        return {key: (digest, claim_id) for key, digest, claim_id in cursor.fetchall()}


def rows_held(job: ImportJob) -> list[ImportedRow]:
    """The job's rows that say again what their sender said earlier, in the order of their keys."""
    held = ImportedRow.objects.filter(owner=job.owner_id, said__has_key="held", said__held__job=job.pk.hex)
    return list(held.order_by("key"))


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
