"""Taking in a review: a new one is a verdict, a changed one a further row, a known one nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from claims.claimreview.identity import claim_key
from claims.claimreview.read import host_of, review_read
from claims.claimreview.review import Review
from claims.claimreview.said import (
    corrections_added,
    holds_from,
    published_at,
    words_changed,
    words_digest,
)
from claims.claimreview.write import review_document
from claims.models import Claim, CurrentVerdict, ImportedReview, ImportJob, MetReview, Rating, Verdict
from claims.proposing.language import recognise
from claims.reviewed_selectors import claim_reviewed, review_leading, verdict_last
from claims.roles import Right
from claims.rules import Kind
from claims.services.documents import claims_hold, documents_refresh
from claims.services.kept_reviews import review_cite, review_keep, review_met, review_met_note
from claims.services.met_labels import ratings_meet
from claims.services.rights import right_require
from claims.services.turns import turn_take
from claims.services.verdicts import Statement, verdict_record
from common.errors import Conflict
from sources.models import Source
from sources.services import source_for_claimant, source_for_fact_checker

_SURE = 0.6  # of a language that nobody stated
_LABEL_MAX = 200
_OWN_PAGE = re.compile("/claims/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class Outcome(StrEnum):
    """What an import did with a record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class _Reading:
    """A review as it is read now, and the row of what is known of it, which is to be written."""

    review: Review
    document: dict[str, Any]
    row: ImportedReview
    known: bool
    actor: User
    met: MetReview
    waits: bool = False  # for its import's end with what is none of its words


@transaction.atomic
def review_import(
    *, review: Review, actor: User, job: ImportJob | None = None
) -> tuple[Outcome, Rating | None]:
    """Record what the review says; also its rating, None where no verdict of it was to be looked at.

    It is known again by its publisher, its address and the claim's wording, and compared with what it said
    before, not with what the desk made of that since. A change of its verdict is a new row (a correction
    where it says so, a retraction where it is marked as one, else an update); a change of where the claim
    appeared is none. A page may say it in several ways at once, in a ClaimReview each: then only what it did
    not say when it was last read is a change. What of it the `job` has met is kept with the job.

    Of several reviews of a claim by one publisher, the one published last is its word. An older one is
    remembered and records nothing, whenever it is met or changes; one of the same date is that review at
    another address. When the last one is withdrawn, its verdict is retracted, and nothing stands until the
    publisher changes it or publishes a newer one: an older review does not say that it is held again.

    Raises Refused, Invalid, Conflict (a retraction of nothing).
    """
    right_require(actor=actor, right=Right.PUBLISH_VERDICT)
    publisher = _publisher(review)
    key = claim_key(review.claim)
    # Whoever the publishers are: reviews of one wording are to meet on one claim.
    turn_take(f"review:{key}")
    if _is_own(review):
        return Outcome.UNCHANGED, None
    known = ImportedReview.objects.filter(publisher=publisher, url=review.url, claim_key=key).first()
    row = known or ImportedReview(publisher=publisher, url=review.url, claim_key=key, document={})
    document = review_document(review)
    met = review_met(row=row, job=job)
    done = _take_in(_Reading(review, document, row, bool(known), actor, met, waits=bool(job)))
    review_met_note(met=met, document=document, job=job)
    return done


@transaction.atomic
def review_fall_back(*, met: MetReview, actor: User) -> None:
    """Of what its page said in several ways the last one heard is gone: what the page still says is its word.

    That is a change by the publisher as any other, but no new word: what the desk made of the review since
    it was heard stays so. Where its words are the same, what it says beside them, as where the claim
    appeared, is kept.
    """
    row, document = met.review, met.document or {}
    review, _ = review_read(document)
    before, row.claim = row.claim_id, _held(row.claim)
    now = _Reading(review, document, row, True, actor, met)
    last = verdict_last(row.claim, row.publisher)
    recorded, changed = None, words_changed(row.document, document)
    if changed and last and last.pk == row.verdict_id:
        _, recorded = _judge(now, changed)
    review_keep(row=row, document=document, review=review)
    if recorded:
        review_cite(review=review, verdict=recorded, actor=actor)
    documents_refresh(claim_ids=[before, row.claim_id])


def _publisher(review: Review) -> Source:
    said = review.publisher
    return source_for_fact_checker(
        name=said.name,
        site=host_of(said.url) or host_of(review.url),
        corrections_policy_url=said.corrections_policy,
        methodology_url=said.fact_checking_policy,
    )


def _is_own(review: Review) -> bool:
    """Whether the review is of a claim's page here: what this very registry wrote says nothing new to it."""
    own = _OWN_PAGE.fullmatch(review.url.removeprefix(settings.PUBLIC_URL))
    return bool(own and Claim.objects.filter(pk=UUID(own[1])).exists())


def _take_in(now: _Reading) -> tuple[Outcome, Rating | None]:
    row = now.row
    changed = words_changed(row.document, now.document)
    digest = words_digest(now.document)
    anew = digest not in row.words
    if anew:
        row.words = sorted({*now.met.words, digest})
    is_same = row.document == now.document or (now.known and now.waits and not changed)
    if is_same or (changed and digest in {*now.met.before, *now.met.words}):
        if anew:
            row.save(update_fields=["words"])
        return Outcome.UNCHANGED, None
    if now.review.retracted and not now.known:
        raise Conflict("the review is marked as retracted, and there is nothing of it to retract")
    before = row.claim_id  # which shows the review no longer, where it was merged since
    found = row.claim if now.known else claim_reviewed(now.review, row.publisher, row.claim_key)
    row.claim = _held(found) if found else _new_claim(now.review)
    rating, recorded = _judge(now, changed) if changed else (None, None)
    review_keep(row=row, document=now.document, review=now.review)
    if recorded:
        review_cite(review=now.review, verdict=recorded, actor=now.actor)
    documents_refresh(claim_ids=filter(None, (before, row.claim_id)))
    if now.known:
        return Outcome.UPDATED, rating
    return (Outcome.CREATED if recorded else Outcome.UNCHANGED), rating


