"""What the rows of an import mention, found or made for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from claims.claimreview.review import Rating as Met
from claims.exchange.row import ClaimRow, VerdictRow
from claims.models import Rating, Topic
from claims.rules import Normalised
from claims.services.met_labels import ratings_known, ratings_meet
from claims.services.topics import RESOURCE as TOPICS
from common.changes import changes_record
from common.models import Change
from sources.models import Source
from sources.services import sources_for_claimants, sources_for_fact_checkers, sources_hold

_TOPICS_HELD = "SELECT * FROM claims_topic WHERE slug = ANY(%s) ORDER BY slug FOR SHARE"


@dataclass(frozen=True)
class References:
    """Nothing of it changes until the transaction ends."""

    claimants: dict[str, Source | None]
    topics: dict[str, Topic]
    ratings: dict[VerdictRow, tuple[Source, Rating]]


def references_for(rows: Sequence[ClaimRow]) -> References:
    """The claimants, topics, publishers and ratings that the rows mention; new ones where there are none."""
    verdicts = [verdict for row in rows for verdict in row.verdicts]
    ratings = _ratings(verdicts)
    names = {row.claimant.name: row.claimant.organisation for row in rows if row.claimant}
    return References(
        claimants=sources_for_claimants(names=names) if names else {},
        topics=_topics(dict(topic for row in rows for topic in row.topics)),
        ratings=ratings,
    )


def _topics(wanted: dict[str, str]) -> dict[str, Topic]:
    if not wanted:
        return {}
    known = set(Topic.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    fresh = [Topic(slug=slug, name=name) for slug, name in wanted.items() if slug not in known]
    Topic.objects.bulk_create(fresh, ignore_conflicts=True)
    changes_record(TOPICS, [(topic.slug, Change.Kind.CREATED) for topic in fresh])
    return {topic.slug: topic for topic in Topic.objects.raw(_TOPICS_HELD, [list(wanted)])}


def _ratings(verdicts: Sequence[VerdictRow]) -> dict[VerdictRow, tuple[Source, Rating]]:
    called = {verdict: (verdict.publisher, verdict.site) for verdict in verdicts}
    publishers = sources_for_fact_checkers(called={*called.values()})
    held = sources_hold(publishers.values())
    met = {verdict: (publishers[name], _met(verdict)) for verdict, name in called.items()}
    rated = ratings_known({*met.values()})
    fresh: dict[UUID, list[VerdictRow]] = defaultdict(list)
    for verdict, known in met.items():
        if known not in rated:
            fresh[known[0]].append(verdict)
    for publisher, theirs in sorted(fresh.items()):
        rated |= _rated(held[publisher], theirs)
    return {verdict: (held[known[0]], rated[known]) for verdict, known in met.items()}


def _rated(publisher: Source, verdicts: Sequence[VerdictRow]) -> dict[tuple[UUID, Met], Rating]:
    met = list(dict.fromkeys(map(_met, verdicts)))
    meanings = {
        verdict.label: verdict.normalised
        for verdict in verdicts
        if verdict.normalised and verdict.normalised is not Normalised.UNMAPPED
    }
    rated = ratings_meet(publisher=publisher, met=met, meanings=meanings)
    return {(publisher.pk, one): rating for one, rating in zip(met, rated, strict=True)}


def _met(verdict: VerdictRow) -> Met:
    return Met(label=verdict.label, value=verdict.value, worst=verdict.worst, best=verdict.best)
