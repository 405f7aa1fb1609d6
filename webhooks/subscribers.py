"""What webhooks make of the events of other apps, inside the transactions that cause them.

An error here rolls the cause back: a verdict that nobody could be told of is not recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from typing import TypeVar

from django.conf import settings
from django.db.models import QuerySet

from claims.events import ClaimMerged, EvidenceLinkBroken, FirstVerdicts, VerdictChanged
from claims.made import NewClaim, NewVerdict
from claims.models import Claim, CurrentVerdict, Evidence, Rating, Topic, Verdict
from claims.rules import EVENT_TYPES, Kind
from common.ids import new_id_text
from sources.models import Source
from webhooks.following import endpoints_wanting
from webhooks.models import Event
from webhooks.outbox import NewEvent, deliveries_record, event_record, events_record, takers
from webhooks.payloads import (
    CLAIM_MERGED,
    CLAIM_UNMERGED,
    LINK_BROKEN,
    ClaimFacts,
    EvidenceFacts,
    RatingFacts,
    SourceFacts,
    Standing,
    VerdictFacts,
    link_broken_payload,
    merged_payload,
    verdict_payload,
)
from webhooks.selectors import endpoints_following, last_sequence

Row = TypeVar("Row", Source, Rating)
Facts = TypeVar("Facts", SourceFacts, RatingFacts)


def verdict_changed(change: VerdictChanged) -> None:
    """Store the event and its deliveries, one for each endpoint that wants it, and wake a worker.

    The verdict service holds the claim's row lock, so the next sequence is the last one and one.
    """
    rows = Verdict.objects.select_related("publisher", "rating__scale", "claim__claimant")
    found = rows.in_bulk([pk for pk in (change.verdict_id, change.previous_id) if pk])
    verdict = found[change.verdict_id]
    previous = found[change.previous_id] if change.previous_id else None
    topics = _topics(verdict.claim)
    event_type, sequence = EVENT_TYPES[change.kind], last_sequence(verdict.claim_id) + 1
    payload = verdict_payload(
        event_type=event_type,
        timestamp=verdict.recorded_at,
        sequence=sequence,
        claim=_claim_facts(verdict.claim, topics),
        publisher=_source_facts(verdict.publisher),
        verdict=_verdict_facts(verdict),
        previous=_verdict_facts(previous) if previous else None,
    )
    event = event_record(
        event_type=event_type,
        payload=payload,
        created_at=verdict.recorded_at,
        claim_id=verdict.claim_id,
        sequence=sequence,
    )
    _told(event, topics)


def first_verdicts(first: FirstVerdicts) -> None:
    """The same for the first verdicts of new claims, whose events are their first, in the verdicts' order."""
    sequences: Counter[str] = Counter()
    event_type = EVENT_TYPES[Kind.INITIAL]
    source_facts, rating_facts = _once_of_each(_source_facts), _once_of_each(_rating_facts)
    events = []
    for verdict in first.verdicts:
        sequences[verdict.claim_id] += 1
        sequence, topics = sequences[verdict.claim_id], tuple(topic.slug for topic in verdict.claim.topics)
        payload = verdict_payload(
            event_type=event_type,
            timestamp=verdict.recorded_at,
            sequence=sequence,
            claim=_claim_facts(verdict.claim, topics, source_facts),
            publisher=source_facts(verdict.publisher),
            verdict=_verdict_facts(verdict, rating_facts),
            previous=None,
        )
        events.append(
            NewEvent(new_id_text(), event_type, verdict.claim_id, sequence, payload, verdict.recorded_at)
        )
    events_record(events)
    # Where nobody follows, nobody's filters need to be held against every event.
    if endpoints_following(event_type).exists():
        for event, verdict in zip(events, first.verdicts, strict=True):
            _told(event, [topic.slug for topic in verdict.claim.topics])


def claim_merged(merge: ClaimMerged) -> None:
    """Store and queue where a claim's story goes on, if by itself again. Its row is locked meanwhile."""
    event_type = CLAIM_UNMERGED if merge.undone else CLAIM_MERGED
    claims = Claim.objects.select_related("claimant").in_bulk([merge.claim_id, merge.into_id])
    claim, into = claims[merge.claim_id], claims[merge.into_id]
    sequence = last_sequence(claim.id) + 1
    payload = merged_payload(
        event_type=event_type,
        timestamp=merge.merged_at,
        sequence=sequence,
        claim=_claim_facts(claim, _topics(claim)),
        into=_claim_facts(into, _topics(into)),
        standing=_standing(CurrentVerdict.objects.filter(claim__in=claims)),
    )
    event = event_record(
        event_type=event_type,
        payload=payload,
        created_at=merge.merged_at,
        claim_id=claim.id,
        sequence=sequence,
    )
    _told(event, _topics(claim, into))


