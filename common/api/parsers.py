"""JSON read strictly, so that nothing PostgreSQL or a reader would choke on gets past the edge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import QueryDict
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from common.api.exceptions import BodyTooLarge, Malformed
from common.api.pointers import ROOT, child

_MAX_DEPTH = 50
_INTEGERS = range(-(2**63), 2**63)
_TOO_BIG = "an integer is beyond 64 bits; send it as a string"
_NUL = "the character U+0000 cannot be stored; leave it out"


class StrictJSONParser(BaseParser):
    """UTF-8 JSON with every name once, 64-bit integers, finite numbers, real characters, at most 50 levels.

    The size is bounded by the view's `max_body_bytes`.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Raises Malformed (400), BodyTooLarge (413) or UnsupportedMediaType (415)."""
        context = parser_context or {}
        limit = getattr(context.get("view"), "max_body_bytes", settings.API_MAX_BODY_BYTES)
        return strict_json(_read(stream, context["request"], limit))


def _read(stream: IO[Any], request: Request, limit: int) -> bytes:
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if encoding != "identity":
        raise UnsupportedMediaType(encoding, "the body must not be compressed; send it as it is")
    length = request.headers.get("Content-Length", "0")
    if length.isdecimal() and int(length) > limit:
        raise BodyTooLarge(limit)
    body: bytes = stream.read(limit + 1)
    if len(body) > limit:
        raise BodyTooLarge(limit)
    return body


def strict_json(body: bytes) -> object:
    """The value that the body holds. Raises Malformed, saying where and what to do."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(
            f"the body is not UTF-8: byte {error.start} starts no character", pointer=ROOT
        ) from error
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_number,
        )
    except RecursionError as error:
        raise Malformed(f"the JSON is nested deeper than {_MAX_DEPTH} levels", pointer=ROOT) from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Malformed(f"the body is not JSON: {error.msg} at {where}", pointer=ROOT) from error
    _check_values(value)
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise Malformed(f"the name {name[:80]!r} occurs twice in one object", pointer=ROOT)
        found[name] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise Malformed(f"{name} is not a JSON number; use null", pointer=ROOT)


def _integer(digits: str) -> int:
    # The longest that fits has 19 digits and a sign; int() of a million digits would take seconds.
    if len(digits) > 20 or (number := int(digits)) not in _INTEGERS:
        raise Malformed(_TOO_BIG, pointer=ROOT)
    return number


def _number(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise Malformed("a number is too large; send it as a string", pointer=ROOT)
    return number


class _Place:
    """Where a value stands; the pointer is spelt out only if there is something to say about it."""

    __slots__ = ("depth", "name", "parent")

    def __init__(self, parent: _Place | None, name: str | int) -> None:
        self.parent = parent
        self.name = name
        self.depth: int = parent.depth + 1 if parent else 1

    def pointer(self) -> str:
        """As a JSON Pointer."""
        return child(self.parent.pointer(), self.name) if self.parent else ROOT


def _check_values(value: object) -> None:
    """Walk without recursion: the depth, and every text in it, names of members included."""
    waiting: list[tuple[object, _Place]] = [(value, _Place(None, ""))]
    while waiting:
        item, place = waiting.pop()
        if place.depth > _MAX_DEPTH and not isinstance(item, str):
            raise Malformed(f"the JSON is nested deeper than {_MAX_DEPTH} levels", pointer=ROOT)
        if isinstance(item, str):
            _check_text(item, place)
        elif isinstance(item, dict):
            for name in item:
                _check_text(name, place)
            waiting.extend((inner, _Place(place, name)) for name, inner in item.items() if _matters(inner))
        elif isinstance(item, list):
            waiting.extend(
                (inner, _Place(place, number)) for number, inner in enumerate(item) if _matters(inner)
            )


def _matters(value: object) -> bool:
    return isinstance(value, str | dict | list)


def _check_text(text: str, place: _Place) -> None:
    if "\0" in text:
        raise Malformed(_NUL, pointer=place.pointer())
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Malformed(
            "half of a surrogate pair is no character; leave it out", pointer=place.pointer()
        ) from error


def check_query_string(raw: str) -> None:
    """Refuse a query string that is not UTF-8, holds U+0000 or gives a parameter twice. Raises Malformed."""
    try:
        text = unquote_to_bytes(raw.encode("latin-1")).decode("utf-8")
    except UnicodeError as error:
        raise Malformed("the query string is not UTF-8 in percent-encoding") from error
    if "\0" in text:
        raise Malformed(_NUL)
    for name, values in QueryDict(raw).lists():
        if len(values) > 1:
            raise Malformed(f"the parameter {name[:80]!r} is given twice; give it once", parameter=name[:80])
