"""Which of the known words public claims have; what only open ones have is no reader's to learn."""

from django.db import migrations, models

# By the index of words, whose stems are mostly the same. `manage.py match_index rebuild` finds the rest.
KNOWN = """
UPDATE claims_matchlexeme l SET public = true
  FROM (SELECT DISTINCT unnest(tsvector_to_array(w.words)) AS lexeme
          FROM claims_claimwords w JOIN claims_claim c ON c.id = w.claim_id
         WHERE c.state IN ('published', 'merged')) known
 WHERE l.lexeme = known.lexeme
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0007_merged_open")]
    operations = [
        migrations.AddField(
            model_name="matchlexeme",
            name="public",
            field=models.BooleanField(default=False, help_text="A public claim uses it, or did."),
            preserve_default=False,
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
