"""How candidates are shown."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.documents import UtteranceSerializer
from claims.models import Candidate
from common.api.fields import TextOrNull


class SuggestionSerializer(serializers.Serializer[Any]):
    """A known claim that the candidate resembles."""

    claim = serializers.UUIDField(source="claim_id")
    text = serializers.CharField(source="claim.text")
    score = serializers.FloatField(help_text="How alike, 0 to 1.")
    reasons = serializers.ListField(child=serializers.CharField())


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
    decision = DecisionSerializer(source="*", allow_null=True)
    created_at = serializers.DateTimeField()
