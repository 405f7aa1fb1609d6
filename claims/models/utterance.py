"""What a candidate and an appearance share: exact words in an article, and who said them to whom and when."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from common.models import Identified
from sources.models import ArticleVersion

NAME_MAX, SAID_ON_MAX = 500, 200
"""Characters of who says something, passes it on or is told, and of when, as the article puts it."""
UTTERANCE_FIELDS = (
    *("article_version_id", "start", "end", "sentence", "quote"),
    *("claimant", "role", "via", "addressee", "said_on_text", "said_on", "said_on_precision"),
)
"""What a candidate and an appearance hold alike."""


class Utterance(Identified):
    """A span of an article version with its attribution."""

    article_version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="%(class)ss")
    start = models.PositiveIntegerField(
        help_text="Offset of the sentence in the version's text, in code points."
    )
    end = models.PositiveIntegerField(help_text="Offset just past the sentence.")
    sentence = models.TextField(help_text="The verbatim text between the two offsets.")
    quote = models.BooleanField(help_text="The sentence holds the claim in the claimant's own words.")
    claimant = models.CharField(
        max_length=NAME_MAX,
        blank=True,
        help_text="Who asserts it, as the article names them; empty: the outlet.",
    )
    role = models.CharField(
        max_length=NAME_MAX, blank=True, help_text="What the article says the claimant is."
    )
    via = ArrayField(
        models.CharField(max_length=NAME_MAX),
        default=list,
        blank=True,
        help_text="Named carriers between the claimant and the article, outwards from the claimant.",
    )
    addressee = models.CharField(
        max_length=NAME_MAX,
        blank=True,
        help_text="The party the claimant spoke to, as written, where it is no medium.",
    )
    said_on_text = models.CharField(
        max_length=SAID_ON_MAX, blank=True, help_text="When it was said, as written."
    )
    said_on = models.DateField(null=True, blank=True, help_text="The first day of the period meant.")
    said_on_precision = models.CharField(max_length=10, blank=True, help_text="day, week, month or year.")

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="%(app_label)s_%(class)s_span"),
        )
