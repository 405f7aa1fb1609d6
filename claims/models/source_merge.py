"""The log of merges of sources and of their undoing."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from common.models import Identified
from common.triggers import append_only
from sources.models import Source


class SourceMerge(Identified):
    """A source was merged into another, or the merge was undone. The last row of a source is what holds.

    Of a merge it keeps what went to the other, by which it is undone.
    """

    class Action(models.TextChoices):
        MERGED = "merged"
        UNMERGED = "unmerged"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=20, choices=Action)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    claims = ArrayField(models.UUIDField(), default=list, help_text="Made by it until then.")
    articles = ArrayField(models.UUIDField(), default=list, help_text="That appeared in it until then.")
    feeds = ArrayField(models.UUIDField(), default=list)
    aliases = ArrayField(models.CharField(max_length=300), default=list, help_text="The other has since.")
    same_as = ArrayField(models.CharField(max_length=2048), default=list, help_text="As the aliases.")
    domain = models.CharField(max_length=253, blank=True, help_text="As the aliases.")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "merge of sources"
        verbose_name_plural = "merges of sources"
        indexes = (
            models.Index(fields=["source", "-recorded_at"], name="sourcemerge_last"),
            models.Index(fields=["-recorded_at", "-id"], name="sourcemerge_page"),
        )
        triggers = (append_only(),)

    def __str__(self) -> str:
        return f"{self.source} into {self.into}"
