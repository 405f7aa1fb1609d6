"""Merging sources over the API: old addresses lead on, and every filter knows where."""

from __future__ import annotations

import pytest
from django.test import Client

from common.scopes import Scope
from sources.models import Source
from tests import factories
from tests.api import administrator, anonymous, caller, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Source, Source]:
    """Two sources that are one."""
    kind = Source.Kind.ORGANISATION
    return factories.source(kind=kind, name="Health Ministry"), factories.source(
        kind=kind, name="Ministry of Health"
    )


def merge(source: Source, into: Source) -> None:
    body = {"into": str(into.pk), "reason": "The same."}
    response = administrator(Scope.SOURCES_WRITE).send("POST", f"/api/v1/sources/{source.pk}/merge", body)
    assert response.status_code == 200
    assert response.json()["id"] == str(into.pk)
    assert source.name in response.json()["aliases"]


def test_a_merged_sources_address_leads_to_the_survivor(pair: tuple[Source, Source]) -> None:
    source, into = pair
    merge(source, into)
    moved = anonymous().get(f"/api/v1/sources/{source.pk}")
    assert (moved.status_code, moved.json()) == (301, {"id": str(source.pk), "merged_into": str(into.pk)})
    assert moved["Location"].endswith(f"/api/v1/sources/{into.pk}")
    assert moved["Cache-Control"] == "no-cache"  # a merge can be undone
    listed = anonymous().get("/api/v1/sources").json()["results"]
    assert str(source.pk) not in {row["id"] for row in listed}
    named = anonymous().get("/api/v1/sources?name=Health%20Ministry").json()["results"]
    assert [row["id"] for row in named] == [str(into.pk)]
    refused = administrator(Scope.SOURCES_WRITE).send(
        "PATCH", f"/api/v1/sources/{source.pk}", {"name": "X"}, HTTP_IF_MATCH="*"
    )
    assert str(into.pk) in problem(refused, 409)["detail"]


def test_the_stream_of_changes_says_where_it_went(pair: tuple[Source, Source]) -> None:
    merge(*pair)
    told = anonymous().get("/api/v1/changes").json()["results"]
    last = {row["id"]: row for row in told if row["resource"] == "sources"}
    gone = last[str(pair[0].pk)]
    assert (gone["kind"], gone["document"]["merged_into"]) == ("merged", str(pair[1].pk))


def test_what_is_asked_of_the_merged_one_is_answered_of_the_survivor(pair: tuple[Source, Source]) -> None:
    source, into = pair
    claim = factories.verdict(factories.claim(claimant=source)).claim
    article = factories.article(source=source)
    reported = factories.published_claim(article_version=factories.article_version(article=article))
    feed = factories.feed(source=source)
    merge(source, into)
    reader = caller(Scope.ARTICLES_READ)
    for one in (source, into):
        asked = {
            f"claims?claimant={one.pk}": claim,
            f"claims?source={one.pk}": reported,
            f"articles?outlet={one.pk}": article,
            f"feeds?source={one.pk}": feed,
            f"appearances?outlet={one.pk}": reported.appearances.get(),
        }
        for query, expected in asked.items():
            found = reader.get(f"/api/v1/{query}").json()["results"]
            assert [row["id"] for row in found] == [str(expected.pk)], query


def test_whoever_is_asked_for_by_the_site_of_the_merged_one_is_the_survivor() -> None:
    source, into = (factories.fact_checker(domain=f"{name}.example") for name in ("old", "new"))
    claim = factories.verdict(publisher=into).claim
    merge(source, into)
    for site in ("old.example", "new.example"):
        (found,) = anonymous().get(f"/api/v1/sources?domain={site}").json()["results"]
        assert found["id"] == str(into.pk)
        search = Client().get("/v1alpha1/claims:search", {"reviewPublisherSiteFilter": site}).json()
        assert [one["text"] for one in search["claims"]] == [claim.text]
    assert anonymous().get("/api/v1/sources?domain=.").json()["results"] == []


def test_a_merge_is_undone(pair: tuple[Source, Source]) -> None:
    source, into = pair
    claim = factories.verdict(factories.claim(claimant=source)).claim
    merge(source, into)
    undo = f"/api/v1/sources/{source.pk}/unmerge"
    response = administrator(Scope.SOURCES_WRITE).send("POST", undo, {"reason": "They are two."})
    assert (response.status_code, response.json()["merged_into"]) == (200, None)
    assert anonymous().get(f"/api/v1/claims/{claim.pk}").json()["claimant"]["id"] == str(source.pk)
    problem(administrator(Scope.SOURCES_WRITE).send("POST", undo, {"reason": "They are two."}), 409)
