"""Drafts of verdicts: written, changed, discarded or published. Only what is published enters history."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from claims.models import CurrentVerdict, Verdict, VerdictDraft
from claims.roles import Right
from claims.rules import Kind
from claims.services.checks import held_from, publisher_find, rating_find, review_url_check
from claims.services.kept_evidence import evidence_keep, evidence_to_keep
from claims.services.rights import right_require
from claims.services.verdicts import Statement, claim_judged, verdict_record
from common.errors import Conflict, Invalid, NotFound, Refused
from common.languages import language_check

_NOT_SO = {
    VerdictDraft.State.DRAFT: "the draft is not discarded; it waits to be published",
    VerdictDraft.State.PUBLISHED: "the draft was published meanwhile",
    VerdictDraft.State.DISCARDED: "the draft was discarded meanwhile; take it up again to go on with it",
}
_WORDS = ("summary", "explanation", "original_label", "language", "review_url", "effective_at")


@transaction.atomic
def draft_create(
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
) -> VerdictDraft:
    """Keep a verdict in preparation, on top of the publisher's row that its author saw (`expected_seq`; by
    default the last). It may be incomplete: publishing asks for what is missing.

    `kept_evidence` is as for verdict_record.
    Raises Refused, NotFound, Conflict (the claim was merged, and it is no retraction), Invalid.
    """
    right_require(actor=actor, right=Right.DRAFT_VERDICT)
    claim = claim_judged(claim_id, kind, field="claim")
    publisher = publisher_find(publisher_id)
    kept = evidence_to_keep(claim=claim, publisher=publisher, evidence_ids=kept_evidence)
    said = statement or Statement()
    language_check(said.language)
    _check_words(said.review_url, said.effective_at)
    draft = VerdictDraft.objects.create(
        claim=claim,
        publisher=publisher,
        kind=kind,
        rating=rating_find(rating_id, publisher) if rating_id else None,
        reason=reason.strip(),
        note=note.strip(),
        base_seq=_last_seq(claim.id, publisher.id) if expected_seq is None else expected_seq,
        author=actor,
        edited_by=actor,
        **{name: getattr(said, name) for name in _WORDS},
    )
    draft.writers.add(actor)
    evidence_keep(evidence=kept, actor=actor, draft=draft)
    return draft


@transaction.atomic
def draft_update(*, draft_id: UUID, actor: User, revision: int | None = None, **changes: Any) -> VerdictDraft:
    """Change a draft: `kind`, `rating_id`, `reason`, `note`, `expected_seq` and what a Statement holds.

    Its author may, and whoever may publish; the one who did counts as having written it. `revision` is the
    one that the actor read; None: nobody else's words are lost, as the caller made sure.
    Raises Refused, NotFound, Conflict (changed, published or discarded meanwhile), Invalid.
    """
    draft = _lock_own(draft_id, actor)
    draft_revision_check(draft=draft, read=revision)
    unknown = changes.keys() - {"kind", "rating_id", "reason", "note", "expected_seq", *_WORDS}
    if unknown:
        raise Invalid(f"a draft has no {', '.join(sorted(unknown))}")
    language_check(changes.get("language", ""))
    if "rating_id" in changes:
        rating_id = changes.pop("rating_id")
        draft.rating = rating_find(rating_id, draft.publisher) if rating_id else None
    if changes.get("expected_seq") is not None:
        draft.base_seq = changes["expected_seq"]
    changes.pop("expected_seq", None)
    for name, value in changes.items():
        setattr(draft, name, value.strip() if name in {"reason", "note"} else value)
    _check_words(draft.review_url, draft.effective_at)
    draft.edited_by = actor
    draft_store(draft=draft, actor=actor)
    return draft


@transaction.atomic
def draft_store(*, draft: VerdictDraft, actor: User) -> None:
    """Keep a locked draft, of which the actor changed words or evidence, as its next revision."""
    draft.revision += 1
    draft.save()
    draft.writers.add(actor)


@transaction.atomic
def draft_discard(*, draft_id: UUID, actor: User) -> VerdictDraft:
    """Put a draft aside; it stays in the list, to be taken up again. Raises Refused, NotFound, Conflict."""
    return _moved(_lock_own(draft_id, actor), VerdictDraft.State.DISCARDED)


@transaction.atomic
def draft_restore(*, draft_id: UUID, actor: User) -> VerdictDraft:
    """Take up a discarded draft again, as it was. Who may discard one may.

    It is another revision then: meanwhile the labels of its scale may have become others.
    Raises Refused, NotFound, Conflict (it is not discarded).
    """
    draft = _lock_own(draft_id, actor, VerdictDraft.State.DISCARDED)
    draft.revision += 1
    return _moved(draft, VerdictDraft.State.DRAFT)


def _moved(draft: VerdictDraft, state: VerdictDraft.State) -> VerdictDraft:
    draft.state = state
    draft.save(update_fields=["state", "revision", "updated_at"])
    return draft


@transaction.atomic
def draft_publish(*, draft_id: UUID, revision: int, actor: User) -> Verdict:
    """Append the draft to the history as a verdict of its author, published by `actor`, who read `revision`.

    Raises as verdict_record; Conflict also where the draft is another revision by now, and where the
    publisher has a newer row than the draft was written on.
    """
    right_require(actor=actor, right=Right.PUBLISH_VERDICT)
    draft = _lock(draft_id)
    _check_state(draft)
    draft_revision_check(draft=draft, read=revision)
    return verdict_record(
        claim_id=draft.claim_id,
        publisher_id=draft.publisher_id,
        kind=Kind(draft.kind),
        rating_id=draft.rating_id,
        reason=draft.reason,
        note=draft.note,
        statement=Statement(**{name: getattr(draft, name) for name in _WORDS}),
        expected_seq=draft.base_seq,
        actor=actor,
        draft=draft,
    )


def _check_words(review_url: str, effective_at: datetime | None) -> None:
    """What could never be published is not kept in the first place."""
    review_url_check(review_url)
    held_from(effective_at, now=timezone.now())


def draft_may_change(draft: VerdictDraft, actor: User) -> bool:
    """Whether the actor may change or discard the draft."""
    return draft.state == VerdictDraft.State.DRAFT and _may_handle(draft, actor)


def draft_may_restore(draft: VerdictDraft, actor: User) -> bool:
    """Whether the actor may take up the draft again."""
    return draft.state == VerdictDraft.State.DISCARDED and _may_handle(draft, actor)


def draft_may_publish(draft: VerdictDraft, actor: User) -> bool:
    """Whether the actor may publish the draft."""
    if draft.state != VerdictDraft.State.DRAFT or not actor.has_perm(Right.PUBLISH_VERDICT):
        return False
    return not (draft.publisher.four_eyes and draft.writers.filter(pk=actor.pk).exists())


def _may_handle(draft: VerdictDraft, actor: User) -> bool:
    if not actor.has_perm(Right.DRAFT_VERDICT):
        return False
    return draft.author_id == actor.pk or actor.has_perm(Right.PUBLISH_VERDICT)


def _lock(draft_id: UUID) -> VerdictDraft:
    draft = VerdictDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise NotFound(f"there is no draft {draft_id}", field="draft")
    return draft


def _check_state(draft: VerdictDraft, state: VerdictDraft.State = VerdictDraft.State.DRAFT) -> None:
    if draft.state != state:
        raise Conflict(_NOT_SO[VerdictDraft.State(draft.state)])


def draft_revision_check(*, draft: VerdictDraft, read: int | None) -> None:
    """Whether a locked draft is at the revision read; None: as the caller made sure. Raises Conflict."""
    if read is not None and draft.revision != read:
        raise Conflict(
            f"the draft, or its evidence, changed since you read it: it is at revision {draft.revision}, "
            f"not {read}; read it again, and decide on what it says now"
        )


def _lock_own(
    draft_id: UUID, actor: User, state: VerdictDraft.State = VerdictDraft.State.DRAFT
) -> VerdictDraft:
    right_require(actor=actor, right=Right.DRAFT_VERDICT)
    draft = _lock(draft_id)
    if not _may_handle(draft, actor):
        raise Refused("the draft is another's; its author changes it, or whoever may publish verdicts")
    _check_state(draft, state)
    return draft


def _last_seq(claim_id: UUID, publisher_id: UUID) -> int:
    current = CurrentVerdict.objects.filter(claim=claim_id, publisher=publisher_id)
    return current.values_list("verdict__seq", flat=True).first() or 0
