"""What operations on sources take."""

from __future__ import annotations

from rest_framework import serializers

from common.api.fields import Input, PageQuery
from sources.models import Source


class SourceQuery(PageQuery):
    """Which sources."""

    kind = serializers.ChoiceField(required=False, choices=Source.Kind.choices)
    name = serializers.CharField(required=False, max_length=300, help_text="Its name or alias.")
    domain = serializers.CharField(required=False, max_length=253)


class SourceInput(Input):
    """A source."""

    kind = serializers.ChoiceField(choices=Source.Kind.choices)
    name = serializers.CharField(max_length=300)
    aliases = serializers.ListField(
        child=serializers.CharField(max_length=300), required=False, max_length=200
    )
    domain = serializers.RegexField(
        r"^[A-Za-z0-9.-]*$",
        required=False,
        allow_blank=True,
        max_length=253,
        help_text="Host name of its site; one source for each.",
    )
    country = serializers.RegexField(
        r"^([A-Z]{2})?$", required=False, allow_blank=True, help_text="ISO 3166-1 alpha-2."
    )
    languages = serializers.ListField(
        child=serializers.CharField(max_length=35), required=False, max_length=50, help_text="BCP 47."
    )
    same_as = serializers.ListField(
        child=serializers.URLField(max_length=2048), required=False, max_length=50
    )
    methodology_url = serializers.URLField(required=False, allow_blank=True, max_length=2048)
    corrections_policy_url = serializers.URLField(required=False, allow_blank=True, max_length=2048)
    ethics_url = serializers.URLField(required=False, allow_blank=True, max_length=2048)


class SourceChange(SourceInput):
    """The fields of a source to change; the others stay."""

    kind = serializers.ChoiceField(choices=Source.Kind.choices, required=False)
    name = serializers.CharField(max_length=300, required=False)
