"""What was done to a row at the desk is found by the row: the log grows with every decision."""

from django.db import migrations

INDEX = "CREATE INDEX admin_log_row ON django_admin_log (object_id, content_type_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0001_initial"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        migrations.RunSQL(INDEX, "DROP INDEX admin_log_row"),
    ]
