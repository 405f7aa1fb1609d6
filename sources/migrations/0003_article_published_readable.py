from datetime import UTC, datetime

from django.db import migrations, models

# An article whose date cannot be read stops every list with it in. It has none from now on, unless its page is
# read again and has one; claims that appeared in it say so after claimdocuments_rebuild.
_FORGET = """
UPDATE sources_article SET published_at = NULL
WHERE published_at < '1600-01-01T00:00:00Z' OR published_at >= '3000-01-01T00:00:00Z'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0002_article_utc_offset"),
    ]

    operations = [
        migrations.RunSQL(_FORGET, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    published_at__gte=datetime(1600, 1, 1, tzinfo=UTC),
                    published_at__lt=datetime(3000, 1, 1, tzinfo=UTC),
                ),
                name="article_published_readable",
            ),
        ),
    ]
