"""Many new claims at once, with everything that comes with them, in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from claims.document_selectors import document_build
from claims.exchange.row import ClaimRow, SightingRow, VerdictRow
from claims.matching.documents import Known
from claims.models import Claim, ClaimDocument, ImportedRow, Sighting, Topic, Verdict
from claims.moments import ClaimView
from claims.rules import Normalised, in_conflict
from claims.services.documents import RESOURCE
from claims.services.first_verdicts import first_verdict, first_verdicts_record
from claims.services.match_index import match_index_add
from claims.services.row_references import References, references_for
from claims.services.verdicts import Statement
from common.changes import changes_record
from common.ids import new_id
from common.models import Change
from common.tables import rows_copy, values_copy
from sources.models import Source

_DOCUMENT = ("claim", "revision", "state", "created_at", "changed_at", "reviewed_at", "body")


@dataclass(frozen=True)
class _Made:
    """A claim in the making."""

    row: ClaimRow
    claim: Claim
    topics: list[Topic]
    sightings: list[Sighting]
    verdicts: list[Verdict]


@transaction.atomic
def claims_create(*, rows: Sequence[ClaimRow], owner: User) -> None:
    """A claim for each row, published where it has a verdict. The rows' keys are new to the owner.

    A claimant's name that several sources have is left to the claim's sighting alone.
    Raises Refused (the owner's rights, or a publisher's four eyes).
    """
    now = timezone.now()
    references = references_for(rows)
    made = [_made(row, references, owner, now) for row in rows]
    rows_copy([one.claim for one in made])
    about = [(one.claim.pk, topic.pk) for one in made for topic in one.topics]
    values_copy(Claim.topics.through, ("claim", "topic"), about)
    rows_copy([sighting for one in made for sighting in one.sightings])
    keys = [(new_id(), owner.pk, one.row.key, one.row.digest, one.claim.pk) for one in made]
    values_copy(ImportedRow, ("id", "owner", "key", "digest", "claim"), keys)
    values_copy(ClaimDocument, _DOCUMENT, (_document(one, now) for one in made))
    public = [one.claim.pk for one in made if one.claim.state == Claim.State.PUBLISHED]
    changes_record(RESOURCE, [(claim_id, Change.Kind.CREATED) for claim_id in public])
    first_verdicts_record(verdicts=[verdict for one in made for verdict in one.verdicts], actor=owner)
    match_index_add(claims=[one.claim for one in made], known=[_known(one) for one in made])


def _made(row: ClaimRow, references: References, owner: User, now: datetime) -> _Made:
    claim = Claim(
        text=row.text,
        language=row.language,
        claimant=references.claimants[row.claimant.name] if row.claimant else None,
        state=Claim.State.PUBLISHED if row.verdicts else Claim.State.OPEN,
        created_at=now,
        updated_at=now,
    )
    verdicts = []
    for verdict in verdicts_once(row.verdicts, references):
        publisher, rating = references.ratings[verdict]
        statement = statement_of(verdict)
        verdicts.append(
            first_verdict(
                claim=claim, publisher=publisher, rating=rating, statement=statement, actor=owner, now=now
            )
        )
    claim.verdicts_conflict = in_conflict(Normalised(one.rating.normalised) for one in verdicts if one.rating)
    topics = sorted((references.topics[slug] for slug, _ in row.topics), key=lambda topic: topic.slug)
    return _Made(row, claim, topics, sightings_made(row, claim), verdicts)


def verdicts_once(verdicts: Iterable[VerdictRow], references: References) -> list[VerdictRow]:
    """One for each publisher, the last that the row gives."""
    return list({references.ratings[verdict][0].pk: verdict for verdict in verdicts}.values())


def statement_of(verdict: VerdictRow) -> Statement:
    """What the publisher says with the verdict."""
    return Statement(
        summary=verdict.summary,
        explanation=verdict.explanation,
        original_label=verdict.original_label,
        language=verdict.language,
        review_url=verdict.review_url,
        effective_at=verdict.effective_at,
    )


def sightings_made(row: ClaimRow, claim: Claim) -> list[Sighting]:
    """The row's sightings, not stored yet; the claimant's name is kept where no other sighting has one."""
    given = row.sightings
    if row.claimant and not any(sighting.claimant for sighting in given):
        named = SightingRow(claimant=row.claimant.name, organisation=row.claimant.organisation)
        given = given if claim.claimant_id else (named, *given)
    return [
        Sighting(
            claim=claim,
            claimant=one.claimant,
            organisation=one.organisation,
            role=one.role,
            same_as=list(one.same_as),
            said_on=one.said_on,
            first_url=one.first_url,
            urls=list(one.urls),
        )
        for one in given
    ]


def _known(made: _Made) -> Known:
    claim, claimant = made.claim, made.claim.claimant
    return Known(
        claim_id=claim.pk,
        text=claim.text,
        language=claim.language,
        claimant=claimant.name if claimant else "",
        fact_checks=[f"{one.summary} {one.explanation}" for one in made.verdicts if one.rating_id],
    )


class _Shown(NamedTuple):
    """What a new claim's document shows of it."""

    id: UUID
    text: str
    language: str
    claimant: Source | None
    topics: list[Topic]
    sightings: list[Sighting]
    created_at: datetime
    updated_at: datetime
    variants: tuple[()] = ()


def _document(made: _Made, now: datetime) -> tuple[object, ...]:
    claim = made.claim
    shown: Any = _Shown(
        claim.pk, claim.text, claim.language, claim.claimant, made.topics, made.sightings, now, now
    )
    built = document_build(
        ClaimView(
            claim=shown,
            state=claim.state,
            merged_into=None,
            verdicts=made.verdicts,
            appearances=[],
            evidence=[],
            absorbed=[],
        )
    )
    return built.claim_id, 1, built.state, now, now, built.reviewed_at, built.body
