"""Writes of sources: who is meant by a name, and which outlet an address belongs to."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction

from sources.models import Source
from sources.selectors import sources_named


@transaction.atomic
def source_for_claimant(*, name: str, role: str = "") -> Source:
    """The person or organisation called exactly that, or a new one.

    Two sources of one name are never guessed between: then a new one is made, for a fact-checker to
    merge. What the article says they are goes into the notes of a new one.
    """
    known = list(sources_named(name).exclude(kind=Source.Kind.FACT_CHECKER)[:2])
    if len(known) == 1:
        return known[0]
    return Source.objects.create(kind=Source.Kind.PERSON, name=name[:300], notes=role)


def source_for_url(*, url: str, site_name: str = "") -> Source | None:
    """The outlet at the address's host, made on first sight; None for an address without a host."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if not host:
        return None
    source, _ = Source.objects.get_or_create(
        domain=host, defaults={"kind": Source.Kind.OUTLET, "name": site_name[:300] or host}
    )
    return source
