"""Domains are written as addresses have them, in ASCII; those of sources that are known are, too."""

from contextlib import suppress

import idna
from django.db import migrations


def in_ascii(site):
    """As sources.domains had it then: what a migration did stays so."""
    host = site.strip().lower()
    with suppress(idna.IDNAError):
        host = idna.encode(host, uts46=True).decode()
    return host.removesuffix(".").removeprefix("www.")


def write_anew(apps, editor):
    """But for one that is another source's by now: the two are for somebody to look at."""
    sources = apps.get_model("sources", "Source").objects
    for source in sources.filter(domain__regex=r"[^ -~]").order_by("pk"):
        domain = in_ascii(source.domain)
        if not sources.filter(domain=domain).exists():
            sources.filter(pk=source.pk).update(domain=domain)


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0006_article_dismissed"),
    ]

    operations = [
        migrations.RunPython(write_anew, migrations.RunPython.noop),
    ]
