"""The documents of claims, and what finds them, follow from the rows, in the transaction that changes these.

Every service that changes what a claim shows calls `documents_refresh` when it is done. Whoever does, holds
the claim until the end of the transaction, and keeps its sources, articles and topics from being changed
meanwhile: of two changes at once the second is built on the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from claims.document_selectors import Built, documents_build
from claims.models import Claim, ClaimDocument
from claims.services.match_index import match_index_write
from common.changes import changes_record
from common.models import Change

RESOURCE = "claims"
_AT_ONCE = 200
_HELD_AT_ONCE = 10_000
_UNTOLD: Mapping[UUID, Change.Kind] = {}
# What the documents mention. It is locked as a reader does it, so that writers of claims do not wait for one
# another here, but whoever would rename a source waits, and sees the claim that mentions it since.
_HOLD = """
WITH family AS (
    SELECT id, claimant_id FROM claims_claim WHERE id = ANY(%(ids)s) OR survivor_id = ANY(%(ids)s)
),
reported AS (
    SELECT DISTINCT version.article_id FROM claims_appearance AS appearance
    JOIN sources_articleversion AS version ON version.id = appearance.article_version_id
    WHERE appearance.claim_id IN (SELECT id FROM family)
),
articles AS (
    SELECT source_id FROM sources_article WHERE id IN (SELECT article_id FROM reported) ORDER BY id FOR SHARE
),
sources AS (
    SELECT FROM sources_source WHERE id IN (
        SELECT claimant_id FROM family UNION SELECT source_id FROM articles
        UNION SELECT publisher_id FROM claims_currentverdict WHERE claim_id = ANY(%(ids)s)
    ) ORDER BY id FOR SHARE
),
topics AS (
    SELECT FROM claims_topic WHERE slug IN (
        SELECT topic_id FROM claims_claim_topics WHERE claim_id = ANY(%(ids)s)
    ) ORDER BY slug FOR SHARE
)
SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM sources), (SELECT count(*) FROM topics)
"""


@transaction.atomic(savepoint=False)
def documents_refresh(*, claim_ids: Iterable[UUID], told: Mapping[UUID, Change.Kind] = _UNTOLD) -> int:
    """Bring the documents of these claims up to date, and of those they were merged into.

    What differs is written, also to the indexes that matching and searching read, and told to the stream of
    changes as what `told` says happened to the claim, else as an update. Returns how many differed.
    """
    wanted, differed = sorted(set(claim_ids)), 0
    for start in range(0, len(wanted), _AT_ONCE):
        differing = documents_differing(wanted[start : start + _AT_ONCE])
        _write(differing)
        _tell(differing, told)
        differed += len(differing)
    return differed


def documents_differing(claim_ids: Iterable[UUID]) -> list[Differing]:
    """Of the claims and their survivors those whose document is not what it is to be, and what that is.

    They are held, so that this stays so until the transaction ends.
    """
    locked = claims_hold(claim_ids=claim_ids)
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, {"ids": locked})
    known = ClaimDocument.objects.in_bulk(locked)
    pairs = [Differing(built=built, known=known.get(built.claim_id)) for built in documents_build(locked)]
    return [pair for pair in pairs if pair.known is None or _content(pair.known) != pair.content]


@dataclass(frozen=True, kw_only=True)
class Differing:
    """What a claim's document is to be, and what is stored, if anything."""

    built: Built
    known: ClaimDocument | None

    @property
    def content(self) -> tuple[object, ...]:
        """What is to be stored."""
        built = self.built
        return built.body, built.state, built.created_at, built.reviewed_at


def _content(known: ClaimDocument) -> tuple[object, ...]:
    return known.body, known.state, known.created_at, known.reviewed_at


def claims_hold(*, claim_ids: Iterable[UUID]) -> list[UUID]:
    """Lock the claims and those they were merged into, always in the same order; which they are."""
    wanted, locked = sorted(set(claim_ids)), list[UUID]()
    for start in range(0, len(wanted), _HELD_AT_ONCE):
        locked += _hold(set(wanted[start : start + _HELD_AT_ONCE]))
    return sorted(set(locked))


def _hold(wanted: set[UUID]) -> set[UUID]:
    locked = set[UUID]()
    while wanted - locked:
        claims = Claim.objects.filter(pk__in=wanted, survivor__isnull=False)
        wanted |= set(claims.values_list("survivor_id", flat=True))
        rows = Claim.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
        found = list(rows.values_list("pk", "survivor_id"))
        locked = wanted
        # Somebody may have merged one while we waited for its lock.
        wanted = {pk for pk, _ in found} | {survivor for _, survivor in found} - {None}
    return wanted


def _write(differing: list[Differing]) -> None:
    now = timezone.now()
    ClaimDocument.objects.bulk_create(
        [
            ClaimDocument(
                claim_id=pair.built.claim_id,
                revision=pair.known.revision + 1 if pair.known else 1,
                state=pair.built.state,
                created_at=pair.built.created_at,
                changed_at=now,
                reviewed_at=pair.built.reviewed_at,
                body=pair.built.body,
            )
            for pair in differing
        ],
        update_conflicts=True,
        unique_fields=["claim"],
        update_fields=["revision", "state", "created_at", "changed_at", "reviewed_at", "body"],
    )
    match_index_write(claims=[pair.built.claim_id for pair in differing])


def _tell(differing: list[Differing], told: Mapping[UUID, Change.Kind]) -> None:
    changes = []
    for pair in differing:
        claim_id = pair.built.claim_id
        if pair.built.state in Claim.PUBLIC:  # and stays so: there is nothing to tell of that was public
            was_public = pair.known is not None and pair.known.state in Claim.PUBLIC
            kind = told.get(claim_id, Change.Kind.UPDATED) if was_public else Change.Kind.CREATED
            changes.append((claim_id, kind))
    if changes:
        changes_record(RESOURCE, changes)
