"""Putting a claim's wording, language or claimant right."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from claims.models import Claim, ClaimCorrection, Variant
from claims.roles import Right
from claims.services.checks import claim_lock
from claims.services.documents import documents_refresh
from claims.services.rights import right_require
from common.errors import Invalid
from common.languages import language_check
from common.wake import wake_on_commit
from sources.models import Source
from sources.services import source_keep


@transaction.atomic
def claim_correct(
    *, claim_id: UUID, text: str, language: str, claimant: Source | None, reason: str, actor: User
) -> ClaimCorrection:
    """Give a claim this wording, language (BCP 47, empty: unknown) and claimant; what it had is kept.

    Verdicts keep the wording that they were given on. Of a published claim, which only who may publish
    verdicts may correct, the old wording stays among its variants, so that it is still found by it.
    Raises Refused, NotFound, Invalid (no text, no reason, no language, nothing differs), Conflict (it was
    merged into another).
    """
    claim = claim_lock(claim_id)
    right_require(actor=actor, right=right_to_correct(claim))
    if not reason.strip():
        raise Invalid("say why it is corrected", field="reason")
    if not text.strip():
        raise Invalid("a claim needs a text", field="text")
    language_check(language.strip())
    if claimant is not None:
        claimant = source_keep(source_id=claimant.pk, field="claimant")
    made = claim_reword(
        claim=claim, text=text, language=language, claimant=claimant, actor=actor, reason=reason
    )
    if made is None:
        raise Invalid("nothing differs from what the claim is now", field="text")
    documents_refresh(claim_ids=[claim.pk])
    return made


def claim_reword(
    *, claim: Claim, text: str, language: str, claimant: Source | None, actor: User, reason: str
) -> ClaimCorrection | None:
    """Have a locked claim say this, and keep what it said; None where it says that already.

    Whoever calls this refreshes its document.
    """
    before = ClaimCorrection(
        claim=claim,
        text=claim.text,
        language=claim.language,
        claimant=claim.claimant,
        actor=actor,
        reason=reason.strip(),
        recorded_at=timezone.now(),
    )
    claim.text, claim.language, claim.claimant = text.strip(), language.strip(), claimant
    if _said(before) == _said(claim):
        return None
    # It may be another claim's double now, or no longer one.
    claim.compared_at = None
    claim.save(update_fields=["text", "language", "claimant", "compared_at", "updated_at"])
    before.save(force_insert=True)
    if claim.state in Claim.PUBLIC and before.text != claim.text:
        Variant.objects.get_or_create(claim=claim, text=before.text, language=before.language)
    wake_on_commit("claims.compare")
    return before


def right_to_correct(claim: Claim) -> Right:
    """What whoever corrects the claim must be allowed to do."""
    return Right.PUBLISH_VERDICT if claim.state in Claim.PUBLIC else Right.DECIDE_CANDIDATE


def _said(row: Claim | ClaimCorrection) -> tuple[object, ...]:
    return row.text, row.language, row.claimant_id
