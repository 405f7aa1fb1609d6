"""The OpenAPI document: what drf-spectacular finds by itself, the access rules and the problems."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction

from common.api.fields import Input, PageQuery, Query
from common.api.permissions import Access
from common.api.problems import MEDIA_TYPE, PROBLEMS
from common.scopes import MEANINGS, Scope

if TYPE_CHECKING:
    from common.api.views import ApiView

_SECURITY = "apiKey"
_ALWAYS = (400, 401, 406, 500, 503)
_WITH_BODY = (413, 415, 422)


class RegistrySchema(AutoSchema):
    """Reads `access`, `query`, `problems` and `tag` of an ApiView."""

    @property
    def _resource(self) -> ApiView:
        return cast("ApiView", self.view)

    def get_tags(self) -> list[str]:
        """The view's own."""
        return [self._resource.tag]

    def get_override_parameters(self) -> list[Any]:
        """The view's query parameters, on GET."""
        query = self._resource.query
        return [query] if self.method == "GET" and query is not Query else []

    def get_auth(self) -> list[dict[str, list[str]]]:
        """The scope needed; nothing needed is said as an empty alternative."""
        needed = self._resource.access[self.method]
        if needed is Access.PUBLIC:
            return [{}, {_SECURITY: []}]
        return [{_SECURITY: [needed.value] if isinstance(needed, Scope) else []}]

    def _map_basic_serializer(self, serializer: Any, direction: Direction) -> dict[str, Any]:
        found = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]  # untyped there
        schema: dict[str, Any] = found
        if isinstance(serializer, Input) and direction == "request":
            schema["additionalProperties"] = False
        return schema

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        for code, body in bodies.items():
            body["description"] = body.get("description") or f"{HTTPStatus(int(code)).phrase}."
            if headers := self._headers(int(code)):
                body["headers"] = headers
        for refusal in sorted(self._refusals()):
            bodies[str(refusal)] = {"$ref": f"#/components/responses/{_component(refusal)}"}
        return bodies

    def _headers(self, code: int) -> dict[str, Any]:
        if code in {201, 202, 301}:
            where = {"description": "Its address.", "schema": {"type": "string", "format": "uri"}}
            return {"Location": {**where, "required": True}}
        if self.method == "GET" and issubclass(self._resource.query, PageQuery):
            neighbours = "The neighbouring pages (RFC 8288): rel next and prev."
            return {"Link": {"description": neighbours, "schema": {"type": "string"}}}
        return {}

    def _refusals(self) -> set[int]:
        codes = {*_ALWAYS, *self._resource.problems.get(self.method, ())}
        if isinstance(self._resource.access[self.method], Scope):
            codes.add(403)
        if "{" in self.path:
            codes.add(404)
        if self.method in {"POST", "PUT", "PATCH"}:
            codes.update(_WITH_BODY)
        return codes


def _component(code: int) -> str:
    return "".join(part.capitalize() for part in PROBLEMS[code][0].split("-"))


def add_problems(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """drf-spectacular's postprocessing hook: the shared components that no view owns."""
    components = result["components"]
    components["schemas"]["Problem"] = _PROBLEM
    components["responses"] = {
        _component(code): _response(code, title)
        for code, (_, title) in PROBLEMS.items()
        if code not in {405, 429}
    }
    scopes = "".join(f"\n- `{scope}`: {meaning}" for scope, meaning in MEANINGS.items())
    components["securitySchemes"] = {
        _SECURITY: {"type": "http", "scheme": "bearer", "description": f"An API key. Its scopes:\n{scopes}"}
    }
    return result


def _response(code: int, title: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": f"{title}.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    header = {401: "WWW-Authenticate", 503: "Retry-After"}.get(code)
    if header:
        answer["headers"] = {header: {"schema": {"type": "string"}, "required": True}}
    return answer


_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "A problem document (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Names the kind of problem."},
        "title": {"type": "string", "description": "The kind of problem in words."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What is wrong this time, and what to do."},
        "instance": {"type": "string", "format": "uri-reference", "description": "The path asked for."},
        "errors": {
            "type": "array",
            "description": "Each value that is wrong.",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "Where in the body, as `#/rating` (RFC 6901).",
                    },
                    "parameter": {"type": "string", "description": "Which query parameter."},
                    "detail": {"type": "string"},
                },
                "required": ["detail"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "instance", "errors"],
}
