from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from claims.matching.types import Match, Relation
from claims.models import Candidate, Claim
from claims.services.candidates import suggestions_record
from claims.services.resemblance import candidates_relate
from common.scopes import Scope
from tests import factories
from tests.api import Caller, caller, problem

pytestmark = pytest.mark.django_db

_PATH = "/api/v1/candidates"
_MISSING = "0190a3f0-0000-7000-8000-000000000000"


@pytest.fixture
def reader() -> Caller:
    return caller(Scope.CANDIDATES_READ)


def _decide(candidate: Candidate, how: str, body: Any = None, **key: Any) -> Any:
    who = caller(Scope.CANDIDATES_WRITE, **key)
    return who.send("POST", f"{_PATH}/{candidate.id}/{how}", {} if body is None else body)


def test_a_candidate_is_shown_with_its_article_and_what_it_resembles(reader: Caller) -> None:
    outlet = factories.source(kind="outlet", name="Fjord Post")
    version = factories.article_version(article=factories.article(source=outlet))
    candidate = factories.candidate(article_version=version, via=["Radio North"])
    known = factories.claim()
    suggestions_record(
        found={
            candidate.pk: [
                Match(claim_id=known.id, score=0.9, relation=Relation.SIMILAR, reasons=("shares water",))
            ]
        },
        matcher="tests",
    )
    found = reader.get(f"{_PATH}/{candidate.id}").json()
    assert found["text"] == "The reservoir holds two years of water."
    assert found["sentence"] == version.text[found["start"] : found["end"]]
    assert found["article"]["id"] == str(version.article_id)
    assert found["article_version"] == str(version.id)
    assert found["outlet"]["name"] == "Fjord Post"
    assert (found["score"], found["reasons"], found["via"]) == (0.8, ["figure"], ["Radio North"])
    assert found["addressee"] is None
    assert (found["state"], found["claim"], found["decision"]) == ("pending", None, None)
    (suggestion,) = found["suggestions"]
    assert (suggestion["claim"], suggestion["text"]) == (str(known.id), known.text)
    assert (suggestion["score"], suggestion["relation"]) == (0.9, "similar")
    assert suggestion["reasons"] == ["shares water"]
    assert suggestion["explanation"]["negation_differs"] is False
    (listed,) = reader.get(_PATH).json()["results"]
    assert listed == found


def test_accepting_makes_an_open_claim_and_answers_with_it(reader: Caller) -> None:
    owner = factories.user(username="vera")
    candidate = factories.candidate()
    response = _decide(candidate, "accept", owner=owner)
    assert response.status_code == 201
    claim = response.json()
    assert claim["state"] == "open"
    assert len(claim["appearances"]) == 1
    assert reader.get(response["Location"]).json() == claim
    shown = reader.get(f"{_PATH}/{candidate.id}").json()
    assert (shown["state"], shown["claim"]) == ("accepted", claim["id"])
    assert shown["decision"]["by"] == "vera"


def test_accepting_takes_a_better_wording_and_the_source_meant() -> None:
    meant = factories.source(name="Oda Brekke")
    factories.source(name="Oda Brekke")
    body = {"text": "The lake holds water for two years.", "claimant": str(meant.id), "reason": "Clear."}
    claim = _decide(factories.candidate(), "accept", body).json()
    assert claim["text"] == "The lake holds water for two years."
    assert claim["claimant"]["id"] == str(meant.id)


def test_merging_adds_an_appearance_to_the_claim_and_answers_with_it() -> None:
    claim = factories.published_claim()
    candidate = factories.candidate()
    response = _decide(candidate, "merge", {"claim": str(claim.id), "reason": "The same."})
    assert response.status_code == 200
    assert response.json()["id"] == str(claim.id)
    assert len(response.json()["appearances"]) == 2
    candidate.refresh_from_db()
    assert (candidate.state, candidate.claim_id, candidate.decision_reason) == (
        "merged",
        claim.id,
        "The same.",
    )


