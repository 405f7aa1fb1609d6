"""An example for every request and answer of the OpenAPI document, those of answers made from their schemas.

What a member of some name looks like is said once, here; the schemas say the rest. Of parameters only those
that must be given have one: whoever tries an operation out in the reference sends them all.
"""

from __future__ import annotations

from typing import Any

from common.api.example_bodies import ID, body_of

_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_BY_NAME: dict[str, Any] = {
    "aliases": ["O. Brekke"],
    "article_title": "Reservoir levels",
    "byline": "Tove Aas",
    "claim_text": "The reservoir holds two years of water.",
    "claimant": "Oda Brekke",
    "content_hash": _HASH,
    "country": "NO",
    "description": "The front page",
    "domain": "outlet.example",
    "event_types": ["verdict.published"],
    "addressee": "town council",
    "excerpt": "The reservoir was last full in 2019.",
    "filters": {"language": ["en"]},
    "kind": "initial",
    "label": "False",
    "language": "en",
    "languages": ["en", "nb"],
    "link_state": "ok",
    "name": "Oda Brekke",
    "normalised": "false",
    "note": "We had read the wrong column; the figure is 38.",
    "order": "-created_at",
    "original_label": "False",
    "owner": "desk",
    "position": 17,
    "precision": "day",
    "prefix": "reg_4fT2",
    "public_keys": [],
    "publisher_name": "Control Desk",
    "reason": "New figures were published.",
    "role": "water minister",
    "said_on_precision": "day",
    "scopes": ["candidates:read"],
    "secret": "whsec_c2FtcGxlIHNlY3JldCBvZiAyNCBieXRlcw==",
    "sentence": "The reservoir holds two years of water, said Oda Brekke, the water minister.",
    "slug": "water",
    "stance": "refutes",
    "state": "published",
    "summary": "It holds four months of water.",
    "text": "The reservoir holds two years of water.",
    "title": "Reservoir levels",
    "via": ["Radio Fjord"],
}
_BY_FORMAT: dict[str, Any] = {
    "uuid": ID,
    "date-time": "2026-03-01T12:00:00Z",
    "date": "2026-03-01",
    "uri": "https://outlet.example/reservoir",
    "uri-reference": f"/api/v1/claims/{ID}",
    "decimal": "1.00",
    "duration": "P0DT01H00M00S",
}
_BY_TYPE: dict[str, Any] = {"string": "text", "integer": 1, "number": 0.8, "boolean": False, "null": None}
_DEEPEST = 8


def add_examples(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """drf-spectacular's postprocessing hook: a body without an example gets one."""
    schemas = result["components"].get("schemas", {})
    answers = [*result["components"]["responses"].values()]
    for item in result["paths"].values():
        for operation in item.values():
            answers += operation["responses"].values()
            for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
                content["example"] = body_of(operation["operationId"], media_type)
            for parameter in operation.get("parameters", ()):
                if parameter.get("required"):
                    parameter.setdefault("example", _parameter(parameter))
    for answer in answers:
        for content in answer.get("content", {}).values():
            if "schema" in content and not {"example", "examples"} & set(content):
                content["example"] = example(content["schema"], schemas)
    return result


def example(schema: dict[str, Any], schemas: dict[str, Any], name: str = "", depth: int = 0) -> Any:
    """A value that the schema allows; `name` is that of the member it is for."""
    if "$ref" in schema:
        return example(schemas[schema["$ref"].rpartition("/")[2]], schemas, name, depth)
    for word in ("example", "default", "const"):
        if word in schema:
            return schema[word]
    if "enum" in schema:
        return schema["enum"][0]
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            return example(schema[word][0], schemas, name, depth)
    kinds = schema.get("type", "object")
    kind = next((k for k in kinds if k != "null"), "null") if isinstance(kinds, list) else kinds
    if kind == "object":
        return _object(schema, schemas, name, depth)
    if kind == "array":
        return _array(schema, schemas, name, depth)
    return _scalar(schema, kind, name)


def _object(schema: dict[str, Any], schemas: dict[str, Any], name: str, depth: int) -> Any:
    members = schema.get("properties", {})
    if not members and isinstance(_BY_NAME.get(name), dict):
        return _BY_NAME[name]
    wanted = members if depth < _DEEPEST else schema.get("required", ())
    asked_for = {"included", "count"} - set(schema.get("required", ()))
    return {
        each: example(members[each], schemas, each, depth + 1) for each in wanted if each not in asked_for
    }


def _array(schema: dict[str, Any], schemas: dict[str, Any], name: str, depth: int) -> Any:
    if isinstance(_BY_NAME.get(name), list):
        return _BY_NAME[name]
    return [example(schema.get("items", {}), schemas, name, depth + 1)] if schema.get("items") else []


def _scalar(schema: dict[str, Any], kind: str, name: str) -> Any:
    known = _BY_NAME.get(name)
    if schema.get("format") in _BY_FORMAT:
        return _BY_FORMAT[schema["format"]]
    if kind == "string" and isinstance(known, str):
        return known[: schema.get("maxLength", len(known))]
    if kind == "integer" and isinstance(known, int):
        return known
    if kind in {"integer", "number"}:
        return schema.get("minimum", _BY_TYPE[kind])
    return _BY_TYPE[kind]


def _parameter(parameter: dict[str, Any]) -> Any:
    if parameter["name"] == "If-Match":
        return '"2f6b3a1d4e809b557c3e7d100199c3a4"'
    return example(parameter["schema"], {}, parameter["name"])
