"""What the sources app announces. Apps above subscribe when they start; each handler runs inside the
transaction of the change: what follows from it holds at once, and an error in it rolls the change back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class SourceChanging:
    """A source is about to be changed and is not locked yet. What mentions it is locked before it, always."""

    source_id: UUID


@dataclass(frozen=True, kw_only=True)
class SourceChanged:
    """A source was changed; it is locked."""

    source_id: UUID


@dataclass(frozen=True, kw_only=True)
class ArticleChanging:
    """How an article is mentioned may be changed, and it is not locked yet. As for sources."""

    article_id: UUID


@dataclass(frozen=True, kw_only=True)
class ArticleChanged:
    """How an article is mentioned was changed: its title, date or outlet; it is locked."""

    article_id: UUID


SourceChangingHandler = Callable[[SourceChanging], None]
SourceChangedHandler = Callable[[SourceChanged], None]
ArticleChangingHandler = Callable[[ArticleChanging], None]
ArticleChangedHandler = Callable[[ArticleChanged], None]
_source_changing: list[SourceChangingHandler] = []
_source_changed: list[SourceChangedHandler] = []
_article_changing: list[ArticleChangingHandler] = []
_article_changed: list[ArticleChangedHandler] = []


def on_source_changing(handler: SourceChangingHandler) -> None:
    """Call `handler` for every SourceChanging from now on, once however often it is registered."""
    if handler not in _source_changing:
        _source_changing.append(handler)


def on_source_changed(handler: SourceChangedHandler) -> None:
    """Call `handler` for every SourceChanged from now on, once however often it is registered."""
    if handler not in _source_changed:
        _source_changed.append(handler)


def on_article_changing(handler: ArticleChangingHandler) -> None:
    """Call `handler` for every ArticleChanging from now on, once however often it is registered."""
    if handler not in _article_changing:
        _article_changing.append(handler)


def on_article_changed(handler: ArticleChangedHandler) -> None:
    """Call `handler` for every ArticleChanged from now on, once however often it is registered."""
    if handler not in _article_changed:
        _article_changed.append(handler)


def publish(event: SourceChanging | SourceChanged | ArticleChanging | ArticleChanged) -> None:
    """Hand the event to every subscriber of its kind, in the order in which they subscribed."""
    match event:
        case SourceChanging():
            for changing in _source_changing:
                changing(event)
        case SourceChanged():
            for changed in _source_changed:
                changed(event)
        case ArticleChanging():
            for mentioning in _article_changing:
                mentioning(event)
        case ArticleChanged():
            for article in _article_changed:
                article(event)
