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

from common.scopes import Scope
from tests import factories

DOCUMENT = Path(__file__).parent.parent / "docs" / "openapi" / "v1.yaml"
_JSON = "application/json"
_PROBLEM = "application/problem+json"
# Answers of the edge, which any address may give and no operation lists.
_UNLISTED = {405, 429}


@cache
def document() -> dict[str, Any]:
    """The committed OpenAPI document."""
    loaded: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    return loaded


@cache
def _operations() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    return [
        (re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), operations)
        for path, operations in document()["paths"].items()
    ]


@cache
def _validator(pointer: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        {"$ref": pointer, "components": document()["components"]}, validate_formats=True
    )


class Caller(Client):
    """Django's client with a key, sending JSON; every answer must be what the document promises."""

    def request(self, **request: Any) -> Any:
        """Raises AssertionError for a status or a body that the document does not know."""
        response = super().request(**request)
        for pattern, operations in _operations():
            if pattern.fullmatch(request["PATH_INFO"]):
                self._check(operations.get(request["REQUEST_METHOD"].lower()), response)
        return response

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """A request with a JSON body, or without one."""
        data = json.dumps(body) if body is not None else ""
        return self.generic(method, path, data, content_type=_JSON)

    @staticmethod
    def _check(operation: dict[str, Any] | None, response: Any) -> None:
        if operation is None or response.status_code in _UNLISTED:
            return
        known = operation["responses"]
        assert str(response.status_code) in known, (response.status_code, response.content)
        answer = known[str(response.status_code)]
        if "$ref" in answer:
            answer = document()["components"]["responses"][answer["$ref"].rpartition("/")[2]]
        if "content" not in answer:
            assert not response.content
            return
        (media_type, content), *_ = answer["content"].items()
        assert response["Content-Type"] == media_type
        _validator(content["schema"]["$ref"]).validate(json.loads(response.content))


def caller(*scopes: Scope, raise_request_exception: bool = True, **key: Any) -> Caller:
    """A caller whose key has these scopes; keyword arguments go to factories.api_key."""
    header = f"Bearer {factories.api_key(*scopes, **key)}"
    return Caller(raise_request_exception=raise_request_exception, headers={"Authorization": header})


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
