"""A caller of the API for tests, who takes the committed OpenAPI document at its word."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from django.test import Client

from claims.roles import Role
from common.scopes import Scope
from tests import factories

DOCUMENT = Path(__file__).parent.parent / "docs" / "openapi" / "v1.yaml"
_JSON = "application/json"
_PROBLEM = "application/problem+json"
# The answer of the edge, which any address may give and no operation lists.
_UNLISTED = {405}
_CHANGES = {"PUT", "PATCH", "DELETE"}


@cache
def document() -> dict[str, Any]:
    """The committed OpenAPI document."""
    # The same as safe_load, in C.
    loaded: dict[str, Any] = yaml.load(DOCUMENT.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return loaded


@cache
def _operations() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    return [
        (re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), operations)
        for path, operations in document()["paths"].items()
    ]


def _whole(schema: Any) -> Any:
    """The schema without the parts of documents that are answers to `fields` only."""
    if isinstance(schema, list):
        return [_whole(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    choice = schema.get("anyOf", [])
    if len(choice) == 2 and str(choice[1].get("$ref")) == f"{choice[0].get('$ref')}Part":
        return choice[0]
    return {name: _whole(each) for name, each in schema.items()}


@cache
def _components(*, whole: bool) -> Any:
    components = document()["components"]
    return _whole(components) if whole else components


@cache
def _validator(schema: str, *, whole: bool) -> jsonschema_rs.Draft202012Validator:
    loaded = json.loads(schema)
    return jsonschema_rs.Draft202012Validator(
        (_whole(loaded) if whole else loaded) | {"components": _components(whole=whole)},
        validate_formats=True,
    )


class Caller(Client):
    """Django's client with a key, sending JSON; every answer must be what the document promises."""

    def request(self, **request: Any) -> Any:
        """Raises AssertionError for a status or a body that the document does not know."""
        response = super().request(**request)
        for pattern, operations in _operations():
            if pattern.fullmatch(request["PATH_INFO"]):
                whole = "fields=" not in request.get("QUERY_STRING", "")
                self._check(operations.get(request["REQUEST_METHOD"].lower()), response, whole=whole)
        return response

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """A request with a JSON body, or without one; a change of whatever is there, unless told If_Match.

        Header names are given with _ for -.
        """
        data = json.dumps(body) if body is not None else ""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if method in _CHANGES:
            given.setdefault("If-Match", "*")
        return self.generic(method, path, data, content_type=_JSON, headers=given)

    @staticmethod
    def _check(operation: dict[str, Any] | None, response: Any, *, whole: bool) -> None:
        if operation is None or response.status_code in _UNLISTED:
            return
        known = operation["responses"]
        assert str(response.status_code) in known, (response.status_code, response.content)
        answer = known[str(response.status_code)]
        if "$ref" in answer:
            answer = document()["components"]["responses"][answer["$ref"].rpartition("/")[2]]
        for name, header in answer.get("headers", {}).items():
            shared = document()["components"]["headers"][header["$ref"].rpartition("/")[2]]
            assert name in response or not shared.get("required"), name
        if "content" not in answer:
            assert not response.content
            return
        media_type = response["Content-Type"]
        assert media_type in answer["content"]
        schema = answer["content"][media_type]["schema"]
        if not response.streaming:
            _validator(json.dumps(schema), whole=whole).validate(json.loads(response.content))


def caller(*scopes: Scope, raise_request_exception: bool = True, **key: Any) -> Caller:
    """A caller whose key has these scopes; keyword arguments go to factories.api_key."""
    header = f"Bearer {factories.api_key(*scopes, **key)}"
    return Caller(raise_request_exception=raise_request_exception, headers={"Authorization": header})


def administrator(*scopes: Scope, **key: Any) -> Caller:
    """A caller whose key is an administrator's, as changing sources takes."""
    return caller(*scopes, owner=factories.user(role=Role.ADMINISTRATOR), **key)


def anonymous(*, raise_request_exception: bool = True) -> Caller:
    """A caller without a key."""
    return Caller(raise_request_exception=raise_request_exception)


def problem(response: Any, status: int, *, at: str | None = None) -> dict[str, Any]:
    """The problem document of a refusal; `at` is the JSON Pointer or the parameter that it must name."""
    assert response.status_code == status, (response.status_code, response.content)
    assert response["Content-Type"] == _PROBLEM
    found: dict[str, Any] = json.loads(response.content)
    assert found["status"] == status
    assert found["type"].startswith("urn:claim-registry:problem:")
    assert found["title"]
    assert found["detail"]
    assert found["instance"].startswith("/api/")
    places = [error.get("pointer", error.get("parameter")) for error in found["errors"]]
    assert at is None or at in places, found
    return found
