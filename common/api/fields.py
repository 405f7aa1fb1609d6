"""Shapes that every resource's input and output share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NoReturn

from django.conf import settings
from rest_framework import serializers

from common.api.paging import CURSOR_MAX_LENGTH
from common.directions import undirected
from common.languages import HOW, LONGEST, TAG

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
        return str(value) or None


class LanguageField(serializers.RegexField):
    """A tag of BCP 47, by which a language is named."""

    default_error_messages = {"invalid": HOW}

    def __init__(self, *, help_text: str = "BCP 47.", **kwargs: Any) -> None:
        super().__init__(f"^{TAG}$", max_length=LONGEST, help_text=help_text, **kwargs)


class VerbatimField(serializers.CharField):
    """A text whose every character is kept, of which places are named by their offset."""


class Choice(serializers.ChoiceField):
    """One of some words, which a refusal names."""

    default_error_messages = {"invalid_choice": '"{input}" is none of: {choices}.'}

    def fail(self, key: str, **values: Any) -> NoReturn:
        """Raises ValidationError."""
        super().fail(key, choices=", ".join(map(str, self.choices)), **values)


class Input(serializers.Serializer[Any]):
    """What an operation takes. A name it does not know is refused: a misspelt one would be lost silently.

    Texts lose what turns the direction of others, as they lose the blanks at their ends.
    """

    default_error_messages = {"invalid": "this must be an object"}

    def to_internal_value(self, data: Any) -> Any:
        """Raises ValidationError, naming each unknown member and each that is of another JSON type."""
        known = self.fields
        given = data if isinstance(data, Mapping) else {}
        unknown = f"there is no such member here; known: {', '.join(sorted(known))}"
        refused = {name: [unknown] for name in given if name not in known}
        if not isinstance(self, Query):
            refused |= wrong_types(known, given)
        refused |= {
            name: wrong for name, field in known.items() if (wrong := _too_long(field, given.get(name)))
        }
        if type(data) is dict:  # of JSON
            data = {name: _undirected(known.get(name), value) for name, value in data.items()}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**_by_name(error), **refused}) from error
        if refused:
            raise serializers.ValidationError(refused)
        return values


def _undirected(field: Any, value: Any) -> Any:
    """What was given, its texts without characters of direction. An input within another sees to its own."""
    if isinstance(value, str):
        return value if isinstance(field, VerbatimField) else undirected(value)
    child = getattr(field, "child", None)
    if child is not None and isinstance(value, list):
        return [_undirected(child, item) for item in value]
    if child is not None and isinstance(value, dict):
        return {name: _undirected(child, item) for name, item in value.items()}
    return value


def _too_long(field: Any, value: Any) -> Any:
    """What is wrong with a text longer than the contract allows; empty where nothing is.

    The blanks at its ends count, which DRF trims. Of a list or an object by place or by name.
    """
    if isinstance(field, serializers.CharField) and isinstance(value, str):
        longest = field.max_length
        if longest is None or len(value) <= longest:
            return []
        return [f"Ensure this field has no more than {longest} characters."]
    items = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    child = getattr(field, "child", None)
    return {key: wrong for key, item in items if (wrong := _too_long(child, item))}


_TYPES: tuple[tuple[type[serializers.Field[Any, Any, Any, Any]], tuple[type, ...], str], ...] = (
    (serializers.BooleanField, (bool,), "true or false"),
    (serializers.IntegerField, (int,), "an integer"),
    (serializers.FloatField, (int, float), "a number"),
    (serializers.ListField, (list,), "a list"),
    (serializers.DictField, (dict,), "an object"),
    (serializers.CharField, (str,), "a string"),
    (serializers.ChoiceField, (str,), "a string"),
    (serializers.UUIDField, (str,), "a string"),
    (serializers.DateTimeField, (str,), "a string"),
)


def wrong_types(fields: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, list[str]]:
    """What each value should have been that is of another JSON type than its field; DRF would convert it."""
    found = {}
    for name, field in fields.items():
        if sort := _wrong_type(field, given.get(name)):
            found[name] = [f"this must be {sort}"]
    return found


def _wrong_type(field: Any, value: Any) -> str | None:
    if value is None:
        return None
    types, sort = next(((types, sort) for kind, types, sort in _TYPES if isinstance(field, kind)), ((), ""))
    if types and (not isinstance(value, types) or (isinstance(value, bool) and bool not in types)):
        return sort
    inner = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
    child = getattr(field, "child", None)
    wrong = next((each for item in inner if (each := _wrong_type(child, item))), None) if child else None
    return f"{sort} of which each is {wrong}" if wrong else None


def _by_name(error: serializers.ValidationError) -> dict[str, Any]:
    return error.detail if isinstance(error.detail, dict) else {}


class Query(Input):
    """The query parameters of an operation; none by itself."""

    @classmethod
    @cache
    def filters(cls) -> frozenset[str]:
        """The names of the parameters that say which rows are wanted."""
        return frozenset(cls().fields) - {"cursor", "page_size", "order"}


def page_size_field(help_text: str) -> serializers.IntegerField:
    """The parameter for how many are shown at once."""
    return serializers.IntegerField(
        required=False,
        default=settings.API_PAGE_SIZE,
        min_value=1,
        max_value=settings.API_MAX_PAGE_SIZE,
        help_text=help_text,
    )


class PageQuery(Query):
    """The query parameters of every list."""

    cursor = serializers.CharField(
        required=False,
        max_length=CURSOR_MAX_LENGTH,
        help_text="Where to go on: the cursor in the `next` or `prev` address of a page.",
    )
    page_size = page_size_field("At most so many results on a page.")


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
        "count": serializers.IntegerField(
            required=False, min_value=0, help_text="About how many there are on all pages, if asked for."
        ),
        "__doc__": f"A page of {name} documents.",
    }
    return type(f"{name}PageSerializer", (serializers.Serializer,), members)
