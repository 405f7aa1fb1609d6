"""Claims that were merged without ever having been published are not public.

What was published of them is withdrawn, and said so to whoever mirrors the registry. The claims that they were
merged into show them no more once `manage.py claimdocuments_rebuild` ran.
"""

from django.db import migrations, models
from django.db.models import Q

STATES = [
    ("open", "Open"),
    ("published", "Published"),
    ("merged", "Merged"),
    ("merged_open", "Merged while open"),
]
WITHDRAW = """
WITH unheard AS (
    UPDATE claims_claim c SET state = 'merged_open'
     WHERE c.state = 'merged' AND NOT EXISTS (SELECT FROM claims_verdict v WHERE v.claim_id = c.id)
    RETURNING c.id
), hidden AS (
    UPDATE claims_claimdocument d SET state = 'merged_open' FROM unheard WHERE d.claim_id = unheard.id
)
INSERT INTO common_change (resource, key, kind, recorded_at)
SELECT 'claims', id::text, 'deleted', clock_timestamp() FROM unheard ORDER BY id
"""
RETURN = """
UPDATE claims_claim SET state = 'merged' WHERE state = 'merged_open';
UPDATE claims_claimdocument SET state = 'merged' WHERE state = 'merged_open';
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0006_draft_revision"), ("common", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="claim",
            name="state",
            field=models.CharField(choices=STATES, default="open", max_length=20),
        ),
        migrations.AlterField(
            model_name="claimdocument",
            name="state",
            field=models.CharField(choices=STATES, help_text="The claim's.", max_length=20),
        ),
        migrations.RemoveConstraint(model_name="claim", name="claim_merged"),
        migrations.RunSQL(WITHDRAW, RETURN),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=Q(
                    state__in=["merged", "merged_open"], merged_into__isnull=False, survivor__isnull=False
                )
                | Q(state__in=["open", "published"], merged_into=None, survivor=None),
                name="claim_merged",
            ),
        ),
    ]
