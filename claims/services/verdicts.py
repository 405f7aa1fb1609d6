"""Verdicts: each call appends one row and announces it in the same transaction. Nothing is edited."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from claims import events
from claims.ledger_selectors import HistoryEnd, history_end
from claims.models import Claim, CurrentVerdict, Evidence, Rating, Verdict, VerdictDraft
from claims.roles import Right
from claims.rules import Kind, Normalised, TransitionRefused, check_transition, in_conflict
from claims.services.checks import claim_lock, held_from, publisher_find, rating_find, review_url_check
from claims.services.documents import claims_hold, documents_refresh
from claims.services.kept_evidence import evidence_keep, evidence_to_keep
from claims.services.ledger import ledger_append
from claims.services.rights import right_require
from common.changes import change_record
from common.errors import Conflict, Invalid, Refused
from common.languages import language_check
from common.models import Change
from sources.models import Source

RESOURCE = "verdicts"
# What two rows in which the same is said have in common, and their evidence.
_TOLD = (
    *("kind", "rating_id", "claim_text", "original_label", "summary", "explanation", "reason", "note"),
    *("language", "review_url"),
)


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
    note: str = "",
    statement: Statement | None = None,
    expected_seq: int | None = None,
    kept_evidence: Collection[UUID] = (),
    draft: VerdictDraft | None = None,
    compared: bool = False,
) -> Verdict:
    """Append a verdict to a publisher's history on a claim, move its pointer, publish the claim.

    On a claim that was merged nothing is recorded but that a verdict which stands there is retracted.
    `note` is a correction's word to the readers. `expected_seq` is the seq of the publisher's last row that
    the actor saw (0: none); a newer one is a Conflict, so that nobody overrules a verdict unseen.
    `kept_evidence` names evidence, of the claim or of the publisher's verdicts on it, upon which this one
    rests, too. `draft` is the locked draft that it is published from: its author is then the verdict's, and
    its evidence moves over. A row that says what the last one says already is a Conflict, unless the caller
    has `compared` the two. Raises Refused, NotFound, Conflict, Invalid (also where it would hold from a
    moment that is still to come), and Unavailable as ledger_extend.
    """
    right_require(actor=actor, right=Right.PUBLISH_VERDICT)
    claim = claim_judged(claim_id, kind)
    publisher = publisher_find(publisher_id)
    _check_eyes(publisher, actor, draft)
    rating = rating_find(rating_id, publisher) if rating_id else None
    end = history_end(claim.id, publisher.id)
    _check_follows(end, kind, reason, note, rating, expected_seq)
    author = draft.author if draft else actor
    kept = evidence_to_keep(claim=claim, publisher=publisher, evidence_ids=kept_evidence)
    verdict = _worded(
        Verdict(
            claim=claim,
            publisher=publisher,
            seq=end.seq + 1,
            kind=kind,
            rating=rating,
            reason=reason.strip(),
            note=note.strip(),
            actor=author,
            approver=None if author == actor else actor,
            recorded_at=end.moment,
        ),
        statement or Statement(),
    )
    if end.last_id and not compared:
        last = Verdict.objects.get(pk=end.last_id)
        _check_says_something(last, verdict, [*kept, *(draft.evidence.all() if draft else ())], statement)
    verdict.save(force_insert=True)
    evidence_keep(evidence=kept, actor=actor, verdict=verdict)
    _move_pointers(claim, verdict)
    if draft:
        _draft_close(draft, verdict)
    _show(verdict)
    events.publish(
        events.VerdictChanged(claim_id=claim.id, verdict_id=verdict.id, previous_id=end.last_id, kind=kind)
    )
    ledger_append(verdict=verdict)
    return verdict


def claim_judged(claim_id: UUID, kind: Kind, *, field: str | None = None) -> Claim:
    """The claim on which a row of this kind is recorded, locked.

    Raises NotFound, and Conflict where it was merged, unless something is withdrawn.
    """
    is_withdrawn = kind == Kind.RETRACTION
    if is_withdrawn:
        claims_hold(claim_ids=[claim_id])  # with its survivor, which shows it, in the order of all others
    return claim_lock(claim_id, field=field, merged=is_withdrawn)


def _check_eyes(publisher: Source, actor: User, draft: VerdictDraft | None) -> None:
    """Under four eyes, whoever publishes a verdict wrote no word of it, ever, nor gave evidence for it.

    A superuser is no exception.
    """
    if not publisher.four_eyes:
        return
    if draft is None:
        raise Refused(f"{publisher.name} keeps to four eyes: draft the verdict, for somebody else to publish")
    if draft.writers.filter(pk=actor.pk).exists():
        raise Refused(f"{publisher.name} keeps to four eyes: somebody who wrote no word of it publishes this")


def _check_follows(
    end: HistoryEnd, kind: Kind, reason: str, note: str, rating: Rating | None, expected_seq: int | None
) -> None:
    if expected_seq is not None and expected_seq != end.seq:
        raise Conflict(
            f"the verdict changed meanwhile: the last is number {end.seq}, not {expected_seq}; reload it"
        )
    try:
        check_transition(last=end.kind, kind=kind, reason=reason, note=note, has_rating=rating is not None)
    except TransitionRefused as refusal:
        raise Invalid(str(refusal), field=refusal.field) from refusal


def _check_says_something(
    last: Verdict, verdict: Verdict, evidence: Collection[Evidence], statement: Statement | None
) -> None:
    """A page sent twice, as by the browser's way back, is not a second verdict."""
    is_dated = statement is not None and statement.effective_at is not None
    told = (*_TOLD, "effective_at") if is_dated else _TOLD
    if any(getattr(last, name) != getattr(verdict, name) for name in told):
        return
    if {row.piece for row in last.evidence.all()} == {row.piece for row in evidence}:
        raise Conflict(
            f"number {last.seq} of {verdict.publisher_name}, which stands, says exactly this already; "
            "nothing was recorded a second time"
        )


