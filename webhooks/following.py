"""Which endpoints an event about a claim is for, by what they follow and their filters."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from sources.selectors import sources_that_are_one
from webhooks.filters import Filters, Traits, names_sources, traits_of, wants


def endpoints_wanting(
    following: Iterable[tuple[UUID, Filters]], payload: bytes, *, topics: Collection[str]
) -> list[UUID]:
    """Those of the endpoints whose filters let the event through.

    A source that was merged into another is that one: an endpoint that follows either is told of both.
    """
    rows, traits = list(following), traits_of(payload, topics=topics)
    if any(names_sources(filters) for _, filters in rows):
        traits = _with_their_like(traits)
    return [endpoint_id for endpoint_id, filters in rows if wants(filters, traits)]


def _with_their_like(traits: Traits) -> Traits:
    like = sources_that_are_one([UUID(each) for each in traits.publishers | traits.claimants])
    named = {str(source_id): frozenset(map(str, all_of_it)) for source_id, all_of_it in like.items()}

    def widened(source_ids: frozenset[str]) -> frozenset[str]:
        return source_ids.union(*(named.get(each, frozenset()) for each in source_ids))

    return replace(traits, publishers=widened(traits.publishers), claimants=widened(traits.claimants))
