"""Failed articles that need nobody any more."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from common.errors import Conflict, NotFound
from sources.models import Article

State = Article.State


@transaction.atomic
def article_dismiss(*, article_id: UUID) -> None:
    """Have a failed article wait for nobody any more; why it failed is kept. Raises NotFound, Conflict."""
    _settle(_locked(article_id), State.FAILED, State.DISMISSED)


@transaction.atomic
def article_restore(*, article_id: UUID) -> None:
    """Take that back: the article has failed again. Raises NotFound, Conflict."""
    _settle(_locked(article_id), State.DISMISSED, State.FAILED)


@transaction.atomic
def article_update(*, article_id: UUID, dismissed: bool) -> None:
    """Have an article dismissed or not; one that is so already stays as it is. Raises NotFound, Conflict."""
    article = _locked(article_id)
    if dismissed and article.state != State.DISMISSED:
        _settle(article, State.FAILED, State.DISMISSED)
    elif not dismissed and article.state == State.DISMISSED:
        _settle(article, State.DISMISSED, State.FAILED)


def _locked(article_id: UUID) -> Article:
    article = Article.objects.select_for_update().filter(pk=article_id).first()
    if article is None:
        raise NotFound(f"there is no article {article_id}")
    return article


def _settle(article: Article, before: Article.State, after: Article.State) -> None:
    if article.state != before:
        raise Conflict(f"the article is {article.get_state_display().lower()}, not {before.label.lower()}")
    article.state = after
    article.save(update_fields=["state", "updated_at"])
