"""Reads of what belongs to claims and has an address of its own: appearances and evidence.

What belongs to a claim that is not public is not public either, nor is a draft's evidence. Only where such a
claim was merged into a public one, its appearances are that one's now.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from claims.models import Appearance, Claim, Evidence
from claims.selectors import appearance_rows, leads_to_public
from common.errors import NotFound
from sources.models import Source


def appearance_list(*, include_open: bool = False) -> QuerySet[Appearance]:
    """Appearances with their article and its outlet; of open claims too, if asked for."""
    rows = appearance_rows()
    return rows if include_open else rows.filter(leads_to_public("claim__"))


def appearance_get(appearance_id: UUID, *, include_open: bool = False) -> Appearance:
    """One appearance. Raises NotFound."""
    row = appearance_list(include_open=include_open).filter(pk=appearance_id).first()
    if row is None:
        raise NotFound(f"there is no appearance {appearance_id}")
    return row


def evidence_list(*, include_open: bool = False) -> QuerySet[Evidence]:
    """Evidence for claims and verdicts, the first first; of open claims too, if asked for.

    What was withdrawn is among it.
    """
    rows = Evidence.objects.filter(claim__isnull=False).order_by("created_at", "id")
    return rows if include_open else rows.filter(claim__state__in=Claim.PUBLIC)


def evidence_get(evidence_id: UUID, *, include_open: bool = False) -> Evidence:
    """One piece of evidence. Raises NotFound."""
    row = evidence_list(include_open=include_open).filter(pk=evidence_id).first()
    if row is None:
        raise NotFound(f"there is no evidence {evidence_id}")
    return row


def draft_evidence_get(draft_id: UUID, evidence_id: UUID) -> Evidence:
    """One piece of a draft's evidence. Raises NotFound."""
    row = Evidence.objects.filter(pk=evidence_id, draft=draft_id).first()
    if row is None:
        raise NotFound(f"the draft has no evidence {evidence_id}")
    return row


def evidence_at_hand(claim: Claim, publisher: Source) -> QuerySet[Evidence]:
    """Evidence upon which a verdict of the publisher may rest, too: the claim's own, and its verdicts'."""
    own = Q(verdict=None) | Q(verdict__publisher=publisher)
    return Evidence.objects.filter(own, claim=claim, withdrawn_at=None).order_by("created_at", "id")
