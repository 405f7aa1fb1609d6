from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webhooks.payloads import (
    MARKER,
    MAX_BYTES,
    ClaimFacts,
    EvidenceFacts,
    RatingFacts,
    SourceFacts,
    Standing,
    VerdictFacts,
    _prefix,
    link_broken_payload,
    merged_payload,
    verdict_payload,
)

AT = datetime(2026, 3, 1, 12, 30, 0, 250000, tzinfo=UTC)
DESK = SourceFacts(id=UUID(int=1), name="Контроль фактів", kind="fact_checker", domain="desk.example")
MINISTER = SourceFacts(id=UUID(int=2), name="Oda Brekke", kind="person", domain="")
CLAIM = ClaimFacts(
    id=UUID(int=3),
    text="The reservoir holds two years of water.",
    language="en",
    claimant=MINISTER,
    url="https://registry.example/claims/3",
    topics=("health", "water"),
)
FALSE = RatingFacts(label="False", value=1.0, worst=1.0, best=5.0, normalised="false")
FIRST = VerdictFacts(
    id=UUID(int=4),
    seq=1,
    kind="initial",
    rating=FALSE,
    original_label="Falsk",
    summary="It holds five months.",
    explanation="The operator's own figures say so.",
    reason="",
    note="",
    language="en",
    review_url="https://desk.example/reviews/4",
    effective_at=AT,
    recorded_at=AT,
)
RETRACTION = replace(
    FIRST, id=UUID(int=5), seq=2, kind="retraction", rating=None, reason="The figures were revised."
)


def _payload(**changes: Any) -> bytes:
    given_: dict[str, Any] = {
        "event_type": "verdict.published",
        "timestamp": AT,
        "sequence": 1,
        "claim": CLAIM,
        "publisher": DESK,
        "verdict": FIRST,
        "previous": None,
    }
    return verdict_payload(**(given_ | changes))


def test_the_first_verdict_in_full() -> None:
    assert json.loads(_payload()) == {
        "type": "verdict.published",
        "timestamp": "2026-03-01T12:30:00.250000Z",
        "data": {
            "sequence": 1,
            "claim": {
                "id": str(UUID(int=3)),
                "text": "The reservoir holds two years of water.",
                "language": "en",
                "claimant": {"id": str(UUID(int=2)), "name": "Oda Brekke", "kind": "person", "domain": ""},
                "url": "https://registry.example/claims/3",
                "topics": ["health", "water"],
            },
            "publisher": {
                "id": str(UUID(int=1)),
                "name": "Контроль фактів",
                "kind": "fact_checker",
                "domain": "desk.example",
            },
            "verdict": {
                "id": str(UUID(int=4)),
                "seq": 1,
                "kind": "initial",
                "rating": {"label": "False", "value": 1.0, "worst": 1.0, "best": 5.0, "normalised": "false"},
                "original_label": "Falsk",
                "summary": "It holds five months.",
                "explanation": "The operator's own figures say so.",
                "reason": "",
                "note": "",
                "language": "en",
                "review_url": "https://desk.example/reviews/4",
                "effective_at": "2026-03-01T12:30:00.250000Z",
                "recorded_at": "2026-03-01T12:30:00.250000Z",
            },
            "previous": None,
            "truncated": [],
        },
    }


def test_a_retraction_carries_the_verdict_it_withdraws() -> None:
    data = json.loads(
        _payload(event_type="verdict.retracted", sequence=2, verdict=RETRACTION, previous=FIRST)
    )["data"]
    assert data["verdict"]["rating"] is None
    assert data["verdict"]["reason"] == "The figures were revised."
    assert data["previous"]["rating"]["normalised"] == "false"
    assert data["sequence"] == 2


def test_the_bytes_are_compact_utf8_and_the_same_every_time() -> None:
    payload = _payload()
    assert payload.startswith(
        b'{"type":"verdict.published","timestamp":"2026-03-01T12:30:00.250000Z","data":{"sequence":1,'
    )
    assert "Контроль фактів".encode() in payload
    assert payload == _payload()


def test_times_of_other_zones_are_told_in_utc() -> None:
    local = AT.replace(year=2027).astimezone(timezone(timedelta(hours=5, minutes=30)))
    payload = json.loads(_payload(timestamp=local, verdict=replace(FIRST, effective_at=local)))
    assert payload["timestamp"] == "2027-03-01T12:30:00.250000Z"
    assert payload["data"]["verdict"]["effective_at"] == "2027-03-01T12:30:00.250000Z"


def test_a_long_explanation_is_cut_just_enough_and_says_so() -> None:
    explanation = "Ґрунтовне «пояснення»\n" * 3000
    payload = _payload(verdict=replace(FIRST, explanation=explanation))
    data = json.loads(payload)["data"]
    kept = data["verdict"]["explanation"]
    assert kept.endswith(MARKER)
    assert explanation.startswith(kept.removesuffix(MARKER))
    assert data["truncated"] == ["verdict.explanation"]
    assert data["verdict"]["summary"] == FIRST.summary
    assert MAX_BYTES - 64 < len(payload) <= MAX_BYTES


def test_the_previous_explanation_goes_before_the_new_one() -> None:
    long = "x" * 12_000
    verdict, previous = replace(RETRACTION, explanation=long), replace(FIRST, explanation=long)
    data = json.loads(_payload(verdict=verdict, previous=previous))["data"]
    assert data["truncated"] == ["previous.explanation"]
    assert data["verdict"]["explanation"] == long


