"""What an operation shows: declared as DRF has it, and read off its object at a small part of the cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any

import orjson
from django.db.models.manager import BaseManager
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.utils.encoders import JSONEncoder

from common.api.fields import TextOrNull

_Step = Callable[[Any], Any]
_Member = tuple[str, _Step, _Step, _Step]


class Output(serializers.Serializer[Any]):
    """A document that is only shown.

    How each member is found and written follows from its field, and is worked out once: DRF works it out for
    every member of every object anew, which takes longer than all the rest. Members of related objects are
    attributes; nothing is called.
    """

    def to_representation(self, instance: Any) -> Any:
        """The members in their order, as plain values."""
        shown = {}
        for name, find, otherwise, write in self._members:
            try:
                value = find(instance)
            except AttributeError:
                value = otherwise(instance)
            shown[name] = None if value is None else write(value)
        return shown

    def written(self, instance: Any) -> str:
        """The same as JSON, compact, in one go: the text that DRF would render the plain values to.

        Of what a subclass shows as declared; another way to represent it is asked for members only.
        """
        text = orjson.dumps(self._shape(instance), _DRF.default, orjson.OPT_PASSTHROUGH_DATETIME).decode()
        # As DRF has it, so that it can stand in a script.
        return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

    def _shape(self, instance: Any) -> dict[str, Any]:
        """What orjson writes as it is: found all at once, of which few members are written another way."""
        names, find, members, others = self._shapes
        try:
            values = find(instance)
        except AttributeError:
            values = [_found(each, instance) for each in members]
        shown = dict(zip(names, values, strict=True))
        for name, write in others:
            value = shown[name]
            if value is not None:
                shown[name] = write(value)
        return shown

    @cached_property
    def _members(self) -> list[_Member]:
        return [
            (str(field.field_name), *_finding(field), _WRITTEN.get(type(field), field.to_representation))
            for field in self._readable_fields
        ]

    @cached_property
    def _shapes(self) -> tuple[list[str], _Step, list[_Member], list[tuple[str, _Step]]]:
        fields = list(self._readable_fields)
        names = [str(field.field_name) for field in fields]
        shapes = [(name, _shape_of(field)) for name, field in zip(names, fields, strict=True)]
        others = [(name, write) for name, write in shapes if write]
        return names, _all_at_once([str(field.source) for field in fields]), self._members, others


def _all_at_once(sources: list[str]) -> _Step:
    if len(sources) < 2 or "*" in sources:
        return _one_by_one
    return attrgetter(*sources)


def _one_by_one(instance: Any) -> Any:
    raise AttributeError


def _found(member: _Member, instance: Any) -> Any:
    _, find, otherwise, _ = member
    try:
        return find(instance)
    except AttributeError:
        return otherwise(instance)


def _finding(field: Any) -> tuple[_Step, _Step]:
    """How its value is found, and where it is no attribute: a default, or a mapping's value."""

    def otherwise(instance: Any) -> Any:
        defaults = field.default is not empty and not isinstance(instance, Mapping)
        return field.get_default() if defaults else field.get_attribute(instance)

    return _itself if field.source == "*" else attrgetter(field.source), otherwise


def _itself(value: Any) -> Any:
    return value


def _shape_of(field: Any) -> _Step | None:
    """How its value becomes one that orjson writes; None where it is one."""
    if isinstance(field, serializers.ListSerializer | serializers.ListField):
        each = _shape_of(field.child)
        return (lambda values: [*map(each, _all(values))]) if each else (lambda values: [*_all(values)])
    if type(field).to_representation is _AS_DECLARED:
        return field._shape  # type: ignore[no-any-return]  # noqa: SLF001 - another Output's
    return _SHAPES.get(type(field), field.to_representation)


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
