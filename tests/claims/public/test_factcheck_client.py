"""Google's own Python client against a running registry: nothing but its endpoint is changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

_CLAIMS = 23


@pytest.fixture(autouse=True)
def address(settings: Settings, live_server: LiveServer) -> str:
    """The registry's, where it also says that it is."""
    settings.PUBLIC_URL = live_server.url
    publisher = factories.fact_checker(name="Vestmark Facts", domain="facts.example")
    for n in range(_CLAIMS):
        factories.verdict(factories.claim(text=f"The quay has {n} bollards."), publisher=publisher)
    return str(live_server.url)


@pytest.fixture(params=["the document that Google publishes", "the registry's own document"])
def service(request: pytest.FixtureRequest, address: str) -> Iterator[Any]:
    """A client made in either way that its documentation knows."""
    how: dict[str, Any] = {"client_options": {"api_endpoint": address}}
    if request.param == "the registry's own document":
        document = address + "/$discovery/rest?version={apiVersion}"
        how = {"discoveryServiceUrl": document, "static_discovery": False}
    with build("factchecktools", "v1alpha1", developerKey="any", **how) as made:
        yield made


def test_it_lists_and_pages_through_claims(service: Any) -> None:
    found, pages = [], 0
    request = service.claims().search(query="quay", pageSize=5)
    while request is not None:
        answer = request.execute()
        found += [claim["text"] for claim in answer.get("claims", [])]
        pages += 1
        request = service.claims().search_next(request, answer)
    assert found == [f"The quay has {n} bollards." for n in reversed(range(_CLAIMS))]
    assert pages == 5


def test_it_filters_and_skips(service: Any) -> None:
    answer = (
        service.claims()
        .search(reviewPublisherSiteFilter="facts.example", languageCode="en", maxAgeDays=10_000, offset=20)
        .execute()
    )
    assert [claim["claimReview"][0]["publisher"]["name"] for claim in answer["claims"]] == [
        "Vestmark Facts"
    ] * 3


def test_it_finds_nothing_and_understands_a_refusal(service: Any) -> None:
    assert service.claims().search(query="zeppelin").execute() == {}
    with pytest.raises(HttpError) as refused:
        service.claims().search(languageCode="en").execute()
    assert refused.value.status_code == 400
    assert "review_publisher_site_filter" in refused.value.reason
