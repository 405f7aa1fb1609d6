"""What operations on endpoints and deliveries take."""

from __future__ import annotations

from rest_framework import serializers

from common.api.fields import Choice, Input, PageQuery
from common.api.stretches import StretchQuery
from webhooks.filters import CLAIM_EVENT_TYPES, EVENT_TYPES, FILTERS, MAX_VALUES
from webhooks.models import Delivery, ReplayJob
from webhooks.services.endpoints import MAX_OVERLAP, OVERLAP


class EndpointInput(Input):
    """Where to send what."""

    url = serializers.URLField(max_length=2048, help_text="An http or https address on the public internet.")
    description = serializers.CharField(required=False, allow_blank=True, max_length=300)
    event_types = serializers.ListField(
        child=Choice(choices=EVENT_TYPES), required=False, help_text="None: every type."
    )
    filters = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(max_length=200), max_length=MAX_VALUES),
        required=False,
        help_text=(
            f"By any of {', '.join(FILTERS)}: the values of which an event must have one. None: every event."
        ),
    )
    strict_order = serializers.BooleanField(
        required=False,
        help_text="Send the events of one claim one by one, each when those before it are done with.",
    )


class EndpointChange(EndpointInput):
    """What to change of an endpoint; the rest stays."""

    url = serializers.URLField(required=False, max_length=2048)


class DeliveryQuery(PageQuery):
    """Which deliveries. All that is given must hold."""

    endpoint = serializers.UUIDField(required=False)
    event = serializers.UUIDField(required=False, help_text="The webhook-id.")
    state = Choice(required=False, choices=Delivery.State.values)
    since = serializers.DateTimeField(required=False, help_text="Queued at this moment or later.")
    until = serializers.DateTimeField(required=False, help_text="Queued before this moment.")


class RotationInput(Input):
    """How to change over."""

    overlap_hours = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=int(MAX_OVERLAP.total_seconds()) // 3600,
        help_text=f"How long the former secret signs as well; {int(OVERLAP.total_seconds()) // 3600}, "
        "if not given.",
    )


class ReplayInput(Input):
    """What to send again."""

    wanted = Choice(
        choices=ReplayJob.Wanted.values,
        help_text="`range`: everything that was finished. `failed`: what was given up. `missing`: that, and "
        "what was never queued though the endpoint follows it.",
    )
    since = serializers.DateTimeField(help_text="Events from this moment on …")
    until = serializers.DateTimeField(required=False, help_text="… and before this one; none: until now.")


class ReplayQuery(PageQuery):
    """Which replays."""

    endpoint = serializers.UUIDField(required=False)


class FeedQuery(StretchQuery):
    """Where to go on in the feed, and with what."""

    type = Choice(required=False, choices=sorted(CLAIM_EVENT_TYPES), help_text="Only events of this type.")
