"""Verdicts, of which none is ever changed, and the drafts that become them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5

from claims.models.claim import Claim
from claims.models.rating import Rating
from claims.roles import MEANINGS, Right
from claims.rules import Kind
from common.models import Identified
from common.triggers import append_only, refers, refers_to_few
from sources.models import Source


class VerdictWords(models.Model):
    """What a publisher says with a verdict, beside its rating."""

    original_label = models.CharField(
        max_length=200, blank=True, help_text="The label as the publisher printed it."
    )
    summary = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="Why it changed; public. Required unless initial.")
    note = models.TextField(
        blank=True,
        help_text="A correction's word to the readers: what was wrong, and what is right. Required there.",
    )
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47.")
    review_url = models.URLField(max_length=2048, blank=True)

    class Meta:
        abstract = True


class Verdict(VerdictWords, Identified):
    """One row of a publisher's history on a claim. The last row is what the publisher holds now."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verdicts", db_constraint=False)
    claim_text = models.TextField(help_text="The claim's wording that the verdict was given on.")
    publisher = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="verdicts")
    publisher_name = models.CharField(max_length=300, help_text="What the publisher was called then.")
    seq = models.PositiveIntegerField(
        help_text="1 for the publisher's first row on the claim, then without a gap."
    )
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    rating = models.ForeignKey(
        Rating,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="verdicts",
        db_constraint=False,
        help_text="None: retracted.",
    )
    effective_at = models.DateTimeField(help_text="From when the publisher holds it.")
    recorded_at = models.DateTimeField(help_text="When the registry learnt of it.")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", help_text="Who wrote it."
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who else published it; none: its author alone.",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["claim", "publisher", "seq"], name="verdict_seq"),
            models.CheckConstraint(
                condition=Q(kind="retraction", rating=None)
                | (~Q(kind="retraction") & Q(rating__isnull=False)),
                name="verdict_rating",
            ),
            models.CheckConstraint(condition=Q(kind="initial") | ~Q(reason=""), name="verdict_reason"),
            models.CheckConstraint(
                condition=(Q(kind="correction") & ~Q(note="")) | (~Q(kind="correction") & Q(note="")),
                name="verdict_note",
            ),
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(approver=F("actor")), name="verdict_approver_is_another"
            ),
        )
        permissions = [
            (right.codename, MEANINGS[right]) for right in (Right.DRAFT_VERDICT, Right.PUBLISH_VERDICT)
        ]
        indexes = (
            models.Index(fields=["-recorded_at", "-id"], name="verdict_page"),
            models.Index(fields=["publisher", "-recorded_at", "-id"], name="verdict_publisher_page"),
            models.Index(
                F("publisher"), MD5("review_url"), condition=~Q(review_url=""), name="verdict_review"
            ),
        )
        triggers = (
            append_only(),
            refers("claim_id", "claims_claim"),
            refers_to_few("rating_id", "claims_rating"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.original_label}".strip()


class CurrentVerdict(models.Model):
    """The pointer from a claim and a publisher to the publisher's last row, moved with each new row.

    It says nothing that the verdicts do not, which are for ever and whose claims and publishers are checked:
    the database checks them no second time, and the audit of the ledger compares.
    """

    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="current_verdicts", db_constraint=False
    )
    publisher = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    verdict = models.OneToOneField(Verdict, on_delete=models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["claim", "publisher"], name="currentverdict_once"),)

    def __str__(self) -> str:
        return str(self.verdict)


class VerdictDraft(VerdictWords, Identified):
    """A verdict in preparation, seen at the desk only; publishing it appends a row to the history."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        DISCARDED = "discarded"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="drafts")
    publisher = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    rating = models.ForeignKey(Rating, null=True, blank=True, on_delete=models.PROTECT, related_name="drafts")
    effective_at = models.DateTimeField(
        null=True, blank=True, help_text="From when the publisher holds it; none: from its publishing."
    )
    base_seq = models.PositiveIntegerField(
        help_text="The publisher's last row on the claim that it was written on; 0: none."
    )
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Whose words stand last.",
    )
    writers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="+",
        help_text="Whoever wrote words of it or gave it evidence: under four eyes none of them publishes.",
    )
    revision = models.PositiveIntegerField(
        default=1,
        help_text="Grows with every change of its words or evidence; publishing it names the one read.",
    )
    verdict = models.OneToOneField(
        Verdict, null=True, blank=True, on_delete=models.PROTECT, related_name="draft"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="published", verdict__isnull=False)
                | (~Q(state="published") & Q(verdict=None)),
                name="verdictdraft_published",
            ),
        )
        indexes = (
            models.Index(fields=["-created_at", "-id"], name="verdictdraft_page"),
            models.Index(
                fields=["-created_at", "-id"], condition=Q(state="draft"), name="verdictdraft_open_page"
            ),
        )

    def __str__(self) -> str:
        return f"draft of {self.kind} by {self.author}"
