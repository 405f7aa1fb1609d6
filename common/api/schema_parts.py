"""What many operations of the OpenAPI document share: headers, the selection, and parts of documents."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiParameter

from common.api.fields import PageQuery
from common.api.queries import COUNT_HELP, COUNTS, FIELDS_HELP, INCLUDE_HELP
from common.api.selection import INCLUDED, field_names

if TYPE_CHECKING:
    from common.api.views import ApiView

_SCHEMAS = "#/components/schemas/"


def _header(description: str, *, required: bool = False, **schema: Any) -> dict[str, Any]:
    found = {"description": description, "schema": {"type": "string"} | schema}
    return found | ({"required": True} if required else {})


HEADERS: dict[str, Any] = {
    "ETag": _header("The strong entity tag of the answer.", required=True, pattern='^"[^"]+"$'),
    "Link": _header("The neighbouring pages (RFC 8288): rel next and prev."),
    "Location": _header("Its address.", required=True, format="uri"),
    "RateLimit": _header('How many requests are left, and for how many seconds: `"default";r=50;t=30`.'),
    "RateLimit-Policy": _header('How many requests in how many seconds: `"default";q=100;w=60`.'),
    "Retry-After": _header("Seconds after which to try again.", required=True, pattern="^[0-9]+$"),
    "WWW-Authenticate": _header("How to say who you are.", required=True),
    "Idempotency-Replayed": _header("`true`: this is the answer that was given before."),
    "Deprecation": _header("Since when the operation is deprecated (RFC 9745).", required=True),
    "Sunset": _header("When the operation stops to answer (RFC 8594).", required=True),
}


def selection_parameters(view: ApiView) -> list[OpenApiParameter]:
    """`fields`, `include` and `count`, so far as the view has them."""
    found = []
    if view.document is not None:
        found.append(_names("fields", FIELDS_HELP, field_names(view.document)))
    if view.includes:
        found.append(_names("include", INCLUDE_HELP, tuple(view.includes)))
    if view.document is not None and issubclass(view.query, PageQuery):
        found.append(OpenApiParameter("count", str, enum=COUNTS, description=COUNT_HELP))
    return found


def _names(name: str, description: str, names: tuple[str, ...]) -> OpenApiParameter:
    items = {"type": "string", "enum": list(names)}
    schema = {"type": "array", "items": items, "minItems": 1, "uniqueItems": True}
    return OpenApiParameter(name, schema, description=description, style="form", explode=False)


def add_partial_documents(result: dict[str, Any], generator: Any, **_: object) -> dict[str, Any]:
    """drf-spectacular's postprocessing hook: an answer to `fields` holds a part of the document only."""
    schemas = result["components"].setdefault("schemas", {})
    for path, _regex, method, view in generator._get_paths_and_endpoints():  # noqa: SLF001 - no other way
        operation = result["paths"].get(path, {}).get(method.lower())
        document = getattr(view, "document", None)
        if operation is None or method != "GET" or document is None:
            continue
        name = document.__name__.removesuffix("Serializer")
        _describe_included(schemas, name, view)
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        either = {"anyOf": [{"$ref": _SCHEMAS + name}, {"$ref": f"{_SCHEMAS}{name}Part"}]}
        place = _place(schemas, schema, {"$ref": _SCHEMAS + name})
        place.clear()
        place.update(either)
    return result


def _place(schemas: dict[str, Any], schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Where the answer's schema speaks of the document: at its root, or as the items of one of its lists."""
    if schema == document:
        return schema
    members: dict[str, Any] = schemas[schema["$ref"].rpartition("/")[2]]["properties"]
    lists: list[dict[str, Any]] = [each["items"] for each in members.values() if "items" in each]
    return next(items for items in lists if items == document or "anyOf" in items)


def _describe_included(schemas: dict[str, Any], name: str, view: ApiView) -> None:
    """Give the document its member `included`, and the document of which all may be missing."""
    properties = schemas[name]["properties"]
    if view.includes:
        included = properties.setdefault(INCLUDED, {"type": "object", "properties": {}})
        included["description"] = INCLUDE_HELP
        for each, include in view.includes.items():
            shape = {"$ref": _SCHEMAS + include.document.__name__.removesuffix("Serializer")}
            one = {"anyOf": [shape, {"type": "null"}]}
            included["properties"][each] = {"type": "array", "items": shape} if include.many else one
    part = deepcopy(schemas[name])
    part.pop("required", None)
    part["description"] = f"The members of a {name} that `fields` named."
    schemas[f"{name}Part"] = part
