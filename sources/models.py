"""Who says things and where they appear."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from common.dates import day_there
from common.models import Identified, short_id_index
from common.triggers import append_only

FIRST_MOMENT, LAST_MOMENT = datetime(1600, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
"""Between them an article was published."""


NAME_MAX = 300
"""Characters of a source's name."""


class Source(Identified):
    """An outlet, a person, an organisation or a fact-checker."""

    class Kind(models.TextChoices):
        OUTLET = "outlet"
        PERSON = "person"
        ORGANISATION = "organisation"
        FACT_CHECKER = "fact_checker", "fact-checker"

    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=NAME_MAX)
    aliases = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    domain = models.CharField(max_length=253, blank=True, help_text="Host name of its site, without 'www.'.")
    country = models.CharField(
        max_length=2,
        blank=True,
        validators=[RegexValidator("^[A-Z]{2}$", "Give two capital letters of ISO 3166-1, such as NO.")],
        help_text="ISO 3166-1 alpha-2.",
    )
    languages = ArrayField(models.CharField(max_length=35), default=list, blank=True, help_text="BCP 47.")
    same_as = ArrayField(
        models.URLField(max_length=2048), default=list, blank=True, help_text="Wikidata and others."
    )
    notes = models.TextField(blank=True)
    methodology_url = models.URLField(max_length=2048, blank=True)
    corrections_policy_url = models.URLField(max_length=2048, blank=True)
    ethics_url = models.URLField(max_length=2048, blank=True)
    four_eyes = models.BooleanField(
        default=False, help_text="Its verdicts are published by somebody else than their author."
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The source that it is the same as.",
    )
    survivor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="absorbed",
        help_text="Where that one went, in the end: what stands for it.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["domain"], condition=~Q(domain=""), name="source_domain_unique"),
            models.CheckConstraint(
                condition=Q(merged_into=None, survivor=None)
                | Q(merged_into__isnull=False, survivor__isnull=False),
                name="source_merged",
            ),
        )
        indexes = (
            models.Index(Lower("name"), name="source_name_lower"),
            GinIndex(fields=["aliases"], name="source_aliases"),
            GinIndex(SearchVector("name", config="simple"), name="source_name_words"),
            models.Index(fields=["created_at", "id"], name="source_page"),
        )

    def __str__(self) -> str:
        return self.name

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Left to the services, which say whose a domain is already."""


class Feed(Identified):
    """An address that lists new articles of a source, or its reviews."""

    class Kind(models.TextChoices):
        RSS = "rss", "RSS"
        ATOM = "atom", "Atom"
        SITEMAP = "sitemap"
        CLAIMREVIEW = "claimreview", "ClaimReview"

    class State(models.TextChoices):
        ACTIVE = "active"
        PAUSED = "paused"
        FAILING = "failing"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="feeds")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who follows it: the reviews of a ClaimReview feed are imported in their name.",
    )
    url = models.URLField(max_length=2048, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    interval = models.DurationField(help_text="Time between two polls.")
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    next_poll_at = models.DateTimeField(default=timezone.now)
    failure_count = models.PositiveIntegerField(default=0, help_text="Polls in a row that failed.")
    failure = models.TextField(blank=True, help_text="Why the last poll failed.")
    polled_at = models.DateTimeField(null=True, blank=True, help_text="When a poll last went through.")
    state = models.CharField(max_length=20, choices=State, default=State.ACTIVE)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = (
            models.Index(fields=["next_poll_at"], condition=~Q(state="paused"), name="feed_due"),
            models.Index(fields=["-created_at", "-id"], name="feed_page"),
        )

    def __str__(self) -> str:
        return self.url


class Article(Identified):
    """An address at which a text appeared. Its texts are its versions."""

    class State(models.TextChoices):
        QUEUED = "queued"
        FETCHED = "fetched"
        EXTRACTED = "extracted"
        PROPOSED = "proposed"
        MATCHED = "matched"
        FAILED = "failed"
        DISMISSED = "dismissed"

    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    url = models.CharField(
        max_length=2048,
        unique=True,
        help_text="Canonical address; urn:sha256:… for a text given without one.",
    )
    title = models.CharField(max_length=1000, blank=True)
    byline = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    utc_offset = models.SmallIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="Minutes by which the clock is ahead of UTC that its page tells its time by.",
    )
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47.")
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    failure = models.TextField(blank=True, help_text="Why it failed, and what to do.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Attempts at the current stage.")
    next_attempt_at = models.DateTimeField(null=True, blank=True, help_text="When the next stage is due.")
    current_version = models.ForeignKey(
        "ArticleVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    completed_version = models.ForeignKey(
        "ArticleVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The last version that went through every stage.",
    )
    syndicated_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="syndications"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                # What PostgreSQL stores of the years 1 and 9999 in other zones, Python cannot read.
                condition=Q(published_at__gte=FIRST_MOMENT, published_at__lt=LAST_MOMENT),
                name="article_published_readable",
            ),
        )
        indexes = (
            models.Index(fields=["-created_at", "-id"], name="article_page"),
            short_id_index("article_short_id"),
            models.Index(
                fields=["next_attempt_at"], condition=Q(next_attempt_at__isnull=False), name="article_due"
            ),
            models.Index(fields=["-created_at", "-id"], condition=Q(state="failed"), name="article_failed"),
        )

    def __str__(self) -> str:
        if self.title or self.at_an_address:
            return self.title or self.url
        return f"A text without a title, of {self.created_at:%-d %B %Y}"

    @property
    def at_an_address(self) -> bool:
        """Whether it can be read on the web; a text given without an address cannot."""
        return self.url.startswith(("http://", "https://"))

    @property
    def published_on(self) -> date | None:
        """The day it was published, where it was published if its page told, else in UTC."""
        return day_there(self.published_at, self.utc_offset) if self.published_at else None


class Intake(models.Model):
    """What arrived for an article and is not yet a version: the body as fetched or uploaded.

    The row goes when its text is stored; until then it is all that an interrupted worker needs.
    """

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="intake")
    media_type = models.CharField(max_length=100)
    body = models.BinaryField(help_text="Compressed with zlib.")
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    fetched_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"intake of {self.article_id}"


class ArticleVersion(Identified):
    """The text of an article as it stood when fetched. A silent edit makes a new one; none is overwritten."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(help_text="1 for the first.")
    text = models.TextField()
    content_hash = models.CharField(
        max_length=64, help_text="SHA-256 of the normalised text, in hexadecimal."
    )
    fingerprint = ArrayField(
        models.BigIntegerField(), help_text="MinHash bands; shared ones mean near-identical."
    )
    media_type = models.CharField(max_length=100)
    snapshot = models.BinaryField(help_text="The body as fetched, compressed with zlib.")
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    fetched_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["article", "number"], name="articleversion_number"),)
        indexes = (
            GinIndex(fields=["fingerprint"], name="articleversion_fingerprint"),
            models.Index(F("content_hash"), name="articleversion_hash"),
        )
        triggers = (append_only(),)

    def __str__(self) -> str:
        return f"{self.article_id} v{self.number}"
