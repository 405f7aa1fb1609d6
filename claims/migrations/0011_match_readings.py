"""The index of matching keeps wordings as they are compared. It is emptied: `manage.py match_index rebuild`."""

from django.db import migrations, models

EMPTY = (
    "TRUNCATE claims_matchdocument, claims_matchposting, claims_matchpending, claims_matchsegment,"
    " claims_matchlexeme"
)


class Migration(migrations.Migration):
    dependencies = [("claims", "0010_resemblance")]
    operations = [
        migrations.RunSQL(EMPTY, migrations.RunSQL.noop),
        migrations.RemoveField("matchdocument", "languages"),
        migrations.AddField(
            "matchdocument",
            "readings",
            models.TextField(
                default="", help_text="The wordings as they are compared (claims.matching.reading)."
            ),
            preserve_default=False,
        ),
    ]
