"""Who is meant by a name, and which outlet an address belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from common.changes import change_record
from common.errors import Conflict, Invalid, NotFound
from common.languages import language_check
from common.models import Change
from common.rights import permission_require
from sources import events
from sources.domains import domain_of, is_domain
from sources.models import NAME_MAX, Source
from sources.rights import ADD_SOURCE, CHANGE_SOURCE, DELETE_SOURCE, MEANINGS
from sources.selectors import source_meant, sources_named
from sources.services.holding import source_hold, source_keep
from sources.services.turns import name_turns_take

RESOURCE = "sources"
_ADDRESS = re.compile(r"(?:[a-z]+://)?+(?:[^/@]*@)?([^\s/:?#@\\\[\]]+)(?:[/:?#].*)?")


@transaction.atomic
def source_create(*, kind: str, name: str, actor: User, **details: Any) -> Source:
    """Add a source; `details` are its further fields.

    Raises Refused, Invalid, Conflict (its domain is another's).
    """
    _require(actor, ADD_SOURCE)
    return _told(_save_source(Source(kind=kind, name=name, **details)))


@transaction.atomic
def source_update(*, source_id: UUID, actor: User, **changes: Any) -> Source:
    """Change fields of a source, in everything that shows them, which for a large outlet takes its time.

    Raises Refused, NotFound, Invalid, Conflict (its domain is another's; it was merged into another; it
    published verdicts and is to be no fact-checker any more).
    """
    _require(actor, CHANGE_SOURCE)
    source = source_hold(source_id=source_id)
    if source.survivor_id:
        raise Conflict(f"the source was merged; change {source.survivor_id}, which stands for it")
    for field, value in changes.items():
        setattr(source, field, value)
    _told(_save_source(source), Change.Kind.UPDATED)
    events.publish(events.SourceChanged(source_id=source_id))
    return source


@transaction.atomic
def source_delete(*, source_id: UUID, actor: User) -> None:
    """Remove a source that nothing mentions. Raises Refused, NotFound, Conflict."""
    _require(actor, DELETE_SOURCE)
    source = Source.objects.select_for_update().filter(pk=source_id).first()
    if source is None:
        raise NotFound(f"there is no source {source_id}")
    try:
        with transaction.atomic():
            source.delete()
    except ProtectedError as error:
        raise Conflict(f"{source.name} is mentioned elsewhere and stays") from error
    change_record(resource=RESOURCE, key=source_id, kind=Change.Kind.DELETED)


def _require(actor: User, permission: str) -> None:
    permission_require(actor=actor, permission=permission, meaning=MEANINGS[permission])


def _told(source: Source, kind: Change.Kind = Change.Kind.CREATED) -> Source:
    change_record(resource=RESOURCE, key=source.id, kind=kind)
    return source


def _save_source(source: Source) -> Source:
    source.domain = domain_of(source.domain)
    if source.domain and not is_domain(source.domain):
        address = _ADDRESS.fullmatch(source.domain)
        host = domain_of(address[1]) if address else ""
        raise Invalid(
            f"give the host name alone, such as {host if is_domain(host) else 'outlet.example'}",
            field="domain",
        )
    for tag in source.languages:
        language_check(tag, field="languages")
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
def source_for_claimant(*, name: str, role: str = "", kind: str = Source.Kind.PERSON) -> Source:
    """The person or organisation called exactly that, or a new one of that `kind`.

    Two sources of one name are never guessed between: then a new one is made, for a fact-checker to
    merge. What the article says they are goes into the notes of a new one.
    """
    name = _kept(name)
    found = _found_or_made(name, lambda: source_meant(name), kind=kind, notes=role)
    return source_keep(source_id=found.pk)


@transaction.atomic
def source_for_outlet(*, name: str) -> Source:
    """The outlet called exactly that (the oldest of several), or a new one without a site."""
    name = _kept(name)
    outlets = sources_named(name).filter(kind=Source.Kind.OUTLET).order_by("id")
    return _standing(_found_or_made(name, outlets.first, kind=Source.Kind.OUTLET))


@transaction.atomic
def source_for_fact_checker(
    *, name: str, site: str, corrections_policy_url: str = "", methodology_url: str = ""
) -> Source:
    """The fact-checker of that site (a host name; '' where none is known), else of that name, or a new one.

    A site that is another source's already, as an outlet's, leaves the fact-checker without one. What a
    known fact-checker says of itself is not overwritten.
    """
    kind, name, site = Source.Kind.FACT_CHECKER, _kept(name), domain_of(site)[:253]
    says = {"corrections_policy_url": corrections_policy_url, "methodology_url": methodology_url}
    if site:
        new = {"kind": kind, "name": name, **says}
        source, is_new = Source.objects.get_or_create(domain=site, defaults=new)
        if is_new:
            return _told(source)
        source = _standing(source)
        if source.kind == kind:
            return source
    unplaced = Source.objects.filter(kind=kind, name=name, domain="").order_by("id")
    return _standing(_found_or_made(name, unplaced.first, kind=kind, **says))


def _kept(name: str) -> str:
    """As much of a name as a source has: it is looked for by what it was made with."""
    return name[:NAME_MAX]


def _found_or_made(name: str, find: Callable[[], Source | None], **new: str) -> Source:
    """Whom `find` finds, also once nobody else is making somebody of that name; else a new one."""
    known = find()
    if known is None:
        name_turns_take([name])
        known = find()
    return known or _told(Source.objects.create(name=name, **new))


def _standing(source: Source) -> Source:
    return source.survivor or source


def source_for_url(*, url: str, site_name: str = "") -> Source | None:
    """The outlet at the address's host, made on first sight; None for an address without a host.

    It is kept as it is until the transaction ends.
    """
    host = domain_of(urlsplit(url).hostname or "")
    if not host:
        return None
    source, is_new = Source.objects.get_or_create(
        domain=host, defaults={"kind": Source.Kind.OUTLET, "name": _kept(site_name) or host}
    )
    return _told(source) if is_new else source_keep(source_id=source.pk)
