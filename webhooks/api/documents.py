"""How endpoints and deliveries are shown."""

from __future__ import annotations

import json
from typing import Any

from rest_framework import serializers

from common.api.fields import TextOrNull
from webhooks.models import Attempt, Delivery, Endpoint, Event, ReplayJob


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
            f"One of {', '.join(Endpoint.State.values)}; more may come. Pending: it has yet to echo a "
            "challenge. Paused: events are held until it resumes. Disabled: new events are not queued for it."
        )
    )
    strict_order = serializers.BooleanField(
        help_text="Whether an event waits until those before it on the same claim are done with."
    )
    public_keys = serializers.SerializerMethodField(
        help_text="With which its Ed25519 signatures verify, the current one first."
    )
    confirmed_at = serializers.DateTimeField(allow_null=True, help_text="When it first echoed a challenge.")
    disabled_reason = TextOrNull()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def get_public_keys(self, endpoint: Endpoint) -> list[str]:
        """Those that sign now: while keys are being rotated, several."""
        signing = [row for row in endpoint.secrets.all() if row.public_key and row.signs]
        return [row.public_key for row in sorted(signing, key=lambda row: row.created_at, reverse=True)]


class NewEndpointSerializer(EndpointSerializer):
    """An endpoint just made."""

    secret = serializers.SerializerMethodField(
        help_text="What its webhooks are signed with (Standard Webhooks). Shown this once."
    )

    def get_secret(self, endpoint: Endpoint) -> str:
        """Given by the view: the row holds it encrypted only."""
        return str(self.context["secret"])


class NewSecretSerializer(serializers.Serializer[Any]):
    """A secret just made."""

    secret = serializers.CharField(help_text="What webhooks are signed with from now on. Shown this once.")
    former_until = serializers.DateTimeField(help_text="Until when what was there before signs as well.")


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


class ReplaySerializer(serializers.Serializer[Any]):
    """Deliveries being sent again, and how far that is."""

    id = serializers.UUIDField()
    endpoint = serializers.UUIDField(source="endpoint_id")
    wanted = serializers.CharField(help_text=f"One of {', '.join(ReplayJob.Wanted.values)}; more may come.")
    since = serializers.DateTimeField(help_text="Of the events: from this moment on …")
    until = serializers.DateTimeField(help_text="… and before this one.")
    state = serializers.CharField(help_text=f"One of {', '.join(ReplayJob.State.values)}; more may come.")
    total = serializers.IntegerField(help_text="Events in the span when the job was made.")
    examined = serializers.IntegerField(help_text="How many of them were looked at.")
    replayed = serializers.IntegerField(help_text="How many deliveries are on their way again.")
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class FeedEventSerializer(serializers.Serializer[Any]):
    """An event in its place."""

    position = serializers.IntegerField(
        source="feed_entry.position", help_text="Give it as `after` to go on."
    )
    id = serializers.UUIDField(help_text="The webhook-id, where it is delivered too.")
    type = serializers.CharField()
    timestamp = serializers.DateTimeField(source="created_at")
    data = serializers.SerializerMethodField(  # type: ignore[assignment]  # DRF keeps fields elsewhere
        help_text="As in the webhook of that type."
    )

    def get_data(self, event: Event) -> dict[str, Any]:
        """Of the stored payload."""
        data: dict[str, Any] = json.loads(bytes(event.payload))["data"]
        return data


class EventFeedSerializer(serializers.Serializer[Any]):
    """A stretch of the feed of events."""

    results = FeedEventSerializer(many=True)
    next = serializers.URLField(help_text="Where to go on, now or when there is more.")
