"""How candidates are shown."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.match_documents import RELATION_HELP, ExplanationSerializer
from claims.documents import UtteranceSerializer
from claims.models import Candidate
from common.api.fields import TextOrNull
from sources.api.documents import SourceReferenceSerializer


class ClusterOutletSerializer(serializers.Serializer[Any]):
    """An outlet that has candidates of a cluster."""

    outlet = SourceReferenceSerializer()
    candidates = serializers.IntegerField()


class SuggestionSerializer(serializers.Serializer[Any]):
    """A known claim that the candidate resembles."""

    claim = serializers.UUIDField(source="claim_id")
    text = serializers.CharField(source="claim.text")
    score = serializers.FloatField(help_text="How probably it is the claim, 0 to 1.")
    relation = serializers.CharField(help_text=RELATION_HELP)
    reasons = serializers.ListField(child=serializers.CharField())
    explanation = ExplanationSerializer()


class ClusterSerializer(serializers.Serializer[Any]):
    """The candidates that say the same thing, of which one stands in the queue for all."""

    id = serializers.UUIDField(help_text="For `?cluster=`.")
    size = serializers.IntegerField(help_text="Its candidates, this one included.")
    pending = serializers.IntegerField(help_text="Those that are undecided.")
    outlets = ClusterOutletSerializer(many=True, help_text="In whose articles they stand.")


class DecisionSerializer(serializers.Serializer[Any]):
    """What a fact-checker decided."""

    by = serializers.CharField(source="decided_by.username", default=None, allow_null=True)
    at = serializers.DateTimeField(source="decided_at")
    reason = TextOrNull(source="decision_reason")

    def to_representation(self, instance: Any) -> Any:
        """Null while it is pending."""
        return super().to_representation(instance) if instance.decided_at else None


class CandidateSerializer(UtteranceSerializer):
    """A claim proposed from an article, for a fact-checker to decide on."""

    short_id = serializers.CharField()
    text = serializers.CharField(help_text="The claim as a statement that stands without its article.")
    claimant_kind = TextOrNull(
        help_text="person, organisation, or unnamed: nobody who could be known elsewhere by that name."
    )
    text_edited = serializers.BooleanField(
        help_text="Whether words in the text are not the article's; `sentence` holds the exact ones."
    )
    better_text = TextOrNull(help_text="The wording it was accepted with, where that is another.")
    language = TextOrNull(help_text="BCP 47.")
    score = serializers.FloatField(help_text="How worth checking, 0 to 1.")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="Why the score is what it is.")
    proposer = serializers.CharField()
    proposer_version = serializers.CharField()
    state = serializers.CharField(help_text=f"One of {', '.join(Candidate.State.values)}; more may come.")
    claim = serializers.UUIDField(
        source="claim_id", allow_null=True, help_text="The claim it became or joined."
    )
    suggestions = SuggestionSerializer(many=True)
    cluster = ClusterSerializer(allow_null=True, help_text="Null until it was matched.")
    leads = serializers.BooleanField(
        help_text="Whether it stands in the queue for its cluster, while it is undecided."
    )
    decision = DecisionSerializer(source="*", allow_null=True)
    created_at = serializers.DateTimeField()


class NamesakeSerializer(serializers.Serializer[Any]):
    """A source that the claimant's name may mean."""

    source = SourceReferenceSerializer()  # type: ignore[assignment]  # a field of that name
    score = serializers.FloatField(help_text="How likely, 0 to 1; 1: called exactly that.")
    reason = serializers.CharField()


class NamesakesSerializer(serializers.Serializer[Any]):
    """The sources that the claimant of a candidate may be."""

    meant = SourceReferenceSerializer(
        allow_null=True, help_text="Whom accepting without a `claimant` takes; null: nobody known."
    )
    results = NamesakeSerializer(many=True, help_text="The likeliest first.")
