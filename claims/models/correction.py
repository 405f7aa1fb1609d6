"""What was corrected about claims."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from claims.models.claim import Claim
from common.models import Identified
from common.triggers import append_only
from sources.models import Source


class ClaimCorrection(Identified):
    """A claim's wording, language or claimant was put right: what they were until then, and why."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="corrections")
    text = models.TextField()
    language = models.CharField(max_length=35, blank=True)
    claimant = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["claim", "-recorded_at"], name="claimcorrection_last"),)
        triggers = (append_only(),)

    def __str__(self) -> str:
        return self.reason
