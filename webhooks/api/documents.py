"""How endpoints and deliveries are shown."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from common.api.fields import TextOrNull
from webhooks.models import Attempt, Delivery, Endpoint


class EndpointSerializer(serializers.Serializer[Any]):
    """A subscriber's address and what it wants to hear of."""

    id = serializers.UUIDField()
    short_id = serializers.CharField()
    url = serializers.URLField()
    description = TextOrNull()
    event_types = serializers.ListField(child=serializers.CharField(), help_text="Empty: every type.")
    filters = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Values of which an event must have one, by trait; empty: every event.",
    )
    state = serializers.CharField(
        help_text=(
            f"One of {', '.join(Endpoint.State.values)}; more may come. Paused: events are held until it "
            "resumes. Disabled: new events are not queued for it."
        )
    )
    disabled_reason = TextOrNull()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class NewEndpointSerializer(EndpointSerializer):
    """An endpoint just made."""

    secret = serializers.SerializerMethodField(
        help_text="What its webhooks are signed with (Standard Webhooks). Shown this once."
    )

    def get_secret(self, endpoint: Endpoint) -> str:
        """Given by the view: the row holds it encrypted only."""
        return str(self.context["secret"])


class EventReferenceSerializer(serializers.Serializer[Any]):
    """What is delivered."""

    id = serializers.UUIDField(help_text="The webhook-id of every attempt.")
    type = serializers.CharField()
    claim = serializers.UUIDField(source="claim_id", allow_null=True)
    sequence = serializers.IntegerField(allow_null=True, help_text="Its place among the events of its claim.")
    created_at = serializers.DateTimeField()


class AttemptSerializer(serializers.Serializer[Any]):
    """One POST and what came back."""

    number = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    duration_ms = serializers.IntegerField()
    status = serializers.IntegerField(allow_null=True, help_text="HTTP status; null: no answer came.")
    error = TextOrNull()
    response = serializers.SerializerMethodField(help_text="The start of the answer's body.")

    def get_response(self, attempt: Attempt) -> str:
        """As text, whatever the receiver sent."""
        return bytes(attempt.response).decode("utf-8", "replace")


class DeliverySerializer(serializers.Serializer[Any]):
    """One event on its way to one endpoint."""

    id = serializers.UUIDField()
    short_id = serializers.CharField()
    endpoint = serializers.UUIDField(source="endpoint_id")
    event = EventReferenceSerializer()
    state = serializers.CharField(help_text=f"One of {', '.join(Delivery.State.values)}; more may come.")
    attempt_count = serializers.IntegerField()
    next_attempt_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    attempts = AttemptSerializer(many=True)
    created_at = serializers.DateTimeField()
