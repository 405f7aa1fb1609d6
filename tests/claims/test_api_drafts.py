"""Drafts over the API: never public, changed in part, published with what they say."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim, Verdict
from claims.roles import Role
from common.scopes import Scope
from tests import factories
from tests.api import Caller, anonymous, caller, problem

pytestmark = pytest.mark.django_db
_PATH = "/api/v1/verdict-drafts"


@pytest.fixture
def checker() -> Caller:
    return caller(Scope.VERDICTS_WRITE, owner=factories.user(role=Role.CHECKER, username="checker"))


@pytest.fixture
def editor() -> Caller:
    return caller(Scope.VERDICTS_WRITE)


def body(claim: Claim, **values: Any) -> dict[str, Any]:
    given = {"publisher": str(factories.fact_checker().id), "rating": str(factories.rating().id)}
    return {"claim": str(claim.id), "kind": "initial"} | given | values


def test_a_draft_is_written_changed_given_evidence_and_published(checker: Caller, editor: Caller) -> None:
    claim = factories.accepted_claim()
    created = checker.send("POST", _PATH, body(claim, summary="Five months.", language="en"))
    assert created.status_code == 201
    address = created["Location"]
    evidence = checker.send(
        "POST",
        f"{address}/evidence",
        {"stance": "refutes", "url": "https://a.example/r", "content_hash": "A" * 64},
    )
    assert evidence.status_code == 201
    changed = checker.send("PATCH", address, {"summary": "Four months.", "rating": None}).json()
    assert (changed["summary"], changed["rating"], changed["language"]) == ("Four months.", None, "en")
    read = {"revision": changed["revision"]}
    problem(editor.send("POST", f"{address}/publish", read), 422, at="#/rating")
    rating = factories.rating("Not so")
    checker.send("PATCH", address, {"rating": str(rating.id)})
    shown = checker.get(address).json()
    assert (shown["author"], shown["state"], shown["base_seq"]) == ("checker", "draft", 0)
    assert [row["content_hash"] for row in shown["evidence"]] == ["a" * 64]
    published = editor.send("POST", f"{address}/publish", {"revision": shown["revision"]})
    assert published.status_code == 201
    verdict = published.json()
    assert (verdict["summary"], verdict["rating"]["label"]) == ("Four months.", "Not so")
    assert anonymous().get(published["Location"]).json() == verdict
    public = anonymous().get(f"/api/v1/claims/{claim.id}").json()
    assert [row["verdict"] for row in public["evidence"]] == [verdict["id"]]
    over = checker.get(address).json()
    assert (over["state"], over["verdict"], over["evidence"]) == ("published", verdict["id"], [])
    problem(editor.send("POST", f"{address}/publish", {"revision": shown["revision"]}), 409)
    assert Verdict.objects.count() == 1


def test_a_draft_is_published_as_it_was_read_or_not_at_all(checker: Caller, editor: Caller) -> None:
    address = checker.send("POST", _PATH, body(factories.claim(), summary="Five months."))["Location"]
    publish, read = f"{address}/publish", editor.get(address).json()["revision"]
    problem(editor.send("POST", publish), 422, at="#/revision")
    checker.send("PATCH", address, {"summary": "Four months."})
    late = problem(editor.send("POST", publish, {"revision": read}), 409)
    assert "read it again" in late["detail"]
    checker.send("POST", f"{address}/evidence", {"stance": "refutes", "url": "https://a.example/r"})
    problem(editor.send("POST", publish, {"revision": read + 1}), 409)
    assert not Verdict.objects.exists()
    now = editor.get(address).json()
    assert (now["revision"], len(now["evidence"])) == (read + 2, 1)
    published = editor.send("POST", publish, {"revision": now["revision"]})
    assert (published.status_code, published.json()["summary"]) == (201, "Four months.")


def test_nobody_without_the_scope_sees_or_touches_a_draft(checker: Caller) -> None:
    claim = factories.published_claim()
    address = checker.send("POST", _PATH, body(claim, summary="Not yet said."))["Location"]
    checker.send("POST", f"{address}/evidence", {"stance": "context", "url": "https://secret.example/r"})
    for path in (_PATH, address):
        problem(anonymous().get(path), 401)
        problem(caller(Scope.CANDIDATES_READ, Scope.CLAIMS_WRITE).get(path), 403)
    problem(anonymous().send("POST", f"{address}/publish"), 401)
    for public in (f"/api/v1/claims/{claim.id}", f"/api/v1/claims/{claim.id}/verdicts", "/api/v1/verdicts"):
        shown = anonymous().get(public).content.decode()
        assert "Not yet said." not in shown
        assert "secret.example" not in shown


def test_drafts_are_listed_by_state_and_claim(checker: Caller) -> None:
    first, second = factories.claim(), factories.claim()
    made = [checker.send("POST", _PATH, body(claim)).json()["id"] for claim in (first, second)]
    checker.send("POST", f"{_PATH}/{made[0]}/discard")

    def listed(query: str = "") -> list[str]:
        return [row["id"] for row in checker.get(_PATH + query).json()["results"]]

    assert listed() == [made[1]]
    assert listed("?state=discarded") == [made[0]]
    assert listed(f"?claim={first.id}") == []
    problem(checker.get(f"{_PATH}?state=lost"), 400, at="state")


@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({"kind": "opinion"}, "#/kind"),
        ({"claim": "0190a3f0-0000-7000-8000-000000000000"}, "#/claim"),
        ({"rating": "0190a3f0-0000-7000-8000-000000000000"}, "#/rating"),
        ({"review_url": "desk.example"}, "#/review_url"),
        ({"author": "somebody"}, "#/author"),
    ],
)
def test_what_cannot_be_is_refused(checker: Caller, values: dict[str, Any], at: str) -> None:
    problem(checker.send("POST", _PATH, body(factories.claim()) | values), 422, at=at)


def test_evidence_for_a_claim_is_shown_with_what_is_known_of_its_link() -> None:
    claim = factories.published_claim()
    desk = caller(Scope.CLAIMS_WRITE)
    address = f"/api/v1/claims/{claim.id}/evidence"
    given = {"stance": "supports", "url": "https://a.example/r", "excerpt": "38 metres."}
    made = desk.send("POST", address, given).json()
    assert anonymous().get(f"/api/v1/claims/{claim.id}").json()["evidence"] == [made]
    assert (made["verdict"], made["link_state"], made["checked_at"]) == (None, "unchecked", None)
    problem(desk.send("POST", address, given | {"content_hash": "abc"}), 422, at="#/content_hash")
    problem(desk.send("POST", address, {"stance": "supports"}), 422, at="#/url")
    problem(desk.send("POST", address.replace(str(claim.id), str(factories.verdict().id)), given), 404)


def test_the_list_costs_the_same_queries_however_long(
    checker: Caller, django_assert_num_queries: Any
) -> None:
    claim = factories.claim()
    for _ in range(3):
        checker.send("POST", _PATH, body(claim))
    for size in (1, 3):
        with django_assert_num_queries(5):
            assert len(checker.get(f"{_PATH}?page_size={size}").json()["results"]) == size
