"""What operations on articles take."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from rest_framework import serializers

from common.api.fields import Choice, Input, LanguageField, PageQuery, VerbatimField
from sources.models import Article


class _MomentThere(serializers.DateTimeField):
    """A moment in the zone that it is given in: the day it is of is the day there."""

    def enforce_timezone(self, value: datetime) -> datetime:
        """As it is; one without a zone is in UTC."""
        return value if value.tzinfo else super().enforce_timezone(value)


class ArticleQuery(PageQuery):
    """Which articles. All that is given must hold."""

    state = Choice(required=False, choices=Article.State.values)
    outlet = serializers.UUIDField(required=False, help_text="The source it appeared in.")
    url = serializers.CharField(required=False, max_length=2048, help_text="Its canonical address, exactly.")
    language = LanguageField(required=False)
    published_since = serializers.DateTimeField(
        required=False, help_text="Published at this moment or later."
    )
    published_until = serializers.DateTimeField(required=False, help_text="Published before this moment.")
    updated_since = serializers.DateTimeField(required=False, help_text="Changed at or after this moment.")


class ArticleChange(Input):
    """What to change of an article."""

    dismissed = serializers.BooleanField(
        help_text="Whether it waits for nobody any more. One that is so already stays as it is."
    )


class ArticleInput(Input):
    """An article: an address to fetch; or its text, or its HTML, with its address where known."""

    url = serializers.URLField(required=False, max_length=2048)
    text = VerbatimField(
        required=False,
        trim_whitespace=False,
        max_length=settings.ARTICLE_MAX_BYTES,
        help_text="Its words, plain.",
    )
    html = VerbatimField(
        required=False, trim_whitespace=False, max_length=settings.ARTICLE_MAX_BYTES, help_text="Its page."
    )
    title = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    outlet = serializers.CharField(
        required=False, max_length=300, help_text="Who published it; else known by the address."
    )
    published_at = _MomentThere(
        required=False,
        help_text="When it was published, at most two days ahead; else what its page says. Its day is that "
        "of its zone.",
    )
    language = LanguageField(required=False, allow_blank=True, help_text="BCP 47; else recognised.")