def evidence_link_broken(broken: EvidenceLinkBroken) -> None:
    """Store and queue that evidence can no longer be read. Its claim's row is locked meanwhile."""
    evidence = Evidence.objects.get(pk=broken.evidence_id)
    claim = Claim.objects.select_related("claimant").get(pk=broken.claim_id)
    standing = CurrentVerdict.objects.filter(claim=claim)
    if evidence.verdict_id:
        standing = standing.filter(publisher__verdicts=evidence.verdict_id)
    sequence, topics = last_sequence(claim.id) + 1, _topics(claim)
    payload = link_broken_payload(
        timestamp=broken.checked_at,
        sequence=sequence,
        claim=_claim_facts(claim, topics),
        evidence=EvidenceFacts(
            id=evidence.id,
            verdict_id=evidence.verdict_id,
            stance=evidence.stance,
            url=evidence.url,
            archive_url=evidence.archive_url,
        ),
        standing=_standing(standing),
    )
    event = event_record(
        event_type=LINK_BROKEN,
        payload=payload,
        created_at=broken.checked_at,
        claim_id=claim.id,
        sequence=sequence,
    )
    _told(event, topics)


def _standing(current: QuerySet[CurrentVerdict]) -> Standing:
    rows = list(current.select_related("verdict__rating").order_by("publisher"))
    ratings = {row.verdict.rating.normalised for row in rows if row.verdict.rating}
    publishers = sorted({row.publisher_id for row in rows})
    return Standing(publishers=tuple(publishers), normalised=tuple(sorted(ratings)))


def _told(event: Event | NewEvent, topics: Collection[str]) -> None:
    """Store a delivery of the event for each endpoint that wants it, as its state has it."""
    following = endpoints_following(event.type).values_list("id", "filters")
    deliveries_record(event, takers(endpoints_wanting(following, bytes(event.payload), topics=topics)))


def _topics(*claims: Claim) -> tuple[str, ...]:
    slugs = Topic.objects.filter(claims__in=claims).order_by("slug").values_list("slug", flat=True)
    return tuple(slugs.distinct())


def _once_of_each(facts_of: Callable[[Row], Facts]) -> Callable[[Row], Facts]:
    """The same for verdicts of which few are of other sources, or rated otherwise: each row is asked once."""
    known: dict[int, tuple[Row, Facts]] = {}

    def facts(row: Row) -> Facts:
        # By the row itself: a model's hash takes longer than its facts.
        if id(row) not in known:
            known[id(row)] = row, facts_of(row)
        return known[id(row)][1]

    return facts


def _source_facts(source: Source) -> SourceFacts:
    return SourceFacts(id=source.id, name=source.name, kind=source.kind, domain=source.domain)


def _rating_facts(rating: Rating) -> RatingFacts:
    value = None if rating.value is None else float(rating.value)
    scale = rating.scale
    return RatingFacts(
        label=rating.label,
        value=value,
        worst=float(scale.worst),
        best=float(scale.best),
        normalised=rating.normalised,
    )


def _claim_facts(
    claim: Claim | NewClaim,
    topics: tuple[str, ...],
    source_facts: Callable[[Source], SourceFacts] = _source_facts,
) -> ClaimFacts:
    return ClaimFacts(
        id=claim.id,
        text=claim.text,
        language=claim.language,
        claimant=source_facts(claim.claimant) if claim.claimant else None,
        url=f"{settings.PUBLIC_URL}/api/v1/claims/{claim.id}",
        topics=topics,
    )


def _verdict_facts(
    verdict: Verdict | NewVerdict, rating_facts: Callable[[Rating], RatingFacts] = _rating_facts
) -> VerdictFacts:
    return VerdictFacts(
        id=verdict.id,
        seq=verdict.seq,
        kind=verdict.kind,
        rating=rating_facts(verdict.rating) if verdict.rating else None,
        original_label=verdict.original_label,
        summary=verdict.summary,
        explanation=verdict.explanation,
        reason=verdict.reason,
        note=verdict.note,
        language=verdict.language,
        review_url=verdict.review_url,
        effective_at=verdict.effective_at,
        recorded_at=verdict.recorded_at,
    )
