"""Answers kept for their Idempotency-Key, so that a request that is sent again is not carried out again.

One transaction holds what the request makes, its answer, and a lock on its key: a request that dies takes
all three with it, and its key can be used again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from common.crypto import column_renew, encrypt
from common.models import KeptAnswer

KEPT = timedelta(hours=48)
"""How long an answer is kept; callers are promised 24 hours."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """What an Idempotency-Key is unique within, and the key."""

    owner: User
    method: str
    path: str
    key: str


def answer_lock(place: Place) -> bool:
    """Hold the key until the transaction ends; False where another request holds it now."""
    name = "\0".join((str(place.owner.pk), place.method, place.path, place.key))
    number = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])


def answer_find(place: Place) -> KeptAnswer | None:
    """The answer that was given to the key, if any."""
    return KeptAnswer.objects.filter(**_fields(place)).first()


def answer_keep(
    *, place: Place, fingerprint: str, status: int, headers: Mapping[str, str], body: str
) -> KeptAnswer:
    """Keep the answer to a request with that fingerprint. The body is encrypted: it may hold a secret."""
    return KeptAnswer.objects.create(
        **_fields(place),
        fingerprint=fingerprint,
        status=status,
        headers=dict(headers),
        body=encrypt(body),
    )


def answers_renew() -> tuple[int, int]:
    """Encrypt them all with the newest key; returns how many, and how many cannot be read."""
    return column_renew(KeptAnswer.objects.all(), "body")


def answers_purge() -> int:
    """Forget the answers that were kept long enough; returns how many."""
    return KeptAnswer.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def _fields(place: Place) -> dict[str, object]:
    return dict(vars(place))
