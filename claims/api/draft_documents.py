"""How drafts of verdicts are shown, to those who write them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.documents import EvidenceSerializer, ScaledRatingSerializer
from claims.models import VerdictDraft
from claims.rules import Kind
from common.api.fields import TextOrNull
from sources.api.documents import SourceReferenceSerializer


class DraftSerializer(serializers.Serializer[Any]):
    """A verdict in preparation."""

    id = serializers.UUIDField()
    claim = serializers.UUIDField(source="claim_id")
    publisher = SourceReferenceSerializer()
    kind = serializers.CharField(help_text=f"One of {', '.join(Kind)}; more may come.")
    rating = ScaledRatingSerializer(allow_null=True)
    original_label = TextOrNull()
    summary = TextOrNull()
    explanation = TextOrNull()
    reason = TextOrNull()
    note = TextOrNull()
    language = TextOrNull(help_text="BCP 47.")
    review_url = TextOrNull()
    effective_at = serializers.DateTimeField(allow_null=True)
    base_seq = serializers.IntegerField(
        help_text="The publisher's last row that it was written on, 0: none; a newer one must be seen first."
    )
    revision = serializers.IntegerField(
        help_text="Grows with every change of its words or evidence; to publish it, name the one you read."
    )
    state = serializers.CharField(help_text=f"One of {', '.join(VerdictDraft.State.values)}; more may come.")
    author = serializers.CharField(source="author.username")
    edited_by = serializers.CharField(source="edited_by.username", help_text="Whose words stand last.")
    verdict = serializers.UUIDField(source="verdict_id", allow_null=True, help_text="What it became.")
    evidence = EvidenceSerializer(many=True, help_text="Moves to the verdict when that is published.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
