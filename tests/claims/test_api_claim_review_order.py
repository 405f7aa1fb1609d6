"""The list of claims by when they were last reviewed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.document_pages import documents_page
from claims.models import NEVER, Claim, ClaimDocument
from claims.rules import Kind
from claims.services.rebuilding import documents_check, documents_rebuild
from claims.services.verdicts import Statement
from common.scopes import Scope
from tests import factories
from tests.api import anonymous, caller, problem

pytestmark = pytest.mark.django_db

_FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _reviewed(days: int, **values: Any) -> Claim:
    claim = factories.accepted_claim(**values)
    _review(claim, days)
    return claim


def _review(claim: Claim, days: int, **values: Any) -> None:
    at = Statement(effective_at=_FIRST + timedelta(days=days))
    factories.verdict(claim, statement=at, **values)


def _ids(claims: list[Claim]) -> list[str]:
    return [str(claim.id) for claim in claims]


def _walk(client: Any, query: str, size: int = 2) -> list[str]:
    """Every claim of the list, page by page to its end; on the way back the same pages come again."""
    page = client.get(f"/api/v1/claims?page_size={size}&{query}").json()
    pages = [[row["id"] for row in page["results"]]]
    while page["next"]:
        page = client.get(page["next"]).json()
        pages.append([row["id"] for row in page["results"]])
    back = [pages[-1]]
    while page["prev"]:
        page = client.get(page["prev"]).json()
        back.append([row["id"] for row in page["results"]])
    assert back[::-1] == pages
    return [each for found in pages for each in found]


def test_claims_are_listed_by_their_newest_verdict_both_ways_whatever_ties() -> None:
    middle, late, early, tied = (_reviewed(days) for days in (5, 9, 1, 5))
    _review(early, 7)  # Another publisher's, and newer: it is what counts.
    expected = _ids([late, early, tied, middle])
    assert _walk(anonymous(), "order=-reviewed_at") == expected
    assert _walk(anonymous(), "order=reviewed_at") == expected[::-1]
    shown = anonymous().get("/api/v1/claims?order=-reviewed_at").json()["results"]
    newest = [max(row["effective_at"] for row in document["verdicts"]) for document in shown]
    assert newest == sorted(newest, reverse=True)


def test_a_verdict_that_follows_moves_its_claim_and_a_retraction_is_one_too() -> None:
    first, second = _reviewed(1), _reviewed(2)
    publisher = first.verdicts.get().publisher
    _review(first, 3, publisher=publisher, kind=Kind.UPDATE)
    assert _walk(anonymous(), "order=-reviewed_at") == _ids([first, second])
    _review(second, 4, publisher=second.verdicts.get().publisher, kind=Kind.RETRACTION)
    assert _walk(anonymous(), "order=-reviewed_at") == _ids([second, first])


def test_a_claim_without_a_verdict_comes_before_all_that_have_one() -> None:
    reviewed = _reviewed(1)
    never = [factories.claim(), factories.claim()]
    assert set(ClaimDocument.objects.filter(claim__in=never).values_list("reviewed_at", flat=True)) == {NEVER}
    desk = caller(Scope.CANDIDATES_READ)
    assert _walk(desk, "state=open&order=reviewed_at", size=1) == _ids(never)
    assert _walk(desk, "state=open&order=-reviewed_at", size=1) == _ids(never[::-1])
    # What was merged into another keeps the verdicts it has, or none.
    into = _reviewed(4)
    bare = factories.merged_claim(into)
    assert _walk(anonymous(), "order=-reviewed_at") == _ids([into, reviewed])
    judged = factories.merged_claim(into, published=True)
    assert _walk(anonymous(), "state=merged&order=-reviewed_at") == _ids([judged])
    assert _walk(desk, "state=merged_open&order=-reviewed_at") == _ids([bare])


def test_it_goes_together_with_every_filter() -> None:
    claims = [_reviewed(days, language="nb" if days % 2 else "en") for days in range(6)]
    nb = [claims[5], claims[3], claims[1]]
    assert _walk(anonymous(), "order=-reviewed_at&language=nb") == _ids(nb)
    since = (_FIRST + timedelta(days=2)).isoformat().replace("+00:00", "Z")
    assert _walk(anonymous(), f"order=reviewed_at&language=nb&reviewed_since={since}") == _ids(nb[1::-1])
    publisher = claims[4].verdicts.get().publisher_id
    assert _walk(anonymous(), f"order=-reviewed_at&publisher={publisher}") == _ids([claims[4]])
    assert _walk(anonymous(), "order=-reviewed_at&normalised=true") == []


def test_a_cursor_of_another_order_is_refused() -> None:
    for days in range(3):
        _reviewed(days)
    page = anonymous().get("/api/v1/claims?page_size=1&order=-reviewed_at").json()
    for other in ("reviewed_at", "-created_at"):
        address = page["next"].replace("order=-reviewed_at", f"order={other}")
        problem(anonymous().get(address), 400, at="cursor")


def test_when_a_claim_was_reviewed_is_compared_and_mended_with_its_document() -> None:
    claim = _reviewed(1)
    ClaimDocument.objects.filter(pk=claim.pk).update(reviewed_at=NEVER)
    assert documents_check().differed == 1
    documents_rebuild()
    assert ClaimDocument.objects.get(pk=claim.pk).reviewed_at == _FIRST + timedelta(days=1)


@pytest.mark.parametrize("order", ["-reviewed_at", "reviewed_at"])
def test_a_page_at_any_depth_is_read_from_the_index_at_the_cursor(order: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_claim (id, text, language, state, verdicts_conflict, created_at, updated_at)"
            " SELECT uuidv7(), 'n', '', 'published', false, now(), now() FROM generate_series(1, 5000);"
            " INSERT INTO claims_claimdocument"
            " (claim_id, revision, state, created_at, changed_at, reviewed_at, body)"
            " SELECT id, 1, state, created_at, created_at, timestamptz '2026-01-01'"
            "  + row_number() OVER () / 50 * interval '1 second', '{}' FROM claims_claim;"
            " ANALYZE claims_claimdocument"
        )
    cursor_of, wanted = None, {"state": "published"}
    for _ in range(20):
        cursor_of = documents_page(wanted, size=200, cursor=cursor_of, order=order).page.next
    with CaptureQueriesContext(connection) as queries:
        documents_page(wanted, size=50, cursor=cursor_of, order=order)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {queries[0]['sql']}")
        found = cursor.fetchone()[0]
    (read,) = _scans(found if isinstance(found, list) else json.loads(found))
    assert read["Index Name"] == "claimdocument_reviews"
    assert "ROW(reviewed_at, claim_id)" in read["Index Cond"]
    assert (read["Actual Rows"], read.get("Rows Removed by Filter", 0)) == (51, 0)


def _scans(plan: Any) -> list[Any]:
    """The nodes of a plan that read the documents."""
    if isinstance(plan, list):
        return [found for each in plan for found in _scans(each)]
    own = [plan] if plan.get("Relation Name") == "claims_claimdocument" else []
    return own + _scans(plan.get("Plans", [])) + (_scans(plan["Plan"]) if "Plan" in plan else [])
