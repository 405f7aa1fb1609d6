"""Reads of candidates, claims and verdicts, each with what its readers will touch."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from claims.models import (
    Appearance,
    Candidate,
    Claim,
    CurrentVerdict,
    Evidence,
    Rating,
    RatingScale,
    Topic,
    Verdict,
    VerdictDraft,
)
from claims.rules import Normalised
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

    With what was merged into them. A merged claim is among them whoever asks: its address outlives it.
    """
    claims = claim_list(include_open=True)
    if not include_open:
        claims = claims.exclude(state=Claim.State.OPEN)
    absorbed = Claim.objects.defer("search").order_by("created_at", "id")
    current = CurrentVerdict.objects.select_related("verdict__publisher", "verdict__rating__scale")
    absorbed = absorbed.prefetch_related(
        Prefetch("current_verdicts", current.order_by("id")), Prefetch("appearances", appearance_rows())
    )
    return claims.prefetch_related(
        Prefetch("appearances", appearance_rows()),
        Prefetch("evidence", Evidence.objects.order_by("created_at", "id")),
        Prefetch("absorbed", absorbed),
        "variants",
    )


def appearance_rows() -> QuerySet[Appearance]:
    """Appearances with their article and its outlet, without texts, in the order in which they were found."""
    appearances = Appearance.objects.select_related("article_version__article__source")
    return appearances.defer("article_version__text", "article_version__snapshot").order_by(
        "created_at", "id"
    )


def draft_list() -> QuerySet[VerdictDraft]:
    """Drafts of verdicts with claim, publisher, rating, their authors and their evidence."""
    drafts = VerdictDraft.objects.select_related(
        "claim", "publisher", "rating__scale", "author", "edited_by", "verdict"
    ).defer("claim__search")
    return drafts.prefetch_related(Prefetch("evidence", Evidence.objects.order_by("created_at", "id")))


def draft_get(draft_id: UUID) -> VerdictDraft:
    """One draft. Raises NotFound."""
    draft = draft_list().filter(pk=draft_id).first()
    if draft is None:
        raise NotFound(f"there is no draft {draft_id}")
    return draft


def claim_get(claim_id: UUID, *, include_open: bool = False) -> Claim:
    """One claim in detail. Raises NotFound."""
    claim = claim_detail(include_open=include_open).filter(pk=claim_id).first()
    if claim is None:
        raise NotFound(f"there is no claim {claim_id}")
    return claim


def claims_search(claims: QuerySet[Claim], query: str) -> QuerySet[Claim]:
    """Those of `claims` that match a web-search-style query: words, "phrases", -excluded, or."""
    return claims.filter(search=SearchQuery(query, search_type="websearch", config="english"))


def claims_search_started(claims: QuerySet[Claim], text: str) -> QuerySet[Claim]:
    """Those of `claims` that hold every word of `text`, each perhaps only begun; or the one with that id.

    For whoever is still typing; `claims_search` is for a finished query.
    """
    with suppress(ValueError):
        return claims.filter(pk=UUID(text.strip()))
    words = re.findall(r"\w+", text)
    if not words:
        return claims
    query = " & ".join(f"{word}:*" for word in words)
    return claims.filter(search=SearchQuery(query, search_type="raw", config="english"))


def claims_filter(
    claims: QuerySet[Claim],
    *,
    state: str,
    q: str = "",
    claimant: UUID | None = None,
    publisher: UUID | None = None,
    normalised: str = "",
    topic: str = "",
    language: str = "",
    updated_since: datetime | None = None,
    conflict: bool | None = None,
) -> QuerySet[Claim]:
    """Those of `claims` for which all holds that is given.

    `publisher` and `normalised` are about one current verdict; `language` also finds its regional forms.
    """
    claims = claims.filter(state=state)
    if q:
        claims = claims_search(claims, q)
    if claimant:
        claims = claims.filter(claimant=claimant)
    if publisher or normalised:
        held = CurrentVerdict.objects.filter(claim=OuterRef("pk"))
        held = held.filter(publisher=publisher) if publisher else held
        held = held.filter(verdict__rating__normalised=normalised) if normalised else held
        claims = claims.filter(Exists(held))
    if topic:
        claims = claims.filter(topics=topic)
    if language:
        claims = claims.filter(Q(language__iexact=language) | Q(language__istartswith=f"{language}-"))
    if conflict is not None:
        claims = claims.filter(verdicts_conflict=conflict)
    if updated_since:
        claims = claims.filter(updated_at__gte=updated_since)
    return claims


