"""What webhooks make of the events of other apps, inside the transactions that cause them.

An error here rolls the cause back: a verdict that nobody could be told of is not recorded.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Now

from claims.events import VerdictChanged
from claims.models import Claim, Rating, Verdict
from claims.rules import EVENT_TYPES, Normalised
from common.wake import wake_on_commit
from sources.models import Source
from webhooks.filters import Traits, wants
from webhooks.holding import endpoints_share
from webhooks.models import Delivery, Endpoint, Event
from webhooks.payloads import ClaimFacts, RatingFacts, SourceFacts, VerdictFacts, verdict_payload
from webhooks.selectors import endpoints_following, last_sequence


def verdict_changed(change: VerdictChanged) -> None:
    """Store the event and its deliveries, one for each endpoint that wants it, and wake a worker.

    The verdict service holds the claim's row lock, so the next sequence is the last one and one.
    """
    rows = Verdict.objects.select_related("publisher", "rating__scale", "claim__claimant")
    found = rows.in_bulk([pk for pk in (change.verdict_id, change.previous_id) if pk])
    verdict = found[change.verdict_id]
    previous = found[change.previous_id] if change.previous_id else None
    topics = tuple(verdict.claim.topics.order_by("slug").values_list("slug", flat=True))
    event = _event_record(EVENT_TYPES[change.kind], verdict, previous, topics)
    _deliveries_record(event, _traits(verdict, previous, topics))


def _event_record(
    event_type: str, verdict: Verdict, previous: Verdict | None, topics: tuple[str, ...]
) -> Event:
    sequence = last_sequence(verdict.claim_id) + 1
    payload = verdict_payload(
        event_type=event_type,
        timestamp=verdict.recorded_at,
        sequence=sequence,
        claim=_claim_facts(verdict.claim, topics),
        publisher=_source_facts(verdict.publisher),
        verdict=_verdict_facts(verdict),
        previous=_verdict_facts(previous) if previous else None,
    )
    return Event.objects.create(
        type=event_type,
        claim_id=verdict.claim_id,
        sequence=sequence,
        payload=payload,
        created_at=verdict.recorded_at,
    )


def _deliveries_record(event: Event, traits: Traits) -> None:
    following = endpoints_following(event.type).values_list("id", "filters")
    matching = [endpoint_id for endpoint_id, filters in following if wants(filters, traits)]
    states = endpoints_share(matching)
    Delivery.objects.bulk_create(_deliveries(event, states), batch_size=1000)
    if Endpoint.State.ACTIVE in states.values():
        wake_on_commit("webhooks.deliver")


def _deliveries(event: Event, states: dict[UUID, str]) -> Collection[Delivery]:
    state = {Endpoint.State.ACTIVE: Delivery.State.PENDING, Endpoint.State.PAUSED: Delivery.State.HELD}
    return [
        Delivery(
            event=event,
            endpoint_id=endpoint_id,
            state=state[Endpoint.State(of_endpoint)],
            next_attempt_at=Now() if of_endpoint == Endpoint.State.ACTIVE else None,
        )
        for endpoint_id, of_endpoint in states.items()
        if of_endpoint in state
    ]


def _traits(verdict: Verdict, previous: Verdict | None, topics: tuple[str, ...]) -> Traits:
    ratings = [row.rating for row in (verdict, previous) if row and row.rating]
    return Traits(
        publisher=verdict.publisher_id,
        topics=frozenset(topics),
        language=verdict.claim.language,
        claimant=verdict.claim.claimant_id,
        normalised=frozenset(Normalised(rating.normalised) for rating in ratings),
    )


def _claim_facts(claim: Claim, topics: tuple[str, ...]) -> ClaimFacts:
    return ClaimFacts(
        id=claim.id,
        text=claim.text,
        language=claim.language,
        claimant=_source_facts(claim.claimant) if claim.claimant else None,
        url=f"{settings.PUBLIC_URL}/api/v1/claims/{claim.id}",
        topics=topics,
    )


def _source_facts(source: Source) -> SourceFacts:
    return SourceFacts(id=source.id, name=source.name, kind=source.kind, domain=source.domain)


def _verdict_facts(verdict: Verdict) -> VerdictFacts:
    return VerdictFacts(
        id=verdict.id,
        seq=verdict.seq,
        kind=verdict.kind,
        rating=_rating_facts(verdict.rating) if verdict.rating else None,
        original_label=verdict.original_label,
        summary=verdict.summary,
        explanation=verdict.explanation,
        reason=verdict.reason,
        language=verdict.language,
        review_url=verdict.review_url,
        effective_at=verdict.effective_at,
        recorded_at=verdict.recorded_at,
    )


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
