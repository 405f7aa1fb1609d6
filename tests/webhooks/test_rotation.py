"""Changing secrets: the official package verifies what is sent with each that is in force, and no other.

Also when a server's clock is wrong.
"""

from __future__ import annotations

import base64
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from common.errors import Invalid
from tests import factories
from tests.locks import elsewhere, until_somebody_waits
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import arrived, deliver_batch
from webhooks.models import Delivery, Endpoint, Secret
from webhooks.receiver import Received, Receiver
from webhooks.services.endpoints import endpoint_rotate

pytestmark = pytest.mark.django_db


def _next(receiver: Receiver) -> Received:
    factories.verdict()
    deliver_batch()
    (received,) = arrived(receiver)
    return received


def _verifies(secret: str, received: Received) -> bool:
    try:
        Webhook(secret).verify(received.body, received.headers)
    except WebhookVerificationError:
        return False
    return True


def _key_verifies(public: str, received: Received) -> bool:
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public.removeprefix("whpk_")))
    signed = f"{received.id}.{received.headers['webhook-timestamp']}.".encode() + received.body
    for part in received.headers["webhook-signature"].split(" "):
        version, _, signature = part.partition(",")
        if version == "v1a":
            try:
                key.verify(base64.b64decode(signature), signed)
            except InvalidSignature:
                continue
            return True
    return False


def _public(endpoint: Endpoint) -> str:
    return endpoint.secrets.get(public_key__startswith="whpk_", expires_at=None).public_key


def _time_passes(**by: int) -> None:
    for row in Secret.objects.exclude(expires_at=None):
        assert row.expires_at is not None
        Secret.objects.filter(pk=row.pk).update(expires_at=row.expires_at - timedelta(**by))


def test_every_secret_verifies_exactly_while_it_is_in_force(subscribe: Subscribe, receiver: Receiver) -> None:
    endpoint = subscribe()
    receiver.secret, first = "", receiver.secret
    first_key = _public(endpoint)
    received = _next(receiver)
    assert _verifies(first, received)
    assert _key_verifies(first_key, received)

    second = endpoint_rotate(endpoint=endpoint)
    second_key = _public(endpoint)
    received = _next(receiver)
    assert len(received.headers["webhook-signature"].split(" ")) == 4
    assert _verifies(second, received)
    assert _verifies(first, received)
    assert _key_verifies(first_key, received)
    assert _key_verifies(second_key, received)

    _time_passes(hours=23)
    third = endpoint_rotate(endpoint=endpoint, overlap=timedelta(days=7))
    received = _next(receiver)
    assert all(_verifies(secret, received) for secret in (first, second, third))

    _time_passes(hours=2)
    received = _next(receiver)
    assert not _verifies(first, received)
    assert not _key_verifies(first_key, received)
    assert _verifies(second, received)
    assert _verifies(third, received)

    _time_passes(days=7)
    received = _next(receiver)
    assert not _verifies(second, received)
    assert _verifies(third, received)
    assert len(received.headers["webhook-signature"].split(" ")) == 2


def test_without_overlap_the_former_secret_ends_at_once(subscribe: Subscribe, receiver: Receiver) -> None:
    endpoint = subscribe()
    receiver.secret, first = "", receiver.secret
    second = endpoint_rotate(endpoint=endpoint, overlap=timedelta(0))
    received = _next(receiver)
    assert _verifies(second, received)
    assert not _verifies(first, received)


def test_a_later_rotation_never_makes_a_secret_last_longer(subscribe: Subscribe) -> None:
    endpoint = subscribe()
    endpoint_rotate(endpoint=endpoint, overlap=timedelta(hours=1))
    until = Secret.objects.filter(expires_at__isnull=False).latest("expires_at").expires_at
    endpoint_rotate(endpoint=endpoint, overlap=timedelta(days=7))
    oldest = Secret.objects.order_by("created_at")[:2]
    assert [row.expires_at for row in oldest] == [until, until]


def test_a_later_rotation_without_overlap_ends_every_secret_before_it(subscribe: Subscribe) -> None:
    endpoint = subscribe()
    endpoint_rotate(endpoint=endpoint, overlap=timedelta(days=7))
    endpoint_rotate(endpoint=endpoint, overlap=timedelta(0))
    assert endpoint.secrets.filter(expires_at__lte=timezone.now()).count() == 4
    assert endpoint.secrets.filter(expires_at=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_rotations_at_once_only_the_last_ones_secrets_stay(subscribe: Subscribe) -> None:
    endpoint = subscribe()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            endpoint_rotate(endpoint=endpoint)
            rotating = pool.submit(elsewhere, lambda: endpoint_rotate(endpoint=endpoint))
            until_somebody_waits()
        rotating.result()
    current = Secret.objects.filter(expires_at=None)
    assert sorted(bool(row.public_key) for row in current) == [False, True]


def test_the_newest_secret_signs_first(subscribe: Subscribe, receiver: Receiver) -> None:
    endpoint = subscribe()
    receiver.secret = ""
    second = endpoint_rotate(endpoint=endpoint)
    received = _next(receiver)
    received.headers["webhook-signature"] = received.headers["webhook-signature"].split(" ")[0]
    assert _verifies(second, received)


def test_what_has_expired_is_forgotten_at_the_next_rotation(subscribe: Subscribe) -> None:
    endpoint = subscribe()
    endpoint_rotate(endpoint=endpoint)
    _time_passes(hours=25)
    endpoint_rotate(endpoint=endpoint)
    assert endpoint.secrets.count() == 4
    assert not endpoint.secrets.filter(expires_at__lte=timezone.now()).exists()


@pytest.mark.parametrize("overlap", [timedelta(seconds=-1), timedelta(days=7, seconds=1)])
def test_an_overlap_beyond_seven_days_is_refused(subscribe: Subscribe, overlap: timedelta) -> None:
    endpoint = subscribe()
    with pytest.raises(Invalid):
        endpoint_rotate(endpoint=endpoint, overlap=overlap)
    assert endpoint.secrets.count() == 2


def test_a_server_whose_clock_is_wrong_signs_by_the_databases(
    subscribe: Subscribe, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe()
    right = time.time
    monkeypatch.setattr(time, "time", lambda: right() + 3600)
    received = _next(receiver)
    assert received.verified, received.problem
    assert Delivery.objects.get().state == Delivery.State.DELIVERED
