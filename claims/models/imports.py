"""Jobs that take in many claims or reviews at once: what was sent, how far it is, what was wrong with it."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from claims.roles import MEANINGS, Right
from common.models import Identified
from common.triggers import refers
from sources.models import Feed


class ImportJob(Identified):
    """One body or address to take in. Its row says how far it is, so that any worker can go on with it."""

    class Format(models.TextChoices):
        NDJSON = "ndjson", "NDJSON"
        CSV = "csv", "CSV"
        CLAIMREVIEW = "claimreview", "ClaimReview"

    class State(models.TextChoices):
        RECEIVING = "receiving"
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    format = models.CharField(max_length=20, choices=Format)
    url = models.CharField(
        max_length=2048, blank=True, help_text="Where it is to be fetched; of a body, where it is from."
    )
    fetch = models.BooleanField(default=False, help_text="The body has yet to be fetched from the address.")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="import_jobs")
    feed = models.ForeignKey(
        Feed,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The feed that was polled for it.",
    )
    state = models.CharField(max_length=20, choices=State, default=State.RECEIVING)
    failure = models.TextField(blank=True, help_text="Why it failed, and what to do.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Attempts since it last got on.")
    next_attempt_at = models.DateTimeField(
        null=True, blank=True, help_text="When a worker takes it up; while one works on it, when it is lost."
    )
    size = models.PositiveBigIntegerField(default=0, help_text="Of the body, decompressed, in bytes.")
    offset = models.PositiveBigIntegerField(default=0, help_text="Up to where of it all is done, in bytes.")
    line = models.PositiveBigIntegerField(default=0, help_text="The line that ends there.")
    records = models.PositiveBigIntegerField(default=0, help_text="Records met so far.")
    created = models.PositiveBigIntegerField(default=0)
    updated = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    repaired = models.PositiveBigIntegerField(default=0, help_text="Of those taken in, with a note each.")
    refused = models.PositiveBigIntegerField(default=0, help_text="With their reason each.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["-created_at", "-id"], name="importjob_page"),
            models.Index(fields=["created_at"], condition=Q(state="receiving"), name="importjob_receiving"),
            models.Index(
                fields=["next_attempt_at"], condition=Q(next_attempt_at__isnull=False), name="importjob_due"
            ),
        )
        permissions = [(Right.CANCEL_IMPORT.codename, MEANINGS[Right.CANCEL_IMPORT])]

    def __str__(self) -> str:
        return f"{self.format} {self.short_id}"


class ImportPart(models.Model):
    """A piece of a job's body, all of one size but the last. The parts go when the job has ended."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField(help_text="From 0.")
    body = models.BinaryField(help_text="Compressed with Zstandard, each part by itself.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["job", "number"], name="importpart_once"),)

    def __str__(self) -> str:
        return f"part {self.number} of {self.job_id}"


class ImportNote(Identified):
    """What a job has to say of one record: a repair, a refusal, or something to look at."""

    class Severity(models.TextChoices):
        REFUSED = "refused"
        REPAIRED = "repaired"
        NOTICED = "noticed"

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="notes")
    line = models.PositiveBigIntegerField(help_text="Of the body, from 1.")
    severity = models.CharField(max_length=20, choices=Severity)
    code = models.CharField(max_length=60)
    detail = models.TextField()
    record = models.CharField(max_length=2048, blank=True, help_text="The record's own name for itself.")

    class Meta:
        indexes = (models.Index(fields=["job", "line", "id"], name="importnote_page"),)

    def __str__(self) -> str:
        return f"line {self.line}: {self.detail}"


class ImportedRow(Identified):
    """By what a row of a sender is known again, so that sending it twice makes one claim."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=300, help_text="id:… as the sender calls it, or sha256:… of the row.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the row as it was last taken in.")
    said = models.JSONField(
        default=dict,
        help_text="Digests of all that the sender said of the claim, and of each publisher's verdict.",
    )
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "key"], name="importedrow_once"),)
        indexes = (
            models.Index(fields=["owner"], condition=Q(said__has_key="held"), name="importedrow_held"),
        )
        triggers = (
            refers("claim_id", "claims_claim"),
            pgtrigger.ReadOnly(name="keeps_claim", fields=["claim"]),
        )

    def __str__(self) -> str:
        return self.key
