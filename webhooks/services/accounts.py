"""Endpoints of accounts that are closed, as their API keys, do nothing until the account is opened again."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.db import transaction

from common.errors import Conflict
from webhooks.holding import OWNER_CLOSED, endpoint_disable, endpoints_lock
from webhooks.models import Endpoint
from webhooks.services.endpoints import endpoint_resume

# Of a paused one nothing is sent; it stays so for its owner.
_SENT_TO = (Endpoint.State.ACTIVE, Endpoint.State.PENDING)


def accounts_follow() -> None:
    """Disable the endpoints of accounts that were closed, and resume those whose account was opened again.

    An account is Django's own, and may be closed by anything that writes its row: it is looked for.
    """
    endpoints = Endpoint.objects.values_list("id", flat=True)
    for endpoint_id in endpoints.filter(state__in=_SENT_TO, owner__is_active=False):
        _disable(endpoint_id)
    disabled = Endpoint.objects.filter(state=Endpoint.State.DISABLED, disabled_reason=OWNER_CLOSED)
    for endpoint in disabled.filter(owner__is_active=True):
        with suppress(Conflict):  # it was resumed, or its account closed again, just now
            endpoint_resume(endpoint=endpoint)


@transaction.atomic
def _disable(endpoint_id: UUID) -> None:
    """Its owner is not told, who has no other endpoint to hear it at and could not resume it."""
    (locked,) = endpoints_lock([endpoint_id])
    if locked.state in _SENT_TO and not locked.owner.is_active:
        endpoint_disable(locked, OWNER_CLOSED, tell=False)
