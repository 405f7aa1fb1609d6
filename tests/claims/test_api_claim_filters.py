"""The filters and orders of the list of claims, one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from claims.models import Claim
from claims.services.documents import documents_refresh
from claims.services.merges import claim_merge
from claims.services.verdicts import Statement
from tests import factories
from tests.api import anonymous, problem

pytestmark = pytest.mark.django_db

_EARLY, _LATE = datetime(2026, 1, 10, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC)
_BETWEEN = "2026-02-01T00:00:00Z"


def _claim(moment: datetime, label: str, language: str) -> Claim:
    article = factories.article(
        published_at=moment, source=factories.source(kind="outlet", domain=f"{language}.example")
    )
    version = factories.article_version(article=article)
    claim = factories.accepted_claim(article_version=version, language=language)
    factories.verdict(claim, rating_id=factories.rating(label).id, statement=Statement(effective_at=moment))
    return claim


@pytest.fixture
def pair() -> tuple[Claim, Claim]:
    """An early claim and a late one."""
    return _claim(_EARLY, "Pants on fire", "en"), _claim(_LATE, "Half so", "nb")


def _found(query: str) -> list[str]:
    answer: Any = anonymous().get(f"/api/v1/claims?{query}")
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("verdict=pants%20ON%20fire", 0),
        ("verdict=Half%20so", 1),
        (f"appeared_until={_BETWEEN}", 0),
        (f"appeared_since={_BETWEEN}", 1),
        (f"reviewed_until={_BETWEEN}", 0),
        (f"reviewed_since={_BETWEEN}", 1),
        ("language=nb", 1),
    ],
)
def test_each_filter_finds_its_claim_and_no_other(
    pair: tuple[Claim, Claim], query: str, expected: int
) -> None:
    assert _found(query) == [str(pair[expected].id)]


def test_claims_are_found_by_the_outlet_they_or_what_was_merged_into_them_appeared_in(
    pair: tuple[Claim, Claim],
) -> None:
    outlet = pair[0].appearances.get().article_version.article.source
    assert outlet is not None
    assert _found(f"source={outlet.id}") == [str(pair[0].id)]
    merged = factories.accepted_claim(
        article_version=factories.article_version(article=factories.article(source=outlet), text="Else.")
    )
    claim_merge(claim_id=merged.id, into_id=pair[1].id, actor=factories.user(), reason="They say the same.")
    assert set(_found(f"source={outlet.id}")) == {str(claim.id) for claim in pair}


def test_all_that_is_given_of_a_verdict_must_hold_of_one_verdict(pair: tuple[Claim, Claim]) -> None:
    early = pair[0].verdicts.get()
    assert _found(f"verdict=Pants on fire&publisher={early.publisher_id}") == [str(pair[0].id)]
    assert _found(f"verdict=Half so&publisher={early.publisher_id}") == []


def test_the_list_is_ordered_as_asked_and_paged_so_both_ways(pair: tuple[Claim, Claim]) -> None:
    third = factories.published_claim()
    Claim.objects.filter(pk=pair[0].pk).update(text="Reworded.")
    documents_refresh(claim_ids=[pair[0].pk])
    first, second, last = (str(claim.id) for claim in (*pair, third))
    orders = {
        "": [last, second, first],
        "order=created_at": [first, second, last],
        "order=-updated_at": [first, last, second],
        "order=updated_at": [second, last, first],
    }
    for query, expected in orders.items():
        assert _found(query) == expected
        page: Any = anonymous().get(f"/api/v1/claims?page_size=2&{query}").json()
        assert [row["id"] for row in page["results"]] == expected[:2]
        page = anonymous().get(page["next"]).json()
        assert [row["id"] for row in page["results"]] == expected[2:]
        page = anonymous().get(page["prev"]).json()
        assert [row["id"] for row in page["results"]] == expected[:2]
    problem(anonymous().get("/api/v1/claims?order=-text"), 400, at="order")
