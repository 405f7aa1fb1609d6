"""What an operation shows: declared as DRF has it, and read off its object at a small part of the cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any

from rest_framework import serializers


class Output(serializers.Serializer[Any]):
    """A document that is only shown.

    How each member is found and written follows from its field, and is worked out once: DRF works it out for
    every member of every object anew, which takes longer than all the rest. Members of related objects are
    attributes; nothing is called.
    """

    def to_representation(self, instance: Any) -> Any:
        """The members in their order, as plain values."""
        return {name: member(instance) for name, member in self._members}

    @cached_property
    def _members(self) -> list[tuple[str, Callable[[Any], Any]]]:
        return [(str(field.field_name), _member(field)) for field in self._readable_fields]


def _member(field: Any) -> Callable[[Any], Any]:
    write = _moment if type(field) is serializers.DateTimeField else field.to_representation
    if field.source == "*":
        return write
    find = attrgetter(field.source)

    def member(instance: Any) -> Any:
        try:
            value = find(instance)
        except AttributeError:
            value = field.get_attribute(instance)  # a default, or a mapping's value
        return None if value is None else write(value)

    return member


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC).isoformat()[:-6]}Z"
