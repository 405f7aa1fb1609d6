"""The committed OpenAPI document is the one the code makes, and it says what a reader needs."""

from __future__ import annotations

import io
import re
from typing import Any

import jsonschema_rs
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from tests.api import DOCUMENT, anonymous, document


def _operations() -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", operation)
        for path, item in document()["paths"].items()
        for method, operation in item.items()
    ]


_EACH = pytest.mark.parametrize("operation", [pytest.param(o, id=name) for name, o in _operations()])


def test_the_committed_document_is_what_the_code_makes() -> None:
    made = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=made)
    committed = DOCUMENT.read_text(encoding="utf-8")
    assert made.getvalue().strip() == committed.strip(), (
        "the API changed; look at the difference and, if it is meant: "
        "manage.py spectacular --validate --fail-on-warn --file docs/openapi/v1.yaml"
    )


def test_it_is_of_version_3_1() -> None:
    assert document()["openapi"].startswith("3.1.")


@_EACH
def test_every_operation_says_what_it_is(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["tags"] != [""]
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", operation["operationId"])
    assert any(code.startswith("2") for code in operation["responses"])


@_EACH
def test_every_operation_says_how_it_refuses(operation: dict[str, Any]) -> None:
    refusals = {code for code in operation["responses"] if code[0] in "45"}
    assert {"400", "401", "406", "429", "500", "503"} <= refusals
    for code in refusals:
        name = operation["responses"][code]["$ref"].rpartition("/")[2]
        (media_type, content), *_ = document()["components"]["responses"][name]["content"].items()
        assert media_type == "application/problem+json"
        assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
        assert str(content["example"]["status"]) == code


def test_operation_ids_are_unique() -> None:
    ids = [operation["operationId"] for _, operation in _operations()]
    assert len(ids) == len(set(ids))


def test_what_an_answer_may_say_is_never_a_closed_list() -> None:
    inputs = ("Request",)
    schemas = document()["components"]["schemas"]
    enums = {name for name, schema in schemas.items() if "enum" in schema}
    for name, schema in schemas.items():
        if not name.endswith(inputs) and name not in enums:
            assert "enum" not in str(schema.get("properties", {})), name
            assert not any(f"schemas/{enum}'" in str(schema) for enum in enums), name


@pytest.mark.django_db
def test_the_document_is_served_as_json() -> None:
    response = anonymous().get("/api/v1/openapi.json")
    assert response["Content-Type"] == "application/json"
    assert response.json()["paths"].keys() == document()["paths"].keys()


@pytest.mark.django_db
def test_the_documentation_page_needs_nothing_from_elsewhere() -> None:
    page = anonymous().get("/api/v1/docs", headers={"Accept": "text/html"})
    assert page.status_code == 200
    html = page.content.decode()
    *loaded, script = re.findall(r'(?:src|href)="([^"]+)"', html)
    own = anonymous().get(script.replace("&amp;", "&"), headers={"Accept": "*/*"})
    assert "/api/v1/openapi.json" in own.content.decode()
    assert loaded
    for address in loaded:
        assert address.startswith("/static/"), address
        assert finders.find(address.removeprefix("/static/")), address


@pytest.mark.django_db
def test_the_root_lists_addresses_that_answer() -> None:
    root = anonymous().get("/api/v1/").json()
    for address in [*root["resources"].values(), root["schema"]]:
        assert anonymous().get(address).status_code in {200, 401}, address
    assert anonymous().get("/api/v1").headers["Location"] == "/api/v1/"


def _examples() -> list[Any]:
    answers = [
        (f"{name} {code}", body)
        for name, operation in _operations()
        for code, body in [("body", operation.get("requestBody", {})), *operation["responses"].items()]
    ]
    return [
        pytest.param(content["schema"], content.get("example"), content.get("examples"), id=name)
        for name, body in answers
        for content in body.get("content", {}).values()
    ]


@pytest.mark.parametrize(("schema", "example", "examples"), _examples())
def test_every_body_has_an_example_that_its_schema_allows(
    schema: dict[str, Any], example: Any, examples: dict[str, Any] | None
) -> None:
    shown = [each["value"] for each in (examples or {}).values()] or [example]
    validator = jsonschema_rs.Draft202012Validator(
        schema | {"components": document()["components"]}, validate_formats=True
    )
    for each in shown:
        assert each is not None
        validator.validate(each)
