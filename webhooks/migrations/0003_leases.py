from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("webhooks", "0002_fewer_indexes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="delivery",
            name="delivery_due",
        ),
        migrations.RemoveIndex(
            model_name="delivery",
            name="delivery_in_flight",
        ),
        migrations.RemoveField(
            model_name="delivery",
            name="in_flight",
        ),
        migrations.AlterField(
            model_name="delivery",
            name="attempt_count",
            field=models.PositiveIntegerField(
                default=0,
                help_text="Attempts begun, without one that is under way (its lease has that one's number).",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="next_attempt_at",
            field=models.DateTimeField(help_text="When it is, or was, due.", null=True),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("completed_at", None), ("next_attempt_at__isnull", False), ("state", "pending")
                    ),
                    models.Q(("completed_at", None), ("next_attempt_at", None), ("state", "held")),
                    models.Q(
                        ("completed_at__isnull", False),
                        ("next_attempt_at", None),
                        ("state__in", ["delivered", "dead"]),
                    ),
                    _connector="OR",
                ),
                name="delivery_due",
            ),
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "endpoint", "delivery", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(help_text="The attempt's, among those of the delivery."),
                ),
                ("until", models.DateTimeField(help_text="From when it has run out.")),
                (
                    "endpoint",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="leases",
                        to="webhooks.endpoint",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="leases",
                        to="webhooks.delivery",
                    ),
                ),
            ],
        ),
    ]
