"""Reads of sources and articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import connection
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import Exact
from django.utils import timezone

from common.errors import NotFound
from common.tables import texts_array
from sources.domains import domain_of
from sources.models import Article, ArticleVersion, Feed, Source
from sources.naming import acronym_of, likeness, name_words

_MOST_WORDS = 8
"""Of a name are looked for."""
_MOST_NAMESAKES = 100
"""Are compared with a name."""
_STANDING = Coalesce("survivor", "pk")

# Python writes some letters small that PostgreSQL, by whose index names are found, writes otherwise.
_SMALL = "SELECT name, lower(name) FROM unnest(%s::text[]) AS name"
# One parameter, however many names, so that the statement stays the same.
_NAMED = """
SELECT coalesce(survivor_id, id), lower(name), aliases FROM sources_source
WHERE (lower(name) = ANY(%s::text[]) OR aliases && %s::varchar[]) AND kind <> 'fact_checker'
"""


def source_list() -> QuerySet[Source]:
    """Every source, also those that were merged into another."""
    return Source.objects.all()


def sources_standing() -> QuerySet[Source]:
    """Every source that stands for itself."""
    return Source.objects.filter(survivor=None)


def source_standing(source_id: UUID) -> UUID:
    """What stands for the source: the one it was merged into, else itself."""
    survivors = Source.objects.filter(pk=source_id).values_list("survivor", flat=True)
    return survivors.first() or source_id


def source_asked(source_id: UUID) -> UUID:
    """What stands for a source that somebody asks for. Raises NotFound."""
    source = source_get(source_id)
    return source.survivor_id or source.pk


def sources_that_are_one(source_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Of each of these sources all that are one with it, itself and the survivor among them."""
    stands = dict(Source.objects.filter(pk__in=source_ids).values_list("pk", Coalesce("survivor", "pk")))
    found = {survivor: {survivor} for survivor in stands.values()}
    for merged, survivor in Source.objects.filter(survivor__in=found).values_list("pk", "survivor"):
        found[survivor].add(merged)
    return {source_id: found[survivor] for source_id, survivor in stands.items()}


def source_get(source_id: UUID) -> Source:
    """One source. Raises NotFound."""
    source = Source.objects.filter(pk=source_id).first()
    if source is None:
        raise NotFound(f"there is no source {source_id}")
    return source


def sources_named(name: str) -> QuerySet[Source]:
    """Sources whose name (in any case) or one of whose aliases (exactly) is `name`."""
    return sources_filter(source_list(), name=name)


def sources_filter(
    sources: QuerySet[Source],
    *,
    name: str = "",
    domain: str = "",
    language: str = "",
    updated_since: datetime | None = None,
    **exactly: str,
) -> QuerySet[Source]:
    """Those of `sources` for which all holds that is given; `exactly`: kind, country."""
    if name:
        called = Q(Exact(Lower("name"), Lower(Value(name))))
        sources = sources.filter(called | Q(aliases__contains=[name]))
    if domain:
        sources = sources.filter(pk__in=sources_at(domain))
    if language:
        sources = sources.filter(languages__contains=[language])
    if updated_since:
        sources = sources.filter(updated_at__gte=updated_since)
    return sources.filter(**exactly)


def sources_at(site: str) -> list[UUID]:
    """Whoever has that site (a host name), or stands for whom it was: one source, or none."""
    placed = Source.objects.filter(domain=domain_of(site)).exclude(domain="")
    return list(placed.values_list(_STANDING, flat=True))


@dataclass(frozen=True, slots=True)
class Namesake:
    """A source that a name may mean: how likely (1: exactly its name or alias) and why."""

    source: Source
    score: float
    reason: str


def sources_like(name: str, *, limit: int = 5) -> list[Namesake]:
    """Sources that may be meant by a name, the likeliest first; publishers of verdicts are not among them."""
    words = name_words(name)
    if not words:
        return []
    query = " | ".join(f"'{word}'" for word in words[:_MOST_WORDS] if "'" not in word)
    short = acronym_of(name)
    wanted = Q(name__iexact=name) | Q(aliases__overlap=[name, *words, *([short] if short else [])])
    wanted |= Q(name__iexact=short) if short else Q()
    if query:
        wanted |= Q(words=SearchQuery(query, search_type="raw", config="simple"))
    rows = sources_standing().exclude(kind=Source.Kind.FACT_CHECKER)
    rows = rows.annotate(words=SearchVector("name", config="simple")).filter(wanted)
    if query:
        rank = SearchRank("words", SearchQuery(query, search_type="raw", config="simple"))
        rows = rows.order_by(rank.desc(), "id")
    found = []
    for row in rows[:_MOST_NAMESAKES]:
        score, reason = likeness(name, row.name, row.aliases)
        if score:
            found.append(Namesake(row, score, reason))
    return sorted(found, key=lambda each: (-each.score, each.source.id))[:limit]


