"""An attempt is recorded under its delivery's lock; a trigger on deliveries keeps the other end."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("webhooks", "0002_endpoint_confirmed_url"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attempt",
            name="delivery",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="webhooks.delivery",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delivery",
            trigger=pgtrigger.compiler.Trigger(
                name="kept_for",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT FROM webhooks_attempt WHERE delivery_id = OLD.id) THEN\n                RAISE EXCEPTION '% still has rows in webhooks_attempt', OLD.id;\n            END IF;\n            RETURN OLD;\n        ",
                    hash="0a3e5fdb5cc6caaa344344523b46f6cf7689a10d",
                    operation="DELETE",
                    pgid="pgtrigger_kept_for_c1dbd",
                    table="webhooks_delivery",
                    when="BEFORE",
                ),
            ),
        ),
    ]
