"""The query parameters of an operation: its own, and those that every document and every list takes."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import cache, lru_cache
from typing import Any

from django.http import QueryDict
from rest_framework import serializers

from common.api.exceptions import Malformed
from common.api.fields import Choice, PageQuery, Query
from common.api.parsers import check_query_string
from common.api.selection import NamesField, field_names

COUNTS = ["estimate"]
COUNT_HELP = "`estimate`: say about how many there are in all, as the database's planner thinks."
FIELDS_HELP = "Only these members; none: all."
INCLUDE_HELP = "What the document refers to, in its member `included`."


@cache
def query_for(
    query: type[Query], document: type[serializers.Serializer[Any]] | None, includes: tuple[str, ...]
) -> type[Query]:
    """The query's shape with what the document brings along."""
    added: dict[str, Any] = {}
    if document is not None:
        added["fields"] = NamesField(field_names(document), required=False)
    if includes:
        added["include"] = NamesField(includes, required=False)
    if document is not None and issubclass(query, PageQuery):
        added["count"] = Choice(required=False, choices=COUNTS)
    return _extended(query, added) if added else query


def _extended(query: type[Query], added: dict[str, Any]) -> type[Query]:
    class Extended(query):  # type: ignore[valid-type, misc]  # made for each view
        def get_fields(self) -> dict[str, Any]:
            """The query's and the added; `fields` cannot be declared, being a serializer's own name."""
            return {**super().get_fields(), **deepcopy(added)}

    return Extended


@lru_cache(maxsize=1024)
def query_params(query_string: str, shape: type[Query]) -> Mapping[str, Any]:
    """What a query string says. Most are asked again and again, and a shape is slow to read by.

    Raises Malformed, naming the parameter and what is known.
    """
    check_query_string(query_string)
    given = shape(data=QueryDict(query_string).dict())
    if given.is_valid():
        return dict(given.validated_data)
    name, messages = next(iter(given.errors.items()))
    if name not in given.fields:
        known = ", ".join(sorted(given.fields)) or "none"
        raise Malformed(f"there is no parameter {name[:80]!r} here; known: {known}", parameter=name[:80])
    raise Malformed(f"{name}: {' '.join(str(m) for m in messages)}", parameter=name)
