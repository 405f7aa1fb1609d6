"""Taking in a review: a new one is a verdict, a changed one a further row, a known one nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from claims.claimreview.identity import claim_key, same_name
from claims.claimreview.read import host_of
from claims.claimreview.review import Day, Review
from claims.claimreview.write import review_document
from claims.models import Claim, CurrentVerdict, Evidence, ImportedReview, Rating, Sighting, Verdict
from claims.proposing.language import recognise
from claims.roles import Right
from claims.rules import Kind
from claims.services.documents import documents_refresh
from claims.services.evidence import evidence_add
from claims.services.met_labels import ratings_meet
from claims.services.rights import right_require
from claims.services.turns import turn_take
from claims.services.verdicts import Statement, verdict_record
from common.errors import Conflict, Invalid
from sources.models import Source
from sources.services import source_for_claimant, source_for_fact_checker

_SURE = 0.6  # of a language that nobody stated
_LABEL_MAX = 200


class Outcome(StrEnum):
    """What an import did with a record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@transaction.atomic
def review_import(*, review: Review, actor: User) -> tuple[Outcome, Rating | None]:
    """Record what the review says; also its rating, None for a retraction and where nothing was to be done.

    It is known again by its publisher, its address and the claim's wording. A change of its verdict is a new
    row (a correction where it says so, a retraction where it is marked as one, else an update); a change of
    where the claim appeared is none. Raises Refused, Invalid, Conflict (a retraction of nothing).
    """
    right_require(actor=actor, right=Right.PUBLISH_VERDICT)
    publisher = _publisher(review)
    key = claim_key(review.claim)
    turn_take(f"review:{publisher.pk}:{key}")
    known = ImportedReview.objects.filter(publisher=publisher, url=review.url, claim_key=key).first()
    document = review_document(review)
    if known and known.document == document:
        return Outcome.UNCHANGED, None
    if review.retracted:
        return _retract(known, review, document, actor), None
    (rating,) = ratings_meet(publisher=publisher, met=[review.rating])
    claim = known.claim if known else _claim_of(review, publisher, key)
    claim = _survivor(claim) if claim else None
    existed = claim is not None
    claim = claim or _new_claim(review)
    verdict, recorded = _verdict(claim, publisher, rating, review, known, actor)
    _remember(known, review, publisher, key, claim, verdict, document)
    if recorded:
        _cite(review, verdict, actor)
    documents_refresh(claim_ids=[claim.pk])
    if known is None and existed and not recorded:
        return Outcome.UNCHANGED, rating
    return (Outcome.UPDATED if known else Outcome.CREATED), rating


def _publisher(review: Review) -> Source:
    said = review.publisher
    return source_for_fact_checker(
        name=said.name,
        site=host_of(said.url) or host_of(review.url),
        corrections_policy_url=said.corrections_policy,
        methodology_url=said.fact_checking_policy,
    )


def _claim_of(review: Review, publisher: Source, key: str) -> Claim | None:
    """The claim that the review is about, where the registry has it already."""
    own = re.fullmatch(r"/claims/([0-9a-f-]{36})", urlsplit(review.url).path)
    if own and review.url.startswith(f"{settings.PUBLIC_URL}/"):
        return Claim.objects.filter(pk=UUID(own[1])).first()
    rows = Verdict.objects.filter(publisher=publisher, review_url=review.url).select_related("claim")
    # By its hash, as the index has it.
    verdict: Verdict
    for verdict in rows.extra(where=["md5(review_url) = md5(%s)"], params=[review.url]):
        if claim_key(verdict.claim_text) == key:
            return verdict.claim
    claimants = {item.claimant.name for item in review.items if item.claimant}
    for other in ImportedReview.objects.filter(claim_key=key).select_related("claim__claimant"):
        known = other.claim.claimant
        if not claimants or known is None or any(same_name(name, known.name) for name in claimants):
            return other.claim
    return None


def _survivor(claim: Claim) -> Claim:
    return claim.survivor or claim


def _new_claim(review: Review) -> Claim:
    said = next((item.claimant for item in review.items if item.claimant), None)
    claimant = source_for_claimant(name=said.name[:300], role=said.job_title) if said else None
    language = review.language or recognise(review.claim, at_least=_SURE) or ""
    return Claim.objects.create(text=review.claim, language=language, claimant=claimant)


