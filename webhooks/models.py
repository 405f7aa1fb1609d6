"""Who is told, of what, and what came of it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from claims.models import Claim
from common.models import Identified
from common.triggers import append_only_for, kept_for

KEPT = timedelta(days=90)
"""How long events and attempts are kept at the least; the database refuses to delete younger ones."""


class Endpoint(Identified):
    """A subscriber's address and what it wants to hear of."""

    class State(models.TextChoices):
        PENDING = "pending"
        ACTIVE = "active"
        PAUSED = "paused"
        DISABLED = "disabled"
        DELETED = "deleted"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="webhook_endpoints"
    )
    url = models.URLField(max_length=2048)
    description = models.CharField(max_length=300, blank=True)
    event_types = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, help_text="Empty: every type."
    )
    filters = models.JSONField(
        default=dict, blank=True, help_text="Values an event must have; empty: every event."
    )
    strict_order = models.BooleanField(
        default=False, help_text="An event waits until those before it on the same claim are done with."
    )
    api_version = models.CharField(max_length=10, default="v1")
    state = models.CharField(
        max_length=20,
        choices=State,
        default=State.PENDING,
        help_text="Pending: it has yet to echo a challenge. Paused: events are held until it resumes. "
        "Disabled: new events are not queued for it.",
    )
    disabled_reason = models.CharField(max_length=300, blank=True)
    notice_due = models.BooleanField(
        default=False, editable=False, help_text="Its owner has yet to be told that it was disabled."
    )
    confirmed_at = models.DateTimeField(null=True, help_text="When it first echoed a challenge.")
    confirmed_url = models.URLField(
        max_length=2048, blank=True, editable=False, help_text="The address that echoed one last."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = (
            models.Index(fields=["-created_at", "-id"], name="endpoint_page"),
            models.Index(fields=["id"], condition=Q(notice_due=True), name="endpoint_notice_due"),
        )

    def __str__(self) -> str:
        return self.url


class Secret(Identified):
    """What an endpoint's webhooks are signed with; while one is being replaced, two of a kind."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="secrets")
    value = models.TextField(editable=False, help_text="whsec_… (HMAC) or whsk_… (Ed25519), encrypted.")
    public_key = models.CharField(max_length=60, blank=True, help_text="whpk_…, of an Ed25519 key.")
    expires_at = models.DateTimeField(null=True, help_text="From when it no longer signs; null: current.")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.public_key or "secret"

    @property
    def signs(self) -> bool:
        """Whether it signs what is sent now."""
        return self.expires_at is None or self.expires_at > timezone.now()


class Lane(models.Model):
    """How an endpoint is doing and how fast it may be sent to.

    A row of its own: it changes with every attempt, while recording a verdict shares the endpoint's row.
    """

    endpoint = models.OneToOneField(Endpoint, primary_key=True, on_delete=models.CASCADE, related_name="lane")
    tokens = models.FloatField(default=0, help_text="Of its token bucket, as of `filled_at`.")
    filled_at = models.DateTimeField(help_text="When the tokens were counted last; long ago: it is full.")
    slow_until = models.DateTimeField(
        null=True, help_text="It kept us waiting: until then it gets one request at a time."
    )
    failing_since = models.DateTimeField(null=True, help_text="Since when nothing it was sent succeeded.")

    def __str__(self) -> str:
        return f"lane of {self.endpoint_id}"


class Event(Identified):
    """Something that happened, with the payload frozen as the bytes that every subscriber receives.

    Its claim is checked by no foreign key: it is the one that the payload was made of, and none is deleted.
    """

    type = models.CharField(max_length=60)
    claim = models.ForeignKey(
        Claim, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    sequence = models.PositiveIntegerField(
        null=True, help_text="The event's place among those of its claim, from 1."
    )
    payload = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["claim", "sequence"], name="event_sequence"),)
        indexes = (models.Index(fields=["created_at", "id"], name="event_page"),)
        triggers = append_only_for(KEPT, "created_at")

    def __str__(self) -> str:
        return f"{self.type} {self.short_id}"


class FeedEntry(models.Model):
    """An event's place in the feed that can be pulled.

    Places are given after the commit, one giver at a time (webhooks.feed), so that no event ever turns up
    behind a place that was read already. It comes and goes with its event, in the same transactions, which
    no foreign key has to say once more.
    """

    event = models.OneToOneField(
        Event, primary_key=True, on_delete=models.CASCADE, related_name="feed_entry", db_constraint=False
    )
    position = models.PositiveBigIntegerField(
        null=True, unique=True, help_text="From 1; null: not yet given."
    )

    class Meta:
        indexes = (models.Index(fields=["event"], condition=Q(position=None), name="feedentry_unplaced"),)

    def __str__(self) -> str:
        return f"{self.position}"


class Delivery(Identified):
    """One event on its way to one endpoint."""

    class State(models.TextChoices):
        PENDING = "pending"
        HELD = "held"
        DELIVERED = "delivered"
        DEAD = "dead"

    # Every record writes each index anew: these two begin others.
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    claim = models.ForeignKey(
        Claim, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Its event's."
    )
    sequence = models.PositiveIntegerField(null=True, help_text="Its event's.")
    state = models.CharField(
        max_length=20, choices=State, default=State.PENDING, help_text="Held: its endpoint is not active."
    )
    attempt_count = models.PositiveIntegerField(
        default=0,
        help_text="Attempts begun, without one that is under way: that one has the next number.",
    )
    attempts_before = models.PositiveIntegerField(
        default=0, help_text="Attempts begun before the last replay; the retry schedule counts from there."
    )
    next_attempt_at = models.DateTimeField(null=True, help_text="When it is, or was, due.")
    completed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = (
            models.UniqueConstraint(fields=["event", "endpoint"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state="pending", next_attempt_at__isnull=False, completed_at=None)
                | Q(state="held", next_attempt_at=None, completed_at=None)
                | Q(state__in=["delivered", "dead"], next_attempt_at=None, completed_at__isnull=False),
                name="delivery_due",
            ),
        )
        indexes = (
            models.Index(
                fields=["endpoint", "next_attempt_at"], condition=Q(state="pending"), name="delivery_queue"
            ),
            models.Index(
                fields=["endpoint", "claim", "sequence"],
                condition=Q(state__in=["pending", "held"]),
                name="delivery_open",
            ),
            models.Index(F("endpoint"), F("created_at").desc(), F("id").desc(), name="delivery_page"),
            models.Index(fields=["-id"], condition=Q(state="dead"), name="delivery_dead"),
            models.Index(
                fields=["completed_at"], condition=Q(completed_at__isnull=False), name="delivery_done"
            ),
        )
        # Instead of the attempts' foreign key, which looks every delivery up once more as it is recorded.
        triggers = (kept_for("webhooks_attempt", "delivery_id"),)

    def __str__(self) -> str:
        return f"{self.event_id} → {self.endpoint_id}"


class Lease(Identified):
    """Deliveries that a worker took with one statement and has under way; past its end, others may have them.

    Whoever changes one holds its row lock, and takes it before that of any delivery. Rows are of up to some
    kilobytes, short-lived and few: the migration keeps them in one piece.
    """

    endpoints = ArrayField(models.UUIDField(), help_text="Each delivery's, in the same order.")
    deliveries = ArrayField(models.UUIDField())
    until = models.DateTimeField(help_text="From when it has run out.")

    def __str__(self) -> str:
        return f"{len(self.deliveries)} until {self.until}"


class Attempt(models.Model):
    """One POST of a delivery and what came back."""

    # Recorded under its delivery's lock, by the statement that writes that; a trigger keeps the other end.
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, related_name="attempts", db_index=False, db_constraint=False
    )
    number = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True, help_text="HTTP status; none where no answer came.")
    error = models.CharField(max_length=500, blank=True)
    response = models.BinaryField(help_text="The first 1 KiB of the body.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["delivery", "number"], name="attempt_number"),)
        ordering = ("delivery", "number")
        triggers = append_only_for(KEPT, "started_at")

    def __str__(self) -> str:
        return f"attempt {self.number}: {self.status or self.error}"


class ReplayJob(Identified):
    """Many deliveries of one endpoint sent again; worked off in pieces, each with its progress."""

    class Wanted(models.TextChoices):
        RANGE = "range"
        FAILED = "failed"
        MISSING = "missing"

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"

    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="replay_jobs")
    wanted = models.CharField(
        max_length=20,
        choices=Wanted,
        help_text="Range: all that was finished. Failed: what was given up. Missing: that, and what was "
        "never queued for it though it follows it.",
    )
    since = models.DateTimeField(help_text="Of the events: from this moment on …")
    until = models.DateTimeField(help_text="… and before this one.")
    state = models.CharField(max_length=20, choices=State, default=State.RUNNING)
    reached_at = models.DateTimeField(null=True, help_text="The last event looked at: its moment …")
    reached_id = models.UUIDField(null=True, help_text="… and its id.")
    total = models.PositiveIntegerField(help_text="Events in the span when the job was made.")
    examined = models.PositiveIntegerField(default=0, help_text="How many of them were looked at.")
    replayed = models.PositiveIntegerField(default=0, help_text="How many deliveries are on their way again.")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["-created_at", "-id"], name="replayjob_page"),
            models.Index(fields=["id"], condition=Q(state="running"), name="replayjob_running"),
        )

    def __str__(self) -> str:
        return f"replay of {self.wanted} {self.short_id}"
