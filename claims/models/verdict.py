"""Verdicts, of which none is ever changed, and the evidence for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from claims.models.rating import Rating
from claims.rules import Kind
from common.models import Identified
from common.triggers import append_only
from sources.models import ArticleVersion, Source


class Verdict(Identified):
    """One row of a publisher's history on a claim. The last row is what the publisher holds now."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verdicts")
    publisher = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="verdicts")
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
        help_text="None: retracted.",
    )
    original_label = models.CharField(
        max_length=200, blank=True, help_text="The label as the publisher printed it."
    )
    summary = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="Why it changed; public. Required unless initial.")
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47.")
    review_url = models.URLField(max_length=2048, blank=True)
    effective_at = models.DateTimeField(help_text="From when the publisher holds it.")
    recorded_at = models.DateTimeField(help_text="When the registry learnt of it.")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
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
        )
        indexes = (models.Index(fields=["-recorded_at", "-id"], name="verdict_page"),)
        triggers = (append_only(),)

    def __str__(self) -> str:
        return f"{self.kind} {self.original_label}".strip()


class CurrentVerdict(models.Model):
    """The pointer from a claim and a publisher to the publisher's last row, moved with each new row."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="current_verdicts")
    publisher = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    verdict = models.OneToOneField(Verdict, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["claim", "publisher"], name="currentverdict_once"),)

    def __str__(self) -> str:
        return str(self.verdict)


class Evidence(Identified):
    """Something that supports or refutes a claim, or gives its context."""

    class Stance(models.TextChoices):
        SUPPORTS = "supports"
        REFUTES = "refutes"
        CONTEXT = "context"

    class LinkState(models.TextChoices):
        UNCHECKED = "unchecked"
        OK = "ok", "OK"
        BROKEN = "broken"

    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    verdict = models.ForeignKey(
        Verdict, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    url = models.URLField(max_length=2048, blank=True)
    article_version = models.ForeignKey(
        ArticleVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    stance = models.CharField(max_length=20, choices=Stance)
    excerpt = models.TextField(blank=True)
    archive_url = models.URLField(max_length=2048, blank=True)
    content_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what the address held.")
    link_state = models.CharField(max_length=20, choices=LinkState, default=LinkState.UNCHECKED)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(
                condition=Q(claim__isnull=False, verdict=None) | Q(claim=None, verdict__isnull=False),
                name="evidence_of_one",
            ),
            models.CheckConstraint(
                condition=~Q(url="") | Q(article_version__isnull=False), name="evidence_somewhere"
            ),
        )

    def __str__(self) -> str:
        return self.url or self.excerpt
