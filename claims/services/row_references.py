"""What the rows of an import mention, found or made for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from claims.claimreview.review import Rating as Met
from claims.exchange.row import ClaimRow, Judged, VerdictRow
from claims.models import Rating, Topic
from claims.rules import Normalised
from claims.services.met_labels import ratings_known, ratings_meet
from claims.services.topics import RESOURCE as TOPICS
from claims.services.topics import topics_hold
from common.changes import changes_record
from common.models import Change
from sources.models import Source
from sources.services import sources_for_claimants, sources_for_fact_checkers, sources_hold

T = TypeVar("T")


@dataclass(frozen=True)
class References:
    """Nothing of it changes until the transaction ends."""

    claimants: dict[str, Source | None]
    topics: dict[str, Topic]
    ratings: dict[Judged, tuple[Source, Rating]]

    def claimant(self, row: ClaimRow) -> Source | None:
        """Who made the claim, where the row says it and no two sources have the name."""
        return self.claimants[row.claimant.name] if row.claimant else None

    def of(self, verdict: VerdictRow) -> tuple[Source, Rating]:
        """Whose the verdict is, and its rating."""
        return self.ratings[verdict.judged]


def references_for(rows: Sequence[ClaimRow]) -> References:
    """The claimants, topics, publishers and ratings that the rows mention; new ones where there are none."""
    ratings = _ratings(dict.fromkeys(verdict.judged for row in rows for verdict in row.verdicts))
    names = _first_said((row.claimant.name, row.claimant.organisation) for row in rows if row.claimant)
    return References(
        claimants=sources_for_claimants(names=names) if names else {},
        topics=_topics(_first_said(topic for row in rows for topic in row.topics)),
        ratings=ratings,
    )


def _topics(wanted: dict[str, str]) -> dict[str, Topic]:
    if not wanted:
        return {}
    known = set(Topic.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    fresh = [Topic(slug=slug, name=name) for slug, name in wanted.items() if slug not in known]
    Topic.objects.bulk_create(fresh, ignore_conflicts=True)
    changes_record(TOPICS, [(topic.slug, Change.Kind.CREATED) for topic in fresh])
    return topics_hold(slugs=wanted)


def _ratings(judged: Collection[Judged]) -> dict[Judged, tuple[Source, Rating]]:
    named = sources_for_fact_checkers(called={(one.publisher, one.site) for one in judged})
    held = sources_hold(named.values())
    publishers = {called: held[publisher].pk for called, publisher in named.items()}
    met = {one: (publishers[one.publisher, one.site], _met(one)) for one in judged}
    rated = ratings_known({*met.values()})
    fresh: dict[UUID, list[Judged]] = defaultdict(list)
    for one, known in met.items():
        if known not in rated:
            fresh[known[0]].append(one)
    for publisher, theirs in sorted(fresh.items()):
        rated |= _rated(held[publisher], theirs)
    return {one: (held[known[0]], rated[known]) for one, known in met.items()}


def _rated(publisher: Source, judged: Sequence[Judged]) -> dict[tuple[UUID, Met], Rating]:
    met = list(dict.fromkeys(map(_met, judged)))
    meanings = _first_said(
        (one.label, one.normalised)
        for one in judged
        if one.normalised and one.normalised is not Normalised.UNMAPPED
    )
    rated = ratings_meet(publisher=publisher, met=met, meanings=meanings)
    return {(publisher.pk, one): rating for one, rating in zip(met, rated, strict=True)}


def _first_said(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """Of what is said in several ways the first, which is heard as well where they come in two batches."""
    found: dict[str, T] = {}
    for name, said in pairs:
        found.setdefault(name, said)
    return found


def _met(judged: Judged) -> Met:
    return Met(label=judged.label, value=judged.value, worst=judged.worst, best=judged.best)
