"""Rating scales: each publisher's own words for a verdict, mapped to the common scale."""

from __future__ import annotations

import pgtrigger
from django.db import models

from claims.roles import MEANINGS, Right
from claims.rules import Normalised
from common.models import Identified
from sources.models import Source


def _as_given(scale: str) -> pgtrigger.Trigger:
    """Refuse UPDATE and DELETE once a verdict was given on the scale: it means what the scale said.

    Whoever gives one keeps the scale until that is committed (claims.services.scales), and is waited for.
    """
    return pgtrigger.Trigger(
        name="as_given",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            PERFORM FROM claims_ratingscale WHERE id = {scale} FOR NO KEY UPDATE;
            IF EXISTS (
                SELECT FROM claims_verdict AS verdict
                JOIN claims_rating AS rating ON rating.id = verdict.rating_id
                WHERE rating.scale_id = {scale}
            ) THEN
                RAISE EXCEPTION 'Cannot update or delete rows of % that verdicts stand on', TG_TABLE_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


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
        triggers = (_as_given("OLD.id"),)
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
        triggers = (_as_given("OLD.scale_id"),)

    def __str__(self) -> str:
        return self.label
