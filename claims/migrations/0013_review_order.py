"""Documents know when their claims were last reviewed, so that the list can be ordered by it."""

from datetime import UTC, datetime

from django.db import migrations, models

FOLLOW = """
UPDATE claims_claimdocument AS document SET reviewed_at = last.effective_at
FROM (
    SELECT pointer.claim_id, max(verdict.effective_at) AS effective_at
    FROM claims_currentverdict AS pointer JOIN claims_verdict AS verdict ON verdict.id = pointer.verdict_id
    GROUP BY pointer.claim_id
) AS last
WHERE last.claim_id = document.claim_id
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0012_match_pairs")]
    operations = [
        migrations.AddField(
            "claimdocument",
            "reviewed_at",
            models.DateTimeField(
                default=datetime(1, 1, 1, tzinfo=UTC),
                help_text="When the newest of the verdicts that it shows took effect; the year 1: it shows none.",
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(FOLLOW, migrations.RunSQL.noop),
        migrations.AddIndex(
            "claimdocument",
            models.Index(fields=["state", "-reviewed_at", "-claim"], name="claimdocument_reviews"),
        ),
    ]
