"""Webhooks at the desk: endpoints and how they do, what was sent to them, and sending it again."""

from webhooks.admin.endpoints import EndpointAdmin
from webhooks.admin.sent import DeliveryAdmin, EventAdmin, ReplayJobAdmin

__all__ = ["DeliveryAdmin", "EndpointAdmin", "EventAdmin", "ReplayJobAdmin"]
