"""What an operation shows: declared as DRF has it, and read off its object at a small part of the cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any

import orjson
from django.db.models import Model
from django.db.models.manager import BaseManager
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.utils.encoders import JSONEncoder

from common.api.fields import TextOrNull

_Step = Callable[[Any], Any]
_once: ContextVar[dict[tuple[int, int], tuple[Model, Any]] | None] = ContextVar("once", default=None)


@contextmanager
def rows_written_once() -> Iterator[None]:
    """Within it, what many documents show of one and the same row is written once. It must not change."""
    known = _once.set({})
    try:
        yield
    finally:
        _once.reset(known)


class Output(serializers.Serializer[Any]):
    """A document that is only shown.

    How each member is found and written follows from its field, and is worked out once: DRF works it out for
    every member of every object anew, which takes longer than all the rest. Members of related objects are
    attributes; nothing is called.
    """

    def to_representation(self, instance: Any) -> Any:
        """The members in their order, as plain values."""
        return self._plain.of(instance)

    def written(self, instance: Any) -> str:
        """The same as JSON, compact, in one go: the text that DRF would render the plain values to.

        Of what a subclass shows as declared; another way to represent it is asked for members only.
        """
        text = _dumped(self._shaped.of(instance)).decode()
        # As DRF has it, so that it can stand in a script.
        return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

    def _shape_once(self, instance: Any) -> Any:
        """What orjson writes; within `rows_written_once` a row's is made and written but the first time."""
        known = _once.get()
        if known is None or not isinstance(instance, Model):
            return self._shaped.of(instance)
        key = id(self), id(instance)
        if key not in known:
            # With the row, so that no other gets its place in memory.
            known[key] = instance, orjson.Fragment(_dumped(self._shaped.of(instance)))
        return known[key][1]

    @cached_property
    def _plain(self) -> _Members:
        return _Members(
            (field, _WRITTEN.get(type(field), field.to_representation)) for field in self._readable_fields
        )

    @cached_property
    def _shaped(self) -> _Members:
        return _Members((field, _shape_of(field)) for field in self._readable_fields)


class _Members:
    """How all members of an object are found and written: of each its field, and how, or None: as it is."""

    def __init__(self, fields: Iterable[tuple[Any, _Step | None]]) -> None:
        self._fields = list(fields)
        self._at_once = _as_one_function([(f.field_name, f.source, write) for f, write in self._fields])

    def of(self, instance: Any) -> dict[str, Any]:
        """The members in their order."""
        try:
            return self._at_once(instance)
        except AttributeError:
            found = ((field, _found(field, instance), write) for field, write in self._fields)
            return {field.field_name: _written(value, write) for field, value, write in found}


def _as_one_function(members: Iterable[tuple[str, str, _Step | None]]) -> Callable[[Any], dict[str, Any]]:
    """What finds members, of a name and a source each, as attributes, and writes them.

    Its text is what one would write by hand: to go from member to member takes three times as long.
    """
    steps: dict[str, _Step] = {}
    shown = []
    for at, (name, source, write) in enumerate(members):
        value = "instance" if source == "*" else f"instance.{source}"
        if write:
            steps[f"write_{at}"] = write
            value = f"None if (value := {value}) is None else write_{at}(value)"
        shown.append(f"{name!r}: {value}")
    text = f"lambda instance: {{{', '.join(shown)}}}"
    return eval(text, steps)  # type: ignore[no-any-return]  # noqa: S307 - of names that the code declares


def _written(value: Any, write: _Step | None) -> Any:
    return value if value is None or write is None else write(value)


def _found(field: Any, instance: Any) -> Any:
    """Its attribute; where it has none, a default or a mapping's value."""
    if field.source == "*":
        return instance
    try:
        return attrgetter(field.source)(instance)
    except AttributeError:
        defaults = field.default is not empty and not isinstance(instance, Mapping)
        return field.get_default() if defaults else field.get_attribute(instance)


def _shape_of(field: Any) -> _Step | None:
    """How its value becomes one that orjson writes; None where it is one."""
    if isinstance(field, serializers.ListSerializer | serializers.ListField):
        each = _shape_of(field.child)
        if each is None:
            return lambda values: [*_all(values)]
        return lambda values: [*map(each, _all(values))] if values else []
    if isinstance(field, serializers.SerializerMethodField):
        return getattr(field.parent, field.method_name)  # type: ignore[no-any-return]
    if type(field).to_representation is _AS_DECLARED:
        return field._shape_once  # type: ignore[no-any-return]  # noqa: SLF001 - another Output's
    return _SHAPES.get(type(field), field.to_representation)


def _dumped(shape: Any) -> bytes:
    return orjson.dumps(shape, _DRF.default, orjson.OPT_PASSTHROUGH_DATETIME)


def _all(values: Any) -> Any:
    return values.all() if isinstance(values, BaseManager) else values


@lru_cache(maxsize=1000)
def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC).isoformat()[:-6]}Z"


# What fields do that are declared with nothing beside.
_WRITTEN: Mapping[type, _Step] = {
    serializers.DateTimeField: _moment,
    serializers.CharField: str,
    serializers.UUIDField: str,
    serializers.IntegerField: int,
    serializers.FloatField: float,
}
_SHAPES: Mapping[type, _Step | None] = {
    serializers.CharField: None,
    serializers.UUIDField: None,
    TextOrNull: lambda value: value or None,
    serializers.DateTimeField: _moment,
    serializers.BooleanField: bool,
    serializers.IntegerField: int,
    serializers.FloatField: float,
}
_AS_DECLARED = Output.to_representation
_DRF = JSONEncoder()
