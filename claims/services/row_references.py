"""What the rows of an import mention, found or made for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claims.claimreview.review import Rating as Met
from claims.exchange.row import ClaimRow, VerdictRow
from claims.models import Rating, Topic
from claims.rules import Normalised
from claims.services.met_labels import ratings_meet
from claims.services.topics import RESOURCE as TOPICS
from common.changes import changes_record
from common.models import Change
from sources.models import Source
from sources.services import source_for_fact_checker, sources_for_claimants, sources_hold

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


def _ratings(verdicts: Iterable[VerdictRow]) -> dict[VerdictRow, tuple[Source, Rating]]:
    by_publisher: dict[tuple[str, str], list[VerdictRow]] = defaultdict(list)
    for verdict in verdicts:
        by_publisher[verdict.publisher, verdict.site].append(verdict)
    publishers = {
        (name, site): source_for_fact_checker(name=name, site=site).pk for name, site in sorted(by_publisher)
    }
    held = sources_hold(publishers.values())
    found: dict[VerdictRow, tuple[Source, Rating]] = {}
    for key, theirs in by_publisher.items():
        publisher = held[publishers[key]]
        met = {_met(verdict): None for verdict in theirs}
        meanings = {verdict.label: verdict.normalised for verdict in theirs if verdict.normalised}
        known = [meaning for meaning in meanings.items() if meaning[1] is not Normalised.UNMAPPED]
        rated = ratings_meet(publisher=publisher, met=met, meanings=dict(known))
        rating_of = dict(zip(met, rated, strict=True))
        found |= {verdict: (publisher, rating_of[_met(verdict)]) for verdict in theirs}
    return found


def _met(verdict: VerdictRow) -> Met:
    return Met(label=verdict.label, value=verdict.value, worst=verdict.worst, best=verdict.best)
