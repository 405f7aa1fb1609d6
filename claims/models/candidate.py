"""What a proposer found in an article, waiting for a fact-checker's decision."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5

from claims.models.utterance import Utterance
from claims.roles import MEANINGS, Right
from common.models import short_id_index


class Candidate(Utterance):
    """A proposed claim. It is accepted as a new claim, merged into a known one, or rejected."""

    class State(models.TextChoices):
        PENDING = "pending"
        ACCEPTED = "accepted"
        MERGED = "merged"
        REJECTED = "rejected"

    claimant_kind = models.CharField(
        max_length=20,
        blank=True,
        help_text="person, organisation, or unnamed: nobody who could be known elsewhere by that name.",
    )
    text = models.TextField(help_text="The claim as a statement that can be understood without its article.")
    text_edited = models.BooleanField(
        default=False, help_text="Words in the text are not the article's: a pronoun filled in, for instance."
    )
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47.")
    score = models.FloatField(help_text="How worth checking, 0 to 1.")
    reasons = ArrayField(
        models.CharField(max_length=100), default=list, help_text="Why the score is what it is."
    )
    proposer = models.CharField(max_length=100)
    proposer_version = models.CharField(max_length=100)
    state = models.CharField(max_length=20, choices=State, default=State.PENDING)
    claim = models.ForeignKey(
        "Claim", null=True, blank=True, on_delete=models.PROTECT, related_name="candidates"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    better_text = models.TextField(
        blank=True,
        help_text="The wording it was accepted with, where a fact-checker changed the proposed one.",
    )
    cluster = models.ForeignKey(
        "Cluster",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="candidates",
        db_index=False,
        help_text="The candidates that say the same; none until the matching stage.",
    )
    leads = models.BooleanField(
        default=True,
        help_text="It stands in the queue for its cluster: of those undecided the most worth checking.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Utterance.Meta):
        constraints = (
            *Utterance.Meta.constraints,
            # A stage that runs twice proposes the same thing once.
            models.UniqueConstraint(
                F("article_version"), F("start"), F("end"), MD5("text"), name="candidate_once"
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at=None)
                | (~Q(state="pending") & Q(decided_at__isnull=False)),
                name="candidate_decided",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "merged"], claim__isnull=False)
                | Q(state__in=["pending", "rejected"], claim=None),
                name="candidate_claim",
            ),
        )
        permissions = [(Right.DECIDE_CANDIDATE.codename, MEANINGS[Right.DECIDE_CANDIDATE])]
        indexes = (
            models.Index(fields=["state", "-created_at", "-id"], name="candidate_queue"),
            models.Index(fields=["state", "-score", "-id"], name="candidate_worth"),
            models.Index(fields=["-created_at", "-id"], name="candidate_page"),
            short_id_index("candidate_short_id"),
            models.Index(
                fields=["-score", "-id"], condition=Q(state="pending", leads=True), name="candidate_items"
            ),
            models.Index(
                fields=["-created_at", "-id"],
                condition=Q(state="pending", leads=True),
                name="candidate_items_page",
            ),
            models.Index(fields=["cluster", "state", "-score", "-id"], name="candidate_cluster"),
        )

    def __str__(self) -> str:
        return self.text


class Suggestion(models.Model):
    """A known claim that a candidate resembles."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="suggestions")
    claim = models.ForeignKey("Claim", on_delete=models.CASCADE, related_name="+")
    score = models.FloatField(help_text="How probably it is the claim, 0 to 1.")
    relation = models.CharField(max_length=20, help_text="same_claim, similar or related.")
    reasons = ArrayField(models.CharField(max_length=200), default=list)
    explanation = models.JSONField(default=dict, help_text="What the match rests on, by part.")
    matcher = models.CharField(max_length=100)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["candidate", "claim"], name="suggestion_once"),)
        ordering = ("-score",)

    def __str__(self) -> str:
        return f"{self.score:.2f} {self.claim_id}"
