"""The OpenAPI document: what drf-spectacular finds by itself, the access rules and the problems."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, OpenApiParameter
from rest_framework import serializers

from common.api.fields import Input, PageQuery, Query
from common.api.idempotency import KEY
from common.api.permissions import Access
from common.api.problems import MEDIA_TYPE, PROBLEMS
from common.api.schema_parts import HEADERS, selection_parameters
from common.scopes import MEANINGS, Scope

if TYPE_CHECKING:
    from common.api.views import ApiView

_SECURITY = "apiKey"
_ALWAYS = (400, 401, 406, 429, 500, 503)
_WITH_BODY = (413, 415, 422)
_CONDITIONAL = (412, 428)
_CHANGES = {"PUT", "PATCH", "DELETE"}
_RATES = ("RateLimit", "RateLimit-Policy")


class RegistrySchema(AutoSchema):
    """Reads what an ApiView declares."""

    @property
    def _resource(self) -> ApiView:
        return cast("ApiView", self.view)

    def get_tags(self) -> list[str]:
        """The view's own."""
        return [self._resource.tag]

    def is_deprecated(self) -> bool:
        """Whether the view says so."""
        return self.method in self._resource.deprecations

    def get_override_parameters(self) -> list[Any]:
        """The view's query parameters and those of the selection, on GET; the conditions elsewhere."""
        if self.method != "GET":
            return [_IF_MATCH] if self.method in _CHANGES else [_IDEMPOTENCY_KEY]
        query = self._resource.query
        own = [query] if query is not Query else []
        return [*own, *selection_parameters(self._resource), _IF_NONE_MATCH]

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

    def _map_serializer_field(
        self, field: Any, direction: Direction, bypass_extensions: bool = False
    ) -> dict[str, Any] | None:
        """A text that may not be blank has something in it besides blanks, which are dropped at its ends.

        Five characters of control are blanks to Python's strip and none to the \\s of JSON Schema.
        """
        schema: dict[str, Any] | None = super()._map_serializer_field(  # type: ignore[no-untyped-call]  # as above
            field, direction, bypass_extensions
        )
        if (
            direction == "request"
            and type(field) is serializers.CharField
            and field.trim_whitespace
            and not field.allow_blank
            and schema is not None
        ):
            schema["pattern"] = r"[^\s\x1c-\x1f\x85]"
        return schema

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        for code, body in bodies.items():
            body["description"] = body.get("description") or f"{HTTPStatus(int(code)).phrase}."
            body["headers"] = self._headers(int(code))
        if self.method == "GET":
            bodies["304"] = {"$ref": "#/components/responses/NotModified"}
        for refusal in sorted(self._refusals()):
            bodies[str(refusal)] = {"$ref": f"#/components/responses/{_component(refusal)}"}
        return bodies

    def _headers(self, code: int) -> dict[str, Any]:
        names = [*_RATES]
        if code in {201, 202, 301}:
            names.append("Location")
        if self.method == "GET" and code == 200:
            names += ["ETag", "Link"] if issubclass(self._resource.query, PageQuery) else ["ETag"]
        if self.method == "POST":
            names.append("Idempotency-Replayed")
        if self.is_deprecated():
            names += self._resource.deprecations[self.method].headers()
        return {name: {"$ref": f"#/components/headers/{name}"} for name in dict.fromkeys(names)}

    def _refusals(self) -> set[int]:
        codes = {*_ALWAYS, *self._resource.problems.get(self.method, ())}
        if isinstance(self._resource.access[self.method], Scope):
            codes.add(403)
        if "{" in self.path:
            codes.add(404)
        if self.method in {"POST", "PUT", "PATCH"}:
            codes.update(_WITH_BODY)
        if self.method in _CHANGES:
            codes.update(_CONDITIONAL)
        if self.method == "POST":
            codes.add(409)  # a request with the same Idempotency-Key still runs
        return codes


def _header(name: str, description: str, *, required: bool = False, pattern: str = "") -> OpenApiParameter:
    schema = {"type": "string"} | ({"pattern": pattern} if pattern else {})
    return OpenApiParameter(name, schema, OpenApiParameter.HEADER, required=required, description=description)


_IF_NONE_MATCH = _header("If-None-Match", "ETags of what you have: 304 where one of them is still right.")
_IF_MATCH = _header(
    "If-Match",
    "The ETag of what you read at this address, or `*`: 412 where it is not any more that.",
    required=True,
)
_IDEMPOTENCY_KEY = _header(
    "Idempotency-Key",
    "Of your making, one for each thing you want done: the same request sent again within 24 hours is "
    "answered as before, and not carried out again.",
    pattern=f"^{KEY}$",
)


def _component(code: int) -> str:
    return "".join(part.capitalize() for part in PROBLEMS[code][0].split("-"))


def add_problems(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """drf-spectacular's postprocessing hook: the shared components that no view owns."""
    components = result["components"]
    components["schemas"]["Problem"] = _PROBLEM
    components["responses"] = {
        _component(code): _response(code, title) for code, (_, title) in PROBLEMS.items() if code != 405
    } | {"NotModified": _NOT_MODIFIED}
    components["headers"] = HEADERS
    scopes = "".join(f"\n- `{scope}`: {meaning}" for scope, meaning in MEANINGS.items())
    components["securitySchemes"] = {
        _SECURITY: {"type": "http", "scheme": "bearer", "description": f"An API key. Its scopes:\n{scopes}"}
    }
    return result


def _response(code: int, title: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": f"{title}.",
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": {
                    "type": f"urn:claim-registry:problem:{PROBLEMS[code][0]}",
                    "title": title,
                    "status": code,
                    "detail": "what is wrong this time, and what to do about it",
                    "instance": "/api/v1/claims",
                    "errors": [],
                },
            }
        },
    }
    names = [*_RATES]
    if name := {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}.get(code):
        names.append(name)
    return answer | {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names}}


_NOT_MODIFIED = {
    "description": "What you have is still right.",
    "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", *_RATES)},
}
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
