"""What of a document is shown: `?fields=` leaves members out, `?include=` adds what it refers to.

Both work on documents as plain dictionaries, wherever these come from. What is included stands in the
document's member `included`, by name; it is loaded for all documents of an answer at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

Document = dict[str, Any]
Serializer = type[serializers.Serializer[Any]]
INCLUDED = "included"


@dataclass(frozen=True, kw_only=True)
class Include:
    """Something that documents refer to: `load` gives it for each document that has it, in their order.

    `document` is its shape, or that of each of `many`.
    """

    document: Serializer
    load: Callable[[Request, Sequence[Document]], Sequence[Any]]
    many: bool = False


Rows = Callable[[Request], QuerySet[Any]]


def one(path: str, rows: Rows, document: Serializer) -> Include:
    """The row whose key the document holds at `path` (as `claimant.id`); null where it may not be seen."""

    def load(request: Request, documents: Sequence[Document]) -> Sequence[Any]:
        keys = [_at(each, path) for each in documents]
        found = rows(request).filter(pk__in={key for key in keys if key is not None})
        shown = {str(row.pk): document(row).data for row in found}
        return [shown.get(str(key)) for key in keys]

    return Include(document=document, load=load)


def many(name: str, rows: Rows, document: Serializer, *, key: str = "id") -> Include:
    """The rows whose foreign key `name` is the document's `key`, in the order of `rows`."""

    def load(request: Request, documents: Sequence[Document]) -> Sequence[Any]:
        shown: dict[str, list[Any]] = {str(each[key]): [] for each in documents}
        found: Iterable[Model] = rows(request).filter(**{f"{name}__in": list(shown)})
        for row in found:
            shown[str(getattr(row, f"{name}_id"))].append(document(row).data)
        return [shown[str(each[key])] for each in documents]

    return Include(document=document, load=load, many=True)


@extend_schema_field({"type": "string"})
class NamesField(serializers.CharField):
    """Names out of a list, separated by commas."""

    def __init__(self, names: Iterable[str], **kwargs: Any) -> None:
        self.names = tuple(names)
        super().__init__(max_length=1000, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """The names. Raises ValidationError for one that is not in the list, or is given twice."""
        wanted = super().to_internal_value(data).split(",")
        unknown = [name for name in wanted if name not in self.names]
        if unknown:
            known = ", ".join(self.names)
            raise serializers.ValidationError(f"there is no {unknown[0][:80]!r} here; known: {known}")
        if len(set(wanted)) < len(wanted):
            raise serializers.ValidationError("a name is given twice; give each once")
        return wanted


def field_names(document: Serializer) -> tuple[str, ...]:
    """The members that a document of the shape has."""
    return tuple(document().fields)


def arranged(
    documents: Sequence[Document],
    *,
    request: Request,
    includes: Mapping[str, Include],
    include: Sequence[str] = (),
    fields: Sequence[str] = (),
) -> list[Document]:
    """The documents with what is to be included, and only the fields that are wanted (none: all)."""
    shown = [dict(each) for each in documents]
    if include:
        added: list[Document] = [{} for _ in shown]
        for name in include:
            for extra, value in zip(added, includes[name].load(request, documents), strict=True):
                extra[name] = value
        for each, extra in zip(shown, added, strict=True):
            each[INCLUDED] = extra
    if not fields:
        return shown
    wanted = {*fields, INCLUDED}
    return [{name: value for name, value in each.items() if name in wanted} for each in shown]


def _at(document: Document, path: str) -> Any:
    value: Any = document
    for step in path.split("."):
        value = value[step] if value is not None else None
    return value
