"""Claims and what belongs to them: verdicts, the ledger, documents, imports, the indexes of matching and search."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import claims.rules
import common.ids

# The documents of the index of matching are numbered without regard to what is rolled back.
NUMBERS = "CREATE SEQUENCE claims_matchdocument_numbers AS integer"
# Numbers do not compress, and a part of a long row must be readable by itself.
PLAIN = "ALTER TABLE claims_matchposting ALTER COLUMN numbers SET STORAGE EXTERNAL"
# One text search vector of many, whose positions do not overlap.
JOIN = "CREATE AGGREGATE claims_tsvector_join(tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '')"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("sources", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("slug", models.SlugField(max_length=100, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ("slug",),
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("language", models.CharField(blank=True, help_text="BCP 47.", max_length=35)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("published", "Published"), ("merged", "Merged")],
                        default="open",
                        max_length=20,
                    ),
                ),
                (
                    "verdicts_conflict",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="The current verdicts of its publishers contradict each other.",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "compared_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When other claims and candidates were looked through for it; none: that is still due.",
                        null=True,
                    ),
                ),
                (
                    "claimant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="sources.source",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_claims",
                        to="claims.claim",
                    ),
                ),
                (
                    "survivor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where merges end: what the claim it was merged into became in its turn, or that claim.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbed",
                        to="claims.claim",
                    ),
                ),
                ("topics", models.ManyToManyField(blank=True, related_name="claims", to="claims.topic")),
            ],
            options={
                "permissions": [("merge_claim", "Can merge claims and undo it")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("compared_at", None)), fields=["id"], name="claim_to_compare"
                    ),
                    models.Index(fields=["-created_at", "-id"], name="claim_page"),
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["-created_at", "-id"],
                        name="claim_published_page",
                    ),
                    models.Index(
                        condition=models.Q(("state", "published"), ("verdicts_conflict", True)),
                        fields=["-created_at", "-id"],
                        name="claim_conflict_page",
                    ),
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["id"],
                        include=("updated_at",),
                        name="claim_sitemap",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("merged_into__isnull", False),
                                ("state", "merged"),
                                ("survivor__isnull", False),
                            ),
                            models.Q(
                                models.Q(("state", "merged"), _negated=True),
                                ("merged_into", None),
                                ("survivor", None),
                            ),
                            _connector="OR",
                        ),
                        name="claim_merged",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerCheckpoint",
            fields=[
                ("size", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
                ("note", models.TextField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="RatingScale",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "worst",
                    models.DecimalField(
                        decimal_places=2, help_text="The value of its worst rating.", max_digits=8
                    ),
                ),
                (
                    "best",
                    models.DecimalField(
                        decimal_places=2, help_text="The value of its best rating.", max_digits=8
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "publisher",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose words these are; empty: the default scale, open to every publisher.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rating_scales",
                        to="sources.source",
                    ),
                ),
            ],
            options={
                "permissions": [("manage_ratingscale", "Can manage rating scales")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publisher", "name", "version"),
                        name="ratingscale_version",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("label", models.CharField(max_length=200)),
                ("value", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)),
                (
                    "normalised",
                    models.CharField(
                        choices=[
                            ("true", "true"),
                            ("mostly_true", "mostly_true"),
                            ("mixed", "mixed"),
                            ("mostly_false", "mostly_false"),
                            ("false", "false"),
                            ("unproven", "unproven"),
                            ("missing_context", "missing_context"),
                            ("satire", "satire"),
                            ("altered", "altered"),
                            ("unmapped", "unmapped"),
                        ],
                        default=claims.rules.Normalised["UNMAPPED"],
                        max_length=20,
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="claims.ratingscale",
                    ),
                ),
            ],
            options={
                "ordering": ("scale", "value", "label"),
                "constraints": [models.UniqueConstraint(fields=("scale", "label"), name="rating_label")],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "original_label",
                    models.CharField(
                        blank=True, help_text="The label as the publisher printed it.", max_length=200
                    ),
                ),
                ("summary", models.TextField(blank=True)),
                ("explanation", models.TextField(blank=True)),
                (
                    "reason",
                    models.TextField(
                        blank=True, help_text="Why it changed; public. Required unless initial."
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="A correction's word to the readers: what was wrong, and what is right. Required there.",
                    ),
                ),
                ("language", models.CharField(blank=True, help_text="BCP 47.", max_length=35)),
                ("review_url", models.URLField(blank=True, max_length=2048)),
                (
                    "claim_text",
                    models.TextField(help_text="The claim's wording that the verdict was given on."),
                ),
                (
                    "publisher_name",
                    models.CharField(help_text="What the publisher was called then.", max_length=300),
                ),
                (
                    "seq",
                    models.PositiveIntegerField(
                        help_text="1 for the publisher's first row on the claim, then without a gap."
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("initial", "initial"),
                            ("update", "update"),
                            ("correction", "correction"),
                            ("retraction", "retraction"),
                        ],
                        max_length=20,
                    ),
                ),
                ("effective_at", models.DateTimeField(help_text="From when the publisher holds it.")),
                ("recorded_at", models.DateTimeField(help_text="When the registry learnt of it.")),
                (
                    "actor",
                    models.ForeignKey(
                        help_text="Who wrote it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who else published it; none: its author alone.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="claims.claim",
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="sources.source",
                    ),
                ),
                (
                    "rating",
                    models.ForeignKey(
                        blank=True,
                        help_text="None: retracted.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="claims.rating",
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("draft_verdict", "Can draft verdicts and add evidence"),
                    ("publish_verdict", "Can publish verdicts"),
                ],
                "indexes": [
                    models.Index(fields=["-recorded_at", "-id"], name="verdict_page"),
                    models.Index(fields=["publisher", "-recorded_at", "-id"], name="verdict_publisher_page"),
                    models.Index(
                        models.F("publisher"),
                        django.db.models.functions.text.MD5("review_url"),
                        condition=models.Q(("review_url", ""), _negated=True),
                        name="verdict_review",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "publisher", "seq"), name="verdict_seq"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "retraction"), ("rating", None)),
                            models.Q(
                                models.Q(("kind", "retraction"), _negated=True), ("rating__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="verdict_rating",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "initial"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="verdict_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "correction"), models.Q(("note", ""), _negated=True)),
                            models.Q(models.Q(("kind", "correction"), _negated=True), ("note", "")),
                            _connector="OR",
                        ),
                        name="verdict_note",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approver", None),
                            models.Q(("approver", models.F("actor")), _negated=True),
                            _connector="OR",
                        ),
                        name="verdict_approver_is_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "index",
                    models.PositiveBigIntegerField(
                        help_text="From 0, without a gap.", primary_key=True, serialize=False
                    ),
                ),
                (
                    "leaf",
                    models.BinaryField(help_text="What is published of the verdict, as canonical JSON."),
                ),
                (
                    "verdict",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger_entry",
                        to="claims.verdict",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "ledger entries",
            },
        ),
        migrations.CreateModel(
            name="LedgerHead",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("size", models.PositiveBigIntegerField(default=0)),
                (
                    "frontier",
                    models.BinaryField(
                        default=b"",
                        help_text="The hashes of the largest complete subtrees, left to right, end to end.",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="ledgerhead_only_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerNode",
            fields=[
                (
                    "position",
                    models.PositiveBigIntegerField(
                        help_text="(2 × index + 1) × 2^level - 1: the tree's nodes from left to right.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="MatchLexeme",
            fields=[
                ("lexeme", models.TextField(primary_key=True, serialize=False)),
                ("term", models.IntegerField()),
                (
                    "deletions",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["deletions"], name="matchlexeme_deletions"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchPending",
            fields=[
                ("number", models.IntegerField(primary_key=True, serialize=False)),
                (
                    "terms",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                ),
                (
                    "pairs",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                ),
                (
                    "lexemes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["terms"], name="matchpending_terms"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchPosting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "term", "segment", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("term", models.IntegerField()),
                ("segment", models.IntegerField()),
                ("documents", models.IntegerField(help_text="How many.")),
                ("numbers", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="MatchSegment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("documents", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="MatchUnembedded",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="claims.claim"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportedReview",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("url", models.CharField(help_text="The review's own address.", max_length=2048)),
                (
                    "claim_key",
                    models.CharField(
                        help_text="SHA-256 of the claim's wording without case, stops and spaces.",
                        max_length=64,
                    ),
                ),
                (
                    "document",
                    models.JSONField(
                        help_text="What it said, repaired, as the registry writes a ClaimReview."
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imported_reviews",
                        to="claims.claim",
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.source"
                    ),
                ),
                (
                    "verdict",
                    models.ForeignKey(
                        help_text="The last row recorded from it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.verdict",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["claim_key"], name="importedreview_key")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publisher", "url", "claim_key"), name="importedreview_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "claimant",
                    models.CharField(blank=True, help_text="As they are named there.", max_length=500),
                ),
                (
                    "organisation",
                    models.BooleanField(default=False, help_text="The claimant is not a person."),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True, help_text="What the claimant is said to be.", max_length=500
                    ),
                ),
                (
                    "same_as",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2048), blank=True, default=list, size=None
                    ),
                ),
                ("said_on", models.DateField(blank=True, null=True)),
                (
                    "first_url",
                    models.CharField(blank=True, help_text="Where it appeared first.", max_length=2048),
                ),
                (
                    "urls",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2048), blank=True, default=list, size=None
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sightings",
                        to="claims.claim",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        help_text="The review that reports it; none: it came with the claim.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sightings",
                        to="claims.importedreview",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Cluster",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="The wording of its first candidate, which others are compared with."
                    ),
                ),
                ("language", models.CharField(blank=True, help_text="BCP 47.", max_length=35)),
                (
                    "pairs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="Hashes of pairs of words; shared ones lead here.",
                        size=None,
                    ),
                ),
                ("size", models.PositiveIntegerField(default=0, help_text="Its candidates.")),
                (
                    "pending",
                    models.PositiveIntegerField(default=0, help_text="Those of them that are undecided."),
                ),
                ("open", models.BooleanField(default=True, help_text="Whether further candidates may join.")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "seen_at",
                    models.DateTimeField(auto_now_add=True, help_text="When a candidate last joined."),
                ),
                (
                    "known_claim",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The claim that its first candidate repeats.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="claims.claim",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("open", True)), fields=["pairs"], name="cluster_pairs"
                    ),
                    models.Index(
                        condition=models.Q(("open", True)), fields=["known_claim"], name="cluster_known_claim"
                    ),
                    models.Index(condition=models.Q(("open", True)), fields=["seen_at"], name="cluster_seen"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "start",
                    models.PositiveIntegerField(
                        help_text="Offset of the sentence in the version's text, in code points."
                    ),
                ),
                ("end", models.PositiveIntegerField(help_text="Offset just past the sentence.")),
                ("sentence", models.TextField(help_text="The verbatim text between the two offsets.")),
                (
                    "quote",
                    models.BooleanField(
                        help_text="The sentence holds the claim in the claimant's own words."
                    ),
                ),
                (
                    "claimant",
                    models.CharField(
                        blank=True,
                        help_text="Who asserts it, as the article names them; empty: the outlet.",
                        max_length=500,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True, help_text="What the article says the claimant is.", max_length=500
                    ),
                ),
                (
                    "via",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=500),
                        blank=True,
                        default=list,
                        help_text="Named carriers between the claimant and the article, outwards from the claimant.",
                        size=None,
                    ),
                ),
                (
                    "said_on_text",
                    models.CharField(blank=True, help_text="When it was said, as written.", max_length=200),
                ),
                (
                    "said_on",
                    models.DateField(blank=True, help_text="The first day of the period meant.", null=True),
                ),
                (
                    "said_on_precision",
                    models.CharField(blank=True, help_text="day, week, month or year.", max_length=10),
                ),
                (
                    "claimant_kind",
                    models.CharField(
                        blank=True,
                        help_text="person, organisation, or unnamed: nobody who could be known elsewhere by that name.",
                        max_length=20,
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="The claim as a statement that can be understood without its article."
                    ),
                ),
                (
                    "text_edited",
                    models.BooleanField(
                        default=False,
                        help_text="Words in the text are not the article's: a pronoun filled in, for instance.",
                    ),
                ),
                ("language", models.CharField(blank=True, help_text="BCP 47.", max_length=35)),
                ("score", models.FloatField(help_text="How worth checking, 0 to 1.")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        default=list,
                        help_text="Why the score is what it is.",
                        size=None,
                    ),
                ),
                ("proposer", models.CharField(max_length=100)),
                ("proposer_version", models.CharField(max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("accepted", "Accepted"),
                            ("merged", "Merged"),
                            ("rejected", "Rejected"),
                        ],
                        default="pending",
                        max_length=20,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_reason", models.TextField(blank=True)),
                (
                    "better_text",
                    models.TextField(
                        blank=True,
                        help_text="The wording it was accepted with, where a fact-checker changed the proposed one.",
                    ),
                ),
                (
                    "leads",
                    models.BooleanField(
                        default=True,
                        help_text="It stands in the queue for its cluster: of those undecided the most worth checking.",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "article_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="sources.articleversion",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="claims.claim",
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The candidates that say the same; none until the matching stage.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="claims.cluster",
                    ),
                ),
            ],
            options={
                "permissions": [("decide_candidate", "Can decide on candidates")],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["state", "-created_at", "-id"], name="candidate_queue"),
                    models.Index(fields=["state", "-score", "-id"], name="candidate_worth"),
                    models.Index(fields=["-created_at", "-id"], name="candidate_page"),
                    models.Index(
                        condition=models.Q(("leads", True), ("state", "pending")),
                        fields=["-score", "-id"],
                        name="candidate_items",
                    ),
                    models.Index(
                        condition=models.Q(("leads", True), ("state", "pending")),
                        fields=["-created_at", "-id"],
                        name="candidate_items_page",
                    ),
                    models.Index(fields=["cluster", "state", "-score", "-id"], name="candidate_cluster"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="claims_candidate_span"
                    ),
                    models.UniqueConstraint(
                        models.F("article_version"),
                        models.F("start"),
                        models.F("end"),
                        django.db.models.functions.text.MD5("text"),
                        name="candidate_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state", "pending")),
                            models.Q(
                                models.Q(("state", "pending"), _negated=True), ("decided_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="candidate_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim__isnull", False), ("state__in", ["accepted", "merged"])),
                            models.Q(("claim", None), ("state__in", ["pending", "rejected"])),
                            _connector="OR",
                        ),
                        name="candidate_claim",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.FloatField(help_text="How probably it is the claim, 0 to 1.")),
                ("relation", models.CharField(help_text="same_claim, similar or related.", max_length=20)),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
                (
                    "explanation",
                    models.JSONField(default=dict, help_text="What the match rests on, by part."),
                ),
                ("matcher", models.CharField(max_length=100)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="claims.candidate",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="claims.claim"
                    ),
                ),
            ],
            options={
                "ordering": ("-score",),
                "constraints": [
                    models.UniqueConstraint(fields=("candidate", "claim"), name="suggestion_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("language", models.CharField(blank=True, help_text="BCP 47.", max_length=35)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="variants",
                        to="claims.claim",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VerdictDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "original_label",
                    models.CharField(
                        blank=True, help_text="The label as the publisher printed it.", max_length=200
                    ),
                ),
                ("summary", models.TextField(blank=True)),
                ("explanation", models.TextField(blank=True)),
                (
                    "reason",
                    models.TextField(
                        blank=True, help_text="Why it changed; public. Required unless initial."
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="A correction's word to the readers: what was wrong, and what is right. Required there.",
                    ),
                ),
                ("language", models.CharField(blank=True, help_text="BCP 47.", max_length=35)),
                ("review_url", models.URLField(blank=True, max_length=2048)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("initial", "initial"),
                            ("update", "update"),
                            ("correction", "correction"),
                            ("retraction", "retraction"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "effective_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when the publisher holds it; none: from its publishing.",
                        null=True,
                    ),
                ),
                (
                    "base_seq",
                    models.PositiveIntegerField(
                        help_text="The publisher's last row on the claim that it was written on; 0: none."
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("discarded", "Discarded")],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="claims.claim"
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        help_text="Whose words stand last: under four eyes neither they nor the author publish it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.source"
                    ),
                ),
                (
                    "rating",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="claims.rating",
                    ),
                ),
                (
                    "verdict",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="claims.verdict",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="verdictdraft_page"),
                    models.Index(
                        condition=models.Q(("state", "draft")),
                        fields=["-created_at", "-id"],
                        name="verdictdraft_open_page",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), ("verdict__isnull", False)),
                            models.Q(models.Q(("state", "published"), _negated=True), ("verdict", None)),
                            _connector="OR",
                        ),
                        name="verdictdraft_published",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimDocument",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="document",
                        serialize=False,
                        to="claims.claim",
                    ),
                ),
                (
                    "revision",
                    models.PositiveBigIntegerField(help_text="From 1; grows with each change of the body."),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("published", "Published"), ("merged", "Merged")],
                        help_text="The claim's.",
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField(help_text="The claim's.")),
                ("changed_at", models.DateTimeField(help_text="When the body last changed.")),
                (
                    "reviewed_at",
                    models.DateTimeField(
                        help_text="When the newest of the verdicts that it shows took effect; the year 1: it shows none."
                    ),
                ),
                ("body", models.TextField(help_text="JSON, compact.")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "-created_at", "-claim"], name="claimdocument_page"),
                    models.Index(fields=["state", "-changed_at", "-claim"], name="claimdocument_changes"),
                    models.Index(fields=["state", "-reviewed_at", "-claim"], name="claimdocument_reviews"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimWords",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="claims.claim",
                    ),
                ),
                (
                    "configurations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=63),
                        help_text="PostgreSQL's text-search configurations of its wordings.",
                        size=None,
                    ),
                ),
                (
                    "words",
                    django.contrib.postgres.search.SearchVectorField(
                        help_text="Weight A: the claim; B: its variants and what was merged into it; C: its claimant."
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="claimwords_words"),
                    models.Index(fields=["configurations"], name="claimwords_configurations"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchDocument",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="match_document",
                        serialize=False,
                        to="claims.claim",
                    ),
                ),
                ("number", models.IntegerField(unique=True)),
                (
                    "wordings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        help_text="The claim's text, then its variants.",
                        size=None,
                    ),
                ),
                (
                    "readings",
                    models.TextField(
                        help_text="The wordings as they are compared (claims.matching.reading)."
                    ),
                ),
                ("claimant", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Appearance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "start",
                    models.PositiveIntegerField(
                        help_text="Offset of the sentence in the version's text, in code points."
                    ),
                ),
                ("end", models.PositiveIntegerField(help_text="Offset just past the sentence.")),
                ("sentence", models.TextField(help_text="The verbatim text between the two offsets.")),
                (
                    "quote",
                    models.BooleanField(
                        help_text="The sentence holds the claim in the claimant's own words."
                    ),
                ),
                (
                    "claimant",
                    models.CharField(
                        blank=True,
                        help_text="Who asserts it, as the article names them; empty: the outlet.",
                        max_length=500,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True, help_text="What the article says the claimant is.", max_length=500
                    ),
                ),
                (
                    "via",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=500),
                        blank=True,
                        default=list,
                        help_text="Named carriers between the claimant and the article, outwards from the claimant.",
                        size=None,
                    ),
                ),
                (
                    "said_on_text",
                    models.CharField(blank=True, help_text="When it was said, as written.", max_length=200),
                ),
                (
                    "said_on",
                    models.DateField(blank=True, help_text="The first day of the period meant.", null=True),
                ),
                (
                    "said_on_precision",
                    models.CharField(blank=True, help_text="day, week, month or year.", max_length=10),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "article_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="sources.articleversion",
                    ),
                ),
                (
                    "candidate",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appearance",
                        to="claims.candidate",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appearances",
                        to="claims.claim",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["-created_at", "-id"], name="appearance_page")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="claims_appearance_span"
                    ),
                    models.UniqueConstraint(
                        fields=("claim", "article_version", "start", "end"), name="appearance_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimMerge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "action",
                    models.CharField(choices=[("merged", "Merged"), ("unmerged", "Unmerged")], max_length=20),
                ),
                ("reason", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="claims.claim"
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.claim"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["claim", "-recorded_at"], name="claimmerge_last")],
            },
        ),
        migrations.CreateModel(
            name="ClusterOutlet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("candidates", models.PositiveIntegerField(default=0)),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outlets",
                        to="claims.cluster",
                    ),
                ),
                (
                    "outlet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.source"
                    ),
                ),
            ],
            options={
                "ordering": ("-candidates", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("cluster", "outlet"), name="clusteroutlet_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CurrentVerdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="current_verdicts",
                        to="claims.claim",
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.source"
                    ),
                ),
                (
                    "verdict",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.verdict"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "publisher"), name="currentverdict_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Duplicate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("score", models.FloatField(help_text="How probably they are one claim, 0 to 1.")),
                ("relation", models.CharField(max_length=20)),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
                ("matcher", models.CharField(max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("merged", "Merged"), ("dismissed", "Dismissed")],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_reason", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duplicates_later",
                        to="claims.claim",
                    ),
                ),
                (
                    "later",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duplicates_earlier",
                        to="claims.claim",
                    ),
                ),
            ],
            options={
                "verbose_name": "possible duplicate",
                "indexes": [models.Index(fields=["state", "-score", "-id"], name="duplicate_page")],
                "constraints": [
                    models.UniqueConstraint(fields=("earlier", "later"), name="duplicate_once"),
                    models.CheckConstraint(
                        condition=models.Q(("earlier__lt", models.F("later"))), name="duplicate_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="duplicate_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=2048)),
                (
                    "stance",
                    models.CharField(
                        choices=[("supports", "Supports"), ("refutes", "Refutes"), ("context", "Context")],
                        max_length=20,
                    ),
                ),
                ("excerpt", models.TextField(blank=True)),
                ("archive_url", models.URLField(blank=True, max_length=2048)),
                (
                    "content_hash",
                    models.CharField(
                        blank=True,
                        help_text="SHA-256 of what the address held, in hexadecimal.",
                        max_length=64,
                    ),
                ),
                (
                    "link_state",
                    models.CharField(
                        choices=[("unchecked", "Unchecked"), ("ok", "OK"), ("broken", "Broken")],
                        default="unchecked",
                        max_length=20,
                    ),
                ),
                (
                    "link_failures",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Checks in a row at which the address could not be read."
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "next_check_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the address is to be read next; none: there is no address.",
                        null=True,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "article_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="sources.articleversion",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        help_text="What it is about; none: a draft's.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="claims.claim",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verdict",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="claims.verdict",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="claims.verdictdraft",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="evidence_page"),
                    models.Index(
                        condition=models.Q(("next_check_at__isnull", False)),
                        fields=["next_check_at"],
                        name="evidence_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim__isnull", False), ("draft", None)),
                            models.Q(("claim", None), ("draft__isnull", False), ("verdict", None)),
                            _connector="OR",
                        ),
                        name="evidence_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("url", ""), _negated=True),
                            ("article_version__isnull", False),
                            _connector="OR",
                        ),
                        name="evidence_somewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="id:… as the sender calls it, or sha256:… of the row.", max_length=300
                    ),
                ),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 of the row as it was last taken in.", max_length=64),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.claim"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("owner", "key"), name="importedrow_once")],
            },
        ),
        migrations.CreateModel(
            name="ImportJob",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[("ndjson", "NDJSON"), ("csv", "CSV"), ("claimreview", "ClaimReview")],
                        max_length=20,
                    ),
                ),
                (
                    "url",
                    models.CharField(
                        blank=True,
                        help_text="Where it is to be fetched; of a body, where it is from.",
                        max_length=2048,
                    ),
                ),
                (
                    "fetch",
                    models.BooleanField(
                        default=False, help_text="The body has yet to be fetched from the address."
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("receiving", "Receiving"),
                            ("queued", "Queued"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="receiving",
                        max_length=20,
                    ),
                ),
                ("failure", models.TextField(blank=True, help_text="Why it failed, and what to do.")),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(default=0, help_text="Attempts since it last got on."),
                ),
                (
                    "next_attempt_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When a worker takes it up; while one works on it, when it is lost.",
                        null=True,
                    ),
                ),
                (
                    "size",
                    models.PositiveBigIntegerField(
                        default=0, help_text="Of the body, decompressed, in bytes."
                    ),
                ),
                (
                    "offset",
                    models.PositiveBigIntegerField(
                        default=0, help_text="Up to where of it all is done, in bytes."
                    ),
                ),
                ("line", models.PositiveBigIntegerField(default=0, help_text="The line that ends there.")),
                ("records", models.PositiveBigIntegerField(default=0, help_text="Records met so far.")),
                ("created", models.PositiveBigIntegerField(default=0)),
                ("updated", models.PositiveBigIntegerField(default=0)),
                ("unchanged", models.PositiveBigIntegerField(default=0)),
                (
                    "repaired",
                    models.PositiveBigIntegerField(
                        default=0, help_text="Of those taken in, with a note each."
                    ),
                ),
                ("refused", models.PositiveBigIntegerField(default=0, help_text="With their reason each.")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="import_jobs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="importjob_page"),
                    models.Index(
                        condition=models.Q(("next_attempt_at__isnull", False)),
                        fields=["next_attempt_at"],
                        name="importjob_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("line", models.PositiveBigIntegerField(help_text="Of the body, from 1.")),
                (
                    "severity",
                    models.CharField(
                        choices=[("refused", "Refused"), ("repaired", "Repaired"), ("noticed", "Noticed")],
                        max_length=20,
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("detail", models.TextField()),
                (
                    "record",
                    models.CharField(
                        blank=True, help_text="The record's own name for itself.", max_length=2048
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="claims.importjob",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["job", "line", "id"], name="importnote_page")],
            },
        ),
        migrations.CreateModel(
            name="ImportPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="From 0.")),
                ("body", models.BinaryField(help_text="Compressed with Zstandard, each part by itself.")),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="claims.importjob",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("job", "number"), name="importpart_once")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgercheckpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a878f28bd30af0d773fc99d708076905f0b58401",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_814a1",
                    table="claims_ledgercheckpoint",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerhead",
            trigger=pgtrigger.compiler.Trigger(
                name="grows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.size <= OLD.size)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="7076b369166a40989926ebea82397beedc75f744",
                    operation="UPDATE",
                    pgid="pgtrigger_grows_5448f",
                    table="claims_ledgerhead",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerhead",
            trigger=pgtrigger.compiler.Trigger(
                name="stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="15b02f63b7157972f11417d8946f8e16c5fb85c4",
                    operation="DELETE",
                    pgid="pgtrigger_stays_f4bc1",
                    table="claims_ledgerhead",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgernode",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="500484f40bed2a3ed26ccece0dbfff60c3be74ef",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_09b6e",
                    table="claims_ledgernode",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimmerge",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dd68df039c5b0d89fa618448cce1f33f567c76c0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_403ec",
                    table="claims_claimmerge",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="verdict",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d94a5039c32a8167e0c2cf8a5caff3d5f2c4b94d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_eeb6b",
                    table="claims_verdict",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="10a723be652584ce14c61d57bd2a7906089df079",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_af80a",
                    table="claims_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(NUMBERS, "DROP SEQUENCE claims_matchdocument_numbers"),
        migrations.RunSQL(PLAIN, migrations.RunSQL.noop),
        migrations.RunSQL(JOIN, "DROP AGGREGATE claims_tsvector_join(tsvector)"),
    ]
