"""How evidence is shown at its own address."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.documents import EvidenceSerializer
from common.api.output import Output


class WithdrawalSerializer(Output):
    """Why evidence holds no more."""

    reason = serializers.CharField(source="withdrawn_reason")
    at = serializers.DateTimeField(source="withdrawn_at")

    def to_representation(self, instance: Any) -> Any:
        """Null where it holds."""
        return super().to_representation(instance) if instance.withdrawn_at else None


class EvidenceRecordSerializer(EvidenceSerializer):
    """Evidence, and whether it was withdrawn. That of a claim's document never was."""

    withdrawn = WithdrawalSerializer(source="*", allow_null=True, help_text="Null: it holds.")
