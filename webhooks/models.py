"""Who is told, of what, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from claims.models import Claim
from common.models import Identified
from common.triggers import append_only


class Endpoint(Identified):
    """A subscriber's address and what it wants to hear of."""

    class State(models.TextChoices):
        ACTIVE = "active"
        PAUSED = "paused"
        DISABLED = "disabled"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="webhook_endpoints")
    url = models.URLField(max_length=2048)
    description = models.CharField(max_length=300, blank=True)
    event_types = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, help_text="Empty: every type."
    )
    filters = models.JSONField(default=dict, blank=True, help_text="Values an event must have; empty: every event.")
    secret = models.TextField(editable=False, help_text="The signing secret, encrypted.")
    api_version = models.CharField(max_length=10, default="v1")
    state = models.CharField(max_length=20, choices=State, default=State.ACTIVE)
    disabled_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = (models.Index(fields=["-created_at", "-id"], name="endpoint_page"),)

    def __str__(self) -> str:
        return self.url


class Event(Identified):
    """Something that happened, with the payload frozen as the bytes that every subscriber receives."""

    type = models.CharField(max_length=60)
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField(null=True, help_text="The event's place among those of its claim, from 1.")
    payload = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["claim", "sequence"], name="event_sequence"),)
        indexes = (models.Index(fields=["created_at", "id"], name="event_page"),)
        triggers = (append_only(),)

    def __str__(self) -> str:
        return f"{self.type} {self.short_id}"


class Delivery(Identified):
    """One event on its way to one endpoint."""

    class State(models.TextChoices):
        PENDING = "pending"
        DELIVERED = "delivered"
        DEAD = "dead"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=20, choices=State, default=State.PENDING)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, help_text="When it is due; while it is leased, when the lease ends.")
    completed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = (
            models.UniqueConstraint(fields=["event", "endpoint"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state="pending", next_attempt_at__isnull=False, completed_at=None)
                | (~Q(state="pending") & Q(next_attempt_at=None, completed_at__isnull=False)),
                name="delivery_due",
            ),
        )
        indexes = (
            models.Index(fields=["next_attempt_at"], condition=Q(state="pending"), name="delivery_pending"),
            models.Index(F("endpoint"), F("created_at").desc(), F("id").desc(), name="delivery_page"),
        )

    def __str__(self) -> str:
        return f"{self.event_id} → {self.endpoint_id}"


class Attempt(models.Model):
    """One POST of a delivery and what came back."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True, help_text="HTTP status; none where no answer came.")
    error = models.CharField(max_length=500, blank=True)
    response = models.BinaryField(help_text="The first 1 KiB of the body.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["delivery", "number"], name="attempt_number"),)
        ordering = ("delivery", "number")

    def __str__(self) -> str:
        return f"attempt {self.number}: {self.status or self.error}"
