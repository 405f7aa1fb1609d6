"""How the record of a proposer is shown."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class DecisionsSerializer(serializers.Serializer[Any]):
    """Counts of candidates by what was decided, and what share was right."""

    pending = serializers.IntegerField(help_text="Not decided yet; 0 within a period.")
    accepted = serializers.IntegerField(help_text="Became claims.")
    edited = serializers.IntegerField(help_text="Those of the accepted whose wording was changed.")
    merged = serializers.IntegerField(help_text="Joined known claims.")
    rejected = serializers.IntegerField()
    precision = serializers.FloatField(
        help_text="The share of the decided that were accepted or merged; null: none is decided.",
        allow_null=True,
    )
    as_proposed = serializers.FloatField(help_text="The same without the edited.", allow_null=True)
    precision_interval = serializers.ListField(
        source="interval",
        child=serializers.FloatField(),
        allow_null=True,
        help_text="Between which the precision lies with 95 % confidence.",
    )


class PeriodSerializer(serializers.Serializer[Any]):
    """The decisions of a week or a month."""

    starts_on = serializers.DateField()
    decisions = DecisionsSerializer()


class ProposerSerializer(serializers.Serializer[Any]):
    """A version of a proposer and how its candidates fared."""

    proposer = serializers.CharField()
    version = serializers.CharField()
    decisions = DecisionsSerializer()
    periods = PeriodSerializer(many=True, help_text="By when it was decided, the earliest first.")
    rejections = serializers.DictField(child=serializers.IntegerField(), help_text="Reason → how many.")


class ProposersSerializer(serializers.Serializer[Any]):
    """Every version of every proposer."""

    results = ProposerSerializer(many=True)
