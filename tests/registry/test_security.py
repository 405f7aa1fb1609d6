"""What answers tell browsers about code, frames and permissions."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def policy(client: Client, path: str) -> dict[str, str]:
    found = client.get(path)["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in found.split(";"))


@pytest.mark.parametrize(
    "path",
    [
        *("/claims", "/claims/x", "/feeds/verdicts.atom", "/sitemap.xml", "/robots.txt", "/nothing"),
        *("/api/v1/claims", "/livez", "/v1alpha1/claims:search?query=x"),
    ],
)
def test_nothing_public_runs_scripts_or_is_framed(client: Client, path: str) -> None:
    found = policy(client, path)
    assert found["default-src"] == found["base-uri"] == found["frame-ancestors"] == "'none'"
    assert "script-src" not in found
    assert found["style-src"] == "'self'"
    answer = client.get(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_whoever_came_by_https_is_to_come_by_it_again(settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 3600
    for path in ("/api/v1/topics", "/claims"):
        assert Client().get(path, secure=True)["Strict-Transport-Security"] == "max-age=3600"
        assert "Strict-Transport-Security" not in Client().get(path)


def test_whoever_came_without_it_is_led_there(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/api/v1/topics")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/api/v1/topics")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/api/v1/docs"])
def test_scripts_are_files_of_ours_wherever_there_are_any(client: Client, path: str) -> None:
    found = policy(client, path)
    assert found["script-src"] == found["connect-src"] == "'self'"
    assert found["default-src"] == found["frame-ancestors"] == "'none'"


def test_styles_are_written_into_the_page_by_the_reference_only(client: Client) -> None:
    assert policy(client, "/api/v1/docs")["style-src"] == "'self' 'unsafe-inline'"
    assert policy(client, "/admin/login/")["style-src"] == "'self'"


def test_pages_of_known_origins_may_call_the_apis(client: Client, settings: Settings) -> None:
    known = "https://newsroom.example"
    settings.CORS_ALLOWED_ORIGINS = [known]
    for path in ("/api/v1/claims", "/v1alpha1/claims:search?query=x"):
        assert client.get(path, headers={"Origin": known})["Access-Control-Allow-Origin"] == known
        answer = client.get(path, headers={"Origin": "https://another.example"})
        assert "Access-Control-Allow-Origin" not in answer
    assert "Access-Control-Allow-Origin" not in client.get("/claims", headers={"Origin": known})


@pytest.mark.parametrize("path", ["/api/v1/claims", "/claims", "/admin/login/"])
def test_under_a_name_that_is_not_its_own_it_says_where_to_add_it(path: str) -> None:
    answer = Client(headers={"host": "elsewhere.example"}).get(path)
    assert answer.status_code == 400
    assert (
        "not served under this host name; its operator can add it to ALLOWED_HOSTS" in answer.content.decode()
    )
