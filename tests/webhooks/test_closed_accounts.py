"""The endpoints of a closed account are sent nothing, and go on by themselves once it is open again."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

from common.errors import Conflict
from tests import factories
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import arrived, deliver_batch, state_now
from webhooks.models import Attempt, Delivery, Endpoint
from webhooks.operational import CHALLENGE
from webhooks.receiver import Receiver
from webhooks.services.endpoints import endpoint_create, endpoint_pause, endpoint_resume
from webhooks.tasks import upkeep

pytestmark = pytest.mark.django_db


def _account(owner: User, *, is_active: bool) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=is_active)
    upkeep()


def test_nothing_is_sent_until_the_account_is_open_again(subscribe: Subscribe, receiver: Receiver) -> None:
    other, endpoint = subscribe(), subscribe(owner=factories.user(email="oda@desk.example"))
    held = factories.verdict()
    _account(endpoint.owner, is_active=False)
    missed = factories.verdict()
    deliver_batch()
    assert (state_now(endpoint), state_now(other)) == ("disabled", "active")
    assert not any(one.verified for one in arrived(receiver))
    assert {attempt.delivery.endpoint_id for attempt in Attempt.objects.all()} == {other.pk}
    assert mail.outbox == []
    with pytest.raises(Conflict, match="account of its owner is closed"):
        endpoint_resume(endpoint=endpoint)

    _account(endpoint.owner, is_active=True)
    deliver_batch()
    assert state_now(endpoint) == "active"
    sent = Delivery.objects.filter(endpoint=endpoint, state=Delivery.State.DELIVERED)
    assert [delivery.claim_id for delivery in sent] == [held.claim_id]
    assert not Delivery.objects.filter(endpoint=endpoint, claim=missed.claim_id).exists()
    assert Endpoint.objects.get(pk=endpoint.pk).disabled_reason == ""


def test_one_that_has_not_consented_is_asked_anew(receiver: Receiver) -> None:
    endpoint, receiver.secret = endpoint_create(owner=factories.user(), url=receiver.url)
    _account(endpoint.owner, is_active=False)
    assert deliver_batch() == 0
    _account(endpoint.owner, is_active=True)
    assert state_now(endpoint) == "pending"
    due = Delivery.objects.filter(endpoint=endpoint, state=Delivery.State.PENDING)
    assert [delivery.event.type for delivery in due] == [CHALLENGE]
    deliver_batch()
    assert state_now(endpoint) == "active"


def test_what_was_paused_or_disabled_before_stays_so(subscribe: Subscribe, receiver: Receiver) -> None:
    owner = factories.user()
    paused, gone = subscribe(owner=owner), subscribe(owner=owner)
    endpoint_pause(endpoint=paused)
    factories.verdict()
    receiver.answer(410)
    deliver_batch()
    _account(owner, is_active=False)
    with pytest.raises(Conflict, match="account of its owner is closed"):
        endpoint_resume(endpoint=paused)
    _account(owner, is_active=True)
    assert (state_now(gone), state_now(paused)) == ("disabled", "paused")


def test_the_desk_says_why_and_what_can_be_done(subscribe: Subscribe) -> None:
    endpoint = subscribe()
    _account(endpoint.owner, is_active=False)
    desk = Client()
    desk.force_login(factories.user(is_superuser=True, is_staff=True))
    page = desk.get(reverse("admin:webhooks_endpoint_change", args=[endpoint.pk])).content.decode()
    assert "The account of its owner is closed." in page
    assert reverse("admin:auth_user_change", args=[endpoint.owner_id]) in page
