"""Sources, articles with their versions, and feeds."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import common.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "url",
                    models.CharField(
                        help_text="Canonical address; urn:sha256:… for a text given without one.",
                        max_length=2048,
                        unique=True,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=1000)),
                ("byline", models.CharField(blank=True, max_length=500)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("language", models.CharField(blank=True, help_text="BCP 47.", max_length=35)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("fetched", "Fetched"),
                            ("extracted", "Extracted"),
                            ("proposed", "Proposed"),
                            ("matched", "Matched"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                ("failure", models.TextField(blank=True, help_text="Why it failed, and what to do.")),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(default=0, help_text="Attempts at the current stage."),
                ),
                (
                    "next_attempt_at",
                    models.DateTimeField(blank=True, help_text="When the next stage is due.", null=True),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "syndicated_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="syndications",
                        to="sources.article",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="article_page"),
                    models.Index(
                        condition=models.Q(("next_attempt_at__isnull", False)),
                        fields=["next_attempt_at"],
                        name="article_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "failed")),
                        fields=["-created_at", "-id"],
                        name="article_failed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="intake",
                        serialize=False,
                        to="sources.article",
                    ),
                ),
                ("media_type", models.CharField(max_length=100)),
                ("body", models.BinaryField(help_text="Compressed with zlib.")),
                ("etag", models.CharField(blank=True, max_length=300)),
                ("last_modified", models.CharField(blank=True, max_length=100)),
                ("fetched_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ArticleVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="1 for the first.")),
                ("text", models.TextField()),
                (
                    "content_hash",
                    models.CharField(
                        help_text="SHA-256 of the normalised text, in hexadecimal.", max_length=64
                    ),
                ),
                (
                    "fingerprint",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="MinHash bands; shared ones mean near-identical.",
                        size=None,
                    ),
                ),
                ("media_type", models.CharField(max_length=100)),
                ("snapshot", models.BinaryField(help_text="The body as fetched, compressed with zlib.")),
                ("etag", models.CharField(blank=True, max_length=300)),
                ("last_modified", models.CharField(blank=True, max_length=100)),
                ("fetched_at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="sources.article",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["fingerprint"], name="articleversion_fingerprint"
                    ),
                    models.Index(models.F("content_hash"), name="articleversion_hash"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "number"), name="articleversion_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("outlet", "Outlet"),
                            ("person", "Person"),
                            ("organisation", "Organisation"),
                            ("fact_checker", "fact-checker"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), blank=True, default=list, size=None
                    ),
                ),
                (
                    "domain",
                    models.CharField(
                        blank=True, help_text="Host name of its site, without 'www.'.", max_length=253
                    ),
                ),
                ("country", models.CharField(blank=True, help_text="ISO 3166-1 alpha-2.", max_length=2)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=35),
                        blank=True,
                        default=list,
                        help_text="BCP 47.",
                        size=None,
                    ),
                ),
                (
                    "same_as",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.URLField(max_length=2048),
                        blank=True,
                        default=list,
                        help_text="Wikidata and others.",
                        size=None,
                    ),
                ),
                ("notes", models.TextField(blank=True)),
                ("methodology_url", models.URLField(blank=True, max_length=2048)),
                ("corrections_policy_url", models.URLField(blank=True, max_length=2048)),
                ("ethics_url", models.URLField(blank=True, max_length=2048)),
                (
                    "four_eyes",
                    models.BooleanField(
                        default=False,
                        help_text="Its verdicts are published by somebody else than their author.",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "indexes": [
                    models.Index(django.db.models.functions.text.Lower("name"), name="source_name_lower"),
                    django.contrib.postgres.indexes.GinIndex(fields=["aliases"], name="source_aliases"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector("name", config="simple"),
                        name="source_name_words",
                    ),
                    models.Index(fields=["created_at", "id"], name="source_page"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("domain", ""), _negated=True),
                        fields=("domain",),
                        name="source_domain_unique",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("url", models.URLField(max_length=2048, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rss", "RSS"),
                            ("atom", "Atom"),
                            ("sitemap", "Sitemap"),
                            ("claimreview", "ClaimReview"),
                        ],
                        max_length=20,
                    ),
                ),
                ("interval", models.DurationField(help_text="Time between two polls.")),
                ("etag", models.CharField(blank=True, max_length=300)),
                ("last_modified", models.CharField(blank=True, max_length=100)),
                ("next_poll_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "failure_count",
                    models.PositiveIntegerField(default=0, help_text="Polls in a row that failed."),
                ),
                ("failure", models.TextField(blank=True, help_text="Why the last poll failed.")),
                (
                    "polled_at",
                    models.DateTimeField(blank=True, help_text="When a poll last went through.", null=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "Active"), ("paused", "Paused"), ("failing", "Failing")],
                        default="active",
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who follows it: the reviews of a ClaimReview feed are imported in their name.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="feeds", to="sources.source"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "paused"), _negated=True),
                        fields=["next_poll_at"],
                        name="feed_due",
                    ),
                    models.Index(fields=["-created_at", "-id"], name="feed_page"),
                ],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="completed_version",
            field=models.ForeignKey(
                blank=True,
                help_text="The last version that went through every stage.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sources.articleversion",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="current_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sources.articleversion",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="articles",
                to="sources.source",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="articleversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fee0db9dd56448fe74d4969ac68bd5869c549ded",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_dc082",
                    table="sources_articleversion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
