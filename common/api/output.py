"""What an operation shows: declared as DRF has it, and read off its object at a small part of the cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any

from rest_framework import serializers

_Step = Callable[[Any], Any]


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

    @cached_property
    def _members(self) -> list[tuple[str, _Step, _Step, _Step]]:
        return [_member(field) for field in self._readable_fields]


def _member(field: Any) -> tuple[str, _Step, _Step, _Step]:
    """Its name, how its value is found, and where it is no attribute, and how the value is written."""
    write = _WRITTEN.get(type(field), field.to_representation)
    find = _itself if field.source == "*" else attrgetter(field.source)
    # A default, or a mapping's value.
    return str(field.field_name), find, field.get_attribute, write


def _itself(value: Any) -> Any:
    return value


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
