"""Which events an endpoint wants, and whether an event is one of them. Pure.

An endpoint's filters are a mapping from a name in FILTERS to the values wanted. Values of one name are
alternatives; names are all required. An empty mapping wants every event.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from claims.rules import EVENT_TYPES as VERDICT_EVENT_TYPES
from claims.rules import Normalised
from common.languages import HOW, is_language
from webhooks.operational import ENDPOINT_DISABLED, TEST
from webhooks.payloads import CLAIM_MERGED, CLAIM_UNMERGED, LINK_BROKEN

CLAIM_EVENT_TYPES = (*VERDICT_EVENT_TYPES.values(), CLAIM_MERGED, CLAIM_UNMERGED, LINK_BROKEN)
EVENT_TYPES = (*CLAIM_EVENT_TYPES, ENDPOINT_DISABLED, TEST)
FILTERS = ("publisher", "topic", "language", "claimant", "normalised")
SOURCE_FILTERS = frozenset({"publisher", "claimant"})
MAX_VALUES = 200

Filters = Mapping[str, list[str]]


class FilterRefused(ValueError):
    """The event types or filters asked for cannot be; `field` names which, the message says why."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What of an event the filters look at; of a merge, what either claim has.

    `normalised` holds the new and the previous normalised verdict: who follows false claims hears of
    the one that is no longer false.
    """

    publishers: frozenset[str]
    topics: frozenset[str]
    languages: frozenset[str]
    claimants: frozenset[str]
    normalised: frozenset[str]


def traits_of(payload: bytes, *, topics: Iterable[str] = ()) -> Traits:
    """The traits of an event about a claim, by its payload; `topics`: those it may have had no room for."""
    data = json.loads(payload)["data"]
    claims = [data[name] for name in ("claim", "into") if name in data]
    ratings = [row["rating"] for row in (data.get("verdict"), data.get("previous")) if row and row["rating"]]
    publishers = [data["publisher"]["id"]] if "publisher" in data else data["publishers"]
    return Traits(
        publishers=frozenset(publishers),
        topics=frozenset(topics).union(*(claim["topics"] for claim in claims)),
        languages=frozenset(claim["language"] for claim in claims),
        claimants=frozenset(claim["claimant"]["id"] for claim in claims if claim["claimant"]),
        normalised=frozenset(data.get("normalised", [])) | {rating["normalised"] for rating in ratings},
    )


def check_event_types(event_types: Iterable[str]) -> list[str]:
    """The types, sorted and each once; empty means every type. Raises FilterRefused on an unknown one."""
    wanted = sorted(set(event_types))
    unknown = [name for name in wanted if name not in EVENT_TYPES]
    if unknown:
        known = ", ".join(EVENT_TYPES)
        raise FilterRefused(f"unknown event type {unknown[0]!r}; there are {known}", field="event_types")
    return wanted


def check_filters(filters: object) -> dict[str, list[str]]:
    """The filters in their stored form: known names, non-empty lists of well-formed values.

    Raises FilterRefused.
    """
    if not isinstance(filters, Mapping):
        raise FilterRefused("filters are an object of lists", field="filters")
    unknown = [name for name in filters if name not in FILTERS]
    if unknown:
        raise FilterRefused(f"unknown filter {unknown[0]!r}; there are {', '.join(FILTERS)}", field="filters")
    return {name: _check_values(name, values) for name, values in filters.items() if values != []}


def _check_values(name: str, values: object) -> list[str]:
    if not isinstance(values, list) or len(values) > MAX_VALUES:
        raise FilterRefused(f"{name} takes a list of at most {MAX_VALUES} values", field="filters")
    checked = []
    for value in values:
        if not isinstance(value, str) or not value.strip():
            raise FilterRefused(f"{name} takes texts, not {value!r}", field="filters")
        checked.append(_check_value(name, value.strip()))
    return sorted(set(checked))


def _check_value(name: str, value: str) -> str:
    if name in SOURCE_FILTERS:
        try:
            return str(UUID(value))
        except ValueError:
            raise FilterRefused(
                f"{name} takes identifiers of sources, not {value!r}", field="filters"
            ) from None
    if name == "normalised" and value not in set(Normalised):
        raise FilterRefused(f"normalised takes {', '.join(Normalised)}, not {value!r}", field="filters")
    if name == "language" and not is_language(value):
        raise FilterRefused(f"language takes languages, not {value!r}: {HOW}", field="filters")
    return value.lower() if name == "language" else value


def names_sources(filters: Filters) -> bool:
    """Whether the filters name sources, of which several may be one."""
    return not SOURCE_FILTERS.isdisjoint(filters)


def wants(filters: Filters, traits: Traits) -> bool:
    """Whether an event of these traits passes the filters (as `check_filters` returns them)."""
    has: dict[str, frozenset[str]] = {
        "publisher": traits.publishers,
        "topic": traits.topics,
        "language": frozenset().union(*map(_language_ranges, traits.languages)),
        "claimant": traits.claimants,
        "normalised": traits.normalised,
    }
    return all(has[name].intersection(values) for name, values in filters.items())


def _language_ranges(tag: str) -> set[str]:
    """The tag and every shorter range that matches it: en-gb is also en."""
    subtags = tag.lower().split("-") if tag else []
    return {"-".join(subtags[:length]) for length in range(1, len(subtags) + 1)}
