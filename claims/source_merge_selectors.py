"""Reads of merges of sources: those that were, and what one would move."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from claims.models import Appearance, Claim, SourceMerge
from sources.models import Article, Feed, Source

_LISTS = ("claims", "articles", "feeds")


@dataclass(frozen=True, kw_only=True)
class Mentions:
    """How often a source is mentioned, in what moves with it where it is merged."""

    claims: int
    articles: int
    appearances: int
    feeds: int


def source_mentions(source_id: UUID) -> Mentions:
    """The claims that the source made, the articles it published, what appeared there, and its feeds."""
    return Mentions(
        claims=Claim.objects.filter(claimant=source_id).count(),
        articles=Article.objects.filter(source=source_id).count(),
        appearances=Appearance.objects.filter(article_version__article__source=source_id).count(),
        feeds=Feed.objects.filter(source=source_id).count(),
    )


def source_merge_list() -> QuerySet[SourceMerge]:
    """Merges of sources and their undoing, the last first, without the lists of what moved."""
    rows = SourceMerge.objects.select_related("source", "into", "actor")
    return rows.defer(*_LISTS).order_by("-recorded_at", "-id")


def source_merges_last(sources: Collection[UUID] | QuerySet[Source]) -> QuerySet[SourceMerge]:
    """Of each of these sources the last merge, or its undoing, without the lists of what moved."""
    rows = SourceMerge.objects.filter(source__in=sources).select_related("source")
    return rows.defer(*_LISTS).order_by("source", "-recorded_at", "-id").distinct("source")


def source_merge_holds(merge: SourceMerge) -> bool:
    """Whether the source is still merged by this very row."""
    last = source_merges_last([merge.source_id]).values_list("pk", flat=True).get()
    return last == merge.pk and merge.source.survivor_id is not None