def test_rejecting_says_why_and_answers_with_the_candidate() -> None:
    response = _decide(factories.candidate(), "reject", {"reason": "An opinion."})
    assert response.status_code == 200
    assert response.json()["state"] == "rejected"
    assert response.json()["decision"]["reason"] == "An opinion."


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("how", ["merge", "reject"])
def test_a_rejection_and_a_merge_are_taken_back(reader: Caller, how: str, together: bool) -> None:
    lead, other = _said("Fjord Post", 0.9), _said("Radio North", 0.5)
    claim = factories.published_claim()
    body = {"claim": str(claim.id)} if how == "merge" else {"reason": "A slip."}
    assert _decide(lead, how, body | {"whole_cluster": True}).status_code == 200
    answer = _decide(lead, "reopen", {"together": together, "reason": "Another dam."} if together else {})
    assert answer.status_code == 200
    told = LogEntry.objects.filter(object_id=lead.pk).latest("id").get_change_message()
    because = ", because: Another dam" if together else ""
    assert told.startswith(f"Decision taken back{because}. It had been")
    shown = answer.json()
    assert (shown["id"], shown["state"], shown["claim"], shown["decision"]) == (
        *(str(lead.id), "pending"),
        *(None, None),
    )
    assert shown == reader.get(f"{_PATH}/{lead.id}").json()
    assert (reader.get(f"{_PATH}/{other.id}").json()["state"] == "pending") is together
    assert len(reader.get(f"/api/v1/claims/{claim.id}").json()["appearances"]) == (
        2 if how == "merge" and not together else 1
    )


def test_what_is_undecided_or_became_a_claim_is_not_taken_back() -> None:
    candidate = factories.candidate()
    assert "not decided" in problem(_decide(candidate, "reopen"), 409)["detail"]
    _decide(candidate, "accept")
    assert "which stays" in problem(_decide(candidate, "reopen"), 409)["detail"]
    candidate.refresh_from_db()
    assert candidate.state == "accepted"


@pytest.mark.parametrize("first", ["accept", "reject"])
def test_what_was_decided_is_not_decided_again(first: str) -> None:
    candidate = factories.candidate()
    claim = factories.claim()
    bodies = {"accept": {}, "merge": {"claim": str(claim.id)}, "reject": {"reason": "An opinion."}}
    assert _decide(candidate, first, bodies[first]).status_code < 300
    before = Candidate.objects.values().get(pk=candidate.pk)
    for how, body in bodies.items():
        assert "already" in problem(_decide(candidate, how, body), 409)["detail"]
    assert Candidate.objects.values().get(pk=candidate.pk) == before


@pytest.mark.parametrize(
    ("how", "body", "at"),
    [
        ("accept", {"text": ""}, "#/text"),
        ("accept", {"text": " "}, "#/text"),
        ("accept", {"claimant": _MISSING}, "#/claimant"),
        ("accept", {"state": "accepted"}, "#/state"),
        ("merge", {}, "#/claim"),
        ("merge", {"claim": _MISSING}, "#/claim"),
        ("reject", {}, "#/reason"),
        ("reject", {"reason": " "}, "#/reason"),
        ("reopen", {"whole_cluster": True}, "#/whole_cluster"),
        ("reopen", {"reason": ""}, "#/reason"),
    ],
)
def test_a_decision_that_breaks_a_rule_is_refused_and_changes_nothing(how: str, body: Any, at: str) -> None:
    candidate = factories.candidate()
    problem(_decide(candidate, how, body), 422, at=at)
    candidate.refresh_from_db()
    assert candidate.state == "pending"
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("how", "body"), [("accept", {}), ("merge", {"claim": _MISSING}), ("reject", {"reason": "x"})]
)
def test_deciding_on_what_does_not_exist_is_not_found(how: str, body: Any) -> None:
    who = caller(Scope.CANDIDATES_WRITE)
    problem(who.send("POST", f"{_PATH}/{_MISSING}/{how}", body), 404)


