"""An address with a slash too many leads to the one meant, and to no other."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db

_NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/claims/", "/claims"),
        ("/claims/?q=water&page=%C3%B8", "/claims?q=water&page=%C3%B8"),
        (f"/claims/{_NOBODY}/", f"/claims/{_NOBODY}"),
        ("/feeds/verdicts.atom/", "/feeds/verdicts.atom"),
        ("/api/v1/claims/?page_size=1", "/api/v1/claims?page_size=1"),
        (f"/api/v1/claims/{_NOBODY}/verdicts/", f"/api/v1/claims/{_NOBODY}/verdicts"),
        ("/v1alpha1/claims:search/?query=water", "/v1alpha1/claims:search?query=water"),
    ],
)
def test_whoever_reads_is_sent_to_the_address_without_it(client: Client, asked: str, there: str) -> None:
    for method in (client.get, client.head):
        answer = method(asked)
        assert (answer.status_code, answer["Location"]) == (308, there)


@pytest.mark.parametrize(
    "asked",
    ["/nothing/", "/api/v1/nothing/", "/claims//", "/v1alpha1/nothing/", "/claims/nothing/"],
)
def test_where_nothing_is_nothing_is_told(client: Client, asked: str) -> None:
    assert client.get(asked).status_code == 404


def test_what_would_change_something_is_sent_nowhere(client: Client) -> None:
    answer = client.post("/api/v1/articles/", {"url": "https://post.example/1"}, "application/json")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_the_desk_keeps_its_own(client: Client) -> None:
    client.force_login(factories.user(is_staff=True))
    assert client.get("/admin/claims/candidate/").status_code == 200
    assert client.get("/api/v1/").status_code == 200
