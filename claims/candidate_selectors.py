"""Reads of candidates, each with what its readers will touch."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from claims.models import (
    Candidate,
    ClusterOutlet,
)
from claims.proposing.types import UNNAMED
from common.errors import NotFound
from sources.models import Source
from sources.selectors import Namesake, sources_like


def candidate_list() -> QuerySet[Candidate]:
    """Candidates with their article, its outlet, the claims they resemble and their cluster with its outlets.

    Without article texts.
    """
    candidates = Candidate.objects.select_related(
        "article_version__article__source", "claim", "cluster", "decided_by"
    )
    outlets = ClusterOutlet.objects.select_related("outlet")
    return candidates.defer("article_version__text", "article_version__snapshot").prefetch_related(
        "suggestions__claim", Prefetch("cluster__outlets", outlets)
    )


def candidate_get(candidate_id: UUID) -> Candidate:
    """One candidate. Raises NotFound."""
    candidate = candidate_list().filter(pk=candidate_id).first()
    if candidate is None:
        raise NotFound(f"there is no candidate {candidate_id}")
    return candidate


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Who a candidate's claimant may be among the sources: `meant` alone is called exactly that."""

    meant: Source | None
    results: list[Namesake]


def candidate_namesakes(candidate: Candidate) -> Namesakes:
    """The sources that its claimant may be. Nobody is `meant` by words such as 'a study'."""
    if not candidate.claimant:
        return Namesakes(None, [])
    found = sources_like(candidate.claimant)
    exact = [each.source for each in found if each.score == 1]
    sure = len(exact) == 1 and candidate.claimant_kind != UNNAMED
    return Namesakes(exact[0] if sure else None, found)


def candidates_filter(
    candidates: QuerySet[Candidate],
    *,
    state: str = "",
    article: UUID | None = None,
    claimant: str = "",
    min_score: float = 0.0,
    cluster: UUID | None = None,
    grouped: bool = False,
) -> QuerySet[Candidate]:
    """Those of `candidates` for which all holds that is given; `claimant` as the article names them.

    With `grouped` only the items of the queue: undecided ones, each of which stands for its cluster.
    """
    if state:
        candidates = candidates.filter(state=state)
    if article:
        candidates = candidates.filter(article_version__article=article)
    if claimant:
        candidates = candidates.filter(claimant__iexact=claimant)
    if min_score:
        candidates = candidates.filter(score__gte=min_score)
    if cluster:
        candidates = candidates.filter(cluster=cluster)
    if grouped:
        candidates = candidates.filter(leads=True, state=Candidate.State.PENDING)
    return candidates


def decided_together(candidate: Candidate) -> QuerySet[Candidate]:
    """The others of its cluster that were merged or rejected with it in one decision."""
    if candidate.cluster_id is None or candidate.decided_at is None:
        return Candidate.objects.none()
    same = Candidate.objects.filter(cluster=candidate.cluster_id, decided_at=candidate.decided_at)
    return same.filter(state=candidate.state).exclude(pk=candidate.pk)


def candidates_pending(version_id: UUID) -> QuerySet[Candidate]:
    """The undecided candidates of an article version with its article, in the order of the text."""
    pending = Candidate.objects.filter(article_version=version_id, state=Candidate.State.PENDING)
    pending = pending.select_related("article_version__article")
    pending = pending.defer("article_version__text", "article_version__snapshot")
    return pending.order_by("start", "end", "id")
