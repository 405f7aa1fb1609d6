"""Merging claims that say the same, and undoing it. Every row stays with the claim it was made on."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from claims import events
from claims.models import Claim, ClaimMerge, Duplicate, Verdict
from claims.roles import Right
from claims.services.documents import documents_refresh
from claims.services.duplicates import duplicate_settle
from claims.services.rights import right_require
from common.errors import Conflict, Invalid, NotFound
from common.models import Change
from common.recording import recorded_after


@transaction.atomic
def claim_merge(*, claim_id: UUID, into_id: UUID, actor: User, reason: str) -> ClaimMerge:
    """Merge a claim into another, which is shown in its place from now on.

    Verdicts, appearances and evidence stay where they are and are shown through the survivor. What was
    merged into the claim before now ends at that survivor too. A claim that was never published stays
    unheard of: its wording is shown to nobody who could not see it before, and nobody is told.
    Raises Refused, NotFound, Invalid (no reason, or into itself), Conflict (either was merged already).
    """
    right_require(actor=actor, right=Right.MERGE_CLAIM)
    if not reason.strip():
        raise Invalid("say why the two are one claim", field="reason")
    if claim_id == into_id:
        raise Invalid("a claim cannot be merged into itself", field="into")
    claim, into = _lock(claim_id, into_id)
    if claim.survivor_id:
        raise Conflict(f"the claim was merged already, into {claim.merged_into_id}")
    if into.survivor_id:
        raise Conflict(f"the other claim was itself merged; merge into {into.survivor_id}")
    if claim.state == Claim.State.PUBLISHED and into.state == Claim.State.OPEN:
        raise Conflict(
            "the other claim is not published, and readers would be led nowhere; merge it into this one"
        )
    was_public = claim.state in Claim.PUBLIC
    claim.state = Claim.State.MERGED if was_public else Claim.State.MERGED_OPEN
    claim.merged_into = claim.survivor = into
    claim.save(update_fields=["state", "merged_into", "survivor", "updated_at"])
    Claim.objects.filter(survivor=claim).update(survivor=into)
    into.save(update_fields=["updated_at"])
    row = _log(claim, into, ClaimMerge.Action.MERGED, actor, reason)
    pair = (claim.pk, into.pk)
    duplicate_settle(claims=pair, state=Duplicate.State.MERGED, actor=actor, reason=reason)
    documents_refresh(claim_ids=pair, told={claim.pk: Change.Kind.MERGED})
    if was_public:
        events.publish(events.ClaimMerged(claim_id=claim.id, into_id=into.id, merged_at=row.recorded_at))
    return row


@transaction.atomic
def claim_unmerge(*, claim_id: UUID, actor: User, reason: str) -> ClaimMerge:
    """Undo the merge of a claim, which then stands as it did before with what was merged into it.

    Raises Refused, NotFound, Invalid (no reason), Conflict (it is not merged).
    """
    right_require(actor=actor, right=Right.MERGE_CLAIM)
    if not reason.strip():
        raise Invalid("say why the two are not one claim after all", field="reason")
    into_id = Claim.objects.filter(pk=claim_id).values_list("merged_into", flat=True).first()
    claim, into = _lock(claim_id, into_id or claim_id)
    if claim.merged_into_id != into.id:
        raise Conflict("the claim is not merged; there is nothing to undo")
    # Nothing is recorded on a merged claim: what it was before follows from its rows.
    judged = Verdict.objects.filter(claim=claim).exists()
    claim.state = Claim.State.PUBLISHED if judged else Claim.State.OPEN
    claim.merged_into = claim.survivor = None
    claim.save(update_fields=["state", "merged_into", "survivor", "updated_at"])
    Claim.objects.filter(pk__in=_merged_below(claim.id)).update(survivor=claim)
    into.save(update_fields=["updated_at"])
    pair = (claim.pk, into.pk)
    duplicate_settle(claims=pair, state=Duplicate.State.DISMISSED, actor=actor, reason=reason)
    row = _log(claim, into, ClaimMerge.Action.UNMERGED, actor, reason)
    documents_refresh(claim_ids=pair, told={claim.pk: Change.Kind.UNMERGED})
    if judged:
        undone = events.ClaimMerged(
            claim_id=claim.id, into_id=into.id, merged_at=row.recorded_at, undone=True
        )
        events.publish(undone)
    return row


def _lock(claim_id: UUID, into_id: UUID) -> tuple[Claim, Claim]:
    """Both, locked with what they were merged into and all that was: it moves along with them.

    Always in the same order, that of everybody who locks claims, so that no two wait for each other.
    """
    wanted = {claim_id, into_id}
    merged = Claim.objects.filter(pk__in=wanted, survivor__isnull=False)
    wanted |= set(merged.values_list("survivor_id", flat=True))
    families = Claim.objects.filter(Q(pk__in=wanted) | Q(survivor__in=wanted)).order_by("pk")
    found = {claim.pk: claim for claim in families.select_for_update(no_key=True)}
    if claim_id not in found:
        raise NotFound(f"there is no claim {claim_id}")
    if into_id not in found:
        raise NotFound(f"there is no claim {into_id}", field="into")
    return found[claim_id], found[into_id]


def _merged_below(claim_id: UUID) -> set[UUID]:
    """Every claim that was merged into this one, directly or through others."""
    below: set[UUID] = set()
    level = {claim_id}
    while level:
        level = set(Claim.objects.filter(merged_into__in=level).values_list("pk", flat=True)) - below
        below |= level
    return below


def _log(claim: Claim, into: Claim, action: ClaimMerge.Action, actor: User, reason: str) -> ClaimMerge:
    return ClaimMerge.objects.create(
        claim=claim,
        into=into,
        action=action,
        actor=actor,
        reason=reason.strip(),
        recorded_at=recorded_after(ClaimMerge.objects.filter(claim=claim)),
    )
