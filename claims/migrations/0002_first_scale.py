"""A first publisher and the default rating scale, so that a verdict can be recorded on the first day."""

from decimal import Decimal

from django.db import migrations

DESK = "The newsroom's own desk"
SCALE = "Default"
RATINGS = (
    ("True", "5", "true"),
    ("Mostly true", "4", "mostly_true"),
    ("Half true", "3", "mixed"),
    ("Mostly false", "2", "mostly_false"),
    ("False", "1", "false"),
    ("Unproven", None, "unproven"),
    ("Missing context", None, "missing_context"),
    ("Satire", None, "satire"),
    ("Altered", None, "altered"),
)


def add(apps, schema_editor):
    desk = apps.get_model("sources", "Source").objects.create(kind="fact_checker", name=DESK)
    scale = apps.get_model("claims", "RatingScale").objects.create(name=SCALE, version=1, worst=1, best=5)
    rating = apps.get_model("claims", "Rating")
    for label, value, normalised in RATINGS:
        rating.objects.create(
            scale=scale, label=label, value=Decimal(value) if value else None, normalised=normalised
        )
    changes = apps.get_model("common", "Change").objects
    for resource, row in (("sources", desk), ("rating-scales", scale)):
        changes.create(resource=resource, key=str(row.pk), kind="created")


def remove(apps, schema_editor):
    scales = apps.get_model("claims", "RatingScale").objects.filter(publisher=None, name=SCALE, version=1)
    apps.get_model("claims", "Rating").objects.filter(scale__in=scales).delete()
    scales.delete()
    apps.get_model("sources", "Source").objects.filter(kind="fact_checker", name=DESK).delete()


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial"), ("common", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