def _retract(
    known: ImportedReview | None, review: Review, document: dict[str, object], actor: User
) -> Outcome:
    if known is None or known.verdict.kind == Kind.RETRACTION:
        raise Conflict("the review is marked as retracted, and there is nothing of it to retract")
    known.verdict = verdict_record(
        claim_id=_survivor(known.claim).pk,
        publisher_id=known.publisher_id,
        kind=Kind.RETRACTION,
        reason="The publisher marked its review as retracted.",
        actor=actor,
    )
    known.document = document
    known.save()
    return Outcome.UPDATED


def _verdict(
    claim: Claim,
    publisher: Source,
    rating: Rating,
    review: Review,
    known: ImportedReview | None,
    actor: User,
) -> tuple[Verdict, bool]:
    """The publisher's last row on the claim, and whether it was recorded just now."""
    current = CurrentVerdict.objects.filter(claim=claim, publisher=publisher).select_related("verdict")
    pointer = current.first()
    last = pointer.verdict if pointer else None
    changed = _changes(last, rating, review) if last else []
    new_words = _new_corrections(known, review) if last and last.rating_id else []
    if last and last.rating_id and not changed and not new_words:
        return last, False
    kind, reason = Kind.INITIAL, ""
    if new_words:
        kind, reason = Kind.CORRECTION, "The publisher published a correction."
    elif last and last.rating_id:
        kind, reason = Kind.UPDATE, f"The publisher changed its review: {', '.join(changed)}."
    effective = review.published if kind is Kind.INITIAL and last is None else review.modified
    verdict = verdict_record(
        claim_id=claim.pk,
        publisher_id=publisher.pk,
        kind=kind,
        rating_id=rating.pk,
        reason=reason,
        note=" ".join(new_words),
        actor=actor,
        statement=Statement(
            summary=review.rating.explanation,
            explanation=review.body,
            original_label=review.rating.label[:_LABEL_MAX],
            language=review.language,
            review_url=review.url,
            effective_at=_moment(effective),
        ),
    )
    return verdict, True


def _changes(last: Verdict, rating: Rating, review: Review) -> list[str]:
    """What the row does not say as the review does."""
    differing = {
        "the rating": last.rating_id != rating.pk and not _alike(last.rating, rating),
        "the label": last.original_label != review.rating.label[:_LABEL_MAX],
        "the summary": last.summary != review.rating.explanation,
        "the text": last.explanation != review.body,
        "the address": last.review_url not in {"", review.url},
    }
    return [name for name, differs in differing.items() if differs]


def _alike(one: Rating | None, other: Rating) -> bool:
    return one is not None and (one.label, one.value) == (other.label, other.value)


def _new_corrections(known: ImportedReview | None, review: Review) -> list[str]:
    if known is None:
        return []
    before = known.document.get("correction", [])
    texts = {row.get("text") for row in (before if isinstance(before, list) else [before])}
    return [row.text for row in review.corrections if row.text not in texts]


def _moment(day: Day | None) -> datetime | None:
    if day is None or isinstance(day, datetime):
        return day
    return datetime.combine(day, time(), tzinfo=UTC)


def _remember(
    known: ImportedReview | None,
    review: Review,
    publisher: Source,
    key: str,
    claim: Claim,
    verdict: Verdict,
    document: dict[str, object],
) -> None:
    row = known or ImportedReview(publisher=publisher, url=review.url, claim_key=key)
    row.claim, row.verdict, row.document = claim, verdict, document
    row.save()
    row.sightings.all().delete()
    Sighting.objects.bulk_create(_sightings(review, row))


def _sightings(review: Review, row: ImportedReview) -> Sequence[Sighting]:
    return [
        Sighting(
            claim=row.claim,
            review=row,
            claimant=item.claimant.name if item.claimant else "",
            organisation=bool(item.claimant and item.claimant.organisation),
            role=item.claimant.job_title if item.claimant else "",
            same_as=list(item.claimant.same_as) if item.claimant else [],
            said_on=item.said_on,
            first_url=item.first_appearance,
            urls=list(item.appearances),
        )
        for item in review.items
    ]


def _cite(review: Review, verdict: Verdict, actor: User) -> None:
    for url in review.citations:
        try:
            evidence_add(stance=Evidence.Stance.CONTEXT, actor=actor, verdict_id=verdict.pk, url=url)
        except Invalid:
            # An address that the registry may not read is no evidence; the review itself still stands.
            continue
