"""Evidence of what was said before, upon which a further verdict rests, too.

Evidence rows stay with the verdict that they were given with: what is kept is a row of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.contrib.auth.models import User

from claims.models import Claim, Evidence, Verdict, VerdictDraft
from claims.part_selectors import evidence_at_hand
from common.errors import NotFound
from sources.models import Source

# Of the reading of its address the copy knows what the original knows.
_CARRIED = (
    *("url", "article_version_id", "stance", "excerpt", "archive_url"),
    *("content_hash", "link_state", "link_failures", "checked_at", "next_check_at"),
)


def evidence_to_keep(
    *, claim: Claim, publisher: Source, evidence_ids: Collection[UUID]
) -> Sequence[Evidence]:
    """The evidence meant: of the publisher's verdicts on the claim, or of the claim as such.

    Raises NotFound.
    """
    found = list(evidence_at_hand(claim, publisher).filter(pk__in=evidence_ids)) if evidence_ids else []
    if missing := {*evidence_ids} - {row.pk for row in found}:
        raise NotFound(
            f"there is no evidence {min(missing)} of the claim or of a verdict of {publisher.name} on it",
            field="kept_evidence",
        )
    return found


def evidence_keep(
    *,
    evidence: Iterable[Evidence],
    actor: User,
    verdict: Verdict | None = None,
    draft: VerdictDraft | None = None,
) -> None:
    """Give the same evidence with the verdict, or with the draft, in rows of the actor's."""
    owner = {"claim": verdict.claim if verdict else None, "verdict": verdict, "draft": draft}
    Evidence.objects.bulk_create(
        Evidence(**{name: getattr(row, name) for name in _CARRIED}, created_by=actor, **owner)
        for row in evidence
    )
