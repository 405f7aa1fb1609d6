"""How matches are shown, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.documents import VerdictPublisherSerializer
from claims.matching.types import Field, Match, Relation
from claims.models import Claim
from claims.rules import Normalised
from common.api.fields import TextOrNull, resource_url
from sources.api.documents import SourceReferenceSerializer

RELATION_HELP = f"One of {', '.join(Relation)}; more may come."


class CorrectionSerializer(serializers.Serializer[Any]):
    """A word that was read as another, which known claims use."""

    written = serializers.CharField()
    read = serializers.CharField()


class _Words(serializers.ListField):
    child = serializers.CharField()


class ExplanationSerializer(serializers.Serializer[Any]):
    """What a match rests on, and what speaks against it."""

    field = serializers.CharField(
        help_text=f"Where in the claim the text was found. One of {', '.join(Field)}; more may come."
    )
    wording = serializers.CharField(help_text="The wording of the claim that fits best.")
    shared_words = _Words(help_text="The rarest first.")
    shared_names = _Words()
    shared_numbers = _Words()
    numbers_only_in_text = _Words()
    numbers_only_in_claim = _Words()
    names_only_in_text = _Words()
    names_only_in_claim = _Words()
    negation_differs = serializers.BooleanField(help_text="One denies what the other says.")
    direction_differs = serializers.BooleanField(
        help_text="One rises where the other falls, or says another share, place or currency."
    )
    dates_differ = serializers.BooleanField()
    spelling_corrected = CorrectionSerializer(many=True)
    closeness = serializers.FloatField(
        default=None,
        allow_null=True,
        help_text="Of the two in meaning, at most 1. Null: not close, or only words are matched here.",
    )


class HeldSerializer(serializers.Serializer[Any]):
    """What a publisher holds of a claim now."""

    publisher = VerdictPublisherSerializer(source="*")
    label = TextOrNull(  # type: ignore[assignment]  # a field of that name, not this one's label
        source="original_label", help_text="The publisher's own word; null: retracted."
    )
    normalised = serializers.CharField(
        source="rating.normalised",
        default=None,
        allow_null=True,
        help_text=f"One of {', '.join(Normalised)}; more may come. Null: retracted.",
    )
    review_url = TextOrNull()
    effective_at = serializers.DateTimeField()


class KnownClaimSerializer(serializers.Serializer[Any]):
    """A known claim in brief; its address has the rest."""

    id = serializers.UUIDField()
    short_id = serializers.CharField(help_text="How the claim is named to people.")
    url = serializers.SerializerMethodField(help_text="The public address of the whole claim.")
    text = serializers.CharField()
    language = TextOrNull(help_text="BCP 47.")
    state = serializers.CharField(help_text=f"One of {', '.join(Claim.State.values)}; more may come.")
    claimant = SourceReferenceSerializer(allow_null=True)
    verdicts = serializers.SerializerMethodField()

    def get_url(self, claim: Claim) -> str:
        """The address."""
        return resource_url("claims", claim.id)

    @extend_schema_field(HeldSerializer(many=True))
    def get_verdicts(self, claim: Claim) -> Any:
        """The last of each publisher."""
        return HeldSerializer([row.verdict for row in claim.current_verdicts.all()], many=True).data


class MatchSerializer(serializers.Serializer[Any]):
    """A known claim that a text resembles."""

    score = serializers.FloatField(help_text="How probably the two are the same claim, 0 to 1.")
    relation = serializers.CharField(help_text=f"What it comes to. {RELATION_HELP}")
    reasons = _Words(help_text="The explanation in words for people.")
    explanation = ExplanationSerializer(allow_null=True, help_text="Null where it was not wanted.")
    claim = KnownClaimSerializer()


class MatchedTextSerializer(serializers.Serializer[Any]):
    """What one of the texts resembles."""

    matches = MatchSerializer(many=True, help_text="The best first; none: nothing like it is known.")


class MatchesSerializer(serializers.Serializer[Any]):
    """What each text resembles."""

    results = MatchedTextSerializer(many=True, help_text="One for each text, in the order asked.")


class SimilarSerializer(serializers.Serializer[Any]):
    """The claims that a claim resembles."""

    results = MatchSerializer(many=True, help_text="The best first.")


def matches_shown(
    matches: Sequence[Match], claims: Mapping[UUID, Claim], *, explained: bool
) -> list[dict[str, Any]]:
    """What MatchSerializer takes, of those matches whose claims are given."""
    return [
        {
            "score": match.score,
            "relation": match.relation,
            "reasons": match.reasons,
            "explanation": asdict(match.explanation) if explained else None,
            "claim": claims[match.claim_id],
        }
        for match in matches
        if match.claim_id in claims
    ]
