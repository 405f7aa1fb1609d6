"""What an operation shows: declared as DRF has it, and read off its object at a small part of the cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from json.encoder import encode_basestring  # in C, where Python has that
from operator import attrgetter
from typing import Any

from django.db.models.manager import BaseManager
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.utils.encoders import JSONEncoder

from common.api.fields import TextOrNull
from common.ids import id_text

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
        # As DRF has it, so that it can stand in a script.
        return self._text(instance).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

    def _text(self, instance: Any) -> str:
        parts = []
        for name, find, otherwise, write in self._texts:
            try:
                value = find(instance)
            except AttributeError:
                value = otherwise(instance)
            parts.append(name + ("null" if value is None else write(value)))
        return f"{{{','.join(parts)}}}"

    @cached_property
    def _members(self) -> list[_Member]:
        return [
            (str(field.field_name), *_finding(field), _WRITTEN.get(type(field), field.to_representation))
            for field in self._readable_fields
        ]

    @cached_property
    def _texts(self) -> list[_Member]:
        return [
            (f"{_encode(field.field_name)}:", *_finding(field), _text_of(field))
            for field in self._readable_fields
        ]


def _finding(field: Any) -> tuple[_Step, _Step]:
    """How its value is found, and where it is no attribute: a default, or a mapping's value."""

    def otherwise(instance: Any) -> Any:
        defaults = field.default is not empty and not isinstance(instance, Mapping)
        return field.get_default() if defaults else field.get_attribute(instance)

    return _itself if field.source == "*" else attrgetter(field.source), otherwise


def _itself(value: Any) -> Any:
    return value


def _text_of(field: Any) -> _Step:
    """How its value is written as JSON."""
    if isinstance(field, serializers.ListSerializer | serializers.ListField):
        each = _text_of(field.child)
        return lambda values: f"[{','.join(map(each, _all(values)))}]"
    if type(field).to_representation is _AS_DECLARED:
        return field._text  # type: ignore[no-any-return]  # noqa: SLF001 - another Output's
    return _TEXTS.get(type(field)) or (lambda value: _encode(field.to_representation(value)))


def _all(values: Any) -> Any:
    return values.all() if isinstance(values, BaseManager) else values


@lru_cache(maxsize=1000)
def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC).isoformat()[:-6]}Z"


@lru_cache(maxsize=1000)
def _float(value: Any) -> str:
    return _encode(float(value))


# What fields do that are declared with nothing beside.
_WRITTEN: Mapping[type, _Step] = {
    serializers.DateTimeField: _moment,
    serializers.CharField: str,
    serializers.UUIDField: str,
    serializers.IntegerField: int,
    serializers.FloatField: float,
}
_TEXTS: Mapping[type, _Step] = {
    serializers.DateTimeField: lambda value: f'"{_moment(value)}"',
    serializers.CharField: lambda value: encode_basestring(str(value)),
    TextOrNull: lambda value: encode_basestring(str(value)) if value else "null",
    serializers.UUIDField: lambda value: f'"{value if type(value) is str else id_text(value)}"',
    serializers.BooleanField: lambda value: "true" if value else "false",
    serializers.IntegerField: lambda value: str(int(value)),
    serializers.FloatField: _float,
}
_AS_DECLARED = Output.to_representation
_encode = JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
