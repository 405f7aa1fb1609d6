"""Claims that are to be embedded, where an embedding is set. Their vectors' table is made by `match_embed`."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0013_review_order")]
    operations = [
        migrations.CreateModel(
            name="MatchUnembedded",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="claims.claim"
                    ),
                ),
            ],
        ),
    ]
