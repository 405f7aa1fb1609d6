"""Every address that may not be reached is refused at registration, and again at each delivery."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from common.errors import Invalid
from tests import factories
from tests.common.test_addresses import REFUSED_FORMS, REFUSED_IPV4, REFUSED_IPV6, REFUSED_SPELLINGS
from tests.webhooks.deliveries import deliver_batch
from webhooks.models import Attempt, Delivery, Endpoint
from webhooks.services.endpoints import endpoint_create

pytestmark = pytest.mark.django_db

REFUSED = [
    *(f"http://{address}/" for address in REFUSED_IPV4),
    *(f"http://[{address}]/" for address in REFUSED_IPV6),
    *(f"http://93.184.215.14:{port}/" for port in (22, 25, 5432, 6379)),
    *REFUSED_SPELLINGS,
    *REFUSED_FORMS,
]


@pytest.fixture(autouse=True)
def _closed(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = []


@pytest.mark.parametrize("url", REFUSED)
def test_it_is_refused_when_it_is_registered(url: str) -> None:
    with pytest.raises(Invalid) as refusal:
        endpoint_create(owner=factories.user(), url=url)
    assert refusal.value.field == "url"
    assert not Endpoint.objects.exists()


def test_each_is_refused_again_at_delivery_and_nothing_of_an_answer_is_kept() -> None:
    storable = [url for url in REFUSED if len(url) <= 2048 and not {"\x00", "\ud800"} & set(url)]
    for url in storable:
        endpoint, _ = factories.endpoint(url="http://93.184.215.14/")
        Endpoint.objects.filter(pk=endpoint.pk).update(url=url)
    factories.verdict()
    assert deliver_batch(size=1000) == len(storable)
    attempts = list(Attempt.objects.all())
    assert len(attempts) == len(storable)
    for attempt in attempts:
        assert (attempt.status, bytes(attempt.response)) == (None, b"")
        assert attempt.error
    assert not Delivery.objects.filter(state=Delivery.State.DELIVERED).exists()
