"""Pages of other origins, those that are named, may call the API and read what it says in headers."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.api import anonymous

pytestmark = pytest.mark.django_db

_ORIGIN = "https://newsroom.example"
_EXPOSED = {
    *("ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After"),
    *("Deprecation", "Sunset", "Idempotency-Replayed"),
}


def test_a_named_origin_may_read_the_headers(settings: Settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = [_ORIGIN]
    found = anonymous().get("/api/v1/topics", headers={"Origin": _ORIGIN})
    assert found["Access-Control-Allow-Origin"] == _ORIGIN
    assert set(found["Access-Control-Expose-Headers"].split(", ")) == _EXPOSED
    assert "Access-Control-Allow-Credentials" not in found
    asked = anonymous().options(
        "/api/v1/topics",
        headers={
            "Origin": _ORIGIN,
            "Access-Control-Request-Method": "PATCH",
            "Access-Control-Request-Headers": "authorization, content-type, idempotency-key, if-match",
        },
    )
    allowed = set(asked["Access-Control-Allow-Headers"].split(", "))
    assert {"authorization", "content-type", "idempotency-key", "if-match", "if-none-match"} <= allowed


def test_no_other_origin_may(settings: Settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = [_ORIGIN]
    found = anonymous().get("/api/v1/topics", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in found


def test_every_answer_of_the_api_says_that_it_depends_on_the_origin() -> None:
    # Also one to no page at all, which a cache might give to a page afterwards.
    assert "origin" in anonymous().get("/api/v1/topics")["Vary"]
    assert "origin" not in anonymous().get("/livez").get("Vary", "")
