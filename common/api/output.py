"""What an operation shows: declared as DRF has it, and read off its object at a small part of the cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cached_property, lru_cache, partial
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
_Finding = tuple[_Step, _Step]
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
        return self._shown(instance, self._plain)

    def written(self, instance: Any) -> str:
        """The same as JSON, compact, in one go: the text that DRF would render the plain values to.

        Of what a subclass shows as declared; another way to represent it is asked for members only.
        """
        text = _dumped(self._shape(instance)).decode()
        # As DRF has it, so that it can stand in a script.
        return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

    def _shape(self, instance: Any) -> dict[str, Any]:
        """What orjson writes: most members as they were found."""
        return self._shown(instance, self._shaped)

    def _shape_once(self, instance: Any) -> Any:
        """The same; within `rows_written_once` each row's is made and written but the first time."""
        known = _once.get()
        if known is None or not isinstance(instance, Model):
            return self._shape(instance)
        key = id(self), id(instance)
        if key not in known:
            # With the row, so that no other gets its place in memory.
            known[key] = instance, orjson.Fragment(_dumped(self._shape(instance)))
        return known[key][1]

    def _shown(self, instance: Any, writing: list[tuple[str, _Step]]) -> dict[str, Any]:
        try:
            values = self._at_once(instance)
        except AttributeError:
            values = [_found(each, instance) for each in self._findings]
        shown = dict(zip(self._names, values, strict=True))
        for name, write in writing:
            value = shown[name]
            if value is not None:
                shown[name] = write(value)
        return shown

    @cached_property
    def _names(self) -> list[str]:
        return [str(field.field_name) for field in self._readable_fields]

    @cached_property
    def _findings(self) -> list[_Finding]:
        return [_finding(field) for field in self._readable_fields]

    @cached_property
    def _at_once(self) -> _Step:
        """Finds all members of an object that has them as attributes."""
        sources = [str(field.source) for field in self._readable_fields]
        whole = [at for at, source in enumerate(sources) if source == "*"]
        others = [source for source in sources if source != "*"]
        if len(others) < 2:
            return lambda instance: [find(instance) for find, _ in self._findings]
        found = attrgetter(*others)
        return partial(_with_itself, found, whole) if whole else found

    @cached_property
    def _plain(self) -> list[tuple[str, _Step]]:
        return [
            (str(field.field_name), _WRITTEN.get(type(field), field.to_representation))
            for field in self._readable_fields
        ]

    @cached_property
    def _shaped(self) -> list[tuple[str, _Step]]:
        shapes = ((str(field.field_name), _shape_of(field)) for field in self._readable_fields)
        return [(name, write) for name, write in shapes if write]


def _found(finding: _Finding, instance: Any) -> Any:
    find, otherwise = finding
    try:
        return find(instance)
    except AttributeError:
        return otherwise(instance)


def _finding(field: Any) -> _Finding:
    """How its value is found, and where it is no attribute: a default, or a mapping's value."""

    def otherwise(instance: Any) -> Any:
        defaults = field.default is not empty and not isinstance(instance, Mapping)
        return field.get_default() if defaults else field.get_attribute(instance)

    return _itself if field.source == "*" else attrgetter(field.source), otherwise


def _with_itself(found: _Step, places: list[int], instance: Any) -> list[Any]:
    """Its attributes, and in these places itself."""
    values = [*found(instance)]
    for at in places:
        values.insert(at, instance)
    return values


def _itself(value: Any) -> Any:
    return value


def _shape_of(field: Any) -> _Step | None:
    """How its value becomes one that orjson writes; None where it is one."""
    if isinstance(field, serializers.ListSerializer | serializers.ListField):
        each = _shape_of(field.child)
        return (lambda values: [*map(each, _all(values))]) if each else (lambda values: [*_all(values)])
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
