from __future__ import annotations

import pytest
from pytest_django import Settings

from common.scopes import Scope
from tests.api import Caller, administrator, anonymous, problem

pytestmark = pytest.mark.django_db

_FAILING = pytest.mark.urls("tests.common.failing_urls")
_STATUSES = {
    "invalid": 422,
    "reference": 422,
    "missing": 404,
    "conflict": 409,
    "refused": 403,
    "throttled": 429,
    "database": 503,
    "disk-full": 503,
    "too-large": 500,
    "connection": 503,
    "unreadable": 400,
    "suspicious": 400,
    "django-missing": 404,
    "django-denied": 403,
    "bug": 500,
}


@pytest.fixture(params=[False, True], ids=["production", "debug"])
def who(request: pytest.FixtureRequest, settings: Settings) -> Caller:
    """A caller of a server that shows Django's own error pages, or not."""
    settings.DEBUG = request.param
    return anonymous(raise_request_exception=False)


@_FAILING
@pytest.mark.parametrize(("name", "status"), _STATUSES.items())
def test_whatever_a_view_raises_is_answered_with_a_problem_that_gives_nothing_away(
    who: Caller, name: str, status: int
) -> None:
    response = who.get(f"/api/v1/failing/{name}")
    found = problem(response, status)
    assert found["instance"] == f"/api/v1/failing/{name}"
    assert not any(word in response.content for word in (b"secret", b"Traceback", b"a path of"))


@_FAILING
def test_a_rule_of_the_domain_names_the_member_it_is_about() -> None:
    found = problem(anonymous().get("/api/v1/failing/invalid"), 422, at="#/colour")
    assert found["detail"] == "the colour is no colour"
    problem(anonymous().get("/api/v1/failing/reference"), 422, at="#/colour")


@_FAILING
@pytest.mark.parametrize(
    ("name", "seconds"), [("throttled", "3"), ("database", "5"), ("disk-full", "5"), ("connection", "5")]
)
def test_a_passing_refusal_says_when_to_come_back(name: str, seconds: str) -> None:
    assert anonymous().get(f"/api/v1/failing/{name}")["Retry-After"] == seconds


@_FAILING
def test_a_full_disk_of_the_database_is_named_as_what_it_is() -> None:
    found = problem(anonymous().get("/api/v1/failing/disk-full"), 503)
    assert found["detail"] == "the database's disk is full; its operator has to make room"


@_FAILING
def test_an_error_of_ours_is_logged_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    anonymous(raise_request_exception=False).get("/api/v1/failing/bug")
    logged = [record for record in caplog.records if record.name == "common.api.problems"]
    assert logged
    assert logged[0].exc_info is not None


@_FAILING
@pytest.mark.parametrize(
    ("name", "status"), [("suspicious", 400), ("django-denied", 403), ("django-missing", 404), ("bug", 500)]
)
def test_outside_the_views_of_the_api_its_addresses_answer_with_problems_too(name: str, status: int) -> None:
    who = anonymous(raise_request_exception=False)
    problem(who.get(f"/api/plain/{name}"), status)
    elsewhere = who.get(f"/plain/{name}")
    assert elsewhere.status_code == status
    assert elsewhere["Content-Type"].startswith("text/html")


def test_a_host_that_is_not_ours_is_a_problem() -> None:
    problem(anonymous().get("/api/v1/claims", headers={"Host": "evil.example"}), 400)


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v2/claims",
        "/api/v1/nothing",
        "/api/v1/claims/1",
        "/api/v1/claims/%00",
        "/api/v1/claims/%ff",
        "/api/v1/claims/0190a3f0-0000-7000-8000-000000000000",
        "/api/v1/verdicts/0190a3f0-0000-7000-8000-000000000000",
        "/api/v1/sources/0190a3f0-0000-7000-8000-000000000000",
        "/api/v1/rating-scales/0190a3f0-0000-7000-8000-000000000000",
    ],
)
def test_an_address_without_anything_is_not_found(who: Caller, path: str) -> None:
    problem(who.get(path), 404)


def test_an_unknown_address_is_not_found_whatever_is_sent(who: Caller) -> None:
    problem(who.send("POST", "/api/v1/nothing", {}), 404)
    problem(who.generic("BREW", "/api/v1/nothing"), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/claims", {"GET", "HEAD"}),
        ("POST", "/api/v1/claims", {"GET", "HEAD"}),
        ("OPTIONS", "/api/v1/claims", {"GET", "HEAD"}),
        ("TRACE", "/api/v1/sources", {"GET", "HEAD", "POST"}),
        ("BREW", "/api/v1/sources", {"GET", "HEAD", "POST"}),
        ("TRACE", "/api/v1/claims?page_size=1", {"GET", "HEAD"}),
        ("GET", "/api/v1/candidates/0190a3f0-0000-7000-8000-000000000000/accept", {"POST"}),
    ],
)
def test_a_method_that_is_not_taken_is_answered_with_those_that_are(
    who: Caller, method: str, path: str, allowed: set[str]
) -> None:
    response = who.generic(method, path)
    detail = problem(response, 405)["detail"]
    assert all(method in detail for method in allowed)
    assert set(response["Allow"].split(", ")) == allowed


