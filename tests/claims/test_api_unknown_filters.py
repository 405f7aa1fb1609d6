"""A list of what is not there says so; an empty one would say that there is nothing of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.scopes import Scope
from sources.models import Source
from tests import factories
from tests.api import Caller, anonymous, caller, problem
from webhooks.models import Endpoint

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


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("appearances", ("claim", "article")),
        ("evidence", ("claim", "verdict")),
        ("verdict-drafts", ("claim",)),
        ("candidates", ("article", "cluster")),
        ("webhooks/deliveries", ("endpoint", "event")),
        ("webhooks/replays", ("endpoint",)),
    ],
)
def test_nor_is_anything_of_another_row_that_is_not_there(asked: str, names: tuple[str, ...]) -> None:
    who = caller(Scope.CANDIDATES_READ, Scope.VERDICTS_WRITE, Scope.WEBHOOKS_READ)
    for name in names:
        told = problem(who.get(f"/api/v1/{asked}?{name}={_NOBODY}"), 404)
        assert told["detail"] == f"there is no {name} {_NOBODY}"


def test_of_an_open_claim_it_is_not_told_that_there_is_one() -> None:
    made, into = factories.claim(), factories.published_claim()
    for asked in ("appearances", "evidence"):
        problem(anonymous().get(f"/api/v1/{asked}?claim={made.pk}"), 404)
        assert caller(Scope.CANDIDATES_READ).get(f"/api/v1/{asked}?claim={made.pk}").status_code == 200
    factories.merged_claim(into, text="The dam leaks.")
    merged = into.absorbed.get()
    assert anonymous().get(f"/api/v1/appearances?claim={merged.pk}").json()["results"] == []


def test_an_endpoint_is_asked_about_by_its_owner_also_once_it_is_deleted() -> None:
    owner = factories.user()
    endpoint, _ = factories.endpoint(owner=owner, url="https://hooks.example/registry")
    Endpoint.objects.filter(pk=endpoint.pk).update(state=Endpoint.State.DELETED)
    for asked in ("deliveries", "replays"):
        address = f"/api/v1/webhooks/{asked}?endpoint={endpoint.pk}"
        assert caller(Scope.WEBHOOKS_READ, owner=owner).get(address).json()["results"] == []
        problem(caller(Scope.WEBHOOKS_READ).get(address), 404)


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


def test_who_is_asked_for_is_looked_up_once() -> None:
    one = factories.source()
    for asked in (f"claims?claimant={one.pk}", f"claims?source={one.pk}", f"claims?q=dam&source={one.pk}"):
        with CaptureQueriesContext(connection) as queries:
            anonymous().get(f"/api/v1/{asked}")
        looked = [query["sql"] for query in queries if 'FROM "sources_source"' in query["sql"]]
        assert len(looked) == 1, looked


def test_readers_may_ask_for_a_merged_source_by_its_former_address_too() -> None:
    merged, standing = factories.source(), factories.source()
    verdict = factories.verdict(factories.claim(text="The dam is 40 metres high.", claimant=standing))
    Source.objects.filter(pk=merged.pk).update(survivor=standing, merged_into=standing)
    for source in (merged, standing):
        assert "40 metres" in Client().get(f"/claims?claimant={source.pk}").content.decode()
        feed = Client().get(f"/feeds/verdicts.atom?claimant={source.pk}")
        assert str(verdict.pk) in feed.content.decode()
    assert "40 metres" not in Client().get(f"/claims?claimant={_NOBODY}").content.decode()
