"""From a proposal to a decision: propose, suggest, accept, merge, reject."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from claims.matching.types import Match
from claims.models import Appearance, Candidate, Claim, Suggestion
from claims.proposing.types import Proposal
from claims.roles import Right
from claims.services.rights import right_require
from common.errors import Conflict, Invalid, NotFound
from sources.models import ArticleVersion, Source
from sources.services import source_for_claimant

# What a candidate and its appearance hold alike.
_UTTERANCE_FIELDS = (
    "article_version_id",
    "start",
    "end",
    "sentence",
    "quote",
    "claimant",
    "role",
    "via",
    "said_on_text",
    "said_on",
    "said_on_precision",
)


@transaction.atomic
def candidates_propose(
    *, version: ArticleVersion, proposals: Sequence[Proposal], proposer: str, proposer_version: str
) -> int:
    """Store what a proposer found in an article version; what is already there is left as it is.

    Returns how many candidates the version now has. Raises Invalid where a proposal's sentence is not
    the version's text at its offsets: exact words are the point of a candidate.
    """
    rows = []
    for proposal in proposals:
        if version.text[proposal.start : proposal.end] != proposal.sentence or not proposal.sentence:
            raise Invalid(
                f"{proposer} proposed words that are not in the article: {proposal.sentence[:80]!r}"
            )
        said_on = proposal.said_on
        rows.append(
            Candidate(
                article_version=version,
                text=proposal.text,
                sentence=proposal.sentence,
                start=proposal.start,
                end=proposal.end,
                quote=proposal.quote,
                claimant=proposal.claimant or "",
                role=proposal.role or "",
                via=list(proposal.via),
                said_on_text=said_on.text if said_on else "",
                said_on=said_on.date if said_on else None,
                said_on_precision=said_on.precision if said_on else "",
                language=proposal.language or "",
                score=proposal.score,
                reasons=list(proposal.reasons),
                proposer=proposer,
                proposer_version=proposer_version,
            )
        )
    Candidate.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return Candidate.objects.filter(article_version=version).count()


@transaction.atomic
def suggestions_record(*, candidate: Candidate, matches: Sequence[Match], matcher: str) -> None:
    """Replace the claims that a candidate is said to resemble."""
    candidate.suggestions.all().delete()
    Suggestion.objects.bulk_create(
        Suggestion(
            candidate=candidate, claim_id=m.claim_id, score=m.score, reasons=list(m.reasons), matcher=matcher
        )
        for m in matches
    )


@transaction.atomic
def candidate_accept(
    *,
    candidate_id: UUID,
    actor: User,
    text: str | None = None,
    claimant: Source | None = None,
    reason: str = "",
) -> Claim:
    """Make a pending candidate a claim of its own, with its first appearance.

    `text` replaces the proposed wording; `claimant` is the source meant, by default the one known by
    exactly the name in the article, or a new one. Raises Refused, NotFound, Conflict (already decided),
    Invalid (empty text).
    """
    right_require(actor=actor, right=Right.DECIDE_CANDIDATE)
    candidate = _lock_pending(candidate_id)
    wording = (candidate.text if text is None else text).strip()
    if not wording:
        raise Invalid("a claim needs a text", field="text")
    if claimant is None and candidate.claimant:
        claimant = source_for_claimant(name=candidate.claimant, role=candidate.role)
    claim = Claim.objects.create(text=wording, language=candidate.language, claimant=claimant)
    _decide(candidate, state=Candidate.State.ACCEPTED, actor=actor, reason=reason, claim=claim)
    return claim


@transaction.atomic
def candidate_merge(*, candidate_id: UUID, claim_id: UUID, actor: User, reason: str = "") -> Claim:
    """Make a pending candidate one more appearance of a known claim.

    A claim that was itself merged stands for the claim it was merged into, which is returned.
    Raises Refused, NotFound, Conflict (already decided).
    """
    right_require(actor=actor, right=Right.DECIDE_CANDIDATE)
    candidate = _lock_pending(candidate_id)
    known = Claim.objects.select_related("survivor").filter(pk=claim_id).first()
    if known is None:
        raise NotFound(f"there is no claim {claim_id}", field="claim")
    claim = known.survivor or known
    _decide(candidate, state=Candidate.State.MERGED, actor=actor, reason=reason, claim=claim)
    return claim


@transaction.atomic
def candidate_reject(*, candidate_id: UUID, actor: User, reason: str) -> Candidate:
    """Refuse a pending candidate, with the reason.

    Raises Refused, NotFound, Conflict (already decided), Invalid.
    """
    right_require(actor=actor, right=Right.DECIDE_CANDIDATE)
    if not reason.strip():
        raise Invalid("say why the candidate is rejected", field="reason")
    candidate = _lock_pending(candidate_id)
    _decide(candidate, state=Candidate.State.REJECTED, actor=actor, reason=reason, claim=None)
    return candidate


def _lock_pending(candidate_id: UUID) -> Candidate:
    candidate = Candidate.objects.select_for_update().filter(pk=candidate_id).first()
    if candidate is None:
        raise NotFound(f"there is no candidate {candidate_id}")
    if candidate.state != Candidate.State.PENDING:
        raise Conflict(f"the candidate is already {candidate.state}; reload it to see by whom")
    return candidate


def _decide(
    candidate: Candidate, *, state: Candidate.State, actor: User, reason: str, claim: Claim | None
) -> None:
    candidate.state = state
    candidate.claim = claim
    candidate.decided_by = actor
    candidate.decided_at = timezone.now()
    candidate.decision_reason = reason.strip()
    candidate.save(update_fields=["state", "claim", "decided_by", "decided_at", "decision_reason"])
    if claim is not None:
        values = {name: getattr(candidate, name) for name in _UTTERANCE_FIELDS}
        # Two candidates over one sentence may both be this claim: it appeared there once.
        Appearance.objects.bulk_create(
            [Appearance(claim=claim, candidate=candidate, **values)], ignore_conflicts=True
        )
