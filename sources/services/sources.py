"""Who is meant by a name, and which outlet an address belongs to."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from common.errors import Conflict, Invalid, NotFound
from sources.models import Source
from sources.selectors import sources_named


@transaction.atomic
def source_create(*, kind: str, name: str, **details: Any) -> Source:
    """Add a source; `details` are its further fields. Raises Invalid, Conflict (its domain is another's)."""
    return _save_source(Source(kind=kind, name=name, **details))


@transaction.atomic
def source_update(*, source_id: UUID, **changes: Any) -> Source:
    """Change fields of a source. Raises NotFound, Invalid, Conflict (its domain is another's)."""
    source = Source.objects.select_for_update().filter(pk=source_id).first()
    if source is None:
        raise NotFound(f"there is no source {source_id}")
    for field, value in changes.items():
        setattr(source, field, value)
    return _save_source(source)


def _save_source(source: Source) -> Source:
    source.domain = source.domain.strip().lower().removeprefix("www.")
    try:
        source.clean_fields()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Invalid(messages[0], field=field) from error
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError as error:
        other = Source.objects.get(domain=source.domain)
        raise Conflict(
            f"{source.domain} is already the domain of {other.name} ({other.id})", field="domain"
        ) from error
    return source


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


@transaction.atomic
def source_for_outlet(*, name: str) -> Source:
    """The outlet called exactly that (the oldest of several), or a new one without a site."""
    known = sources_named(name).filter(kind=Source.Kind.OUTLET).order_by("id").first()
    return known or Source.objects.create(kind=Source.Kind.OUTLET, name=name[:300])


def source_for_url(*, url: str, site_name: str = "") -> Source | None:
    """The outlet at the address's host, made on first sight; None for an address without a host."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if not host:
        return None
    source, _ = Source.objects.get_or_create(
        domain=host, defaults={"kind": Source.Kind.OUTLET, "name": site_name[:300] or host}
    )
    return source
