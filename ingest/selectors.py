"""Reads of an article's way in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from claims.candidate_selectors import candidate_list
from claims.models import Candidate
from sources.models import Article
from sources.selectors import article_get


@dataclass(frozen=True, kw_only=True)
class ArticleReport:
    """An article as stored and the candidates found in its current version, in the order of the text."""

    article: Article
    candidates: list[Candidate]


def article_report(article_id: UUID) -> ArticleReport:
    """What the registry holds of an article right now. Raises NotFound."""
    article = article_get(article_id)
    candidates = (
        candidate_list().filter(article_version=article.current_version_id).order_by("start", "end", "id")
    )
    return ArticleReport(article=article, candidates=list(candidates) if article.current_version_id else [])
