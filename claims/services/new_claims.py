"""Many new claims at once, with everything that comes with them, in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from claims.document_selectors import document_build
from claims.exchange.row import CLAIM, ClaimRow, RowRefused, SightingRow, VerdictRow
from claims.ledger_selectors import ledger_moment
from claims.made import NewClaim, NewVerdict
from claims.matching.documents import Known, documents_made
from claims.matching.terms import TakenApart
from claims.models import Claim, ClaimDocument, ClaimTopic, ImportedRow, Sighting
from claims.moments import ClaimView
from claims.roles import Right
from claims.rules import Normalised, in_conflict
from claims.services.documents import RESOURCE
from claims.services.first_verdicts import (
    first_verdict,
    first_verdicts_announce,
    first_verdicts_write,
)
from claims.services.ledger import ledger_together
from claims.services.match_index import match_index_add, match_numbers_take
from claims.services.rights import right_require
from claims.services.row_references import References, references_for
from common.api.output import rows_written_once
from common.behind import references_checked, statements_behind
from common.changes import changes_record
from common.ids import id_text, new_id_text
from common.models import Change
from common.tables import moment_plain, texts_array, values_copy
from sources.models import Source

_CLAIM = ("id", "text", "language", "claimant", "state", "verdicts_conflict", "created_at", "updated_at")
_SIGHTING = (
    *("id", "claim", "sentence", "quote", "claimant", "organisation", "role", "same_as"),
    *("via", "addressee", "said_on", "said_on_precision", "first_url", "urls"),
)
_IMPORTED = ("id", "owner", "key", "digest", "said", "claim")
_DOCUMENT = ("claim", "revision", "state", "created_at", "changed_at", "reviewed_at", "body")


class _Made(NamedTuple):
    """What became of a row."""

    row: ClaimRow
    claim: NewClaim
    verdicts: list[NewVerdict]
    said: dict[str, str]


@transaction.atomic
@ledger_together()
def claims_create(*, rows: Sequence[ClaimRow], owner: User, texts: TakenApart) -> None:
    """A claim for each row, published where it has a verdict. The rows' keys are new to the owner.

    `texts`: what of the rows was cut into words already, by `rows_cut`.
    A claimant's name that several sources have is left to the claim's sighting alone.
    Raises Refused (the owner's rights, or a publisher's four eyes), RowRefused (two of one publisher).
    """
    right_require(actor=owner, right=Right.PUBLISH_VERDICT)
    now, recorded_at = timezone.now(), ledger_moment()
    references, numbers = references_for(rows), match_numbers_take(count=len(rows))
    known = [_known(row, references) for row in rows]
    documents = zip(numbers, documents_made(known, texts), strict=True)
    # Next to nothing is asked from here on, so that neither waits for the other before the end.
    with statements_behind(), references_checked(), rows_written_once():
        made = _claims_write(
            _made(row, str(claim.claim_id), references, owner, now, recorded_at)
            for row, claim in zip(rows, known, strict=True)
        )
        verdicts = [verdict for one in made for verdict in one.verdicts]
        _write(made, verdicts, owner, now)
        match_index_add(claims=[one.claim for one in made], documents=documents)
        first_verdicts_announce(verdicts=verdicts)


def _claims_write(making: Iterable[_Made]) -> list[_Made]:
    """Write the claims while they are made."""
    made: list[_Made] = []

    def written() -> Iterator[tuple[object, ...]]:
        for one in making:
            made.append(one)
            yield _claim_values(one.claim)

    values_copy(Claim, _CLAIM, written())
    return made


def _write(made: Sequence[_Made], verdicts: Sequence[NewVerdict], owner: User, now: datetime) -> None:
    claims = [one.claim for one in made]
    about = ((claim.id, topic.slug) for claim in claims for topic in claim.topics)
    values_copy(ClaimTopic, ("claim", "topic"), about)
    values_copy(
        Sighting, _SIGHTING, (_sighting_values(claim, one) for claim in claims for one in claim.sightings)
    )
    values_copy(ImportedRow, _IMPORTED, (_imported_values(one, owner) for one in made))
    # PostgreSQL is longer at these than Python: what Python is longer at is made meanwhile.
    first_verdicts_write(verdicts=verdicts)
    values_copy(ClaimDocument, _DOCUMENT, (_document(one, now) for one in made))
    public = [claim.id for claim in claims if claim.state == Claim.State.PUBLISHED]
    changes_record(RESOURCE, [(claim_id, Change.Kind.CREATED) for claim_id in public])


def _made(
    row: ClaimRow, claim_id: str, references: References, owner: User, now: datetime, recorded_at: datetime
) -> _Made:
    given = [(verdict, *references.of(verdict)) for verdict in verdicts_once(row.verdicts, references)]
    claimant = references.claimant(row)
    claim = NewClaim(
        id=claim_id,
        text=row.text,
        language=row.language,
        claimant=claimant,
        state=(Claim.State.PUBLISHED if given else Claim.State.OPEN).value,
        verdicts_conflict=in_conflict([Normalised(rating.normalised) for _, _, rating in given]),
        created_at=now,
        updated_at=now,
        topics=sorted((references.topics[slug] for slug, _ in row.topics), key=attrgetter("slug")),
        sightings=sightings_of(row, claimant),
    )
    verdicts = [
        first_verdict(
            claim=claim, publisher=publisher, rating=rating, row=verdict, actor=owner, now=recorded_at
        )
        for verdict, publisher, rating in given
    ]
    said = {verdict.judged.of(): verdict.digest() for verdict, _, _ in given}
    return _Made(row, claim, verdicts, said)


def verdicts_once(verdicts: Sequence[VerdictRow], references: References) -> Sequence[VerdictRow]:
    """One for each publisher. Raises RowRefused where two that differ are of one, as none is to be lost."""
    if len(verdicts) < 2:
        return verdicts
    once: dict[UUID, VerdictRow] = {}
    for verdict in verdicts:
        publisher, rating = references.of(verdict)
        other = once.setdefault(publisher.pk, verdict)
        if (other[1:], references.of(other)[1].pk) != (verdict[1:], rating.pk):
            names = " and ".join(repr(one.judged.publisher[:80]) for one in (other, verdict))
            raise RowRefused(
                "two-of-one-publisher",
                f"the verdicts of {names} are both of {publisher.name[:80]!r} here, and a row has one for "
                "each publisher: leave one out or, if they are two, give each its own publisher.domain",
            )
    return list(once.values())


def sightings_of(row: ClaimRow, claimant: Source | None) -> Sequence[SightingRow]:
    """The row's sightings; the claimant's name is kept where neither a source nor a sighting has it."""
    given = row.sightings
    if claimant or not row.claimant or any(sighting.claimant for sighting in given):
        return given
    return (SightingRow(claimant=row.claimant.name, organisation=row.claimant.organisation), *given)


def _claim_values(claim: NewClaim) -> tuple[object, ...]:
    claimant = id_text(claim.claimant.id) if claim.claimant else None
    moments = (moment_plain(claim.created_at), moment_plain(claim.updated_at))
    return (*claim[:3], claimant, claim.state, claim.verdicts_conflict, *moments)


def _sighting_values(claim: NewClaim, one: SightingRow) -> tuple[object, ...]:
    return (
        *(new_id_text(), claim.id, one.sentence, one.quote),
        *(one.claimant, one.organisation, one.role, texts_array(one.same_as)),
        *(texts_array(one.via), one.addressee, one.said_on, one.said_on_precision),
        *(one.first_url, texts_array(one.urls)),
    )


def _imported_values(made: _Made, owner: User) -> tuple[object, ...]:
    row = made.row
    said = {CLAIM: row.claim_digest()} | made.said
    return new_id_text(), owner.pk, row.key, row.digest, orjson.dumps(said).decode(), made.claim.id


def rows_cut(rows: Iterable[ClaimRow], texts: TakenApart) -> None:
    """Cut into words ahead what the rows say; a claimant mostly has the name that the row gives."""
    for row in rows:
        texts.cut(_found_by("", row, row.claimant.name if row.claimant else "", row.verdicts).said)


def _known(row: ClaimRow, references: References) -> Known:
    claimant = references.claimant(row)
    verdicts = verdicts_once(row.verdicts, references)
    return _found_by(new_id_text(), row, claimant.name if claimant else "", verdicts)


def _found_by(claim_id: str, row: ClaimRow, claimant: str, verdicts: Iterable[VerdictRow]) -> Known:
    fact_checks = [f"{verdict.summary} {verdict.explanation}" for verdict in verdicts]
    return Known(claim_id, row.text, row.language, claimant, fact_checks=fact_checks)


def _document(made: _Made, now: datetime) -> tuple[object, ...]:
    claim: Any = made.claim
    verdicts: list[Any] = [*made.verdicts]
    built = document_build(
        ClaimView(
            claim=claim,
            state=claim.state,
            merged_into=None,
            verdicts=verdicts,
            appearances=[],
            evidence=[],
            absorbed=[],
        )
    )
    moments = (moment_plain(now), moment_plain(now), moment_plain(built.reviewed_at))
    return built.claim_id, 1, built.state, *moments, built.body
