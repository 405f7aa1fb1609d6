"""What a list or a document shows by `include` and `count`, and to whom."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.rules import Kind
from common.scopes import Scope
from tests import factories
from tests.api import anonymous, caller, problem

pytestmark = pytest.mark.django_db


def test_a_claim_comes_with_its_claimant_and_its_whole_history() -> None:
    claim = factories.published_claim()
    first = claim.verdicts.get()
    factories.verdict(claim, kind=Kind.UPDATE, publisher=first.publisher)
    for address in (f"/api/v1/claims/{claim.id}?", "/api/v1/claims?"):
        answer = anonymous().get(f"{address}include=claimant,history").json()
        shown = answer.get("results", [answer])[0]
        included = shown["included"]
        assert [row["seq"] for row in included["history"]] == [2, 1]
        assert included["claimant"] == anonymous().get(f"/api/v1/sources/{claim.claimant_id}").json()


def test_nobody_is_shown_by_an_include_what_is_not_public() -> None:
    open_claim = factories.accepted_claim()
    candidate = open_claim.candidates.get()
    address = f"/api/v1/candidates/{candidate.id}?include=claim"
    assert caller(Scope.CANDIDATES_READ).get(address).json()["included"]["claim"]["id"] == str(open_claim.id)
    evidence = factories.evidence(open_claim)
    problem(anonymous().get(f"/api/v1/evidence/{evidence.id}"), 404)
    assert anonymous().get("/api/v1/evidence").json()["results"] == []
    assert anonymous().get("/api/v1/appearances").json()["results"] == []
    assert len(caller(Scope.CANDIDATES_READ).get("/api/v1/appearances").json()["results"]) == 1


@pytest.mark.parametrize("query", ["fields=", "fields=id,", "fields=nothing", "include=nothing", "include="])
def test_a_name_that_is_not_known_is_refused_with_those_that_are(query: str) -> None:
    found = problem(anonymous().get(f"/api/v1/claims?{query}"), 400, at=query.partition("=")[0])
    assert "claimant" in found["detail"] or "blank" in found["detail"]


def test_includes_cost_the_same_queries_however_long_the_page() -> None:
    for _ in range(4):
        factories.published_claim()
    counts = set()
    for size in (1, 4):
        with CaptureQueriesContext(connection) as queries:
            query = f"page_size={size}&include=claimant,history"
            assert len(anonymous().get(f"/api/v1/claims?{query}").json()["results"]) == size
        counts.add(len(queries))
    assert len(counts) == 1


def test_a_list_says_about_how_many_there_are_if_asked() -> None:
    for number in range(30):
        factories.topic(f"t{number}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_topic")
    page = anonymous().get("/api/v1/topics?count=estimate&page_size=2").json()
    assert page["count"] == 30
    assert "count" not in anonymous().get("/api/v1/topics").json()
    assert anonymous().get(page["next"]).json()["count"] == 30
    assert anonymous().get("/api/v1/topics?count=estimate&page_size=50").json()["count"] == 30
    problem(anonymous().get("/api/v1/topics?count=exact"), 400, at="count")


def test_what_a_page_shows_is_counted_whatever_the_planner_thinks() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_topic")
    for number in range(3):
        factories.topic(f"t{number}")
    page = anonymous().get("/api/v1/topics?count=estimate").json()
    assert (len(page["results"]), page["count"]) == (3, 3)
    past = anonymous().get(anonymous().get("/api/v1/topics?count=estimate&page_size=2").json()["next"]).json()
    assert len(past["results"]) == 1
    assert past["count"] >= 1
