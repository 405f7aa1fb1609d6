"""The index of matching holds pairs of words too. It is emptied: `manage.py match_index rebuild`."""

import django.contrib.postgres.fields
from django.db import migrations, models

EMPTY = (
    "TRUNCATE claims_matchdocument, claims_matchposting, claims_matchpending, claims_matchsegment,"
    " claims_matchlexeme"
)


class Migration(migrations.Migration):
    dependencies = [("claims", "0011_match_readings")]
    operations = [
        migrations.RunSQL(EMPTY, migrations.RunSQL.noop),
        migrations.AddField(
            "matchpending",
            "pairs",
            django.contrib.postgres.fields.ArrayField(models.IntegerField(), default=list),
            preserve_default=False,
        ),
    ]
