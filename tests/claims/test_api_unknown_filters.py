"""A list of what is not there says so; an empty one would say that there is nothing of it."""

from __future__ import annotations

import pytest

from common.scopes import Scope
from sources.models import Source
from tests import factories
from tests.api import Caller, anonymous, caller, problem

pytestmark = pytest.mark.django_db

_NOBODY = "0190a3f0-0000-7000-8000-000000000000"


@pytest.fixture
def who() -> Caller:
    return caller(Scope.ARTICLES_READ)


@pytest.mark.parametrize(
    "asked",
    [
        *(f"claims?{name}={_NOBODY}" for name in ("claimant", "publisher", "source")),
        *("claims?topic=none", "claims?topic=none&q=water", "exports/claims.ndjson?topic=none"),
        f"exports/claims.csv?publisher={_NOBODY}",
        f"verdicts?publisher={_NOBODY}",
        *(f"{name}?outlet={_NOBODY}" for name in ("appearances", "articles")),
        f"feeds?source={_NOBODY}",
    ],
)
def test_of_a_source_or_topic_that_is_not_there_nothing_is_listed(who: Caller, asked: str) -> None:
    told = problem(who.get(f"/api/v1/{asked}"), 404)
    assert told["detail"] == f"there is no {'topic none' if 'topic' in asked else f'source {_NOBODY}'}"


@pytest.mark.parametrize("asked", ["claims", "articles", "sources", "exports/claims.ndjson"])
def test_a_language_is_a_tag(who: Caller, asked: str) -> None:
    told = problem(who.get(f"/api/v1/{asked}?language=english"), 400)
    assert "such as en" in str(told["errors"])
    assert who.get(f"/api/v1/{asked}?language=en-GB").status_code == 200


def test_of_those_that_are_there_an_empty_list_is_the_answer() -> None:
    desk = factories.fact_checker()
    factories.topic("none")
    for asked in (f"publisher={desk.pk}", f"claimant={desk.pk}", "topic=none"):
        assert anonymous().get(f"/api/v1/claims?{asked}").json()["results"] == []


def test_a_claimant_that_is_merged_meanwhile_is_asked_for_by_either_name() -> None:
    one, other = factories.source(), factories.source()
    made = factories.published_claim(text="The dam is 40 metres high.")
    type(made).objects.filter(pk=made.pk).update(claimant=other)
    address = f"/api/v1/claims?claimant={one.pk}"
    assert anonymous().get(address).json()["results"] == []
    Source.objects.filter(pk=one.pk).update(survivor=other, merged_into=other)
    assert [row["id"] for row in anonymous().get(address).json()["results"]] == [str(made.pk)]
