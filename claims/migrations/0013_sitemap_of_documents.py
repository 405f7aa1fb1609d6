from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0011_claim_corrections"),
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