def test_a_format_that_is_not_served_is_a_problem(who: Caller) -> None:
    said = problem(who.get("/api/v1/claims", headers={"Accept": "text/html"}), 406)["detail"]
    assert "Accept application/json." in said


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/*;q=0.1, text/html"])
def test_json_is_served_to_whoever_takes_it(accept: str) -> None:
    response = anonymous().get("/api/v1/claims", headers={"Accept": accept})
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
def test_a_body_in_another_format_is_refused(content_type: str) -> None:
    who = administrator(Scope.SOURCES_WRITE)
    response = who.generic("POST", "/api/v1/sources", b"kind=person", content_type=content_type)
    assert "Send application/json." in problem(response, 415)["detail"]


def test_a_compressed_body_is_refused() -> None:
    response = administrator(Scope.SOURCES_WRITE).generic(
        "POST",
        "/api/v1/sources",
        b"\x1f\x8b",
        content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )
    assert "compressed" in problem(response, 415)["detail"]


def test_a_body_without_a_length_is_refused_rather_than_taken_for_none() -> None:
    who = administrator(Scope.SOURCES_WRITE)
    response = who.generic(
        "POST", "/api/v1/sources", content_type="application/json", headers={"Transfer-Encoding": "chunked"}
    )
    assert "Content-Length" in problem(response, 400)["detail"]


def test_a_body_beyond_the_limit_is_refused(settings: Settings) -> None:
    body = b'{"name": "' + b"x" * settings.API_MAX_BODY_BYTES + b'"}'
    who = administrator(Scope.SOURCES_WRITE)
    found = problem(who.generic("POST", "/api/v1/sources", body, content_type="application/json"), 413)
    assert str(settings.API_MAX_BODY_BYTES) in found["detail"]


def test_every_wrong_value_is_named_at_once() -> None:
    body = {
        "kind": "planet",
        "same_as": ["https://wikidata.example/Q1", "no address"],
        "coulour": 1,
        "a/b": 2,
    }
    found = problem(administrator(Scope.SOURCES_WRITE).send("POST", "/api/v1/sources", body), 422)
    places = {error["pointer"] for error in found["errors"]}
    assert places == {"#/kind", "#/name", "#/same_as/1", "#/coulour", "#/a~1b"}


def test_a_body_that_is_no_object_is_refused_in_words_of_json() -> None:
    answer = administrator(Scope.SOURCES_WRITE).send("POST", "/api/v1/sources", [])
    problem(answer, 422, at="#")
    assert answer.json()["errors"][0]["detail"] == "this must be an object"


def test_a_misspelt_member_is_refused_rather_than_lost() -> None:
    body = {"kind": "person", "name": "x", "nmae": "y"}
    answer = administrator(Scope.SOURCES_WRITE).send("POST", "/api/v1/sources", body)
    problem(answer, 422, at="#/nmae")
    assert "known: aliases, " in answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize("body", [[], 1, "x", None, True])
def test_a_body_that_is_no_object_is_refused(body: object) -> None:
    found = problem(administrator(Scope.SOURCES_WRITE).send("POST", "/api/v1/sources", body), 422)
    assert found["errors"]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=a%ff",
        "q=%ed%a0%80",
        "language=en&language=fr",
        "langauge=en",
        "format=json",
        "page_size=0",
        "page_size=201",
        "page_size=9223372036854775808",
        "page_size=NaN",
        "publisher=1",
        "updated_since=yesterday",
        "state=secret",
        "cursor=" + "x" * 501,
    ],
)
def test_a_query_string_that_makes_no_sense_is_refused(query: str) -> None:
    problem(anonymous().get(f"/api/v1/claims?{query}"), 400)


def test_an_unknown_parameter_is_answered_with_those_that_are_known() -> None:
    found = problem(anonymous().get("/api/v1/topics?colour=red"), 400, at="colour")
    assert "cursor, fields, page_size" in found["detail"]


def test_parameters_are_refused_where_there_are_none() -> None:
    problem(anonymous().get("/api/v1/?a=1"), 400)
    problem(administrator(Scope.SOURCES_WRITE).send("POST", "/api/v1/sources?a=1", {}), 400)


def test_malformed_json_is_told_where_and_why() -> None:
    who = administrator(Scope.SOURCES_WRITE)
    body = b'{"kind": "person",\n "name": "a\\u0000"}'
    found = problem(
        who.generic("POST", "/api/v1/sources", body, content_type="application/json"), 400, at="#/name"
    )
    assert "U+0000" in found["detail"]
    body = b'{"kind":\n'
    found = problem(who.generic("POST", "/api/v1/sources", body, content_type="application/json"), 400)
    assert "line 2" in found["detail"]


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"kind": "person", "name": 1}, "#/name"),
        ({"kind": 1, "name": "x"}, "#/kind"),
        ({"kind": "person", "name": "x", "aliases": "y"}, "#/aliases"),
        ({"kind": "person", "name": "x", "aliases": ["y", 2]}, "#/aliases"),
        ({"kind": "person", "name": True}, "#/name"),
    ],
)
def test_a_value_of_another_json_type_is_refused_rather_than_converted(
    body: dict[str, object], at: str
) -> None:
    problem(administrator(Scope.SOURCES_WRITE).send("POST", "/api/v1/sources", body), 422, at=at)
