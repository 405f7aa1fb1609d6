"""What is public without a key has the API's quota, by address."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from claims.models import Claim
from common.api import quotas
from tests import factories
from tests.api import anonymous, problem

_QUOTA = 3
_SEARCH = "/v1alpha1/claims:search?query=dam"


@pytest.fixture(autouse=True)
def counters(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small quota, and counters of the test's own."""
    settings.API_QUOTA_ADDRESS = _QUOTA
    window = quotas._Window(str(settings.CACHES["default"]["LOCATION"]), prefix=f"quota-{uuid4()}")
    monkeypatch.setattr(quotas, "_window", lambda: window)


@pytest.fixture
def claim(db: None) -> Claim:
    return factories.published_claim()


def _left(answer: Any) -> int:
    assert answer["RateLimit-Policy"] == f'"default";q={_QUOTA};w=60'
    found = re.fullmatch(r'"default";r=(\d+);t=\d+', answer["RateLimit"])
    assert found
    return int(found[1])


@pytest.mark.parametrize(
    "address",
    [
        *("/claims", "/claims?q=reservoir", "/claims/{claim}", "/feeds/claimreview.json"),
        *("/feeds/verdicts.atom", "/sitemap.xml", "/sitemaps/{claim}.xml", "/sitemaps/{claim}/{claim}.xml"),
        _SEARCH,
    ],
)
def test_every_one_of_them_is_counted_and_refused_beyond_it(
    client: Client, claim: Claim, address: str
) -> None:
    answers = [client.get(address.format(claim=claim.id)) for _ in range(_QUOTA + 1)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [_left(answer) for answer in answers] == [2, 1, 0, 0]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert client.get(address.format(claim=claim.id), REMOTE_ADDR="198.18.0.8").status_code == 200


def test_people_are_told_in_words_and_googles_clients_in_their_shape(client: Client, claim: Claim) -> None:
    for _ in range(_QUOTA):
        client.get("/claims")
    page = client.get("/claims")
    assert page["Content-Type"].startswith("text/html")
    assert f"In {page['Retry-After']} second" in page.content.decode()
    refused = client.get(_SEARCH)
    error = refused.json()["error"]
    assert (refused.status_code, error["code"], error["status"]) == (429, 429, "RESOURCE_EXHAUSTED")
    assert f"come back in {refused['Retry-After']} seconds" in error["message"]


def test_it_is_the_same_quota_as_the_apis(client: Client, claim: Claim) -> None:
    for address in ("/claims", _SEARCH, f"/claims/{claim.id}"):
        assert client.get(address).status_code == 200
    problem(anonymous().get("/api/v1/claims"), 429)


def test_a_refused_or_unchanged_answer_counts_too(client: Client, claim: Claim) -> None:
    tag = client.get("/sitemap.xml")["ETag"]
    assert client.get("/sitemap.xml", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/v1alpha1/claims:search").status_code == 400
    assert client.get("/sitemap.xml", headers={"If-None-Match": tag}).status_code == 429


def test_what_leads_somewhere_else_or_says_what_may_be_read_is_not_counted(client: Client, db: None) -> None:
    for _ in range(_QUOTA + 1):
        assert client.get("/robots.txt").status_code == 200
        assert client.get("/").status_code == 302
    assert client.get("/claims").status_code == 200


def test_no_quota_is_no_limit_and_no_header(client: Client, claim: Claim, settings: Settings) -> None:
    settings.API_QUOTA_ADDRESS = 0
    answers = [client.get("/claims") for _ in range(_QUOTA + 1)]
    assert all(answer.status_code == 200 and "RateLimit" not in answer for answer in answers)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_the_quota_is_admitted(settings: Settings) -> None:
    settings.API_QUOTA_ADDRESS = 40

    def ask(_: int) -> int:
        try:
            return int(Client().get(_SEARCH).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert Counter(pool.map(ask, range(200))) == {200: 40, 429: 160}
