"""Claims that may say the same, and what people thought of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from claims.models.claim import Claim
from common.models import Identified


class Duplicate(Identified):
    """Two claims that the matcher holds for perhaps one. A pair once dismissed is not brought up again."""

    class State(models.TextChoices):
        OPEN = "open"
        MERGED = "merged"
        DISMISSED = "dismissed"

    earlier = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="duplicates_later")
    later = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="duplicates_earlier")
    score = models.FloatField(help_text="How probably they are one claim, 0 to 1.")
    relation = models.CharField(max_length=20)
    reasons = ArrayField(models.CharField(max_length=200), default=list)
    matcher = models.CharField(max_length=100)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "possible duplicate"
        constraints = (
            models.UniqueConstraint(fields=["earlier", "later"], name="duplicate_once"),
            # Identifiers sort by the time at which they were made.
            models.CheckConstraint(condition=Q(earlier__lt=F("later")), name="duplicate_order"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="duplicate_decided",
            ),
        )
        indexes = (models.Index(fields=["state", "-score", "-id"], name="duplicate_page"),)

    def __str__(self) -> str:
        return f"{self.earlier_id} and {self.later_id}"
