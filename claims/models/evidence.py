"""Evidence for claims and verdicts, and whether it can still be read where it was found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from claims.models.verdict import Verdict, VerdictDraft
from common.models import Identified
from sources.models import ArticleVersion


class Evidence(Identified):
    """Something that supports or refutes a claim, or gives its context.

    It is given for the claim as such, for one verdict on it, or for a draft; what is a draft's is nobody
    else's business, and moves to the verdict with it. What was given for a claim by mistake is withdrawn: its
    row stays, and says so.
    """

    class Stance(models.TextChoices):
        SUPPORTS = "supports"
        REFUTES = "refutes"
        CONTEXT = "context"

    class LinkState(models.TextChoices):
        UNCHECKED = "unchecked"
        OK = "ok", "OK"
        BROKEN = "broken"

    claim = models.ForeignKey(
        Claim,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
        help_text="What it is about; none: a draft's.",
    )
    verdict = models.ForeignKey(
        Verdict, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    draft = models.ForeignKey(
        VerdictDraft, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    url = models.URLField(max_length=2048, blank=True)
    article_version = models.ForeignKey(
        ArticleVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    stance = models.CharField(max_length=20, choices=Stance)
    excerpt = models.TextField(blank=True)
    archive_url = models.URLField(max_length=2048, blank=True)
    content_hash = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of what the address held, in hexadecimal."
    )
    link_state = models.CharField(max_length=20, choices=LinkState, default=LinkState.UNCHECKED)
    link_failures = models.PositiveSmallIntegerField(
        default=0, help_text="Checks in a row at which the address could not be read."
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    next_check_at = models.DateTimeField(
        null=True, blank=True, help_text="When the address is to be read next; none: there is no address."
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(
                condition=Q(claim__isnull=False, draft=None)
                | Q(claim=None, verdict=None, draft__isnull=False),
                name="evidence_of_one",
            ),
            models.CheckConstraint(
                condition=~Q(url="") | Q(article_version__isnull=False), name="evidence_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, claim__isnull=False, verdict=None)
                & ~Q(withdrawn_reason=""),
                name="evidence_withdrawn_whole",
            ),
        )
        indexes = (
            models.Index(fields=["-created_at", "-id"], name="evidence_page"),
            models.Index(
                fields=["next_check_at"], condition=Q(next_check_at__isnull=False), name="evidence_due"
            ),
        )

    def __str__(self) -> str:
        return self.url or self.excerpt

    @property
    def piece(self) -> tuple[object, ...]:
        """What it is, with whatever it is given: the same may be given with several verdicts."""
        return (self.url, self.article_version_id, self.stance, self.excerpt, self.archive_url)
