from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0012_ledgerhead_latest"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="claim", name="claim_sitemap"),
        migrations.AddIndex(
            model_name="claimdocument",
            index=models.Index(
                condition=models.Q(("state", "published")),
                fields=["claim"],
                include=("changed_at",),
                name="claimdocument_sitemap",
            ),
        ),
    ]