def source_meant(name: str) -> Source | None:
    """The one source called exactly that, by name or alias; None for none and for several.

    Whoever was merged into another is still called what they were called, and means that one.
    """
    known = sources_named(name).exclude(kind=Source.Kind.FACT_CHECKER)
    meant = list(known.values_list(_STANDING, flat=True).distinct().order_by()[:2])
    return source_get(meant[0]) if len(meant) == 1 else None


def names_small(names: Iterable[str]) -> dict[str, str]:
    """Each name in small letters: those that are alike there are one name."""
    with connection.cursor() as cursor:
        cursor.execute(_SMALL, [texts_array(names)])
        return dict(cursor.fetchall())


def claimants_named(names: Mapping[str, str]) -> dict[str, set[UUID]]:
    """For each name those who may make claims and are called so, in any case, or have exactly that alias.

    With each name goes what `names_small` makes of it.
    """
    found = defaultdict[str, set[UUID]](set)
    aliased = defaultdict[str, set[UUID]](set)
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [texts_array(names.values()), texts_array(names)])
        for pk, small, aliases in cursor.fetchall():
            found[small].add(pk)
            for alias in aliases:
                aliased[alias].add(pk)
    return {name: found[small] | aliased[name] for name, small in names.items()}


def fact_checkers_of(sites: Iterable[str]) -> dict[str, UUID]:
    """The fact-checkers of these sites, each by its site as given."""
    domains = {site: domain_of(site) for site in sites if site}
    known = Source.objects.filter(kind=Source.Kind.FACT_CHECKER, domain__in={*domains.values()} - {""})
    found = dict(known.values_list("domain", _STANDING))
    return {site: found[domain] for site, domain in domains.items() if domain in found}


def fact_checker_sites() -> dict[str, str]:
    """The host names of all fact-checkers that have one, by their ids as they are written."""
    placed = Source.objects.filter(kind=Source.Kind.FACT_CHECKER).exclude(domain="")
    return {str(source_id): domain for source_id, domain in placed.values_list("pk", "domain")}


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


def version_list() -> QuerySet[ArticleVersion]:
    """Versions of articles without their bodies, the newest first."""
    return ArticleVersion.objects.defer("text", "snapshot").order_by("-number")


def version_get(version_id: UUID) -> ArticleVersion:
    """One version of an article, with its text. Raises NotFound."""
    version = ArticleVersion.objects.defer("snapshot").filter(pk=version_id).first()
    if version is None:
        raise NotFound(f"there is no article version {version_id}")
    return version


def feed_list() -> QuerySet[Feed]:
    """Feeds with their source."""
    return Feed.objects.select_related("source")


def feed_get(feed_id: UUID) -> Feed:
    """One feed. Raises NotFound."""
    feed = feed_list().filter(pk=feed_id).first()
    if feed is None:
        raise NotFound(f"there is no feed {feed_id}")
    return feed


def feeds_due(*, limit: int = 100) -> list[UUID]:
    """Feeds that are due, the longest waiting first."""
    due = Feed.objects.filter(next_poll_at__lte=timezone.now())
    due = due.exclude(state=Feed.State.PAUSED).order_by("next_poll_at")
    return list(due.values_list("id", flat=True)[:limit])


def articles_known(urls: Iterable[str]) -> set[str]:
    """Those of the canonical addresses that are an article's."""
    # As one parameter: of more than 65,535 there can be no statement, and a feed may list as many.
    known = Article.objects.extra(where=["url = ANY(%s::text[])"], params=[list(urls)])
    return set(known.values_list("url", flat=True))


def version_near_identical(version: ArticleVersion) -> ArticleVersion | None:
    """The oldest version of another article that shares a fingerprint band with this one."""
    others = ArticleVersion.objects.filter(fingerprint__overlap=version.fingerprint).exclude(
        article_id=version.article_id
    )
    return others.defer("snapshot").order_by("fetched_at", "id").first()
