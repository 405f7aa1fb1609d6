"""What was held goes out when an endpoint resumes, and what was to be told of its disabling is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.db import transaction

from tests import factories
from tests.wakes import Wakes
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import deliver_batch
from webhooks.models import Endpoint
from webhooks.receiver import Receiver
from webhooks.services.endpoints import endpoint_delete, endpoint_pause, endpoint_resume, endpoint_update
from webhooks.services.notices import notices_send

pytestmark = pytest.mark.django_db


def _disabled(subscribe: Subscribe, receiver: Receiver) -> Endpoint:
    endpoint = subscribe(owner=factories.user(email="oda@desk.example"))
    factories.verdict()
    receiver.answer(410)
    deliver_batch()
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.notice_due) == (Endpoint.State.DISABLED, True)
    return endpoint


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_woken_once_that_is_committed(subscribe: Subscribe, wakes: Wakes) -> None:
    endpoint = endpoint_pause(endpoint=subscribe())
    wakes()
    with transaction.atomic():
        endpoint_resume(endpoint=endpoint)
        assert wakes() == []
    assert wakes() == ["webhooks.deliver"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_woken_for_what_waited_for_consent(subscribe: Subscribe, wakes: Wakes) -> None:
    endpoint = subscribe()
    endpoint_update(endpoint=endpoint, url=f"{endpoint.url}new")
    factories.verdict()
    wakes()
    deliver_batch()
    assert wakes() == ["webhooks.deliver"]


@pytest.mark.parametrize("then", [endpoint_resume, endpoint_delete])
def test_its_owner_is_not_told_any_more_that_it_was_disabled(
    subscribe: Subscribe, receiver: Receiver, then: Callable[..., object]
) -> None:
    then(endpoint=_disabled(subscribe, receiver))
    notices_send()
    assert mail.outbox == []
