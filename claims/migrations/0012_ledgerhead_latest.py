"""The log's head knows the latest moment at which a verdict was recorded: no later one is dated before it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

LATEST = "UPDATE claims_ledgerhead SET latest = (SELECT max(recorded_at) FROM claims_verdict)"


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0011_claim_corrections"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="ledgerhead",
            name="grows",
        ),
        migrations.AddField(
            model_name="ledgerhead",
            name="latest",
            field=models.DateTimeField(
                help_text="The latest moment at which one of them was recorded; null: there are none.",
                null=True,
            ),
        ),
        migrations.RunSQL(LATEST, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerhead",
            trigger=pgtrigger.compiler.Trigger(
                name="grows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.size <= OLD.size OR NEW.latest < OLD.latest)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="a68c31cb77c63027d8f326651b268e4bbfd357d5",
                    operation="UPDATE",
                    pgid="pgtrigger_grows_5448f",
                    table="claims_ledgerhead",
                    when="BEFORE",
                ),
            ),
        ),
    ]
