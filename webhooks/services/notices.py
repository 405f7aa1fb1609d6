"""Telling owners what became of an endpoint, by e-mail and at their others, and everybody of a restore."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from webhooks.holding import endpoints_lock
from webhooks.models import Endpoint, Event
from webhooks.operational import (
    ENDPOINT_DISABLED,
    REGISTRY_RESTORED,
    disabled_payload,
    restored_payload,
)
from webhooks.outbox import deliveries_record, event_record, takers
from webhooks.selectors import endpoints_following

logger = logging.getLogger(__name__)

_LETTER = """Your webhook endpoint {url}
was disabled. {reason}

Nothing is sent to it any more. What was on its way is held, and sent once you resume the endpoint:
  POST {site}/api/v1/webhooks/endpoints/{id}/resume
What happens until then can be sent afterwards by a replay of what is missing:
  POST {site}/api/v1/webhooks/endpoints/{id}/replays
"""


def notices_send() -> None:
    """Tell of every endpoint whose disabling its owner has not heard of; twice at worst, never not at all."""
    for endpoint in Endpoint.objects.filter(notice_due=True).select_related("owner")[:100]:
        _mail(endpoint)
        _announce(endpoint.id, endpoint.owner_id)


def _mail(endpoint: Endpoint) -> None:
    if not endpoint.owner.email:
        logger.warning("endpoint %s was disabled and its owner has no e-mail address", endpoint.id)
        return
    letter = _LETTER.format(
        url=endpoint.url, reason=endpoint.disabled_reason, site=settings.PUBLIC_URL, id=endpoint.id
    )
    try:
        send_mail("A webhook endpoint of yours was disabled", letter, None, [endpoint.owner.email])
    except OSError as error:  # as all of smtplib are
        logger.error("could not tell %s of endpoint %s: %s", endpoint.owner.email, endpoint.id, error)


@transaction.atomic
def _announce(endpoint_id: UUID, owner_id: int) -> None:
    """Queue the event for the owner's other endpoints, and note that it was told."""
    following = endpoints_following(ENDPOINT_DISABLED).filter(owner=owner_id).values_list("id", flat=True)
    locked = endpoints_lock({*following, endpoint_id})
    disabled = next(endpoint for endpoint in locked if endpoint.id == endpoint_id)
    if not disabled.notice_due:
        return
    disabled.notice_due = False
    disabled.save(update_fields=["notice_due"])
    if told := takers(list(following)):
        now = timezone.now()
        payload = disabled_payload(
            timestamp=now, endpoint_id=endpoint_id, url=disabled.url, reason=disabled.disabled_reason
        )
        deliveries_record(event_record(event_type=ENDPOINT_DISABLED, payload=payload, created_at=now), told)


@transaction.atomic
def restore_announce(*, restored_to: datetime | None = None) -> tuple[datetime | None, int]:
    """Tell every endpoint, whatever it follows, that what the registry told after that moment is lost.

    By default the moment of the last event about a claim that is still there. Returns it (None: there is no
    event) and how many endpoints are told, those that are paused included.
    """
    last = Event.objects.exclude(claim=None).order_by("-created_at").values_list("created_at", flat=True)
    moment, now = restored_to or last.first(), timezone.now()
    told = takers(list(Endpoint.objects.values_list("id", flat=True)))
    payload = restored_payload(timestamp=now, restored_to=moment)
    deliveries_record(event_record(event_type=REGISTRY_RESTORED, payload=payload, created_at=now), told)
    return moment, len(told)
