"""Endpoints, events, deliveries and replays."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import common.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("claims", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("url", models.URLField(max_length=2048)),
                ("description", models.CharField(blank=True, max_length=300)),
                (
                    "event_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="Empty: every type.",
                        size=None,
                    ),
                ),
                (
                    "filters",
                    models.JSONField(
                        blank=True, default=dict, help_text="Values an event must have; empty: every event."
                    ),
                ),
                (
                    "strict_order",
                    models.BooleanField(
                        default=False,
                        help_text="An event waits until those before it on the same claim are done with.",
                    ),
                ),
                ("api_version", models.CharField(default="v1", max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("disabled", "Disabled"),
                            ("deleted", "Deleted"),
                        ],
                        default="pending",
                        help_text="Pending: it has yet to echo a challenge. Paused: events are held until it resumes. Disabled: new events are not queued for it.",
                        max_length=20,
                    ),
                ),
                ("disabled_reason", models.CharField(blank=True, max_length=300)),
                (
                    "notice_due",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Its owner has yet to be told that it was disabled.",
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(help_text="When it first echoed a challenge.", null=True),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="webhook_endpoints",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="endpoint_page"),
                    models.Index(
                        condition=models.Q(("notice_due", True)), fields=["id"], name="endpoint_notice_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("type", models.CharField(max_length=60)),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        help_text="The event's place among those of its claim, from 1.", null=True
                    ),
                ),
                ("payload", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                (
                    "claim",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.claim",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["created_at", "id"], name="event_page")],
                "constraints": [models.UniqueConstraint(fields=("claim", "sequence"), name="event_sequence")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sequence", models.PositiveIntegerField(help_text="Its event's.", null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("held", "Held"),
                            ("delivered", "Delivered"),
                            ("dead", "Dead"),
                        ],
                        default="pending",
                        help_text="Held: its endpoint is not active.",
                        max_length=20,
                    ),
                ),
                (
                    "attempt_count",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Attempts begun, without one that is under way (its lease has that one's number).",
                    ),
                ),
                (
                    "attempts_before",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Attempts begun before the last replay; the retry schedule counts from there.",
                    ),
                ),
                ("next_attempt_at", models.DateTimeField(help_text="When it is, or was, due.", null=True)),
                ("completed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "claim",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Its event's.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.claim",
                    ),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="webhooks.endpoint",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="webhooks.event",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pending")),
                        fields=["endpoint", "next_attempt_at"],
                        name="delivery_queue",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["pending", "held"])),
                        fields=["endpoint", "claim", "sequence"],
                        name="delivery_open",
                    ),
                    models.Index(
                        models.F("endpoint"),
                        models.OrderBy(models.F("created_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="delivery_page",
                    ),
                    models.Index(condition=models.Q(("state", "dead")), fields=["-id"], name="delivery_dead"),
                    models.Index(
                        condition=models.Q(("completed_at__isnull", False)),
                        fields=["completed_at"],
                        name="delivery_done",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "endpoint"), name="delivery_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("completed_at", None),
                                ("next_attempt_at__isnull", False),
                                ("state", "pending"),
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Lane",
            fields=[
                (
                    "endpoint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="lane",
                        serialize=False,
                        to="webhooks.endpoint",
                    ),
                ),
                ("tokens", models.FloatField(default=0, help_text="Of its token bucket, as of `filled_at`.")),
                (
                    "filled_at",
                    models.DateTimeField(
                        help_text="When the tokens were counted last; long ago: it is full."
                    ),
                ),
                (
                    "slow_until",
                    models.DateTimeField(
                        help_text="It kept us waiting: until then it gets one request at a time.", null=True
                    ),
                ),
                (
                    "failing_since",
                    models.DateTimeField(help_text="Since when nothing it was sent succeeded.", null=True),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedEntry",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="feed_entry",
                        serialize=False,
                        to="webhooks.event",
                    ),
                ),
                (
                    "position",
                    models.PositiveBigIntegerField(
                        help_text="From 1; null: not yet given.", null=True, unique=True
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("position", None)), fields=["event"], name="feedentry_unplaced"
                    )
                ],
            },
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
                    "delivery",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="leases",
                        to="webhooks.delivery",
                    ),
                ),
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
            ],
        ),
        migrations.CreateModel(
            name="ReplayJob",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "wanted",
                    models.CharField(
                        choices=[("range", "Range"), ("failed", "Failed"), ("missing", "Missing")],
                        help_text="Range: all that was finished. Failed: what was given up. Missing: that, and what was never queued for it though it follows it.",
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField(help_text="Of the events: from this moment on …")),
                ("until", models.DateTimeField(help_text="… and before this one.")),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("done", "Done")], default="running", max_length=20
                    ),
                ),
                (
                    "reached_at",
                    models.DateTimeField(help_text="The last event looked at: its moment …", null=True),
                ),
                ("reached_id", models.UUIDField(help_text="… and its id.", null=True)),
                ("total", models.PositiveIntegerField(help_text="Events in the span when the job was made.")),
                (
                    "examined",
                    models.PositiveIntegerField(default=0, help_text="How many of them were looked at."),
                ),
                (
                    "replayed",
                    models.PositiveIntegerField(
                        default=0, help_text="How many deliveries are on their way again."
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replay_jobs",
                        to="webhooks.endpoint",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="replayjob_page"),
                    models.Index(
                        condition=models.Q(("state", "running")), fields=["id"], name="replayjob_running"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Secret",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "value",
                    models.TextField(
                        editable=False, help_text="whsec_… (HMAC) or whsk_… (Ed25519), encrypted."
                    ),
                ),
                (
                    "public_key",
                    models.CharField(blank=True, help_text="whpk_…, of an Ed25519 key.", max_length=60),
                ),
                (
                    "expires_at",
                    models.DateTimeField(help_text="From when it no longer signs; null: current.", null=True),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secrets",
                        to="webhooks.endpoint",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("started_at", models.DateTimeField()),
                ("duration_ms", models.PositiveIntegerField()),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        help_text="HTTP status; none where no answer came.", null=True
                    ),
                ),
                ("error", models.CharField(blank=True, max_length=500)),
                ("response", models.BinaryField(help_text="The first 1 KiB of the body.")),
                (
                    "delivery",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="webhooks.delivery",
                    ),
                ),
            ],
            options={
                "ordering": ("delivery", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("delivery", "number"), name="attempt_number")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attempt",
            trigger=pgtrigger.compiler.Trigger(
                name="unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="890350bccec020b8418ad6bbb6227a6dbb48564c",
                    operation="UPDATE",
                    pgid="pgtrigger_unchanged_d760a",
                    table="webhooks_attempt",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attempt",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.started_at > now() - INTERVAL '90 days')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="c50802c2ca67fd55cde2809a5aa8a86b36263bc4",
                    operation="DELETE",
                    pgid="pgtrigger_kept_afa7a",
                    table="webhooks_attempt",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="e726bd38e83b42f5c998239a26a06504f8572d69",
                    operation="UPDATE",
                    pgid="pgtrigger_unchanged_88642",
                    table="webhooks_event",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.created_at > now() - INTERVAL '90 days')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="31676611e55741a1b2d0bd063a60d515f3abd251",
                    operation="DELETE",
                    pgid="pgtrigger_kept_d0ee0",
                    table="webhooks_event",
                    when="BEFORE",
                ),
            ),
        ),
    ]