def _worded(verdict: Verdict, statement: Statement) -> Verdict:
    review_url_check(statement.review_url)
    language_check(statement.language)
    verdict.claim_text = verdict.claim.text
    verdict.publisher_name = verdict.publisher.name
    verdict.original_label = statement.original_label or (verdict.rating.label if verdict.rating else "")
    verdict.summary = statement.summary
    verdict.explanation = statement.explanation
    verdict.language = statement.language or verdict.claim.language
    verdict.review_url = statement.review_url
    verdict.effective_at = held_from(statement.effective_at, now=verdict.recorded_at)
    return verdict


def _move_pointers(claim: Claim, verdict: Verdict) -> None:
    CurrentVerdict.objects.bulk_create(
        [CurrentVerdict(claim=claim, publisher=verdict.publisher, verdict=verdict)],
        update_conflicts=True,
        unique_fields=["claim", "publisher"],
        update_fields=["verdict"],
    )
    standing = CurrentVerdict.objects.filter(claim=claim, verdict__rating__isnull=False)
    held = standing.values_list("verdict__rating__normalised", flat=True)
    claim.verdicts_conflict = in_conflict([Normalised(value) for value in held])
    if not claim.survivor_id:
        claim.state = Claim.State.PUBLISHED
    claim.save(update_fields=["state", "verdicts_conflict", "updated_at"])


def _show(verdict: Verdict) -> None:
    change_record(resource=RESOURCE, key=verdict.id, kind=Change.Kind.CREATED)
    kind = Change.Kind.RETRACTION if verdict.kind == Kind.RETRACTION else Change.Kind.VERDICT
    documents_refresh(claim_ids=[verdict.claim_id], told={verdict.claim_id: kind})


def _draft_close(draft: VerdictDraft, verdict: Verdict) -> None:
    draft.state = VerdictDraft.State.PUBLISHED
    draft.verdict = verdict
    draft.save(update_fields=["state", "verdict", "updated_at"])
    Evidence.objects.filter(draft=draft).update(draft=None, claim=verdict.claim, verdict=verdict)
