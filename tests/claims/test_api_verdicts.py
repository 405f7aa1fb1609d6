from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim, Verdict
from claims.rules import Kind
from claims.services.merges import claim_merge
from common.scopes import Scope
from tests import factories
from tests.api import anonymous, caller, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> Claim:
    return factories.accepted_claim()


def _body(**values: Any) -> dict[str, Any]:
    given = {
        "publisher": factories.fact_checker().id,
        "rating": factories.rating().id,
        "kind": "initial",
    } | values
    return {
        name: str(v) if name in {"publisher", "rating"} else v for name, v in given.items() if v is not None
    }


def _record(claim: Claim, **values: Any) -> Any:
    return caller(Scope.VERDICTS_WRITE).send("POST", f"/api/v1/claims/{claim.id}/verdicts", _body(**values))


def test_a_first_verdict_is_recorded_in_the_owners_name_and_publishes_the_claim(claim: Claim) -> None:
    owner = factories.user()
    body = _body(
        summary="Half of it leaked away.",
        explanation="Measured in May.",
        original_label="Not so",
        language="en",
        review_url="https://desk.example/1",
        effective_at="2026-03-01T12:00:00+02:00",
        expected_seq=0,
    )
    who = caller(Scope.VERDICTS_WRITE, owner=owner)
    response = who.send("POST", f"/api/v1/claims/{claim.id}/verdicts", body)
    assert response.status_code == 201
    found = response.json()
    assert (found["seq"], found["kind"], found["claim"]) == (1, "initial", str(claim.id))
    assert found["summary"] == "Half of it leaked away."
    assert found["original_label"] == "Not so"
    assert found["effective_at"] == "2026-03-01T10:00:00Z"
    assert anonymous().get(response["Location"]).json() == found
    assert Verdict.objects.get().actor == owner
    assert owner.username not in response.content.decode()
    assert anonymous().get(f"/api/v1/claims/{claim.id}").json()["verdicts"] == [found]


def test_a_verdict_goes_through_update_correction_and_retraction(claim: Claim) -> None:
    publisher = factories.fact_checker().id
    steps: list[dict[str, Any]] = [
        {"kind": "initial"},
        {"kind": "update", "reason": "New figures."},
        {"kind": "correction", "reason": "We misread them.", "note": "It is 38, not 83."},
        {"kind": "retraction", "reason": "The source withdrew them.", "rating": None},
    ]
    for seq, step in enumerate(steps):
        response = _record(claim, publisher=publisher, expected_seq=seq, **step)
        assert response.status_code == 201, response.content
    history = anonymous().get(f"/api/v1/claims/{claim.id}/verdicts").json()["results"]
    assert [row["kind"] for row in history] == ["retraction", "correction", "update", "initial"]
    assert [row["seq"] for row in history] == [4, 3, 2, 1]
    assert history[0]["reason"] == "The source withdrew them."


def test_a_verdict_on_what_changed_unseen_is_a_conflict_and_records_nothing(claim: Claim) -> None:
    first = factories.verdict(claim)
    response = _record(
        claim, publisher=first.publisher_id, kind="update", reason="New figures.", expected_seq=0
    )
    assert "number 1" in problem(response, 409)["detail"]
    assert Verdict.objects.count() == 1


def test_a_verdict_on_a_merged_claim_is_a_conflict(claim: Claim) -> None:
    into = factories.published_claim()
    claim_merge(claim_id=claim.id, into_id=into.id, actor=factories.user(), reason="They say the same.")
    assert str(into.id) in problem(_record(claim), 409)["detail"]


@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({"kind": "update", "reason": "x"}, "#/kind"),
        ({"kind": "opinion"}, "#/kind"),
        ({"rating": None}, "#/rating"),
        ({"rating": "0190a3f0-0000-7000-8000-000000000000"}, "#/rating"),
        ({"publisher": "0190a3f0-0000-7000-8000-000000000000"}, "#/publisher"),
        ({"publisher": "Desk"}, "#/publisher"),
        ({"publisher": None}, "#/publisher"),
        ({"review_url": "desk.example"}, "#/review_url"),
        ({"expected_seq": -1}, "#/expected_seq"),
        ({"expected_seq": 2**31}, "#/expected_seq"),
        ({"effective_at": "in March"}, "#/effective_at"),
        ({"summary": "x" * 100_001}, "#/summary"),
        ({"actor": 1}, "#/actor"),
    ],
)
def test_a_verdict_that_breaks_a_rule_is_refused_and_not_stored(
    claim: Claim, values: dict[str, Any], at: str
) -> None:
    problem(_record(claim, **values), 422, at=at)
    assert not Verdict.objects.exists()


def test_who_is_no_fact_checker_publishes_no_verdict(claim: Claim) -> None:
    problem(_record(claim, publisher=factories.source().id), 422, at="#/publisher")


def test_another_publishers_rating_is_refused(claim: Claim) -> None:
    rating = factories.rating(publisher=factories.fact_checker())
    told = problem(_record(claim, rating=rating.id), 422, at="#/rating")["detail"]
    assert told.endswith("'s own, which is made at the desk")


def test_a_scale_is_taken_for_no_rating(claim: Claim) -> None:
    told = problem(_record(claim, rating=factories.rating().scale_id), 422, at="#/rating")["detail"]
    assert told.endswith("give that of a label of a rating scale")


def test_a_verdict_on_no_claim_is_not_found(claim: Claim) -> None:
    missing = "/api/v1/claims/0190a3f0-0000-7000-8000-000000000000/verdicts"
    problem(caller(Scope.VERDICTS_WRITE).send("POST", missing, _body()), 404)


def test_all_verdicts_are_listed_the_newest_first_and_by_publisher() -> None:
    first = factories.verdict()
    second = factories.verdict()
    third = factories.verdict(first.claim, kind=Kind.UPDATE, publisher=first.publisher)

    def listed(query: str = "") -> list[str]:
        return [row["id"] for row in anonymous().get(f"/api/v1/verdicts{query}").json()["results"]]

    assert listed() == [str(third.id), str(second.id), str(first.id)]
    assert listed(f"?publisher={first.publisher_id}") == [str(third.id), str(first.id)]


@pytest.mark.parametrize("path", ["/api/v1/verdicts", "/api/v1/claims/{claim}/verdicts"])
def test_the_lists_cost_the_same_queries_however_long(path: str, django_assert_num_queries: Any) -> None:
    first = factories.verdict()
    for _ in range(3):
        factories.verdict(first.claim)
    address = path.format(claim=first.claim_id)
    counts = []
    for size in (1, 4):
        with django_assert_num_queries(1 if path == "/api/v1/verdicts" else 9):
            counts.append(len(anonymous().get(f"{address}?page_size={size}").json()["results"]))
    assert counts == [1, 4]
