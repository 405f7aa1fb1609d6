"""What operations on sources take."""

from __future__ import annotations

from rest_framework import serializers

from common.api.fields import Choice, Input, LanguageField, PageQuery
from sources.models import Feed, Source
from sources.services.feeds import INTERVAL, LONGEST, SHORTEST


class SourceQuery(PageQuery):
    """Which sources."""

    kind = Choice(required=False, choices=Source.Kind.choices)
    name = serializers.CharField(required=False, max_length=300, help_text="Its name or alias.")
    domain = serializers.CharField(
        required=False, max_length=253, help_text="Of its site, in any case and in letters or in ASCII."
    )
    country = serializers.CharField(required=False, max_length=2, help_text="ISO 3166-1 alpha-2.")
    language = LanguageField(required=False)
    updated_since = serializers.DateTimeField(required=False, help_text="Changed at or after this moment.")


class SourceInput(Input):
    """A source."""

    kind = Choice(choices=Source.Kind.choices)
    name = serializers.CharField(max_length=300)
    aliases = serializers.ListField(
        child=serializers.CharField(max_length=300), required=False, max_length=200
    )
    domain = serializers.RegexField(
        r"^[A-Za-z0-9.-]+$",
        required=False,
        allow_blank=True,
        max_length=253,
        help_text="Host name of its site, without scheme and path; one source for each.",
        error_messages={"invalid": "Give the host name alone, such as outlet.example."},
    )
    country = serializers.RegexField(
        r"^[A-Z]{2}$",
        required=False,
        allow_blank=True,
        help_text="ISO 3166-1 alpha-2.",
        error_messages={"invalid": "Give two capital letters of ISO 3166-1, such as NO."},
    )
    languages = serializers.ListField(
        child=LanguageField(), required=False, max_length=50, help_text="BCP 47."
    )
    same_as = serializers.ListField(
        child=serializers.URLField(max_length=2048), required=False, max_length=50
    )
    methodology_url = serializers.URLField(required=False, allow_blank=True, max_length=2048)
    corrections_policy_url = serializers.URLField(required=False, allow_blank=True, max_length=2048)
    ethics_url = serializers.URLField(required=False, allow_blank=True, max_length=2048)


class SourceChange(SourceInput):
    """The fields of a source to change; the others stay."""

    kind = Choice(choices=Source.Kind.choices, required=False)
    name = serializers.CharField(max_length=300, required=False)


class FeedQuery(PageQuery):
    """Which feeds. All that is given must hold."""

    source = serializers.UUIDField(required=False)  # type: ignore[assignment]  # a field, not this one's source
    kind = Choice(required=False, choices=Feed.Kind.choices)
    state = Choice(required=False, choices=Feed.State.choices)


class FeedChange(Input):
    """What to change of a feed; the rest stays."""

    url = serializers.URLField(required=False, max_length=2048, help_text="On the public internet.")
    kind = Choice(required=False, choices=Feed.Kind.choices)
    interval_seconds = serializers.IntegerField(
        required=False,
        min_value=int(SHORTEST.total_seconds()),
        max_value=int(LONGEST.total_seconds()),
        help_text=f"Between two polls; {int(INTERVAL.total_seconds())}, if never given.",
    )
    paused = serializers.BooleanField(required=False, help_text="Whether it is to be polled no more for now.")


class FeedInput(Input):
    """A feed to follow."""

    source = serializers.UUIDField(help_text="Whose feed it is.")  # type: ignore[assignment]  # as above
    url = serializers.URLField(max_length=2048, help_text="On the public internet.")
    kind = Choice(choices=Feed.Kind.choices)
    interval_seconds = serializers.IntegerField(
        required=False,
        min_value=int(SHORTEST.total_seconds()),
        max_value=int(LONGEST.total_seconds()),
        help_text=f"Between two polls; {int(INTERVAL.total_seconds())}, if not given.",
    )
