"""Reads of sources and articles."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from common.errors import NotFound
from sources.models import Article, ArticleVersion, Source


def source_list() -> QuerySet[Source]:
    """Every source."""
    return Source.objects.all()


def source_get(source_id: UUID) -> Source:
    """One source. Raises NotFound."""
    source = Source.objects.filter(pk=source_id).first()
    if source is None:
        raise NotFound(f"there is no source {source_id}")
    return source


def sources_named(name: str) -> QuerySet[Source]:
    """Sources whose name (in any case) or one of whose aliases (exactly) is `name`."""
    return Source.objects.filter(Q(name__iexact=name) | Q(aliases__contains=[name]))


def article_list() -> QuerySet[Article]:
    """Every article with its source and current version, without the versions' bodies."""
    return Article.objects.select_related("source", "current_version").defer("current_version__snapshot")


def article_get(article_id: UUID) -> Article:
    """One article. Raises NotFound."""
    article = article_list().filter(pk=article_id).first()
    if article is None:
        raise NotFound(f"there is no article {article_id}")
    return article


def articles_due(*, now: datetime | None = None, limit: int = 100) -> list[UUID]:
    """Articles whose next stage is due, the longest waiting first."""
    due = Article.objects.filter(next_attempt_at__lte=now or timezone.now()).order_by("next_attempt_at")
    return list(due.values_list("id", flat=True)[:limit])


def version_near_identical(version: ArticleVersion) -> ArticleVersion | None:
    """The oldest version of another article that shares a fingerprint band with this one."""
    others = ArticleVersion.objects.filter(fingerprint__overlap=version.fingerprint).exclude(
        article_id=version.article_id
    )
    return others.defer("snapshot").order_by("fetched_at", "id").first()
