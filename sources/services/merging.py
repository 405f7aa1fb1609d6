"""What happens here to two sources that are one: what is shown of the one moves to the other, and back.

Who may have it done, and what becomes of claims, is said in the app above.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from django.utils import timezone

from common.changes import changes_record
from common.models import Change
from sources.models import Article, Feed, Source
from sources.services.sources import RESOURCE

_Part = Literal["aliases", "same_as"]
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


def source_fold(*, source: Source, into: Source, brought: Mapping[Source, Moved]) -> Moved:
    """Have a locked source be another from now on: its articles, feeds and names are that one's.

    Its own names and site stay written on it, so that whoever is called so is still known.
    `brought` is what went to the other with those that were merged into it before.
    """
    moved = Moved(
        articles=list(Article.objects.filter(source=source).values_list("pk", flat=True)),
        feeds=list(Feed.objects.filter(source=source).values_list("pk", flat=True)),
        aliases=_give("aliases", source, into, brought, most=_MOST_ALIASES),
        same_as=_give("same_as", source, into, brought, most=_MOST_SAME),
        domain="" if into.domain else source.domain,
    )
    _hand_over(moved, source, into)
    if moved.domain:
        source.domain = ""
    source.merged_into = source.survivor = into
    source.save()
    into.domain = into.domain or moved.domain
    into.save()
    led = set(Source.objects.filter(survivor=source).values_list("pk", flat=True))
    _lead(led, into)
    _tell(source, Change.Kind.MERGED, {into.pk, *led})
    return moved


def source_unfold(
    *, source: Source, holders: Sequence[Source], moved: Moved, brought: Mapping[Source, Moved]
) -> None:
    """Have a locked source stand for itself again, with what had `moved` and is still with the survivor.

    The `holders`, locked as well, are all who have its names since: the one that it was merged into, what
    that one was merged into, and so on to the survivor. `brought` is what went with it and with every other
    that is merged into one of them.
    """
    _hand_over(moved, holders[-1], source)
    _take_back("aliases", source, holders, brought)
    _take_back("same_as", source, holders, brought)
    domain = moved.domain
    for holder in holders:
        if domain and holder.domain == domain:
            holder.domain, source.domain, domain = "", domain, ""
        elif holder in brought and brought[holder].domain != domain:
            domain = ""  # It went no further: the same one above is somebody else's.
        holder.save()
    source.merged_into = source.survivor = None
    source.save()
    led = _merged_below(source.pk)
    _lead(led, source)
    _tell(source, Change.Kind.UNMERGED, {*led, *(holder.pk for holder in holders)})


def _give(
    part: _Part, source: Source, into: Source, brought: Mapping[Source, Moved], *, most: int
) -> list[str]:
    """Have the other called so, too, and give by which names it is for the source's sake.

    Those that others brought are among them, those that it had itself are not.
    """
    names, known = _called(part, source), getattr(into, part)
    further = _further(names, _called(part, into))[: max(most - len(known), 0)]
    setattr(into, part, [*known, *further])
    shared = _brought(part, brought)
    return [*further, *(name for name in names if name in shared)]


def _take_back(
    part: _Part, source: Source, holders: Iterable[Source], brought: Mapping[Source, Moved]
) -> None:
    """Take from each holder what it is called by the source alone."""
    leaver, lost = source, set(_called(part, source))
    for holder in holders:
        others = {
            other: theirs
            for other, theirs in brought.items()
            if other.merged_into_id == holder.pk and other != leaver
        }
        lost = (lost & set(getattr(brought[leaver], part))) - _brought(part, others)
        setattr(holder, part, _further(getattr(holder, part), lost))
        leaver = holder


def _called(part: _Part, source: Source) -> list[str]:
    return [source.name, *source.aliases] if part == "aliases" else source.same_as


def _brought(part: _Part, brought: Mapping[Source, Moved]) -> set[str]:
    """What these brought, unless they have lost it since."""
    pairs = ((set(getattr(theirs, part)), _called(part, other)) for other, theirs in brought.items())
    return {name for theirs, called in pairs for name in theirs.intersection(called)}


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


def _lead(merged: Collection[UUID], survivor: Source) -> None:
    """Have what was merged before lead there. Each shows what stands for it, and so is to be told of."""
    Source.objects.filter(pk__in=merged).update(survivor=survivor, updated_at=timezone.now())


def _tell(source: Source, kind: Change.Kind, others: Iterable[UUID]) -> None:
    changes_record(RESOURCE, [(source.pk, kind), *((other, Change.Kind.UPDATED) for other in others)])