def verdict_get(verdict_id: UUID) -> Verdict:
    """One verdict. Raises NotFound."""
    verdict = verdict_rows().filter(pk=verdict_id).first()
    if verdict is None:
        raise NotFound(f"there is no verdict {verdict_id}")
    return verdict


def verdict_history(claim: Claim) -> QuerySet[Verdict]:
    """Every verdict row of the claim, the newest first."""
    return verdict_rows().filter(claim=claim).order_by("-recorded_at", "-id")


def candidate_list() -> QuerySet[Candidate]:
    """Candidates with their article, its outlet and the claims they resemble; without article texts."""
    candidates = Candidate.objects.select_related("article_version__article__source", "claim", "decided_by")
    return candidates.defer("article_version__text", "article_version__snapshot").prefetch_related(
        "suggestions__claim"
    )


def candidate_get(candidate_id: UUID) -> Candidate:
    """One candidate. Raises NotFound."""
    candidate = candidate_list().filter(pk=candidate_id).first()
    if candidate is None:
        raise NotFound(f"there is no candidate {candidate_id}")
    return candidate


def candidates_filter(
    candidates: QuerySet[Candidate],
    *,
    state: str = "",
    article: UUID | None = None,
    claimant: str = "",
    min_score: float = 0.0,
) -> QuerySet[Candidate]:
    """Those of `candidates` for which all holds that is given; `claimant` as the article names them."""
    if state:
        candidates = candidates.filter(state=state)
    if article:
        candidates = candidates.filter(article_version__article=article)
    if claimant:
        candidates = candidates.filter(claimant__iexact=claimant)
    if min_score:
        candidates = candidates.filter(score__gte=min_score)
    return candidates


def candidates_pending(version_id: UUID) -> QuerySet[Candidate]:
    """The undecided candidates of an article version with their suggestions, in the order of the text."""
    pending = Candidate.objects.filter(article_version=version_id, state=Candidate.State.PENDING)
    return pending.prefetch_related("suggestions").order_by("start", "end", "id")


def rating_scale_list() -> QuerySet[RatingScale]:
    """Rating scales with their ratings, newest version of each name first."""
    return (
        RatingScale.objects.select_related("publisher")
        .prefetch_related("ratings")
        .order_by("name", "-version")
    )


def scales_unmapped(scales: QuerySet[RatingScale]) -> QuerySet[RatingScale]:
    """Those of `scales` that are the newest version and have a label of which nobody said what it means."""
    newer = RatingScale.objects.filter(name=OuterRef("name"), version__gt=OuterRef("version"))
    outdated = Exists(newer.filter(publisher=OuterRef("publisher")))
    default_outdated = Q(publisher=None) & Q(Exists(newer.filter(publisher=None)))
    unmapped = Rating.objects.filter(scale=OuterRef("pk"), normalised=Normalised.UNMAPPED)
    return scales.filter(Exists(unmapped), ~outdated).exclude(default_outdated)


def rating_scale_get(scale_id: UUID) -> RatingScale:
    """One rating scale with its ratings. Raises NotFound."""
    scale = rating_scale_list().filter(pk=scale_id).first()
    if scale is None:
        raise NotFound(f"there is no rating scale {scale_id}")
    return scale


def topic_list() -> QuerySet[Topic]:
    """Every topic."""
    return Topic.objects.all()


def rating_scales_with_use() -> QuerySet[RatingScale]:
    """Rating scales, each with `in_use`: whether a verdict was given on it, so that it may not change."""
    used = Verdict.objects.filter(rating__scale=OuterRef("pk"))
    return RatingScale.objects.select_related("publisher").annotate(in_use=Exists(used))


def rating_scales_open_to(publisher_id: UUID) -> list[RatingScale]:
    """The newest version of each scale a publisher may rate on: its own first, then the default ones."""
    scales = rating_scale_list().filter(Q(publisher=publisher_id) | Q(publisher=None))
    newest: dict[tuple[UUID | None, str], RatingScale] = {}
    for scale in scales:
        newest.setdefault((scale.publisher_id, scale.name), scale)
    return sorted(newest.values(), key=lambda scale: scale.publisher_id is None)
