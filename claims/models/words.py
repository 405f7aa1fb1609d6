"""The index that searching by words reads."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from claims.models.claim import Claim


class ClaimWords(models.Model):
    """The words of a claim, of its other wordings and of who made it, stemmed by the rules of their language.

    Written with the claim (claims.services.words), so that it is found from its commit on.
    """

    claim = models.OneToOneField(
        Claim, primary_key=True, on_delete=models.CASCADE, related_name="words", db_constraint=False
    )
    configurations = ArrayField(
        models.CharField(max_length=63), help_text="PostgreSQL's text-search configurations of its wordings."
    )
    words = SearchVectorField(
        help_text="Weight A: the claim; B: its variants and what was merged into it; C: its claimant."
    )

    class Meta:
        indexes = (
            GinIndex(fields=["words"], name="claimwords_words"),
            # Tells which configurations are in use, a handful, by as many looks.
            models.Index(fields=["configurations"], name="claimwords_configurations"),
        )

    def __str__(self) -> str:
        return f"words of {self.claim_id}"
