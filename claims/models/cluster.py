"""Candidates about one thing, which one person decides once."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from common.models import Identified
from sources.models import Source


class Cluster(Identified):
    """Candidates that say the same thing, from however many articles: one item of the queue.

    Of its undecided candidates one leads (`Candidate.leads`) and stands in the queue for all.
    """

    text = models.TextField(help_text="The wording of its first candidate, which others are compared with.")
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47.")
    pairs = ArrayField(models.BigIntegerField(), help_text="Hashes of pairs of words; shared ones lead here.")
    known_claim = models.ForeignKey(
        "Claim",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
        help_text="The claim that its first candidate repeats.",
    )
    size = models.PositiveIntegerField(default=0, help_text="Its candidates.")
    pending = models.PositiveIntegerField(default=0, help_text="Those of them that are undecided.")
    open = models.BooleanField(default=True, help_text="Whether further candidates may join.")
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True, help_text="When a candidate last joined.")

    class Meta:
        indexes = (
            GinIndex(fields=["pairs"], condition=Q(open=True), name="cluster_pairs"),
            models.Index(fields=["known_claim"], condition=Q(open=True), name="cluster_known_claim"),
            models.Index(fields=["seen_at"], condition=Q(open=True), name="cluster_seen"),
        )

    def __str__(self) -> str:
        return self.text


class ClusterOutlet(models.Model):
    """An outlet in whose articles candidates of a cluster stand, and how many of them."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="outlets")
    outlet = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    candidates = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["cluster", "outlet"], name="clusteroutlet_once"),)
        ordering = ("-candidates", "id")

    def __str__(self) -> str:
        return f"{self.outlet_id} {self.candidates}"
