"""Writes of API keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common.errors import Invalid, NotFound
from common.keys import key_hash, key_prefix, new_key
from common.models import ApiKey
from common.scopes import Scope

# How exact `last_used_at` is: a busy key costs one write in this time, not one for every request.
_USE_RESOLUTION = timedelta(minutes=1)


@transaction.atomic
def api_key_create(
    *, owner: User, name: str, scopes: Iterable[str], expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """Issue a key. Returns its row and the key itself, which is kept nowhere and cannot be shown again.

    Raises Invalid: no name, no scope or an unknown one, an expiry that has passed.
    """
    if not name.strip():
        raise Invalid("say what the key is for", field="name")
    if expires_at is not None and expires_at <= timezone.now():
        raise Invalid("the key would expire before it is used; choose a later moment", field="expires_at")
    key = new_key()
    row = ApiKey.objects.create(
        owner=owner,
        name=name.strip(),
        prefix=key_prefix(key),
        secret_hash=key_hash(key),
        scopes=_known_scopes(scopes),
        expires_at=expires_at,
    )
    return row, key


def _known_scopes(scopes: Iterable[str]) -> list[str]:
    wanted = sorted(set(scopes))
    unknown = [name for name in wanted if name not in set(Scope)]
    if unknown or not wanted:
        what = f"there is no scope {unknown[0]!r}" if unknown else "a key needs at least one scope"
        raise Invalid(f"{what}; choose of: {', '.join(Scope)}", field="scopes")
    return wanted


@transaction.atomic
def api_key_revoke(*, api_key_id: UUID) -> ApiKey:
    """End a key at once; a key that was revoked before keeps its date. Raises NotFound."""
    row = ApiKey.objects.select_for_update().filter(pk=api_key_id).first()
    if row is None:
        raise NotFound(f"there is no API key {api_key_id}")
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
    return row


def api_key_used(*, api_key: ApiKey) -> None:
    """Note that the key was used now; written at most once a minute however many requests there are."""
    now = timezone.now()
    stale = now - _USE_RESOLUTION
    if api_key.last_used_at is None or api_key.last_used_at < stale:
        not_since = Q(last_used_at=None) | Q(last_used_at__lt=stale)
        ApiKey.objects.filter(not_since, pk=api_key.pk).update(last_used_at=now)
        api_key.last_used_at = now
