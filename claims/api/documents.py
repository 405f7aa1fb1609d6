"""How claims, appearances, verdicts and rating scales are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.models import Appearance, Claim, Evidence
from claims.rules import Kind, Normalised
from common.api.fields import TextOrNull, resource_url
from sources.api.documents import ArticleReferenceSerializer, SourceReferenceSerializer


def _one_of(choices: Iterable[str]) -> str:
    return f"One of {', '.join(choices)}; more may come."


class TopicSerializer(serializers.Serializer[Any]):
    """What claims are about."""

    slug = serializers.CharField()
    name = serializers.CharField()


class SaidOnSerializer(serializers.Serializer[Any]):
    """When it was said."""

    text = serializers.CharField(source="said_on_text", help_text="As the article puts it.")
    date = serializers.DateField(
        source="said_on", allow_null=True, help_text="The first day of the period meant."
    )
    precision = TextOrNull(source="said_on_precision", help_text=_one_of(("day", "week", "month", "year")))

    def to_representation(self, instance: Any) -> Any:
        """Null where the article does not say when."""
        return super().to_representation(instance) if instance.said_on_text else None


class UtteranceSerializer(serializers.Serializer[Any]):
    """Exact words in an article, and who said them to whom and when."""

    id = serializers.UUIDField()
    article = ArticleReferenceSerializer(source="article_version.article")
    article_version = serializers.UUIDField(source="article_version_id")
    outlet = SourceReferenceSerializer(source="article_version.article.source", allow_null=True)
    sentence = serializers.CharField(help_text="Verbatim.")
    start = serializers.IntegerField(
        help_text="Where the sentence starts in the version's text, in code points."
    )
    end = serializers.IntegerField(help_text="Just past the sentence.")
    quote = serializers.BooleanField(help_text="Whether the claim is in the claimant's own words.")
    claimant = TextOrNull(help_text="Who asserts it, as the article names them; null: the outlet itself.")
    role = TextOrNull(help_text="What the article says the claimant is.")
    via = serializers.ListField(
        child=serializers.CharField(),
        help_text="The named carriers between the claimant and the article, outwards from the claimant.",
    )
    said_on = SaidOnSerializer(source="*", allow_null=True)


class AppearanceSerializer(UtteranceSerializer):
    """A claim in an article."""


class RatingSerializer(serializers.Serializer[Any]):
    """A label of a publisher's scale."""

    id = serializers.UUIDField()
    label = serializers.CharField(  # type: ignore[assignment]  # a field of that name, not this one's label
        help_text="The publisher's own word."
    )
    value = serializers.FloatField(allow_null=True, help_text="Null: the label is not on the line.")
    normalised = serializers.CharField(help_text=f"On the common scale. {_one_of(Normalised)}")


class ScaledRatingSerializer(RatingSerializer):
    """A label with the ends of its scale."""

    worst = serializers.FloatField(source="scale.worst")
    best = serializers.FloatField(source="scale.best")


class RatingScaleSerializer(serializers.Serializer[Any]):
    """A version of a publisher's scale."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    publisher = SourceReferenceSerializer(allow_null=True, help_text="Null: open to every publisher.")
    worst = serializers.FloatField()
    best = serializers.FloatField()
    ratings = RatingSerializer(many=True)
    created_at = serializers.DateTimeField()


class VerdictSerializer(serializers.Serializer[Any]):
    """One row of a publisher's history on a claim. No row is ever changed."""

    id = serializers.UUIDField()
    claim = serializers.UUIDField(source="claim_id")
    publisher = SourceReferenceSerializer()
    seq = serializers.IntegerField(
        help_text="1 for the publisher's first row on the claim, then without a gap."
    )
    kind = serializers.CharField(help_text=f"What the row is to the one before. {_one_of(Kind)}")
    rating = ScaledRatingSerializer(allow_null=True, help_text="Null: retracted.")
    original_label = TextOrNull(help_text="The label as the publisher printed it.")
    summary = TextOrNull()
    explanation = TextOrNull()
    reason = TextOrNull(help_text="Why it changed.")
    language = TextOrNull(help_text="BCP 47.")
    review_url = TextOrNull()
    effective_at = serializers.DateTimeField(help_text="From when the publisher holds it.")
    recorded_at = serializers.DateTimeField(help_text="When the registry learnt of it.")


class EvidenceSerializer(serializers.Serializer[Any]):
    """Something that supports or refutes a claim, or gives its context."""

    id = serializers.UUIDField()
    stance = serializers.CharField(help_text=_one_of(Evidence.Stance.values))
    url = TextOrNull()
    article_version = serializers.UUIDField(source="article_version_id", allow_null=True)
    excerpt = TextOrNull()
    archive_url = TextOrNull()


class VariantSerializer(serializers.Serializer[Any]):
    """Another wording of a claim, or its translation."""

    text = serializers.CharField()
    language = TextOrNull(help_text="BCP 47.")


class ClaimSerializer(serializers.Serializer[Any]):
    """A statement of fact that somebody made, where it appeared, and what publishers hold of it now."""

    id = serializers.UUIDField()
    short_id = serializers.CharField(help_text="How the claim is named to people.")
    url = serializers.SerializerMethodField(help_text="The public address of this document.")
    text = serializers.CharField()
    language = TextOrNull(help_text="BCP 47.")
    state = serializers.CharField(help_text=_one_of(Claim.State.values))
    merged_into = serializers.UUIDField(
        source="merged_into_id", allow_null=True, help_text="The claim it became."
    )
    claimant = SourceReferenceSerializer(allow_null=True)
    topics = TopicSerializer(many=True)
    variants = VariantSerializer(many=True)
    first_appearance = serializers.SerializerMethodField()
    appearances = AppearanceSerializer(many=True)
    verdicts = serializers.SerializerMethodField(help_text="The last row of each publisher.")
    evidence = EvidenceSerializer(many=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def get_url(self, claim: Claim) -> str:
        """The address."""
        return resource_url("claims", claim.id)

    @extend_schema_field(AppearanceSerializer(allow_null=True))
    def get_first_appearance(self, claim: Claim) -> Any:
        """The one said, or else published, on the earliest day."""
        first = min(claim.appearances.all(), key=_day, default=None)
        return AppearanceSerializer(first).data if first else None

    @extend_schema_field(VerdictSerializer(many=True))
    def get_verdicts(self, claim: Claim) -> Any:
        """From the pointers."""
        return VerdictSerializer([c.verdict for c in claim.current_verdicts.all()], many=True).data


def _day(appearance: Appearance) -> date:
    published = appearance.article_version.article.published_at or appearance.created_at
    return appearance.said_on or published.date()
