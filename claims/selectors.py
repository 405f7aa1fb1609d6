"""Reads of candidates, claims and verdicts, each with what its readers will touch."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Prefetch, QuerySet

from claims.models import Appearance, Candidate, Claim, CurrentVerdict, Evidence, RatingScale, Verdict
from common.errors import NotFound


def verdict_rows() -> QuerySet[Verdict]:
    """Verdicts with publisher, rating and scale."""
    return Verdict.objects.select_related("publisher", "rating__scale", "actor", "approver")


def claim_list(*, include_open: bool = False) -> QuerySet[Claim]:
    """Claims with claimant, topics and current verdicts; published ones only, unless asked otherwise."""
    claims = Claim.objects.select_related("claimant").defer("search")
    if not include_open:
        claims = claims.filter(state=Claim.State.PUBLISHED)
    current = CurrentVerdict.objects.select_related("verdict__publisher", "verdict__rating__scale")
    return claims.prefetch_related("topics", Prefetch("current_verdicts", current.order_by("id")))


def claim_detail(*, include_open: bool = False) -> QuerySet[Claim]:
    """Claims as `claim_list` gives them, with appearances, evidence and variants.

    A merged claim is among them whoever asks: its address outlives it.
    """
    claims = claim_list(include_open=True)
    if not include_open:
        claims = claims.exclude(state=Claim.State.OPEN)
    appearances = Appearance.objects.select_related("article_version__article__source").order_by("created_at", "id")
    appearances = appearances.defer("article_version__text", "article_version__snapshot")
    return claims.prefetch_related(
        Prefetch("appearances", appearances),
        Prefetch("evidence", Evidence.objects.order_by("created_at", "id")),
        "variants",
    )


def claim_get(claim_id: UUID, *, include_open: bool = False) -> Claim:
    """One claim in detail. Raises NotFound."""
    claim = claim_detail(include_open=include_open).filter(pk=claim_id).first()
    if claim is None:
        raise NotFound(f"there is no claim {claim_id}")
    return claim


def claims_search(claims: QuerySet[Claim], query: str) -> QuerySet[Claim]:
    """Those of `claims` that match a web-search-style query: words, "phrases", -excluded, or."""
    return claims.filter(search=SearchQuery(query, search_type="websearch", config="english"))


def verdict_history(claim: Claim) -> QuerySet[Verdict]:
    """Every verdict row of the claim, the newest first."""
    return verdict_rows().filter(claim=claim).order_by("-recorded_at", "-id")


def candidate_list() -> QuerySet[Candidate]:
    """Candidates with their article, its outlet and the claims they resemble; without article texts."""
    candidates = Candidate.objects.select_related("article_version__article__source", "claim", "decided_by")
    return candidates.defer("article_version__text", "article_version__snapshot").prefetch_related("suggestions__claim")


def candidate_get(candidate_id: UUID) -> Candidate:
    """One candidate. Raises NotFound."""
    candidate = candidate_list().filter(pk=candidate_id).first()
    if candidate is None:
        raise NotFound(f"there is no candidate {candidate_id}")
    return candidate


def rating_scale_list() -> QuerySet[RatingScale]:
    """Rating scales with their ratings, newest version of each name first."""
    return RatingScale.objects.select_related("publisher").prefetch_related("ratings").order_by("name", "-version")
