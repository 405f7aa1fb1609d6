"""How sources and articles are shown."""

from __future__ import annotations

from rest_framework import serializers

from common.api.fields import TextOrNull
from common.api.output import Output
from sources.models import Article, Feed, Source


def _one_of(choices: list[str]) -> str:
    return f"One of {', '.join(choices)}; more may come."


class SourceReferenceSerializer(Output):
    """A source as others mention it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.CharField(help_text=_one_of(Source.Kind.values))


class SiteReferenceSerializer(SourceReferenceSerializer):
    """A source as others mention it, and its site, by which it is known elsewhere, too."""

    domain = TextOrNull(help_text="Host name of its site, without 'www.'.")


class SourceSerializer(SiteReferenceSerializer):
    """An outlet, a person, an organisation or a fact-checker."""

    short_id = serializers.CharField()
    aliases = serializers.ListField(child=serializers.CharField())
    country = TextOrNull(help_text="ISO 3166-1 alpha-2.")
    languages = serializers.ListField(child=serializers.CharField(), help_text="BCP 47.")
    same_as = serializers.ListField(child=serializers.URLField(), help_text="Wikidata and others.")
    methodology_url = TextOrNull()
    corrections_policy_url = TextOrNull()
    ethics_url = TextOrNull()
    merged_into = serializers.UUIDField(
        source="survivor_id", allow_null=True, help_text="The source that stands for it."
    )
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class MovedSourceSerializer(Output):
    """Where a merged source went."""

    id = serializers.UUIDField()
    merged_into = serializers.UUIDField(source="survivor_id", help_text="The source that stands for it.")


class ArticleReferenceSerializer(Output):
    """An article as others mention it."""

    id = serializers.UUIDField()
    url = serializers.CharField(help_text="Its address, or urn:sha256:… for a text given without one.")
    title = TextOrNull()
    published_at = serializers.DateTimeField(allow_null=True)


class VersionSerializer(Output):
    """A text of an article, as it stood when fetched."""

    id = serializers.UUIDField()
    article = serializers.UUIDField(source="article_id")
    number = serializers.IntegerField(help_text="1 for the first; a silent edit makes the next.")
    content_hash = serializers.CharField(help_text="SHA-256 of the normalised text, in hexadecimal.")
    fetched_at = serializers.DateTimeField()


class ArticleSerializer(ArticleReferenceSerializer):
    """An article and how far it has come."""

    short_id = serializers.CharField()
    outlet = SourceReferenceSerializer(source="source", allow_null=True)
    byline = TextOrNull()
    language = TextOrNull(help_text="BCP 47.")
    state = serializers.CharField(
        help_text="The last stage passed; matched and failed are ends, and so is dismissed: it failed, and "
        f"waits for nobody. {_one_of(Article.State.values)}"
    )
    failure = TextOrNull(help_text="Why it failed or is tried again, and what to do.")
    version = VersionSerializer(source="current_version", allow_null=True)
    syndicated_from = serializers.UUIDField(
        source="syndicated_from_id", allow_null=True, help_text="The article whose text this one repeats."
    )
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class FeedSerializer(Output):
    """An address that lists new articles of a source, and how its last poll went."""

    id = serializers.UUIDField()
    source = SourceReferenceSerializer()  # type: ignore[assignment]  # a field of that name, not this one's
    url = serializers.URLField()
    kind = serializers.CharField(help_text=_one_of(Feed.Kind.values))
    interval_seconds = serializers.SerializerMethodField(help_text="Between two polls.")
    state = serializers.CharField(
        help_text=f"Failing ones are polled ever more rarely, paused ones not at all. "
        f"{_one_of(Feed.State.values)}"
    )
    failure_count = serializers.IntegerField(help_text="Polls in a row that failed.")
    failure = TextOrNull(help_text="Why the last poll failed.")
    polled_at = serializers.DateTimeField(allow_null=True, help_text="When a poll last went through.")
    next_poll_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def get_interval_seconds(self, feed: Feed) -> int:
        """In seconds."""
        return int(feed.interval.total_seconds())


class VersionTextSerializer(VersionSerializer):
    """A text of an article with its words."""

    text = serializers.CharField(help_text="Offsets of candidates and appearances count its code points.")


class ArticleDetailSerializer(ArticleSerializer):
    """An article with its current text."""

    version = VersionTextSerializer(source="current_version", allow_null=True)
