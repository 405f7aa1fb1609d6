"""What happens here to two sources that are one: what is shown of the one moves to the other, and back.

Who may have it done, and what becomes of claims, is said in the app above.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from common.changes import changes_record
from common.models import Change
from sources.models import Article, Feed, Source
from sources.services.sources import RESOURCE

_MOST_ALIASES, _MOST_SAME = 200, 50


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What went from a source to the one it was merged into, so that it can go back."""

    articles: list[UUID] = field(default_factory=list)
    feeds: list[UUID] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    same_as: list[str] = field(default_factory=list)
    domain: str = ""


def articles_hold(*, source_ids: Collection[UUID]) -> None:
    """Lock the articles of these sources until the transaction ends, before the sources are."""
    rows = Article.objects.filter(source__in=source_ids).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def sources_lock(*, source_ids: Iterable[UUID]) -> dict[UUID, Source]:
    """Lock sources that are to change, after all that mentions them, until the transaction ends."""
    rows = Source.objects.filter(pk__in=list(source_ids)).order_by("pk")
    return {source.pk: source for source in rows.select_for_update()}


def source_fold(*, source: Source, into: Source) -> Moved:
    """Have a locked source be another from now on: its articles, feeds and names are that one's.

    Its own names and site stay written on it, so that whoever is called so is still known.
    """
    aliases = _further([source.name, *source.aliases], [into.name, *into.aliases])
    moved = Moved(
        articles=list(Article.objects.filter(source=source).values_list("pk", flat=True)),
        feeds=list(Feed.objects.filter(source=source).values_list("pk", flat=True)),
        aliases=aliases[: max(_MOST_ALIASES - len(into.aliases), 0)],
        same_as=_further(source.same_as, into.same_as)[: max(_MOST_SAME - len(into.same_as), 0)],
        domain="" if into.domain else source.domain,
    )
    _hand_over(moved, source, into)
    if moved.domain:
        source.domain = ""
    source.merged_into = source.survivor = into
    source.save()
    into.aliases = [*into.aliases, *moved.aliases]
    into.same_as = [*into.same_as, *moved.same_as]
    into.domain = into.domain or moved.domain
    into.save()
    Source.objects.filter(survivor=source).update(survivor=into)
    _tell(source, Change.Kind.MERGED, into)
    return moved


def source_unfold(*, source: Source, survivor: Source, holders: Collection[Source], moved: Moved) -> None:
    """Have a locked source stand for itself again, with what had moved and is still with the `survivor`.

    The `holders` are all, the survivor among them, who have its names since.
    """
    _hand_over(moved, survivor, source)
    for holder in holders:
        holder.aliases = _further(holder.aliases, moved.aliases)
        holder.same_as = _further(holder.same_as, moved.same_as)
        if moved.domain and holder.domain == moved.domain:
            holder.domain, source.domain = "", moved.domain
        holder.save()
    source.merged_into = source.survivor = None
    source.save()
    Source.objects.filter(pk__in=_merged_below(source.pk)).update(survivor=source)
    _tell(source, Change.Kind.UNMERGED, *holders)


def _hand_over(moved: Moved, giver: Source, taker: Source) -> None:
    now = timezone.now()
    articles = Article.objects.filter(pk__in=moved.articles, source=giver)
    articles.update(source=taker, updated_at=now)
    feeds = Feed.objects.filter(pk__in=moved.feeds, source=giver)
    feeds.update(source=taker, updated_at=now)


def _further(some: Iterable[str], known: Iterable[str]) -> list[str]:
    """Those of `some` that are not known, each once."""
    there = set(known)
    return [one for one in dict.fromkeys(some) if one not in there]


def _merged_below(source_id: UUID) -> set[UUID]:
    """Every source that was merged into this one, directly or through others."""
    below, level = set[UUID](), {source_id}
    while level:
        level = set(Source.objects.filter(merged_into__in=level).values_list("pk", flat=True)) - below
        below |= level
    return below


def _tell(source: Source, kind: Change.Kind, *others: Source) -> None:
    changes = [(source.pk, kind), *((other.pk, Change.Kind.UPDATED) for other in others)]
    changes_record(RESOURCE, changes)