def test_filters_find_what_they_name(reader: Caller) -> None:
    first = factories.candidate(score=0.9, claimant="Oda Brekke")
    second = factories.candidate(score=0.2, claimant="Ivo Lenz")
    _decide(second, "reject", {"reason": "An opinion."})

    def found(query: str) -> set[str]:
        return {row["id"] for row in reader.get(f"{_PATH}?{query}").json()["results"]}

    assert found("state=pending") == {str(first.id)}
    assert found("state=rejected") == {str(second.id)}
    assert found(f"article={first.article_version.article_id}") == {str(first.id)}
    assert found("claimant=oda%20brekke") == {str(first.id)}
    assert found("min_score=0.5") == {str(first.id)}
    assert found("min_score=0.5&state=rejected") == set()
    assert found("") == {str(first.id), str(second.id)}


@pytest.mark.parametrize("query", ["min_score=2", "min_score=nan", "min_score=inf", "state=x", "article=1"])
def test_a_filter_that_makes_no_sense_is_refused(reader: Caller, query: str) -> None:
    problem(reader.get(f"{_PATH}?{query}"), 400, at=query.split("=", maxsplit=1)[0])


def test_the_list_costs_the_same_queries_however_long(reader: Caller, django_assert_num_queries: Any) -> None:
    reader.get("/api/v1/me")
    for _ in range(4):
        candidate = factories.candidate()
        matches = [
            Match(claim_id=factories.claim().id, score=0.5, relation=Relation.SIMILAR, reasons=())
            for _ in range(2)
        ]
        suggestions_record(found={candidate.pk: matches}, matcher="tests")
    for size in (1, 4):
        with django_assert_num_queries(4):
            assert len(reader.get(f"{_PATH}?page_size={size}").json()["results"]) == size


def _said(outlet_name: str, score: float) -> Candidate:
    outlet = factories.source(kind="outlet", name=outlet_name)
    version = factories.article_version(article=factories.article(source=outlet))
    candidate = factories.candidate(article_version=version, score=score)
    candidates_relate(version=version)
    return candidate


def test_candidates_that_say_the_same_are_shown_as_one_item(reader: Caller) -> None:
    lead, other = _said("Fjord Post", 0.9), _said("Radio North", 0.5)
    (item,) = reader.get(f"{_PATH}?grouped=true&state=pending").json()["results"]
    assert (item["id"], item["leads"]) == (str(lead.id), True)
    cluster = item["cluster"]
    assert (cluster["size"], cluster["pending"]) == (2, 2)
    outlets = {(row["outlet"]["name"], row["candidates"]) for row in cluster["outlets"]}
    assert outlets == {("Fjord Post", 1), ("Radio North", 1)}
    members = reader.get(f"{_PATH}?cluster={cluster['id']}").json()["results"]
    assert {row["id"] for row in members} == {str(lead.id), str(other.id)}
    assert reader.get(f"{_PATH}?cluster={_MISSING}").status_code == 404


@pytest.mark.parametrize("how", ["accept", "merge", "reject"])
def test_a_decision_is_on_the_whole_cluster_where_that_is_asked(reader: Caller, how: str) -> None:
    lead, other = _said("Fjord Post", 0.9), _said("Radio North", 0.5)
    apart = factories.candidate()
    bodies: dict[str, Any] = {
        "accept": {},
        "merge": {"claim": str(factories.claim().id)},
        "reject": {"reason": "An opinion."},
    }
    assert _decide(lead, how, bodies[how] | {"whole_cluster": True}).status_code < 300
    shown = reader.get(f"{_PATH}/{other.id}").json()
    assert shown["state"] == ("rejected" if how == "reject" else "merged")
    assert shown["cluster"]["pending"] == 0
    assert reader.get(f"{_PATH}/{apart.id}").json()["state"] == "pending"
