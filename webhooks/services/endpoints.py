"""What is done to an endpoint: made, changed, tested, paused, resumed, given a new secret, deleted."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from claims.models import Topic
from common.addresses import AddressRefused
from common.crypto import column_renew, encrypt
from common.errors import Conflict, Invalid, NotFound
from common.targets import target_checked
from common.wake import wake_on_commit
from sources.models import Source
from webhooks.destinations import check_destination
from webhooks.filters import SOURCE_FILTERS, FilterRefused, check_event_types, check_filters
from webhooks.holding import deliveries_end, deliveries_hold, deliveries_release, endpoints_lock
from webhooks.models import Delivery, Endpoint, Lane, Secret
from webhooks.operational import CHALLENGE, TEST, challenge_payload, test_payload
from webhooks.outbox import deliveries_record, event_record
from webhooks.signing import new_key, new_secret

OVERLAP = timedelta(hours=24)
MAX_OVERLAP = timedelta(days=7)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@transaction.atomic
def endpoint_create(
    *,
    owner: User,
    url: str,
    description: str = "",
    event_types: Iterable[str] = (),
    filters: object = None,
    strict_order: bool = False,
) -> tuple[Endpoint, str]:
    """Register an endpoint; returns it and its signing secret, which is to be shown once.

    It is sent a challenge, and active once it has echoed that. No event types: all of them; no filters: every
    event. Raises Invalid where the address may not be reached from here, or a type or filter is unknown.
    """
    types, wanted = _check_types(event_types), _check_filters({} if filters is None else filters)
    endpoint_url_check(url=url)
    endpoint = Endpoint.objects.create(
        owner=owner,
        url=url,
        description=_check_description(description),
        event_types=types,
        filters=wanted,
        strict_order=strict_order,
    )
    Lane.objects.create(endpoint=endpoint, filled_at=_LONG_AGO)
    secret = _secrets_make(endpoint)
    _challenge(endpoint)
    return endpoint, secret


def endpoint_url_check(*, url: str) -> None:
    """Raise Invalid where the address may not be reached from here, by all that its name leads to today.

    That may take seconds: to be called before an endpoint is locked, for whose lock new verdicts wait.
    """
    try:
        check_destination(url, allow=settings.OUTBOUND_ALLOW)
    except AddressRefused as refusal:
        raise Invalid(str(refusal), field="url") from refusal


@transaction.atomic
def endpoint_update(
    *,
    endpoint: Endpoint,
    url: str | None = None,
    description: str | None = None,
    event_types: Iterable[str] | None = None,
    filters: object = None,
    strict_order: bool | None = None,
) -> Endpoint:
    """Change what is given and leave the rest.

    A new address has to echo a challenge before anything is sent there, that of a paused endpoint once it
    resumes; until then what is queued, and what happens, is held; see endpoint_url_check. Raises as
    endpoint_create but for what its name leads to, which each delivery checks, and NotFound where the
    endpoint was deleted.
    """
    locked = _lock(endpoint)
    changes: dict[str, Any] = {}
    if event_types is not None:
        changes["event_types"] = _check_types(event_types)
    if filters is not None:
        changes["filters"] = _check_filters(filters)
    if description is not None:
        changes["description"] = _check_description(description)
    if strict_order is not None:
        changes["strict_order"] = strict_order
    moved = url is not None and url != locked.url
    if url is not None and moved:
        target_checked(url)
        # It begins anew: that its former address had it disabled is told no more.
        changes |= {"url": url, "disabled_reason": "", "notice_due": False}
    _save(locked, **changes)
    if moved:
        if locked.state != Endpoint.State.PAUSED:
            _ask_again(locked)
        _lane_clear(locked)
    return locked


@transaction.atomic
def endpoint_challenge(*, endpoint: Endpoint) -> Endpoint:
    """Send the challenge again. Raises Conflict unless the endpoint is pending."""
    locked = _lock(endpoint)
    if locked.state != Endpoint.State.PENDING:
        raise Conflict(f"the endpoint is {locked.state} and has no challenge to echo")
    _challenge(locked)
    return locked


@transaction.atomic
def endpoint_test(*, endpoint: Endpoint) -> Delivery:
    """Send it a webhook.test, whatever types it follows. Raises Conflict unless it is active."""
    locked = _lock(endpoint)
    if locked.state != Endpoint.State.ACTIVE:
        raise Conflict(f"the endpoint is {locked.state}, not active")
    now = timezone.now()
    event = event_record(
        event_type=TEST, payload=test_payload(timestamp=now, endpoint_id=locked.id), created_at=now
    )
    deliveries_record(event, {locked.id: True})
    return Delivery.objects.select_related("event", "endpoint").get(event=event)


@transaction.atomic
def endpoint_rotate(*, endpoint: Endpoint, overlap: timedelta = OVERLAP) -> str:
    """Give it a new signing secret and key; returns the secret, which is to be shown once.

    What it had signs as well for `overlap`, from none to 7 days, so that the receiver can change over in its
    own time. Raises Invalid for another overlap.
    """
    if not timedelta(0) <= overlap <= MAX_OVERLAP:
        raise Invalid(f"secrets may overlap by 0 to {MAX_OVERLAP.days} days", field="overlap_hours")
    locked = _lock(endpoint)
    now = timezone.now()
    locked.secrets.filter(expires_at__lte=now).delete()
    locked.secrets.filter(Q(expires_at=None) | Q(expires_at__gt=now + overlap)).update(
        expires_at=now + overlap
    )
    return _secrets_make(locked)


def secrets_renew() -> tuple[int, int]:
    """Encrypt every signing secret with the newest key; returns how many, and how many cannot be read."""
    return column_renew(Secret.objects.all(), "value")


@transaction.atomic
def endpoint_pause(*, endpoint: Endpoint) -> Endpoint:
    """Stop sending; what happens meanwhile is held for the endpoint. Raises Conflict unless active."""
    locked = _lock(endpoint)
    if locked.state != Endpoint.State.ACTIVE:
        raise Conflict(f"the endpoint is {locked.state}, not active")
    deliveries_hold([locked.id])
    return _save(locked, state=Endpoint.State.PAUSED)


@transaction.atomic
def endpoint_resume(*, endpoint: Endpoint) -> Endpoint:
    """Start sending again, first what was held.

    Raises Conflict unless it is paused or disabled, and while its owner's account is closed.

    One whose present address has not echoed a challenge is sent a new one instead.
    """
    locked = _lock(endpoint)
    if locked.state not in (Endpoint.State.PAUSED, Endpoint.State.DISABLED):
        raise Conflict(f"the endpoint is {locked.state}, neither paused nor disabled")
    if not locked.owner.is_active:
        raise Conflict("the account of its owner is closed; open that, and its endpoints go on by themselves")
    _save(locked, disabled_reason="", notice_due=False)
    if locked.confirmed_url != locked.url:
        _ask_again(locked)
    else:
        deliveries_release(locked.id)
        _save(locked, state=Endpoint.State.ACTIVE)
        wake_on_commit("webhooks.deliver")
    _lane_clear(locked)
    return locked


@transaction.atomic
def endpoint_delete(*, endpoint: Endpoint) -> None:
    """Stop for good: the secrets are forgotten, open deliveries are dead, the record of attempts stays."""
    locked = _save(_lock(endpoint), state=Endpoint.State.DELETED, notice_due=False)
    locked.secrets.all().delete()
    deliveries_end(Delivery.objects.filter(endpoint=locked))


def _lane_clear(locked: Endpoint) -> None:
    """Forget that it failed or was slow. After the deliveries, the order in which everything here locks."""
    Lane.objects.filter(endpoint=locked).update(failing_since=None, slow_until=None)


def _ask_again(locked: Endpoint) -> None:
    """Hold everything until a new challenge is echoed."""
    deliveries_hold([locked.id])
    _save(locked, state=Endpoint.State.PENDING)
    _challenge(locked)


def _challenge(locked: Endpoint) -> None:
    """Queue a challenge; those that were sent before no longer count."""
    deliveries_end(Delivery.objects.filter(endpoint=locked, claim=None, event__type=CHALLENGE))
    now, token = timezone.now(), secrets.token_urlsafe(24)
    payload = challenge_payload(timestamp=now, endpoint_id=locked.id, challenge=token)
    deliveries_record(event_record(event_type=CHALLENGE, payload=payload, created_at=now), {locked.id: True})


def _secrets_make(endpoint: Endpoint) -> str:
    secret, (private, public) = new_secret(), new_key()
    Secret.objects.create(endpoint=endpoint, value=encrypt(secret))
    Secret.objects.create(endpoint=endpoint, value=encrypt(private), public_key=public)
    return secret


def _lock(endpoint: Endpoint) -> Endpoint:
    found = [row for row in endpoints_lock([endpoint.pk]) if row.state != Endpoint.State.DELETED]
    if not found:
        raise NotFound(f"there is no webhook endpoint {endpoint.pk}")
    return found[0]


def _save(locked: Endpoint, **changes: Any) -> Endpoint:
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*changes, "updated_at"])
    return locked


def _check_types(event_types: Iterable[str]) -> list[str]:
    try:
        return check_event_types(event_types)
    except FilterRefused as refusal:
        raise Invalid(str(refusal), field=refusal.field) from refusal


def _check_filters(filters: object) -> dict[str, list[str]]:
    try:
        wanted = check_filters(filters)
    except FilterRefused as refusal:
        raise Invalid(str(refusal), field=refusal.field) from refusal
    named = {UUID(each) for name in SOURCE_FILTERS for each in wanted.get(name, [])}
    if unknown := named.difference(Source.objects.filter(pk__in=named).values_list("pk", flat=True)):
        raise Invalid(f"there is no source {min(unknown)}", field="filters")
    topics = set(wanted.get("topic", []))
    if gone := topics.difference(Topic.objects.filter(pk__in=topics).values_list("pk", flat=True)):
        raise Invalid(f"there is no topic {min(gone)}; name topics by their slugs", field="filters")
    return wanted


def _check_description(description: str) -> str:
    if len(description) > 300:
        raise Invalid("a description has at most 300 characters", field="description")
    return description.strip()
