"""Whatever is sent to whatever operation, the refusal is a 4xx with a problem that says what to do."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from common.scopes import Scope
from tests.api import Caller, caller, document, problem
from tests.common.test_api_permissions import QUERIES, TABLE, World

pytestmark = pytest.mark.django_db

_BODIES = [
    (method, path)
    for method, path in TABLE
    if "requestBody" in document()["paths"][path][method.lower()] and method != "DELETE"
]
_QUERIES = [path for method, path in TABLE if method == "GET"]
_JSON = "application/json"
_DEEP = 10_000
_LARGE = 10 * 1024 * 1024


def _malformed() -> dict[str, bytes]:
    return {
        "NUL": b'{"name": "a\\u0000b"}',
        "NUL in a name": b'{"a\\u0000b": 1}',
        "lone surrogate": b'{"name": "\\ud800"}',
        "low surrogate first": b'{"name": "\\udc00\\ud800"}',
        "beyond 64 bits": b'{"name": 9223372036854775808}',
        "a million digits": b'{"name": ' + b"9" * 100_000 + b"}",
        "NaN": b'{"name": NaN}',
        "Infinity": b'{"name": -Infinity}',
        "1e999": b'{"name": 1e999}',
        "duplicate keys": b'{"name": "a", "name": "b"}',
        "depth 10,000": b"[" * _DEEP + b"]" * _DEEP,
        "depth 10,000, objects": b'{"a":' * _DEEP + b"1" + b"}" * _DEEP,
        "invalid UTF-8": b'{"name": "\xff\xfe"}',
        "UTF-16": '{"name": "a"}'.encode("utf-16"),
        "half of it": b'{"name": "a"',
        "two of it": b"{}{}",
        "nothing": b" ",
    }


def _sender(world: World, method: str, path: str) -> tuple[Caller, str]:
    needed = TABLE[method, path]
    who = caller(
        needed if isinstance(needed, Scope) else Scope.ARTICLES_READ,
        owner=world.owner,
        raise_request_exception=False,
    )
    return who, path.format(**world.ids)


def _post(who: Caller, method: str, address: str, body: bytes, **headers: str) -> Any:
    given = {"If-Match": "*"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return who.generic(method, address, body, content_type=_JSON, headers=given)


@pytest.mark.parametrize(("method", "path"), _BODIES)
def test_a_malformed_body_is_a_400_that_says_where_and_what_to_do(
    world: World, method: str, path: str
) -> None:
    who, address = _sender(world, method, path)
    for name, body in _malformed().items():
        found = problem(_post(who, method, address, body), 400)
        assert len(found["detail"]) > 15, name
        assert found["errors"], name
        assert found["errors"][0]["pointer"].startswith("#"), name


@pytest.mark.parametrize(("method", "path"), _BODIES)
def test_a_body_that_is_too_large_or_compressed_is_refused_unread(
    world: World, method: str, path: str
) -> None:
    who, address = _sender(world, method, path)
    if path != "/api/v1/articles":  # whose bodies may be as large as an article
        found = problem(_post(who, method, address, b'"' + b"x" * _LARGE + b'"'), 413)
        assert "bytes" in found["detail"]
    bomb = gzip.compress(b"0" * _LARGE)
    found = problem(_post(who, method, address, bomb, Content_Encoding="gzip"), 415)
    assert "compressed" in found["detail"]
    problem(_post(who, method, address, b"{}", Content_Encoding="br, gzip"), 415)


def test_the_largest_bodies_have_a_bound_as_well(world: World) -> None:
    who, address = _sender(world, "POST", "/api/v1/articles")
    response = _post(who, "POST", address, b'"' + b"x" * (2 * _LARGE + 1) + b'"')
    problem(response, 413)


@pytest.mark.parametrize("path", _QUERIES)
def test_a_malformed_query_is_a_400_that_names_the_parameter_or_says_what_is_wrong(
    world: World, path: str
) -> None:
    who, address = _sender(world, "GET", path)
    own = QUERIES.get(path, "")
    joint = "&" if own else "?"
    for query in ("x=%00", "x=%ff", "x=%ed%a0%80", "x=1&x=2", "no_such=1", "fields=no_such", "=1"):
        found = problem(who.get(f"{address}{own}{joint}{query}"), 400)
        assert len(found["detail"]) > 15, query


_HOSTILE = [
    "9223372036854775808",
    "-9223372036854775809",
    "9" * 5000,
    "NaN",
    "1e999",
    "%F0%9F%98%80",
    "'",
    "\\",
    "%2500",
    "0000-00-00T00:00:00Z",
    "9999-12-31T23:59:59.999999-23:59",
    "0001-01-01T00:00:00%2B23:59",
    "[]",
    "{}",
    "",
    "%20",
    "x" * 600,
    "eyJhIjoxfQ.AAAA",
]


@pytest.mark.parametrize("path", _QUERIES)
def test_a_hostile_value_of_any_parameter_is_answered_or_refused_and_breaks_nothing(
    world: World, path: str
) -> None:
    who, address = _sender(world, "GET", path)
    parameters = document()["paths"][path]["get"].get("parameters", ())
    for name in [each["name"] for each in parameters if each["in"] == "query"]:
        for value in _HOSTILE:
            own = "&".join(p for p in QUERIES.get(path, "")[1:].split("&") if not p.startswith(f"{name}="))
            response = who.get(f"{address}?{own}&{name}={value}".replace("?&", "?"))
            assert response.status_code in {200, 301, 400, 403, 404, 422}, (name, value, response.content)
            if response.status_code >= 400:
                problem(response, response.status_code)


def test_blanks_at_the_ends_count_as_to_how_long_a_text_may_be() -> None:
    answer = caller(Scope.ARTICLES_READ).get("/api/v1/articles?url=a" + "%0C" * 2048)
    assert "2048" in problem(answer, 400)["detail"]


def test_blanks_at_the_ends_count_in_lists_as_well() -> None:
    body = json.dumps({"text": "a", "languages": ["en", "uk" + " " * 40]}).encode()
    answer = _post(caller(), "POST", "/api/v1/claims/match", body)
    assert "35" in str(problem(answer, 422, at="#/languages/1")["errors"])


def test_a_word_that_is_none_of_the_choices_is_told_which_there_are() -> None:
    found = problem(caller().get("/api/v1/claims?normalised=wrong"), 400)
    assert '"wrong" is none of: ' in str(found)
    assert "unmapped" in str(found)
