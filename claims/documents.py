"""How claims, appearances, verdicts and rating scales are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.models import Claim, Evidence
from claims.moments import ClaimView, claim_now
from claims.proposing.types import PRECISIONS
from claims.rules import Kind, Normalised, Side
from common.api.fields import TextOrNull, resource_url
from common.api.output import Output
from sources.api.documents import (
    ArticleReferenceSerializer,
    SiteReferenceSerializer,
    SourceReferenceSerializer,
)


def _one_of(choices: Iterable[str]) -> str:
    return f"One of {', '.join(choices)}; more may come."


class TopicSerializer(Output):
    """What claims are about."""

    slug = serializers.CharField()
    name = serializers.CharField()


class SaidOnSerializer(Output):
    """When it was said."""

    text = serializers.CharField(source="said_on_text", help_text="As the article puts it.")
    date = serializers.DateField(
        source="said_on", allow_null=True, help_text="The first day of the period meant."
    )
    precision = TextOrNull(source="said_on_precision", help_text=_one_of(PRECISIONS))

    def to_representation(self, instance: Any) -> Any:
        """Null where the article does not say when."""
        return super().to_representation(instance) if instance.said_on_text else None


class UtteranceSerializer(Output):
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
    addressee = TextOrNull(
        help_text="The party the claimant spoke to, as the article names it; null: none, or a medium."
    )
    said_on = SaidOnSerializer(source="*", allow_null=True)


class AppearanceSerializer(UtteranceSerializer):
    """A claim in an article."""

    claim = serializers.UUIDField(source="claim_id")
    created_at = serializers.DateTimeField()


_APPEARANCE = AppearanceSerializer()


class SightingSerializer(Output):
    """A claim as one claimant is reported to have made it, at addresses that the registry has not read."""

    reported_by = serializers.UUIDField(
        source="publisher_id",
        allow_null=True,
        help_text="The publisher; null: it came with the claim.",
    )
    sentence = TextOrNull(help_text="Word for word, as it is reported.")
    quote = serializers.BooleanField(
        help_text="Whether the claim is said to be in the claimant's own words there."
    )
    claimant = TextOrNull(help_text="As they are named there.")
    organisation = serializers.BooleanField(help_text="The claimant is not a person.")
    role = TextOrNull(help_text="What the claimant is said to be.")
    same_as = serializers.ListField(child=serializers.CharField())
    via = serializers.ListField(
        child=serializers.CharField(),
        help_text="Who is said to have carried it, outwards from the claimant.",
    )
    addressee = TextOrNull(help_text="The party the claimant is said to have spoken to.")
    said_on = serializers.DateField(allow_null=True, help_text="The first day of the period meant.")
    said_on_precision = serializers.SerializerMethodField()
    first_url = TextOrNull(help_text="Where it appeared first.")
    urls = serializers.ListField(child=serializers.CharField(), help_text="Where else.")

    @extend_schema_field(TextOrNull(help_text=_one_of(PRECISIONS)))
    def get_said_on_precision(self, sighting: Any) -> str | None:
        """Null where no day is known."""
        return sighting.said_on_precision if sighting.said_on else None


class RatingSerializer(Output):
    """A label of a publisher's scale."""

    id = serializers.UUIDField()
    label = serializers.CharField(  # type: ignore[assignment]  # a field of that name, not this one's label
        help_text="The publisher's own word."
    )
    value = serializers.FloatField(allow_null=True, help_text="Null: the label is not on the line.")
    normalised = serializers.CharField(help_text=f"On the common scale. {_one_of(Normalised)}")


class ScaledRatingSerializer(RatingSerializer):
    """A label with its scale, and the ends of that."""

    worst = serializers.FloatField(source="scale.worst")
    best = serializers.FloatField(source="scale.best")
    scale = serializers.UUIDField(source="scale_id", help_text="This version of the scale.")
    scale_name = serializers.CharField(source="scale.name")
    scale_version = serializers.IntegerField(source="scale.version")


class RatingScaleSerializer(Output):
    """A version of a publisher's scale."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    publisher = SourceReferenceSerializer(allow_null=True, help_text="Null: open to every publisher.")
    worst = serializers.FloatField()
    best = serializers.FloatField()
    ratings = RatingSerializer(many=True)
    created_at = serializers.DateTimeField()


class VerdictPublisherSerializer(Output):
    """Who published a verdict."""

    id = serializers.UUIDField(source="publisher_id")
    name = serializers.CharField(source="publisher_name", help_text="As it was then.")


class VerdictSerializer(Output):
    """One row of a publisher's history on a claim. No row is ever changed; the log holds every member."""

    id = serializers.UUIDField()
    claim = serializers.UUIDField(source="claim_id")
    claim_text = serializers.CharField(help_text="The claim's wording that the verdict was given on.")
    publisher = VerdictPublisherSerializer(source="*")
    seq = serializers.IntegerField(
        help_text="1 for the publisher's first row on the claim, then without a gap."
    )
    kind = serializers.CharField(help_text=f"What the row is to the one before. {_one_of(Kind)}")
    rating = ScaledRatingSerializer(allow_null=True, help_text="Null: retracted.")
    original_label = TextOrNull(help_text="The label as the publisher printed it.")
    summary = TextOrNull()
    explanation = TextOrNull()
    reason = TextOrNull(help_text="Why it changed.")
    note = TextOrNull(help_text="A correction's word to the readers: what was wrong, and what is right.")
    language = TextOrNull(help_text="BCP 47.")
    review_url = TextOrNull()
    effective_at = serializers.DateTimeField(help_text="From when the publisher holds it.")
    recorded_at = serializers.DateTimeField(help_text="When the registry learnt of it.")


