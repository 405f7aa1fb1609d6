"""Failed articles that need nobody any more. Who said so is kept in the history that the desk shows."""

from __future__ import annotations

from uuid import UUID

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction

from common.errors import Conflict, NotFound
from sources.models import Article

State = Article.State


@transaction.atomic
def article_dismiss(*, article_id: UUID, actor: User) -> None:
    """Have a failed article wait for nobody any more; why it failed is kept. Raises NotFound, Conflict."""
    _dismiss(_locked(article_id), actor)


@transaction.atomic
def article_restore(*, article_id: UUID, actor: User) -> None:
    """Take that back: the article has failed again. Raises NotFound, Conflict."""
    _restore(_locked(article_id), actor)


@transaction.atomic
def article_update(*, article_id: UUID, dismissed: bool, actor: User) -> None:
    """Have an article dismissed or not; one that is so already stays as it is. Raises NotFound, Conflict."""
    article = _locked(article_id)
    if dismissed and article.state != State.DISMISSED:
        _dismiss(article, actor)
    elif not dismissed and article.state == State.DISMISSED:
        _restore(article, actor)


def _locked(article_id: UUID) -> Article:
    article = Article.objects.select_for_update().filter(pk=article_id).first()
    if article is None:
        raise NotFound(f"there is no article {article_id}")
    return article


def _dismiss(article: Article, actor: User) -> None:
    _settle(article, State.FAILED, State.DISMISSED)
    _note(article, actor, "Dismissed")


def _restore(article: Article, actor: User) -> None:
    _settle(article, State.DISMISSED, State.FAILED)
    _note(article, actor, "Dismissal taken back")


def _settle(article: Article, before: Article.State, after: Article.State) -> None:
    if article.state != before:
        raise Conflict(f"the article is {article.get_state_display().lower()}, not {before.label.lower()}")
    article.state = after
    article.save(update_fields=["state", "updated_at"])


def _note(article: Article, actor: User, done: str) -> None:
    told = f"{done}. It had failed: {article.failure}"
    LogEntry.objects.log_actions(actor.pk, [article], CHANGE, told, single_object=True)