def _held(claim: Claim) -> Claim:
    """The claim, or what it was merged into, locked: before the scale, as whoever judges one locks them."""
    claims_hold(claim_ids=[claim.pk])
    held = Claim.objects.select_related("survivor").get(pk=claim.pk)
    return held.survivor or held


def _new_claim(review: Review) -> Claim:
    said = next((item.claimant for item in review.items if item.claimant), None)
    claimant = source_for_claimant(name=said.name[:300], role=said.job_title) if said else None
    language = review.language or recognise(review.claim, at_least=_SURE) or ""
    return Claim.objects.create(text=review.claim, language=language, claimant=claimant)


def _judge(now: _Reading, changed: Sequence[str]) -> tuple[Rating | None, Verdict | None]:
    """The rating that was looked at, and the row that was recorded, if any."""
    row = now.row
    last, lead = verdict_last(row.claim, row.publisher), review_leading(row.claim, row.publisher)
    other = lead if lead != row else None
    if other and _published(now) < _published_before(other):
        return None, None
    is_twin = other is not None and _published(now) == _published_before(other)
    if now.review.retracted:
        of_it = {"", row.url, lead.url} if lead and (is_twin or lead == row) else set()
        if last and last.rating_id and last.review_url in of_it:
            row.verdict = _retract(now, last.claim_id)
        elif last is None and (merged := _standing_elsewhere(row)):
            row.verdict = _retract(now, merged.claim_id)
        return None, None
    (rating,) = ratings_meet(publisher=row.publisher, met=[now.review.rating])
    differing = _differences(last, rating, now.review) if last else []
    corrections = corrections_added(row.document, now.review) if last and last.rating_id else []
    if last and last.rating_id and not differing and not corrections:
        row.verdict = last
        return rating, None
    if (is_twin and _adds_nothing(now, differing)) or (last and _is_overtaken(now, last, lead)):
        return rating, None
    if now.known or (last and last.review_url == row.url):
        reason = f"The publisher changed its review: {', '.join(changed if now.known else differing)}."
    else:
        reason = f"The publisher reviewed it anew: {', '.join(differing)}."
    row.verdict = _record(now, rating, last, corrections, reason)
    return rating, row.verdict


def _published(now: _Reading) -> datetime:
    moment = timezone.now()
    return published_at(now.document, met=now.row.created_at if now.known else moment, read=moment)


def _published_before(lead: ImportedReview) -> datetime:
    return published_at(lead.document, met=lead.created_at, read=lead.updated_at)


def _adds_nothing(now: _Reading, differing: Sequence[str]) -> bool:
    """Whether what another address says at the same date is the same verdict, though in other words."""
    told = {*differing} - {"the address"}
    return not told if now.known else told.isdisjoint({"the rating", "the label"})


def _is_overtaken(now: _Reading, last: Verdict, lead: ImportedReview | None) -> bool:
    """Whether the desk, or a row that was imported, gave or withdrew the publisher's verdict since then."""
    if now.known or last.review_url == now.row.url or (lead and lead.verdict_id == last.pk):
        return False
    return _published(now) <= last.effective_at


def _standing_elsewhere(row: ImportedReview) -> CurrentVerdict | None:
    """What was imported from it and stands on a claim that was merged since."""
    standing = CurrentVerdict.objects.filter(publisher=row.publisher, claim__verdicts=row.verdict_id)
    return standing.filter(verdict__rating__isnull=False).exclude(claim=row.claim).first()


def _retract(now: _Reading, claim_id: UUID) -> Verdict:
    return verdict_record(
        claim_id=claim_id,
        publisher_id=now.row.publisher_id,
        kind=Kind.RETRACTION,
        reason="The publisher marked its review as retracted.",
        actor=now.actor,
        statement=Statement(effective_at=holds_from(now.row.document, now.review, read=timezone.now())),
    )


def _record(
    now: _Reading, rating: Rating, last: Verdict | None, corrections: Sequence[str], reason: str
) -> Verdict:
    kind = Kind.UPDATE if last and last.rating_id else Kind.INITIAL
    if corrections:
        kind, reason = Kind.CORRECTION, "The publisher published a correction."
    return verdict_record(
        claim_id=now.row.claim_id,
        publisher_id=now.row.publisher_id,
        kind=kind,
        rating_id=rating.pk,
        reason="" if kind is Kind.INITIAL else reason,
        note=" ".join(corrections),
        actor=now.actor,
        compared=True,
        statement=Statement(
            summary=now.review.rating.explanation,
            explanation=now.review.body,
            original_label=now.review.rating.label[:_LABEL_MAX],
            language=now.review.language,
            review_url=now.review.url,
            effective_at=holds_from(now.row.document, now.review, read=timezone.now()),
        ),
    )


def _differences(last: Verdict, rating: Rating, review: Review) -> list[str]:
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
