"""Imports can be cancelled; administrators cancel those of others. Whoever was one before is one still."""

from django.db import migrations, models


def grant(apps, schema_editor):
    types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _ = types.get_or_create(app_label="claims", model="importjob")
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="cancel_importjob",
        defaults={"name": "Can cancel imports of others"},
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Administrators"):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0028_sightings_are_as_exact_as_told"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.AlterModelOptions(
            name="importjob",
            options={"permissions": [("cancel_importjob", "Can cancel imports of others")]},
        ),
        migrations.AlterField(
            model_name="importjob",
            name="state",
            field=models.CharField(
                choices=[
                    ("receiving", "Receiving"),
                    ("queued", "Queued"),
                    ("running", "Running"),
                    ("done", "Done"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                ],
                default="receiving",
                max_length=20,
            ),
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
