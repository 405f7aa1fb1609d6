"""From a candidate to a decision: suggest, accept, merge, reject.

Who decided what is kept in the history that the desk shows, too: a candidate forgets it when it is reopened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from claims.matching.types import Match
from claims.models import Appearance, Candidate, Claim, Cluster, Suggestion
from claims.models.utterance import UTTERANCE_FIELDS
from claims.proposing.types import UNNAMED
from claims.roles import Right
from claims.services.clusters import candidate_lock, cluster_decided
from claims.services.documents import documents_refresh
from claims.services.rights import right_require
from common.errors import Conflict, Invalid, NotFound
from common.wake import wake_on_commit
from sources.models import Source
from sources.services import source_for_claimant, source_keep

CLUSTER_AT_ONCE = 1000
"""How many others of its cluster are decided with a candidate, at most."""

CLAIMANT_KINDS = (Source.Kind.PERSON, Source.Kind.ORGANISATION, Source.Kind.OUTLET)
_DONE = {
    Candidate.State.ACCEPTED: "Accepted as",
    Candidate.State.MERGED: "Merged into",
    Candidate.State.REJECTED: "Rejected",
}
DECISION_FIELDS = ("state", "claim", "decided_by", "decided_at", "decision_reason", "better_text")


@transaction.atomic
def suggestions_record(*, found: Mapping[UUID, Sequence[Match]], matcher: str) -> None:
    """Replace the claims that candidates, by their ids, are said to resemble.

    Two processes may do so for the same candidate at once. Four statements at most.
    """
    rows = [
        Suggestion(
            candidate_id=candidate_id,
            claim_id=match.claim_id,
            score=match.score,
            relation=match.relation,
            reasons=list(match.reasons),
            explanation=asdict(match.explanation),
            matcher=matcher,
        )
        for candidate_id in sorted(found)
        for match in sorted(found[candidate_id], key=lambda match: match.claim_id)
    ]
    kept = {(row.candidate_id, row.claim_id) for row in rows}
    before = Suggestion.objects.filter(candidate__in=list(found)).values_list("pk", "candidate", "claim")
    gone = [pk for pk, candidate_id, claim_id in before if (candidate_id, claim_id) not in kept]
    if gone:
        Suggestion.objects.filter(pk__in=gone).delete()
    Suggestion.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["candidate", "claim"],
        update_fields=["score", "relation", "reasons", "explanation", "matcher"],
    )


@transaction.atomic
def candidate_accept(
    *,
    candidate_id: UUID,
    actor: User,
    text: str | None = None,
    claimant: Source | None = None,
    claimant_name: str = "",
    claimant_kind: str = Source.Kind.PERSON,
    addressee: str | None = None,
    reason: str = "",
    whole_cluster: bool = False,
) -> Claim:
    """Make a pending candidate a claim of its own, with its first appearance.

    `text` replaces the proposed wording; `claimant` is the source meant, by default the one known by
    exactly the name in the article, or a new one; somebody whom the article does not name ('a study') is
    nobody in the registry. `claimant_name` is said where neither is meant: the source so called, or a new one
    of `claimant_kind`. `addressee` is whom the appearance says it was said to, by default as proposed; "" for
    nobody. With `whole_cluster` the others of its cluster that are undecided become further
    appearances. Raises Refused, NotFound, Conflict (already decided), Invalid.
    """
    right_require(actor=actor, right=Right.DECIDE_CANDIDATE)
    candidate, cluster = _lock_pending(candidate_id)
    wording = (candidate.text if text is None else text).strip()
    if not wording:
        raise Invalid("a claim needs a text", field="text")
    if claimant_name.strip():
        claimant = _named_instead(claimant_name.strip(), claimant_kind, claimant)
    elif claimant is not None:
        claimant = source_keep(source_id=claimant.pk, field="claimant")
    elif candidate.claimant and candidate.claimant_kind != UNNAMED:
        claimant = source_for_claimant(
            name=candidate.claimant,
            role=candidate.role,
            kind=candidate.claimant_kind or Source.Kind.PERSON,
        )
    candidate.better_text = wording if wording != candidate.text.strip() else ""
    if addressee is not None:
        candidate.addressee = addressee.strip()  # of its appearance; the candidate stays as proposed
    claim = Claim.objects.create(text=wording, language=candidate.language, claimant=claimant)
    wake_on_commit("claims.compare")
    decision = _Decision(state=Candidate.State.ACCEPTED, actor=actor, reason=reason, claim=claim)
    _decide([candidate], decision)
    others = _pending_others(candidate, cluster) if whole_cluster else []
    _decide(others, replace(decision, state=Candidate.State.MERGED))
    _count_out(cluster, [candidate, *others])
    return claim


def _named_instead(name: str, kind: str, chosen: Source | None) -> Source:
    if chosen is not None:
        raise Invalid(
            f"choose {chosen.name}, or name somebody else, not both: a claim has one claimant",
            field="claimant_name",
        )
    if kind not in CLAIMANT_KINDS:
        raise Invalid(f"a claimant is one of: {', '.join(CLAIMANT_KINDS)}", field="claimant_kind")
    return source_for_claimant(name=name, kind=kind)


@transaction.atomic
def candidate_merge(
    *, candidate_id: UUID, claim_id: UUID, actor: User, reason: str = "", whole_cluster: bool = False
) -> Claim:
    """Make a pending candidate one more appearance of a known claim.

    A claim that was itself merged stands for the claim it was merged into, which is returned. With
    `whole_cluster` so do the others of its cluster that are undecided.
    Raises Refused, NotFound, Conflict (already decided).
    """
    right_require(actor=actor, right=Right.DECIDE_CANDIDATE)
    candidate, cluster = _lock_pending(candidate_id)
    known = Claim.objects.select_related("survivor").filter(pk=claim_id).first()
    if known is None:
        raise NotFound(f"there is no claim {claim_id}", field="claim")
    claim = known.survivor or known
    decided = [candidate, *(_pending_others(candidate, cluster) if whole_cluster else [])]
    _decide(decided, _Decision(state=Candidate.State.MERGED, actor=actor, reason=reason, claim=claim))
    _count_out(cluster, decided)
    return claim


@transaction.atomic
def candidate_reject(
    *, candidate_id: UUID, actor: User, reason: str, whole_cluster: bool = False
) -> Candidate:
    """Refuse a pending candidate, with the reason; with `whole_cluster` all of its cluster.

    Raises Refused, NotFound, Conflict (already decided), Invalid.
    """
    right_require(actor=actor, right=Right.DECIDE_CANDIDATE)
    if not reason.strip():
        raise Invalid("say why the candidate is rejected", field="reason")
    candidate, cluster = _lock_pending(candidate_id)
    decided = [candidate, *(_pending_others(candidate, cluster) if whole_cluster else [])]
    _decide(decided, _Decision(state=Candidate.State.REJECTED, actor=actor, reason=reason, claim=None))
    _count_out(cluster, decided)
    return candidate


@dataclass(frozen=True, kw_only=True)
class _Decision:
    state: Candidate.State
    actor: User
    reason: str
    claim: Claim | None

    @property
    def told(self) -> str:
        """In words."""
        reason = self.reason.strip()
        done = _DONE[self.state] + (f" claim {self.claim.short_id}" if self.claim else "")
        return f"{done}, because: {reason}" if reason else f"{done}."


def _lock_pending(candidate_id: UUID) -> tuple[Candidate, Cluster | None]:
    candidate, cluster = candidate_lock(candidate_id)
    if candidate.state != Candidate.State.PENDING:
        raise Conflict(f"the candidate is already {candidate.state}; reload it to see by whom")
    return candidate, cluster


def _pending_others(candidate: Candidate, cluster: Cluster | None) -> list[Candidate]:
    """The others of the cluster that are undecided, locked; a very large cluster in several decisions."""
    if cluster is None:
        return []
    pending = Candidate.objects.filter(cluster=cluster, state=Candidate.State.PENDING)
    others = pending.exclude(pk=candidate.pk).order_by("pk")[:CLUSTER_AT_ONCE]
    return list(others.select_for_update(no_key=True))


def _decide(candidates: Sequence[Candidate], decision: _Decision) -> None:
    now = timezone.now()
    for candidate in candidates:
        candidate.state = decision.state
        candidate.claim = decision.claim
        candidate.decided_by = decision.actor
        candidate.decided_at = now
        candidate.decision_reason = decision.reason.strip()
    Candidate.objects.bulk_update(candidates, DECISION_FIELDS, batch_size=200)
    LogEntry.objects.log_actions(decision.actor.pk, candidates, CHANGE, decision.told)
    if decision.claim is not None:
        # Two candidates over one sentence may both be this claim: it appeared there once.
        Appearance.objects.bulk_create(
            [_appearance(candidate, decision.claim) for candidate in candidates], ignore_conflicts=True
        )
        documents_refresh(claim_ids=[decision.claim.id])


def _appearance(candidate: Candidate, claim: Claim) -> Appearance:
    values = {name: getattr(candidate, name) for name in UTTERANCE_FIELDS}
    return Appearance(claim=claim, candidate=candidate, **values)


def _count_out(cluster: Cluster | None, decided: Sequence[Candidate]) -> None:
    if cluster is not None:
        cluster_decided(cluster=cluster, candidates=decided)
