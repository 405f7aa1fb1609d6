"""Where a claim was made, as somebody reports it: addresses that the registry has not read itself."""

from __future__ import annotations

from uuid import UUID

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F
from django.db.models.functions import MD5

from claims.models.claim import Claim
from claims.models.imports import ImportJob
from claims.models.utterance import NAME_MAX
from claims.models.verdict import Verdict
from common.models import Identified
from common.triggers import refers
from sources.models import Source


class ImportedReview(Identified):
    """A publisher's review as it was last read from its ClaimReview, by which it is known again."""

    publisher = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=2048, help_text="The review's own address.")
    claim_key = models.CharField(
        max_length=64, help_text="Of the claim's wording (claims.claimreview.identity)."
    )
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="imported_reviews")
    verdict = models.ForeignKey(
        Verdict,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The last row recorded from it; none: another was the publisher's word already.",
    )
    document = models.JSONField(help_text="What it said, repaired, as the registry writes a ClaimReview.")
    words = ArrayField(
        models.CharField(max_length=32),
        default=list,
        blank=True,
        help_text="Digests of what its page said of the verdict, in each way, when it was last read.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            # By its hash: an index holds no more than 2,704 bytes, and an address may have more.
            models.UniqueConstraint(F("publisher"), MD5("url"), F("claim_key"), name="importedreview_once"),
        )
        indexes = (models.Index(fields=["claim_key"], name="importedreview_key"),)

    def __str__(self) -> str:
        return self.url


class MetReview(models.Model):
    """What an import has met of a review so far. It goes when the import has ended, as its body does."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="met")
    review = models.ForeignKey(ImportedReview, on_delete=models.CASCADE, related_name="met")
    before = ArrayField(
        models.CharField(max_length=32), help_text="Digests of what its page said before the import."
    )
    words = ArrayField(models.CharField(max_length=32), help_text="Digests of what its page says in it.")
    document = models.JSONField(
        null=True, help_text="What its page said last, where that is not what is kept of it."
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["job", "review"], name="metreview_once"),)

    def __str__(self) -> str:
        return f"{self.review_id} in {self.job_id}"


class Sighting(Identified):
    """A claim as one claimant is reported to have made it: in which words, when and where."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="sightings", db_constraint=False)
    review = models.ForeignKey(
        ImportedReview,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="sightings",
        help_text="The review that reports it; none: it came with the claim.",
    )
    sentence = models.TextField(blank=True, help_text="In which it was made, word for word.")
    quote = models.BooleanField(
        default=False, help_text="The sentence is said to hold the claim in the claimant's own words."
    )
    claimant = models.CharField(max_length=NAME_MAX, blank=True, help_text="As they are named there.")
    organisation = models.BooleanField(default=False, help_text="The claimant is not a person.")
    role = models.CharField(max_length=NAME_MAX, blank=True, help_text="What the claimant is said to be.")
    same_as = ArrayField(models.CharField(max_length=2048), default=list, blank=True)
    via = ArrayField(
        models.CharField(max_length=NAME_MAX),
        default=list,
        blank=True,
        help_text="Who is said to have carried it, outwards from the claimant.",
    )
    addressee = models.CharField(
        max_length=NAME_MAX, blank=True, help_text="The party the claimant is said to have spoken to."
    )
    said_on = models.DateField(null=True, blank=True, help_text="The first day of the period meant.")
    said_on_precision = models.CharField(
        max_length=10, default="day", help_text="Where said_on is known: day, week, month or year."
    )
    first_url = models.CharField(max_length=2048, blank=True, help_text="Where it appeared first.")
    urls = ArrayField(models.CharField(max_length=2048), default=list, blank=True)

    class Meta:
        triggers = (
            refers("claim_id", "claims_claim"),
            pgtrigger.ReadOnly(name="keeps_claim", fields=["claim"]),
        )

    def __str__(self) -> str:
        return next(iter(self.places), self.claimant)

    @property
    def publisher_id(self) -> UUID | None:
        """Whose review reports it; None: it came with the claim."""
        return self.review.publisher_id if self.review else None

    @property
    def made_by(self) -> Source | None:
        """Whose it is though nobody is named there: it came with the claim, which is its claimant's."""
        return None if self.claimant or self.review_id else self.claim.claimant

    @property
    def places(self) -> list[str]:
        """Every address where it is said to have appeared, the first one first."""
        return list(dict.fromkeys(url for url in (self.first_url, *self.urls) if url))
