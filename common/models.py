"""Plumbing models: what every row shares, the keys to the API, and the answers kept for repeated requests."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Right
from django.utils import timezone

from common.ids import SHORT, new_id, short_id

SHORT_ID = Right(Cast("id", models.TextField()), SHORT)
"""Of a row with a UUIDv7 key, its `short_id`."""


def short_id_index(name: str) -> models.Index:
    """An index by how rows are named to people, for a table that grows and is searched by it at the desk."""
    return models.Index(SHORT_ID, name=name)


class Identified(models.Model):
    """A row with a UUIDv7 key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    @property
    def short_id(self) -> str:
        """How the row is named to people."""
        return short_id(self.id)


class ApiKey(Identified):
    """A key to the API. Only its prefix and hash are kept; the key itself is shown once."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=100, help_text="What the key is for, in the owner's words.")
    prefix = models.CharField(max_length=16, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, editable=False)
    scopes = ArrayField(models.CharField(max_length=40), help_text="What the key may do.")
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = "API key"

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class KeptAnswer(models.Model):
    """The answer to a request that came with an Idempotency-Key, to be given again to the same request."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=500)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of what was sent, in hexadecimal.")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField()
    body = models.TextField(help_text="Encrypted.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner", "method", "path", "key"], name="keptanswer_once"),
        )
        indexes = (models.Index(fields=["created_at"], name="keptanswer_age"),)

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.key}"


class Change(models.Model):
    """Something of what is public became, changed or went (common.changes).

    It names the thing and does not hold it: readers are given what it is now. Positions are given after the
    commit, one giver at a time, so that no change ever turns up behind a position that was read already.
    """

    class Kind(models.TextChoices):
        CREATED = "created"
        UPDATED = "updated"
        VERDICT = "verdict"
        RETRACTION = "retraction"
        MERGED = "merged"
        UNMERGED = "unmerged"
        DELETED = "deleted"

    id = models.BigAutoField(primary_key=True)
    position = models.PositiveBigIntegerField(
        null=True, unique=True, help_text="From 1, without a gap; null: not yet given."
    )
    resource = models.CharField(max_length=40, help_text="As it is called in addresses.")
    key = models.CharField(max_length=100, help_text="Its key there.")
    kind = models.CharField(max_length=20, choices=Kind)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=["id"], condition=Q(position=None), name="change_unplaced"),)
        triggers = (
            pgtrigger.Protect(
                name="placed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.position IS NOT NULL"),
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.position}: {self.kind} {self.resource}/{self.key}"
