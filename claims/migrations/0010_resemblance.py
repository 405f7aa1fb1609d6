"""What resembles what: the index of words, clusters of candidates, possible duplicates."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.ids

# One text search vector of many, whose positions do not overlap.
JOIN = "CREATE AGGREGATE claims_tsvector_join(tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '')"


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0009_proposer_feedback"),
        ("sources", "0003_name_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(JOIN, "DROP AGGREGATE claims_tsvector_join(tsvector)"),
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
            ],
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
            ],
            options={
                "ordering": ("-candidates", "id"),
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
            ],
            options={
                "verbose_name": "possible duplicate",
            },
        ),
        migrations.RemoveIndex(
            model_name="claim",
            name="claim_search",
        ),
        migrations.RemoveField(
            model_name="claim",
            name="search",
        ),
        migrations.AddField(
            model_name="candidate",
            name="leads",
            field=models.BooleanField(
                default=True,
                help_text="It stands in the queue for its cluster: of those undecided the most worth checking.",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="compared_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="When other claims and candidates were looked through for it; none: that is still due.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="explanation",
            field=models.JSONField(default=dict, help_text="What the match rests on, by part."),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="relation",
            field=models.CharField(
                default="similar", help_text="same_claim, similar or related.", max_length=20
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="suggestion",
            name="score",
            field=models.FloatField(help_text="How probably it is the claim, 0 to 1."),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("compared_at", None)), fields=["id"], name="claim_to_compare"
            ),
        ),
        migrations.AddIndex(
            model_name="claimwords",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="claimwords_words"),
        ),
        migrations.AddIndex(
            model_name="claimwords",
            index=models.Index(fields=["configurations"], name="claimwords_configurations"),
        ),
        migrations.AddField(
            model_name="cluster",
            name="known_claim",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="The claim that its first candidate repeats.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="candidate",
            name="cluster",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="The candidates that say the same; none until the matching stage.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="candidates",
                to="claims.cluster",
            ),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("leads", True), ("state", "pending")),
                fields=["-score", "-id"],
                name="candidate_items",
            ),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("leads", True), ("state", "pending")),
                fields=["-created_at", "-id"],
                name="candidate_items_page",
            ),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(fields=["cluster", "state", "-score", "-id"], name="candidate_cluster"),
        ),
        migrations.AddField(
            model_name="clusteroutlet",
            name="cluster",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="outlets", to="claims.cluster"
            ),
        ),
        migrations.AddField(
            model_name="clusteroutlet",
            name="outlet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.source"
            ),
        ),
        migrations.AddField(
            model_name="duplicate",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="duplicate",
            name="earlier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="duplicates_later",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="duplicate",
            name="later",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="duplicates_earlier",
                to="claims.claim",
            ),
        ),
        migrations.AddIndex(
            model_name="cluster",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("open", True)), fields=["pairs"], name="cluster_pairs"
            ),
        ),
        migrations.AddIndex(
            model_name="cluster",
            index=models.Index(
                condition=models.Q(("open", True)), fields=["known_claim"], name="cluster_known_claim"
            ),
        ),
        migrations.AddIndex(
            model_name="cluster",
            index=models.Index(condition=models.Q(("open", True)), fields=["seen_at"], name="cluster_seen"),
        ),
        migrations.AddConstraint(
            model_name="clusteroutlet",
            constraint=models.UniqueConstraint(fields=("cluster", "outlet"), name="clusteroutlet_once"),
        ),
        migrations.AddIndex(
            model_name="duplicate",
            index=models.Index(fields=["state", "-score", "-id"], name="duplicate_page"),
        ),
        migrations.AddConstraint(
            model_name="duplicate",
            constraint=models.UniqueConstraint(fields=("earlier", "later"), name="duplicate_once"),
        ),
        migrations.AddConstraint(
            model_name="duplicate",
            constraint=models.CheckConstraint(
                condition=models.Q(("earlier__lt", models.F("later"))), name="duplicate_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="duplicate",
            constraint=models.CheckConstraint(
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
        ),
    ]
