"""Taking back what was decided about a candidate."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction

from claims.candidate_selectors import decided_together
from claims.models import Appearance, Candidate
from claims.roles import Right
from claims.services.candidates import DECISION_FIELDS
from claims.services.clusters import candidate_lock, cluster_reopened
from claims.services.documents import documents_refresh
from claims.services.rights import right_require
from common.errors import Conflict


@transaction.atomic
def candidate_reopen(
    *, candidate_id: UUID, actor: User, reason: str = "", together: bool = False
) -> Candidate:
    """Put a candidate that was rejected or merged by mistake back into the queue.

    Where it was merged, the claim did not appear there after all. With `together` so are those of its cluster
    that were decided with it. What became a claim of its own stays one. Who takes it back and why, and what
    had been decided by whom and why, is kept in the history that the desk shows.
    Raises Refused, NotFound, Conflict (it is undecided, became a claim, or joins others this moment).
    """
    right_require(actor=actor, right=Right.DECIDE_CANDIDATE)
    candidate, cluster = candidate_lock(candidate_id)
    if candidate.state == Candidate.State.PENDING:
        raise Conflict("the candidate is not decided; there is nothing to take back")
    if candidate.state == Candidate.State.ACCEPTED:
        raise Conflict(
            f"the candidate became claim {candidate.claim_id}, which stays: correct that or merge it"
        )
    reopened = [candidate]
    if together:
        reopened += decided_together(candidate).order_by("pk").select_for_update(of=("self",), no_key=True)
    claim_id = candidate.claim_id
    if claim_id is not None:
        _withdraw_appearances(reopened, claim_id)
    LogEntry.objects.log_actions(actor.pk, reopened, CHANGE, _told(candidate, reason.strip()))
    _undecide(reopened)
    if claim_id is not None:
        documents_refresh(claim_ids=[claim_id])
    if cluster is not None:
        cluster_reopened(cluster=cluster, number=len(reopened))
    return candidate


def _told(candidate: Candidate, reason: str) -> str:
    """What is taken back, in words; it was decided alike of those decided together."""
    claim = f" into claim {candidate.claim.short_id}" if candidate.claim else ""
    decided = f"{candidate.get_state_display().lower()}{claim} by {candidate.decided_by}"
    because = f", because: {candidate.decision_reason}" if candidate.decision_reason else "."
    why = f", because: {reason.removesuffix('.')}" if reason else ""
    return f"Decision taken back{why}. It had been {decided}{because}"


def _undecide(candidates: Sequence[Candidate]) -> None:
    for candidate in candidates:
        candidate.state = Candidate.State.PENDING
        candidate.claim = candidate.decided_by = candidate.decided_at = None
        candidate.decision_reason = candidate.better_text = ""
    Candidate.objects.bulk_update(candidates, DECISION_FIELDS, batch_size=200)


def _withdraw_appearances(candidates: Sequence[Candidate], claim_id: UUID) -> None:
    """Where another candidate over the same sentence is that claim too, the appearance is that one's now."""
    keys = [candidate.pk for candidate in candidates]
    for appearance in Appearance.objects.filter(candidate__in=keys).order_by("pk"):
        same = Candidate.objects.filter(
            article_version=appearance.article_version_id,
            start=appearance.start,
            end=appearance.end,
            claim=claim_id,
        )
        other = same.exclude(pk__in=keys).order_by("pk").first()
        if other is None:
            appearance.delete()
        else:
            Appearance.objects.filter(pk=appearance.pk).update(candidate=other)
