"""Domains are written as addresses have them, in ASCII; those of sources that are known are, too."""

from django.db import migrations

from sources.domains import domain_of


def write_anew(apps, editor):
    """But for one that is another source's by now: the two are for somebody to look at."""
    sources = apps.get_model("sources", "Source").objects
    for source in sources.filter(domain__regex=r"[^ -~]").order_by("pk"):
        domain = domain_of(source.domain)
        if not sources.filter(domain=domain).exists():
            sources.filter(pk=source.pk).update(domain=domain)


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0003_article_published_readable"),
    ]

    operations = [
        migrations.RunPython(write_anew, migrations.RunPython.noop),
    ]
