"""What matching asks for first is answered by indexes alone."""

from __future__ import annotations

from django.db import migrations, models

# How many documents have a term.
COUNTED = """
ALTER TABLE claims_matchposting DROP CONSTRAINT claims_matchposting_pkey;
ALTER TABLE claims_matchposting ADD PRIMARY KEY (term, segment) INCLUDE (documents)
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_roles")]

    operations = [
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("survivor__isnull", False)),
                fields=["id"],
                include=("survivor",),
                name="claim_merged_into",
            ),
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
    ]
