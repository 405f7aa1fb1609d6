"""Shapes that every resource's input and output share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from rest_framework import serializers

from common.api.paging import CURSOR_MAX_LENGTH

PREFIX = "/api/v1"


def resource_url(kind: str, identifier: object) -> str:
    """The public address of a resource, as `resource_url("claims", claim.id)`."""
    return f"{settings.PUBLIC_URL}{PREFIX}/{kind}/{identifier}"


class TextOrNull(serializers.CharField):
    """A text of a document; what is stored as an empty text is not known, and shown as null."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        """The text, null for an empty one."""
        return super().to_representation(value) or None


class Input(serializers.Serializer[Any]):
    """What an operation takes. A name it does not know is refused: a misspelt one would be lost silently."""

    def to_internal_value(self, data: Any) -> Any:
        """Raises ValidationError, naming each unknown member."""
        known = self.fields
        names = data if isinstance(data, Mapping) else ()
        unknown = {name: ["there is no such member here"] for name in names if name not in known}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**_by_name(error), **unknown}) from error
        if unknown:
            raise serializers.ValidationError(unknown)
        return values


def _by_name(error: serializers.ValidationError) -> dict[str, Any]:
    return error.detail if isinstance(error.detail, dict) else {}


class Query(Input):
    """The query parameters of an operation; none by itself."""


class PageQuery(Query):
    """The query parameters of every list."""

    cursor = serializers.CharField(
        required=False,
        max_length=CURSOR_MAX_LENGTH,
        help_text="Where to go on: the cursor in the `next` or `prev` address of a page.",
    )
    page_size = serializers.IntegerField(
        required=False,
        default=settings.API_PAGE_SIZE,
        min_value=1,
        max_value=settings.API_MAX_PAGE_SIZE,
        help_text="At most so many results on a page.",
    )


@cache
def page_of(result: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The shape of a page of such results."""
    name = result.__name__.removesuffix("Serializer")
    members = {
        "results": result(many=True),
        "next": serializers.URLField(
            allow_null=True, help_text="The following page; null: this is the last."
        ),
        "prev": serializers.URLField(allow_null=True, help_text="The page before; null: this is the first."),
        "__doc__": f"A page of {name} documents.",
    }
    return type(f"{name}PageSerializer", (serializers.Serializer,), members)
