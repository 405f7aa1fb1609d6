"""Claims, where they appeared and what they are about."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from claims.models.candidate import Candidate
from claims.models.utterance import Utterance
from claims.roles import MEANINGS, Right
from common.models import Identified, short_id_index
from common.triggers import kept_for, refers, refers_to_few
from sources.models import Source


class Topic(models.Model):
    """What a claim is about."""

    slug = models.SlugField(primary_key=True, max_length=100)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ("slug",)
        triggers = (
            kept_for("claims_claim_topics", "topic_id", key="slug"),
            pgtrigger.ReadOnly(name="keeps_slug", fields=["slug"]),
        )

    def __str__(self) -> str:
        return self.name


class Claim(Identified):
    """A statement of fact that somebody made and that can be checked.

    Its state says whether it is public (`PUBLIC`): its first verdict makes it so, for good, and nothing else
    does. A merge changes nothing about it: what was not public then never is, until it is undone.

    None is ever deleted, which is why what is made of one need not ask whether it is there.
    """

    class State(models.TextChoices):
        OPEN = "open"
        PUBLISHED = "published"
        MERGED = "merged"
        MERGED_OPEN = "merged_open", "Merged while open"

    PUBLIC = (State.PUBLISHED, State.MERGED)

    text = models.TextField()
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47.")
    claimant = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    topics = models.ManyToManyField(Topic, through="ClaimTopic", blank=True, related_name="claims")
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_claims"
    )
    survivor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="absorbed",
        help_text="Where merges end: what the claim it was merged into became in its turn, or that claim.",
    )
    verdicts_conflict = models.BooleanField(
        default=False,
        editable=False,
        help_text="The current verdicts of its publishers contradict each other.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    compared_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When other claims and candidates were looked through for it; none: that is still due.",
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    state__in=["merged", "merged_open"], merged_into__isnull=False, survivor__isnull=False
                )
                | Q(state__in=["open", "published"], merged_into=None, survivor=None),
                name="claim_merged",
            ),
        )
        permissions = [(Right.MERGE_CLAIM.codename, MEANINGS[Right.MERGE_CLAIM])]
        triggers = (
            pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="keeps_id", fields=["id"]),
        )
        indexes = (
            models.Index(fields=["id"], condition=Q(compared_at=None), name="claim_to_compare"),
            models.Index(fields=["-created_at", "-id"], name="claim_page"),
            models.Index(
                fields=["-created_at", "-id"], condition=Q(state="published"), name="claim_published_page"
            ),
            models.Index(
                fields=["-created_at", "-id"],
                condition=Q(state="published", verdicts_conflict=True),
                name="claim_conflict_page",
            ),
            # Few are merged: of many claims at once it is told from this alone where each leads.
            models.Index(
                fields=["id"],
                include=["survivor"],
                condition=Q(survivor__isnull=False),
                name="claim_merged_into",
            ),
            short_id_index("claim_short_id"),
        )

    def __str__(self) -> str:
        return self.text


class ClaimTopic(models.Model):
    """That a claim is about a topic."""

    claim = models.ForeignKey(
        Claim, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        db_table = "claims_claim_topics"
        constraints = (models.UniqueConstraint(fields=["claim", "topic"], name="claimtopic_once"),)
        triggers = (
            refers("claim_id", "claims_claim"),
            refers_to_few("topic_id", "claims_topic", key="slug"),
            pgtrigger.Protect(name="unchanged", operation=pgtrigger.Update),
        )

    def __str__(self) -> str:
        return self.topic_id


class Variant(Identified):
    """Another wording of a claim, or its translation."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="variants")
    text = models.TextField()
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47.")

    def __str__(self) -> str:
        return self.text


class Appearance(Utterance):
    """A claim in an article version."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="appearances")
    candidate = models.OneToOneField(
        Candidate, null=True, blank=True, on_delete=models.PROTECT, related_name="appearance"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Utterance.Meta):
        constraints = (
            *Utterance.Meta.constraints,
            models.UniqueConstraint(
                fields=["claim", "article_version", "start", "end"], name="appearance_once"
            ),
        )
        indexes = (models.Index(fields=["-created_at", "-id"], name="appearance_page"),)

    def __str__(self) -> str:
        return self.sentence