class EvidenceSerializer(Output):
    """Something that supports or refutes a claim, or gives its context."""

    id = serializers.UUIDField()
    claim = serializers.UUIDField(
        source="claim_id", allow_null=True, help_text="What it is about; null: a draft's."
    )
    stance = serializers.CharField(help_text=_one_of(Evidence.Stance.values))
    url = TextOrNull()
    article_version = serializers.UUIDField(source="article_version_id", allow_null=True)
    excerpt = TextOrNull()
    archive_url = TextOrNull()
    verdict = serializers.UUIDField(
        source="verdict_id", allow_null=True, help_text="The verdict it was given with; null: for the claim."
    )
    content_hash = TextOrNull(help_text="SHA-256 of what the address held, in hexadecimal.")
    link_state = serializers.CharField(help_text=_one_of(Evidence.LinkState.values))
    checked_at = serializers.DateTimeField(allow_null=True, help_text="When the address was last read.")
    created_at = serializers.DateTimeField()


class VariantSerializer(Output):
    """Another wording of a claim, or its translation."""

    text = serializers.CharField()
    language = TextOrNull(help_text="BCP 47.")


class PositionSerializer(Output):
    """What a publisher's standing verdict means on the common scale."""

    publisher = SiteReferenceSerializer()
    normalised = serializers.CharField(help_text=_one_of(Normalised))
    side = serializers.CharField(
        allow_null=True, help_text=f"Null: the label is not mapped, and contradicts nobody. {_one_of(Side)}"
    )


class AbsorbedSerializer(Output):
    """A claim that was merged into this one. Its history stays at its own address."""

    id = serializers.UUIDField(source="claim.id")
    text = serializers.CharField(source="claim.text")
    language = TextOrNull(source="claim.language", help_text="BCP 47.")
    claimant = SourceReferenceSerializer(source="claim.claimant", allow_null=True)
    sightings = SightingSerializer(
        source="claim.sightings", many=True, help_text="Where and by whom that claim was made, as reported."
    )
    verdicts = VerdictSerializer(many=True, help_text="The last row of each publisher.")
    evidence = EvidenceSerializer(many=True, help_text="For that claim and for the verdicts on it.")


class ClaimSerializer(Output):
    """A statement of fact that somebody made, where it appeared, and what publishers hold of it.

    Takes a claim of `claims.selectors.claim_detail`, or a `ClaimView` of one.
    """

    id = serializers.UUIDField(source="claim.id")
    short_id = serializers.CharField(help_text="How the claim is named to people.")
    url = serializers.SerializerMethodField(help_text="The public address of this document.")
    text = serializers.CharField(source="claim.text")
    language = TextOrNull(source="claim.language", help_text="BCP 47.")
    state = serializers.CharField(help_text=_one_of(Claim.State.values))
    merged_into = serializers.UUIDField(allow_null=True, help_text="The claim it became.")
    claimant = SourceReferenceSerializer(source="claim.claimant", allow_null=True)
    topics = TopicSerializer(source="claim.topics", many=True)
    variants = VariantSerializer(source="claim.variants", many=True)
    first_appearance = serializers.SerializerMethodField()
    appearances = AppearanceSerializer(many=True, help_text="Also those of the claims merged into this one.")
    sightings = SightingSerializer(
        source="claim.sightings", many=True, help_text="Where and by whom it was made, as others report it."
    )
    verdicts = VerdictSerializer(many=True, help_text="The last row of each publisher.")
    verdicts_conflict = serializers.BooleanField(
        help_text="The standing verdicts of its publishers are on more than one side."
    )
    positions = PositionSerializer(
        many=True, help_text="Where each publisher stands; retracted ones left out."
    )
    evidence = EvidenceSerializer(many=True, help_text="For the claim and for the verdicts on it.")
    merged_claims = AbsorbedSerializer(
        many=True, help_text="What was merged into this claim; into a public one, what was public before."
    )
    created_at = serializers.DateTimeField(source="claim.created_at")
    updated_at = serializers.DateTimeField(source="claim.updated_at")

    def to_representation(self, instance: Any) -> Any:
        """A claim as it is, or the view of it at a moment."""
        return super().to_representation(claim_now(instance) if isinstance(instance, Claim) else instance)

    def get_url(self, view: ClaimView) -> str:
        """The address."""
        return resource_url("claims", view.claim.id)

    @extend_schema_field(AppearanceSerializer(allow_null=True))
    def get_first_appearance(self, view: ClaimView) -> Any:
        """The one of the earliest day."""
        first = view.first_appearance
        return _APPEARANCE.to_representation(first) if first else None


class MovedSerializer(Output):
    """Where a merged claim went."""

    id = serializers.UUIDField()
    merged_into = serializers.UUIDField(source="survivor_id", help_text="The claim that stands for it.")
