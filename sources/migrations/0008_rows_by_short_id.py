"""Articles are found by the identifiers shown by an index."""

from django.db import migrations, models
from django.db.models.functions import Cast, Right


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0007_domains_in_ascii"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(Right(Cast("id", models.TextField()), 8), name="article_short_id"),
        ),
    ]
