"""Which address an endpoint's consent is for. One that is disabled now is asked again when it is resumed."""

from django.db import migrations, models

CONFIRMED = "UPDATE webhooks_endpoint SET confirmed_url = url WHERE state IN ('active', 'paused')"


class Migration(migrations.Migration):
    dependencies = [
        ("webhooks", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="endpoint",
            name="confirmed_url",
            field=models.URLField(
                blank=True, editable=False, help_text="The address that echoed one last.", max_length=2048
            ),
        ),
        migrations.RunSQL(CONFIRMED, migrations.RunSQL.noop),
    ]
