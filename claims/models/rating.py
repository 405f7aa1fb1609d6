"""Rating scales: each publisher's own words for a verdict, mapped to the common scale."""

from __future__ import annotations

from django.db import models

from claims.roles import MEANINGS, Right
from claims.rules import Normalised
from common.models import Identified
from sources.models import Source


class RatingScale(Identified):
    """One version of a publisher's scale. A change of the scale is a new version."""

    publisher = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rating_scales",
        help_text="Whose words these are; empty: the default scale, open to every publisher.",
    )
    name = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)
    worst = models.DecimalField(max_digits=8, decimal_places=2, help_text="The value of its worst rating.")
    best = models.DecimalField(max_digits=8, decimal_places=2, help_text="The value of its best rating.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["publisher", "name", "version"], nulls_distinct=False, name="ratingscale_version"
            ),
        )
        permissions = [(Right.MANAGE_SCALE.codename, MEANINGS[Right.MANAGE_SCALE])]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class Rating(Identified):
    """A label of a scale."""

    scale = models.ForeignKey(RatingScale, on_delete=models.PROTECT, related_name="ratings")
    label = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    normalised = models.CharField(
        max_length=20, choices=[(n.value, n.value) for n in Normalised], default=Normalised.UNMAPPED
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["scale", "label"], name="rating_label"),)
        ordering = ("scale", "value", "label")

    def __str__(self) -> str:
        return self.label
