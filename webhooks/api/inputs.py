"""What operations on endpoints and deliveries take."""

from __future__ import annotations

from rest_framework import serializers

from common.api.fields import Input, PageQuery
from webhooks.filters import EVENT_TYPES, FILTERS, MAX_VALUES
from webhooks.models import Delivery


class EndpointInput(Input):
    """Where to send what."""

    url = serializers.URLField(max_length=2048, help_text="An http or https address on the public internet.")
    description = serializers.CharField(required=False, allow_blank=True, max_length=300)
    event_types = serializers.ListField(
        child=serializers.ChoiceField(choices=EVENT_TYPES), required=False, help_text="None: every type."
    )
    filters = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(max_length=200), max_length=MAX_VALUES),
        required=False,
        help_text=(
            f"By any of {', '.join(FILTERS)}: the values of which an event must have one. None: every event."
        ),
    )


class EndpointChange(EndpointInput):
    """What to change of an endpoint; the rest stays."""

    url = serializers.URLField(required=False, max_length=2048)


class DeliveryQuery(PageQuery):
    """Which deliveries. All that is given must hold."""

    endpoint = serializers.UUIDField(required=False)
    event = serializers.UUIDField(required=False, help_text="The webhook-id.")
    state = serializers.ChoiceField(required=False, choices=Delivery.State.values)
