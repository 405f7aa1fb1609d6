"""Claims and candidates are found by the identifiers shown, and imports never received whole, by indexes."""

from django.db import migrations, models
from django.db.models.functions import Cast, Right


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0023_claims_stay"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(Right(Cast("id", models.TextField()), 8), name="candidate_short_id"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(Right(Cast("id", models.TextField()), 8), name="claim_short_id"),
        ),
        migrations.AddIndex(
            model_name="importjob",
            index=models.Index(
                fields=["created_at"], condition=models.Q(state="receiving"), name="importjob_receiving"
            ),
        ),
    ]