def test_texts_go_before_topics_and_addresses_and_the_claims_own_words_last() -> None:
    long = "x" * 3000
    told: dict[str, Any] = dict.fromkeys(("summary", "explanation", "reason", "note"), long)
    told["review_url"] = "https://desk.example/" + "x" * MAX_BYTES
    verdict, previous = replace(RETRACTION, **told), replace(FIRST, **told)
    data = json.loads(_payload(claim=replace(CLAIM, text=long), verdict=verdict, previous=previous))["data"]
    texts = ["previous.summary", "previous.note", "previous.reason"]
    texts += ["verdict.summary", "verdict.note", "verdict.reason", "claim.text"]
    addresses = ["previous.review_url", "verdict.review_url"]
    first = ["previous.explanation", "verdict.explanation"]
    assert data["truncated"] == [*first, *texts, "claim.topics", *addresses]
    assert {data[part][name] for part, name in (path.split(".") for path in (*first, *texts))} == {MARKER}
    assert (data["previous"]["review_url"], data["verdict"]["review_url"]) == ("", "")


def test_the_address_of_a_first_verdict_is_left_out_too() -> None:
    data = json.loads(_payload(verdict=replace(FIRST, review_url="https://desk.example/" + "x" * MAX_BYTES)))
    assert (data["data"]["verdict"]["review_url"], data["data"]["previous"]) == ("", None)
    assert data["data"]["truncated"][-1] == "verdict.review_url"


TOPICS = tuple(f"topic-{number:090}" for number in range(300))


def test_of_too_many_topics_the_first_are_told_as_far_as_there_is_room() -> None:
    payload = _payload(claim=replace(CLAIM, topics=TOPICS))
    told = json.loads(payload)["data"]["claim"]["topics"]
    assert tuple(told) == TOPICS[: len(told)]
    assert MAX_BYTES - 2 * len(TOPICS[0]) < len(payload) <= MAX_BYTES


STANDING = Standing(publishers=(DESK.id,), normalised=("false",))
EVIDENCE = EvidenceFacts(
    id=UUID(int=6), verdict_id=None, stance="refutes", url="https://operator.example/levels", archive_url=""
)


@pytest.mark.parametrize("topics", [(), TOPICS])
def test_a_merge_and_a_broken_link_are_told_within_the_limit(topics: tuple[str, ...]) -> None:
    claim = replace(CLAIM, text="ї" * MAX_BYTES, topics=topics)
    into = replace(claim, id=UUID(int=7))
    about: dict[str, Any] = {"timestamp": AT, "sequence": 2, "claim": claim, "standing": STANDING}
    for payload, parts in (
        (merged_payload(into=into, **about), ("claim", "into")),
        (link_broken_payload(evidence=EVIDENCE, **about), ("claim",)),
    ):
        assert len(payload) <= MAX_BYTES
        data = json.loads(payload)["data"]
        texts, lists = [f"{part}.text" for part in parts], [f"{part}.topics" for part in parts]
        assert data["truncated"] == texts + (lists if topics else [])
        assert all(data[part]["text"].endswith(MARKER) for part in parts)
        assert data["publishers"] == [str(DESK.id)]


def test_a_payload_that_just_fits_is_left_whole() -> None:
    room = MAX_BYTES - len(_payload(verdict=replace(FIRST, explanation="")))
    fits = _payload(verdict=replace(FIRST, explanation="x" * room))
    assert len(fits) == MAX_BYTES
    assert json.loads(fits)["data"]["truncated"] == []
    assert json.loads(_payload(verdict=replace(FIRST, explanation="x" * (room + 1))))["data"]["truncated"]


_long_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).flatmap(
    lambda text: st.integers(0, 900).map(lambda times: text * times)
)


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(_long_text, min_size=8, max_size=8), topics=st.integers(0, 400), url=st.booleans())
def test_no_payload_exceeds_the_limit_and_every_one_is_json(texts: list[str], topics: int, url: bool) -> None:
    verdict = replace(RETRACTION, summary=texts[0], explanation=texts[1], reason=texts[2], note=texts[7])
    previous = replace(FIRST, summary=texts[3], explanation=texts[4], reason=texts[5])
    if url:
        previous = replace(previous, review_url="https://desk.example/" + "ї" * 2000)
        verdict = replace(verdict, review_url=previous.review_url)
    claim = replace(CLAIM, text=texts[6], topics=tuple(f"topic-{number:090}" for number in range(topics)))
    payload = _payload(claim=claim, verdict=verdict, previous=previous)
    assert len(payload) <= MAX_BYTES
    data = json.loads(payload)["data"]
    for path in data["truncated"]:
        part, name = path.split(".")
        assert name in data[part]


@pytest.mark.parametrize(
    ("text", "size", "kept"),
    [
        ("abcd", 5, 3),
        ("abcd", 6, 4),
        ("abcd", 9, 4),
        ('a""b', 6, 2),
        ("aїb", 4, 1),
        ("aїb", 5, 2),
        ("a", 1, 0),
    ],
)
def test_a_text_is_cut_to_the_last_byte_that_there_is_room_for(text: str, size: int, kept: int) -> None:
    assert _prefix(text, size) == text[:kept]


@pytest.mark.parametrize("text", ['"' * 30_000, "\x01" * 30_000, "\U0001f6b0" * 30_000])
def test_characters_that_take_many_bytes_are_counted_as_such(text: str) -> None:
    payload = _payload(verdict=replace(FIRST, summary=text))
    assert len(payload) <= MAX_BYTES
    assert json.loads(payload)["data"]["verdict"]["summary"].endswith(MARKER)
