"""`POST /api/v1/claims/match` and `GET /api/v1/claims/{id}/similar`."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.scopes import Scope
from tests import factories
from tests.api import Caller, anonymous, caller, problem

pytestmark = pytest.mark.django_db

_MATCH = "/api/v1/claims/match"
KNOWN = "The reservoir at Velmar lost 40 percent of its water in May 2025."


def match(body: dict[str, Any], who: Caller | None = None) -> list[list[dict[str, Any]]]:
    response = (who or anonymous()).send("POST", _MATCH, body)
    assert response.status_code == 200, response.content
    return [result["matches"] for result in response.json()["results"]]


def ids(matches: list[dict[str, Any]]) -> list[str]:
    return [found["claim"]["id"] for found in matches]


@pytest.fixture(autouse=True)
def others() -> None:
    """Claims about other things, so that words have a rarity."""
    for text in (
        "The new tram line cost 31 million crowns more than planned.",
        "Nine hundred households in Kessen had no power for two days.",
        "Bread is cheaper in winter than in summer.",
        "The harbour master resigned after the ferry ran aground.",
    ):
        factories.published_claim(text=text, claimant="")


def test_a_known_claim_is_found_with_what_is_held_of_it_and_why() -> None:
    claim = factories.published_claim(text=KNOWN)
    verdict = claim.verdicts.get()
    ((best, *_),) = match({"text": "Velmar's reservoir lost 40 percent of its water in May 2025."})
    assert best["relation"] == "same_claim"
    assert best["score"] > 0.5
    assert best["reasons"]
    assert "reservoir" in best["explanation"]["shared_words"]
    found = best["claim"]
    assert (found["id"], found["text"], found["state"]) == (str(claim.pk), KNOWN, "published")
    assert found["url"].endswith(f"/api/v1/claims/{claim.pk}")
    (held,) = found["verdicts"]
    assert held["publisher"] == {"id": str(verdict.publisher_id), "name": verdict.publisher_name}
    assert (held["label"], held["normalised"]) == ("False", "false")


def test_another_number_is_another_claim_and_the_reasons_say_so() -> None:
    factories.published_claim(text=KNOWN)
    ((best, *_),) = match({"text": KNOWN.replace("40", "83")})
    assert best["relation"] != "same_claim"
    assert best["explanation"]["numbers_only_in_text"]
    assert best["explanation"]["numbers_only_in_claim"]
    assert any("83" in reason for reason in best["reasons"])


def test_several_texts_are_answered_in_their_order() -> None:
    claim = factories.published_claim(text=KNOWN)
    found = match(
        {"texts": ["Purple zebras whistle quietly.", KNOWN, "Bread is cheaper in winter."], "limit": 1}
    )
    assert len(found) == 3
    assert ids(found[1]) == [str(claim.pk)]
    assert found[2][0]["claim"]["text"].startswith("Bread")


def test_a_hundred_texts_cost_no_more_statements_than_the_engine_asks_for_them() -> None:
    factories.published_claim(text=KNOWN)

    def statements(count: int) -> int:
        with CaptureQueriesContext(connection) as context:
            match({"texts": [f"{KNOWN} {number}" for number in range(count)], "limit": 2})
        return len(context)

    statements(1)
    assert statements(2) == statements(20) <= 16
    assert statements(100) <= 4 * 16


def test_an_open_claim_is_for_those_who_see_candidates() -> None:
    claim = factories.accepted_claim(text=KNOWN)
    assert str(claim.pk) not in ids(match({"text": KNOWN})[0])
    problem(anonymous().send("POST", _MATCH, {"text": KNOWN, "include_open": True}), 401)
    problem(caller(Scope.ARTICLES_READ).send("POST", _MATCH, {"text": KNOWN, "include_open": True}), 403)
    desk = caller(Scope.CANDIDATES_READ)
    assert ids(match({"text": KNOWN, "include_open": True}, desk)[0])[0] == str(claim.pk)


def test_a_claim_is_found_as_soon_as_its_verdict_is_published() -> None:
    claim = factories.accepted_claim(text=KNOWN)
    assert str(claim.pk) not in ids(match({"text": KNOWN})[0])
    factories.verdict(claim)
    assert ids(match({"text": KNOWN})[0])[0] == str(claim.pk)


def test_a_merged_claim_leads_to_its_survivor() -> None:
    claim = factories.published_claim(text="Two fifths of what the dam holds back are gone.")
    factories.merged_claim(claim, published=True, text=KNOWN)
    assert ids(match({"text": KNOWN})[0])[0] == str(claim.pk)


def test_filters_leave_out_what_they_do_not_name() -> None:
    claim = factories.published_claim(text=KNOWN, language="en-GB")
    claim.topics.set([factories.topic("water")])
    publisher = claim.verdicts.get().publisher_id
    me = str(claim.pk)
    for kept, dropped in (
        ({"languages": ["en"]}, {"languages": ["fr"]}),
        ({"topics": ["water"]}, {"topics": ["trams"]}),
        ({"publishers": [str(publisher)]}, {"publishers": [str(factories.fact_checker().pk)]}),
        ({"claimants": [str(claim.claimant_id)]}, {"claimants": [str(factories.source().pk)]}),
        ({"min_score": 0.3}, {"min_score": 1}),
    ):
        assert me in ids(match({"text": KNOWN, **kept})[0]), kept
        assert me not in ids(match({"text": KNOWN, **dropped})[0]), dropped


def test_explanations_are_left_out_where_they_are_not_wanted() -> None:
    factories.published_claim(text=KNOWN)
    ((best, *_),) = match({"text": KNOWN, "explain": False})
    assert best["explanation"] is None
    assert best["reasons"]


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({}, "#/text"),
        ({"text": "a", "texts": ["b"]}, "#/text"),
        ({"texts": []}, "#/texts"),
        ({"texts": ["a"] * 101}, "#/texts"),
        ({"text": ""}, "#/text"),
        ({"text": "x" * 10_001}, "#/text"),
        ({"text": "a", "limit": 21}, "#/limit"),
        ({"text": "a", "min_score": 2}, "#/min_score"),
        ({"text": "a", "publishers": ["x"]}, "#/publishers/0"),
        ({"text": "a", "publisher": "x"}, "#/publisher"),
    ],
)
def test_what_cannot_be_matched_is_refused(body: dict[str, Any], at: str) -> None:
    problem(anonymous().send("POST", _MATCH, body), 422, at=at)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "the of and a",
        "a",
        "&|!()<->:* ' \\",
        " ".join(f"zq{number}x" for number in range(1000)),
        "水" * 10_000,
        "😀" * 5_000,
        "Водосховище الخزان जलाशय อ่างเก็บน้ำ 貯水池 저수지 Ταμιευτήρας reservoir",
        "e" + "\u0301" * 5_000,
        "1 2 3 4 5 6 7 8 9 " * 500,
    ],
)
def test_any_text_is_answered(text: str) -> None:
    factories.published_claim(text=KNOWN)
    assert len(match({"text": text})) == 1


def test_a_character_that_no_text_holds_is_refused() -> None:
    assert 400 <= anonymous().send("POST", _MATCH, {"text": "a\x00b"}).status_code < 500


def test_similar_claims_are_others_and_public() -> None:
    claim = factories.published_claim(text=KNOWN)
    alike = factories.published_claim(text=KNOWN.replace("40", "83"))
    unseen = factories.accepted_claim(text=KNOWN)
    path = f"/api/v1/claims/{claim.pk}/similar"
    found = anonymous().get(path).json()["results"]
    assert ids(found)[0] == str(alike.pk)
    assert not {str(claim.pk), str(unseen.pk)} & set(ids(found))
    assert ids(caller(Scope.CANDIDATES_READ).get(path).json()["results"])[0] == str(unseen.pk)
    assert len(anonymous().get(f"{path}?limit=1").json()["results"]) == 1
    problem(anonymous().get(f"/api/v1/claims/{unseen.pk}/similar"), 404)
    problem(anonymous().get(f"{path}?limit=0"), 400, at="limit")
