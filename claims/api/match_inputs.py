"""What matching takes."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from common.api.fields import Input, LanguageField, Query

_MATCHED_LENGTH = 10_000
_MATCHED_AT_ONCE = 100
_MOST_MATCHES = 20
_FILTERED = 50


class SimilarQuery(Query):
    """How many of the claims that a claim resembles."""

    limit = serializers.IntegerField(required=False, default=10, min_value=1, max_value=_MOST_MATCHES)
    min_score = serializers.FloatField(required=False, default=0, min_value=0, max_value=1)


class MatchInput(Input):
    """One text, or up to 100, and which claims they may match."""

    text = serializers.CharField(required=False, max_length=_MATCHED_LENGTH, help_text="One text.")
    texts = serializers.ListField(
        required=False,
        min_length=1,
        max_length=_MATCHED_AT_ONCE,
        child=serializers.CharField(max_length=_MATCHED_LENGTH),
        help_text="Or several.",
    )
    language = LanguageField(required=False, help_text="The texts', BCP 47; else it is told from each.")
    limit = serializers.IntegerField(
        required=False,
        default=5,
        min_value=1,
        max_value=_MOST_MATCHES,
        help_text="Matches of a text, at most.",
    )
    min_score = serializers.FloatField(
        required=False, default=0, min_value=0, max_value=1, help_text="Leave out what scores less."
    )
    explain = serializers.BooleanField(required=False, default=True, help_text="Say what matches rest on.")
    languages = serializers.ListField(
        required=False,
        max_length=_FILTERED,
        child=LanguageField(),
        help_text="Claims in one of these; of each the first part counts.",
    )
    topics = serializers.ListField(
        required=False,
        max_length=_FILTERED,
        child=serializers.SlugField(max_length=100),
        help_text="Claims about one of these.",
    )
    publishers = serializers.ListField(
        required=False,
        max_length=_FILTERED,
        child=serializers.UUIDField(),
        help_text="Claims with a current verdict of one of these.",
    )
    claimants = serializers.ListField(
        required=False,
        max_length=_FILTERED,
        child=serializers.UUIDField(),
        help_text="Claims that one of these made.",
    )
    include_open = serializers.BooleanField(
        required=False, default=False, help_text="Also claims without a verdict; needs candidates:read."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raises ValidationError unless there is either a text or texts."""
        if ("text" in attrs) == ("texts" in attrs):
            raise serializers.ValidationError({"text": ["give either a text or texts"]})
        return attrs
