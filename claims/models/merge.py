"""The log of merges of claims and of their undoing."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from claims.models.claim import Claim
from common.models import Identified
from common.triggers import append_only


class ClaimMerge(Identified):
    """A claim was merged into another, or the merge was undone. The last row of a claim is what holds."""

    class Action(models.TextChoices):
        MERGED = "merged"
        UNMERGED = "unmerged"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=20, choices=Action)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["claim", "-recorded_at"], name="claimmerge_last"),)
        triggers = (append_only(),)

    def __str__(self) -> str:
        return f"{self.action}: {self.reason}"
