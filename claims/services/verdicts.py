"""Verdicts: each call appends one row and announces it in the same transaction. Nothing is edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from claims import events
from claims.models import Claim, CurrentVerdict, Rating, Verdict
from claims.rules import Kind, TransitionRefused, check_transition
from common.errors import Conflict, Invalid, NotFound
from sources.models import Source


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What the publisher says with a verdict, beside the rating itself."""

    summary: str = ""
    explanation: str = ""
    original_label: str = ""
    language: str = ""
    review_url: str = ""
    effective_at: datetime | None = None


@transaction.atomic
def verdict_record(
    *,
    claim_id: UUID,
    publisher_id: UUID,
    kind: Kind,
    actor: User,
    rating_id: UUID | None = None,
    reason: str = "",
    statement: Statement | None = None,
    expected_seq: int | None = None,
) -> Verdict:
    """Append a verdict to a publisher's history on a claim, move its pointer, publish the claim.

    `expected_seq` is the seq of the publisher's last row that the actor saw (0: none); a newer one is a
    Conflict, so that nobody overrules a verdict unseen. Raises NotFound, Conflict, Invalid.
    """
    claim = _lock_claim(claim_id)
    publisher = _publisher(publisher_id)
    rating = _rating(rating_id, publisher) if rating_id else None
    last = claim.verdicts.filter(publisher=publisher).order_by("-seq").first()
    last_seq = last.seq if last else 0
    if expected_seq is not None and expected_seq != last_seq:
        raise Conflict(
            f"the verdict changed meanwhile: the last is number {last_seq}, not {expected_seq}; reload it"
        )
    try:
        check_transition(
            last=Kind(last.kind) if last else None, kind=kind, reason=reason, has_rating=rating is not None
        )
    except TransitionRefused as refusal:
        raise Invalid(str(refusal), field="kind") from refusal
    verdict = _append(
        claim, publisher, last_seq + 1, kind, rating, reason.strip(), statement or Statement(), actor
    )
    CurrentVerdict.objects.update_or_create(claim=claim, publisher=publisher, defaults={"verdict": verdict})
    if claim.state == Claim.State.OPEN:
        claim.state = Claim.State.PUBLISHED
    claim.save(update_fields=["state", "updated_at"])
    events.publish(
        events.VerdictChanged(
            claim_id=claim.id, verdict_id=verdict.id, previous_id=last.id if last else None, kind=kind
        )
    )
    return verdict


def verdict_correct(
    *,
    claim_id: UUID,
    publisher_id: UUID,
    rating_id: UUID,
    reason: str,
    actor: User,
    statement: Statement | None = None,
    expected_seq: int | None = None,
) -> Verdict:
    """Record that the last verdict was wrong when made, and what is right. Raises as verdict_record."""
    return verdict_record(
        claim_id=claim_id,
        publisher_id=publisher_id,
        kind=Kind.CORRECTION,
        rating_id=rating_id,
        reason=reason,
        actor=actor,
        statement=statement,
        expected_seq=expected_seq,
    )


def verdict_retract(
    *, claim_id: UUID, publisher_id: UUID, reason: str, actor: User, expected_seq: int | None = None
) -> Verdict:
    """Withdraw the publisher's verdict; the withdrawn one stays in the history. Raises as verdict_record."""
    return verdict_record(
        claim_id=claim_id,
        publisher_id=publisher_id,
        kind=Kind.RETRACTION,
        reason=reason,
        actor=actor,
        expected_seq=expected_seq,
    )


def _lock_claim(claim_id: UUID) -> Claim:
    claim = Claim.objects.select_for_update().filter(pk=claim_id).first()
    if claim is None:
        raise NotFound(f"there is no claim {claim_id}")
    if claim.merged_into_id:
        raise Conflict(f"the claim was merged; record the verdict on {claim.merged_into_id}")
    return claim


def _publisher(publisher_id: UUID) -> Source:
    publisher = Source.objects.filter(pk=publisher_id).first()
    if publisher is None:
        raise NotFound(f"there is no source {publisher_id}", field="publisher")
    if publisher.kind != Source.Kind.FACT_CHECKER:
        raise Invalid(f"{publisher.name} is not a fact-checker and publishes no verdicts", field="publisher")
    return publisher


def _rating(rating_id: UUID, publisher: Source) -> Rating:
    rating = Rating.objects.select_related("scale").filter(pk=rating_id).first()
    if rating is None:
        raise NotFound(f"there is no rating {rating_id}", field="rating")
    if rating.scale.publisher_id not in (None, publisher.id):
        raise Invalid(f"{rating.label!r} is of another publisher's scale", field="rating")
    return rating


def _append(
    claim: Claim,
    publisher: Source,
    seq: int,
    kind: Kind,
    rating: Rating | None,
    reason: str,
    statement: Statement,
    actor: User,
) -> Verdict:
    now = timezone.now()
    return Verdict.objects.create(
        claim=claim,
        publisher=publisher,
        seq=seq,
        kind=kind,
        rating=rating,
        original_label=statement.original_label or (rating.label if rating else ""),
        summary=statement.summary,
        explanation=statement.explanation,
        reason=reason,
        language=statement.language or claim.language,
        review_url=statement.review_url,
        effective_at=statement.effective_at or now,
        recorded_at=now,
        actor=actor,
    )
