"""After a restore every endpoint hears from which moment on what it was told is lost."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests import factories
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import arrived, deliver_batch
from webhooks.models import Delivery, Endpoint, Event
from webhooks.receiver import Receiver
from webhooks.services import notices
from webhooks.services.endpoints import endpoint_delete, endpoint_pause, endpoint_resume
from webhooks.services.notices import restore_announce

pytestmark = pytest.mark.django_db


def _restored(*arguments: str) -> str:
    out = StringIO()
    call_command("webhooks_restored", *arguments, stdout=out)
    return out.getvalue()


def test_every_endpoint_that_takes_events_hears_of_it_whatever_it_follows(
    subscribe: Subscribe, receiver: Receiver
) -> None:
    active, paused = subscribe(event_types=["verdict.retracted"]), subscribe()
    disabled, deleted = subscribe(), subscribe()
    factories.verdict()
    verdict = factories.verdict()
    endpoint_pause(endpoint=paused)
    Endpoint.objects.filter(pk=disabled.pk).update(state=Endpoint.State.DISABLED, disabled_reason="x")
    endpoint_delete(endpoint=deleted)
    Delivery.objects.all().delete()
    assert _restored().startswith("2 endpoints will hear")
    deliver_batch()
    (told,) = arrived(receiver)
    written = verdict.recorded_at.isoformat().replace("+00:00", "Z")
    assert told.payload["type"] == "webhook.registry_restored"
    assert told.payload["data"] == {"restored_to": written}
    endpoint_resume(endpoint=paused)
    deliver_batch()
    assert [one.payload["data"] for one in arrived(receiver)] == [{"restored_to": written}]
    assert {one.endpoint_id for one in Delivery.objects.all()} == {active.id, paused.id}


def test_what_was_never_told_of_a_claim_is_no_measure(subscribe: Subscribe) -> None:
    subscribe()
    assert restore_announce() == (None, 1)
    assert _restored() == "1 endpoints will hear that all that ever was told is lost\n"


def test_it_is_told_to_all_or_to_nobody(subscribe: Subscribe, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise RuntimeError("a fault")

    subscribe()
    monkeypatch.setattr(notices, "deliveries_record", fails)
    with pytest.raises(RuntimeError):
        restore_announce()
    assert not Event.objects.exists()


def test_the_moment_can_be_given(subscribe: Subscribe) -> None:
    subscribe()
    factories.verdict()
    assert "after 2026-03-01T08:00:00+00:00 is lost" in _restored("--to", "2026-03-01T08:00:00Z")
    assert b'"restored_to":"2026-03-01T08:00:00Z"' in Event.objects.latest("created_at").payload
    with pytest.raises(CommandError, match="is no date"):
        _restored("--to", "yesterday")
