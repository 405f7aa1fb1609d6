from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from claims.rules import Normalised
from webhooks.filters import (
    EVENT_TYPES,
    FilterRefused,
    Traits,
    check_event_types,
    check_filters,
    traits_of,
    wants,
)

DESK = UUID("018f0000-0000-7000-8000-000000000001")
MINISTER = UUID("018f0000-0000-7000-8000-000000000002")
TRAITS = Traits(
    publishers=frozenset({str(DESK)}),
    topics=frozenset({"water", "health"}),
    languages=frozenset({"pt-BR"}),
    claimants=frozenset({str(MINISTER)}),
    normalised=frozenset({Normalised.FALSE, Normalised.MIXED}),
)


def _payload(**data: Any) -> bytes:
    return json.dumps({"data": data}).encode()


def _claim(topic: str, language: str, claimant: UUID | None = None) -> dict[str, Any]:
    said_by = {"id": str(claimant)} if claimant else None
    return {"topics": [topic], "language": language, "claimant": said_by}


def test_the_traits_of_a_merge_are_those_of_either_claim_and_of_what_stands_on_them() -> None:
    claim, into = _claim("water", "pt-BR"), _claim("health", "en", MINISTER)
    payload = _payload(claim=claim, into=into, publishers=[str(DESK)], normalised=["false", "mixed"])
    assert traits_of(payload) == replace(TRAITS, languages=frozenset({"pt-BR", "en"}))


def test_the_traits_of_a_verdict_are_its_own_the_previous_ones_and_topics_without_room() -> None:
    ratings = [{"rating": {"normalised": each}} for each in ("false", "mixed")]
    payload = _payload(
        claim=_claim("water", "pt-BR", MINISTER),
        publisher={"id": str(DESK)},
        verdict=ratings[0],
        previous=ratings[1],
    )
    assert traits_of(payload, topics=["health", "water"]) == TRAITS


def test_no_filters_want_everything() -> None:
    assert wants({}, TRAITS)


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"publisher": [str(DESK)]}, True),
        ({"publisher": [str(MINISTER)]}, False),
        ({"topic": ["energy", "health"]}, True),
        ({"topic": ["energy"]}, False),
        ({"language": ["pt"]}, True),
        ({"language": ["pt-br"]}, True),
        ({"language": ["pt-pt"]}, False),
        ({"language": ["pt-b"]}, False),
        ({"claimant": [str(MINISTER)]}, True),
        ({"claimant": [str(DESK)]}, False),
        ({"normalised": ["false"]}, True),
        ({"normalised": ["mixed"]}, True),
        ({"normalised": ["true"]}, False),
        ({"topic": ["water"], "normalised": ["true"]}, False),
        ({"topic": ["water"], "normalised": ["false"], "language": ["pt"]}, True),
    ],
)
def test_names_are_all_required_and_values_are_alternatives(
    filters: dict[str, list[str]], wanted: bool
) -> None:
    assert wants(check_filters(filters), TRAITS) is wanted


def test_an_event_without_the_trait_does_not_pass_its_filter() -> None:
    bare = replace(
        TRAITS, topics=frozenset(), languages=frozenset({""}), claimants=frozenset(), normalised=frozenset()
    )
    for name, value in (
        ("topic", "water"),
        ("language", "pt"),
        ("claimant", str(MINISTER)),
        ("normalised", "false"),
    ):
        assert not wants({name: [value]}, bare)
    assert wants({}, bare)


def test_filters_are_stored_in_one_form() -> None:
    asked = {
        "publisher": [str(DESK).upper(), DESK.hex],
        "language": ["EN", "uk"],
        "topic": [" water "],
        "claimant": [],
    }
    assert check_filters(asked) == {"publisher": [str(DESK)], "language": ["en", "uk"], "topic": ["water"]}


def test_a_filter_may_have_200_values() -> None:
    topics = [f"topic-{number:03}" for number in range(200)]
    assert check_filters({"topic": topics}) == {"topic": topics}


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ([], "an object"),
        ("topic", "an object"),
        (None, "an object"),
        ({"colour": ["red"]}, "unknown filter 'colour'"),
        ({"topic": "water"}, "takes a list"),
        ({"topic": ["x"] * 201}, "at most 200"),
        ({"topic": [7]}, "takes texts"),
        ({"topic": [" "]}, "takes texts"),
        ({"publisher": ["the desk"]}, "identifiers of sources"),
        ({"claimant": ["x"]}, "identifiers of sources"),
        ({"language": ["english"]}, "language takes languages, not 'english': give the code"),
        ({"normalised": ["untrue"]}, "normalised takes true, mostly_true"),
    ],
)
def test_a_malformed_filter_is_refused_by_name(filters: object, message: str) -> None:
    with pytest.raises(FilterRefused, match=message) as refusal:
        check_filters(filters)
    assert refusal.value.field == "filters"


def test_there_is_an_event_type_for_every_kind_of_verdict_and_for_what_else_may_happen() -> None:
    assert EVENT_TYPES == (
        "verdict.published",
        "verdict.updated",
        "verdict.corrected",
        "verdict.retracted",
        "claim.merged",
        "claim.unmerged",
        "evidence.link_broken",
        "webhook.endpoint_disabled",
        "webhook.test",
    )
    assert check_event_types([]) == []
    assert check_event_types(["verdict.updated", "verdict.corrected", "verdict.updated"]) == [
        "verdict.corrected",
        "verdict.updated",
    ]
    with pytest.raises(FilterRefused, match=r"unknown event type 'verdict\.deleted'") as refusal:
        check_event_types(["verdict.updated", "verdict.deleted"])
    assert refusal.value.field == "event_types"
