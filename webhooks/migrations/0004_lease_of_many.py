"""A lease is one row for all that was taken with it.

The attempts under way under the leases of before count as lost: their deliveries are sent again. A row of up
to some kilobytes stays in one piece, since it is read by all and soon gone.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

import common.ids

LOST = """
UPDATE webhooks_delivery AS d SET attempt_count = l.number
FROM webhooks_lease AS l WHERE l.delivery_id = d.id AND d.state IN ('pending', 'held')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("webhooks", "0003_attempts_without_foreign_key"),
    ]

    operations = [
        migrations.RunSQL(LOST, migrations.RunSQL.noop),
        migrations.DeleteModel(name="Lease"),
        migrations.CreateModel(
            name="Lease",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "endpoints",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        help_text="Each delivery's, in the same order.",
                        size=None,
                    ),
                ),
                (
                    "deliveries",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                ("until", models.DateTimeField(help_text="From when it has run out.")),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(
            "ALTER TABLE webhooks_lease SET (toast_tuple_target = 8160)", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            model_name="delivery",
            name="attempt_count",
            field=models.PositiveIntegerField(
                default=0,
                help_text="Attempts begun, without one that is under way: that one has the next number.",
            ),
        ),
    ]
