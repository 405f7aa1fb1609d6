"""The index of known claims that matching reads."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

# Numbers do not compress, and a part of a long row must be readable by itself.
PLAIN = "ALTER TABLE claims_matchposting ALTER COLUMN numbers SET STORAGE EXTERNAL"
NUMBERS = "CREATE SEQUENCE claims_matchdocument_numbers AS integer"


class Migration(migrations.Migration):
    dependencies = [("claims", "0007_page_indexes")]
    operations = [
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
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        help_text="Of each wording, ISO 639-1.",
                        size=None,
                    ),
                ),
                ("claimant", models.TextField(blank=True)),
            ],
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
        migrations.RunSQL(PLAIN, migrations.RunSQL.noop),
        migrations.RunSQL(NUMBERS, "DROP SEQUENCE claims_matchdocument_numbers"),
    ]
