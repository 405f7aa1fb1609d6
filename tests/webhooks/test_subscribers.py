"""A verdict's event and deliveries: in the verdict's own transaction, or not at all."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from claims.models import ImportJob, Verdict
from claims.rules import Kind
from claims.services.import_running import import_advance
from claims.services.imports import import_receive
from claims.services.merges import claim_merge, claim_unmerge
from claims.services.verdicts import Statement
from common import wake
from tests import factories
from tests.locks import elsewhere, until_somebody_waits
from tests.wakes import Wakes
from tests.webhooks.conftest import Subscribe
from webhooks.models import Delivery, Endpoint, Event, ReplayJob
from webhooks.services.endpoints import endpoint_delete, endpoint_pause, endpoint_resume
from webhooks.services.replays import replay_continue, replay_start

pytestmark = pytest.mark.django_db


def _history(*kinds: Kind) -> list[Verdict]:
    claim, publisher = factories.claim(topics=("water",)), factories.fact_checker()
    return [factories.verdict(claim, kind=kind, publisher=publisher) for kind in kinds]


def _events() -> list[Event]:
    return list(Event.objects.order_by("created_at", "id"))


def _payload(event: Event) -> Any:
    return json.loads(bytes(event.payload))


def test_a_verdict_stores_one_event_with_its_payload() -> None:
    claim = factories.claim(topics=("water", "health"), claimant=factories.source(name="Oda Brekke"))
    statement = Statement(summary="Fem måneder.", review_url="https://desk.example/1")
    verdict = factories.verdict(claim, statement=statement)
    (event,) = _events()
    assert (event.type, event.claim, event.sequence) == ("verdict.published", claim, 1)
    payload = _payload(event)
    data = payload["data"]
    assert payload["type"] == "verdict.published"
    assert data["sequence"] == 1
    assert data["claim"]["id"] == str(claim.id)
    assert data["claim"]["topics"] == ["health", "water"]
    assert data["claim"]["claimant"]["name"] == "Oda Brekke"
    assert data["claim"]["url"] == f"{settings.PUBLIC_URL}/api/v1/claims/{claim.id}"
    assert data["publisher"]["id"] == str(verdict.publisher_id)
    assert data["verdict"]["id"] == str(verdict.id)
    assert data["verdict"]["summary"] == "Fem måneder."
    assert data["verdict"]["rating"] == {
        "label": "False",
        "value": 1.0,
        "worst": 1.0,
        "best": 5.0,
        "normalised": "false",
    }
    assert data["previous"] is None


def test_every_change_tells_the_new_and_the_old_verdict_in_sequence() -> None:
    kinds = (Kind.INITIAL, Kind.UPDATE, Kind.CORRECTION, Kind.RETRACTION)
    verdicts = _history(*kinds)
    events = _events()
    assert [event.type for event in events] == [
        "verdict.published",
        "verdict.updated",
        "verdict.corrected",
        "verdict.retracted",
    ]
    assert [event.sequence for event in events] == [1, 2, 3, 4]
    told = [_payload(event)["data"] for event in events]
    assert [data["sequence"] for data in told] == [1, 2, 3, 4]
    assert [data["verdict"]["id"] for data in told] == [str(verdict.id) for verdict in verdicts]
    assert [data["previous"] and data["previous"]["id"] for data in told] == [
        None,
        *(str(verdict.id) for verdict in verdicts[:-1]),
    ]


def test_a_claims_publishers_share_its_sequence_and_other_claims_have_their_own() -> None:
    claim = factories.claim()
    factories.verdict(claim)
    factories.verdict(claim)
    factories.verdict(factories.claim())
    assert [event.sequence for event in _events()] == [1, 2, 1]


def test_each_endpoint_gets_one_delivery_according_to_its_state(subscribe: Subscribe) -> None:
    active, paused, disabled, deleted = (subscribe() for _ in range(4))
    endpoint_pause(endpoint=paused)
    Endpoint.objects.filter(pk=disabled.pk).update(state=Endpoint.State.DISABLED)
    endpoint_delete(endpoint=deleted)
    factories.verdict()
    states = dict(Delivery.objects.values_list("endpoint_id", "state"))
    assert states == {active.id: Delivery.State.PENDING, paused.id: Delivery.State.HELD}


def test_types_and_filters_choose_what_an_endpoint_gets(subscribe: Subscribe) -> None:
    everything = subscribe()
    updates = subscribe(event_types=["verdict.updated", "verdict.corrected"])
    water = subscribe(filters={"topic": ["water"]})
    energy = subscribe(filters={"topic": ["energy"]})
    english_falsehoods = subscribe(filters={"language": ["en"], "normalised": ["false"]})
    _history(Kind.INITIAL, Kind.UPDATE)
    counts = {
        endpoint: Delivery.objects.filter(endpoint=endpoint).count()
        for endpoint in (everything, updates, water, energy, english_falsehoods)
    }
    assert counts == {everything: 2, updates: 1, water: 2, energy: 0, english_falsehoods: 2}


def test_who_follows_false_claims_hears_when_one_is_withdrawn(subscribe: Subscribe) -> None:
    subscribe(filters={"normalised": ["false"]})
    _history(Kind.INITIAL, Kind.RETRACTION)
    assert list(Delivery.objects.order_by("id").values_list("event__type", flat=True)) == [
        "verdict.published",
        "verdict.retracted",
    ]


def test_who_follows_a_publisher_hears_of_a_merge_of_what_it_has_withdrawn(subscribe: Subscribe) -> None:
    _, withdrawn = _history(Kind.INITIAL, Kind.RETRACTION)
    other = factories.verdict(rating_id=factories.rating("True", normalised="true").id)
    subscribe(event_types=["claim.merged"], filters={"publisher": [str(withdrawn.publisher_id)]})
    subscribe(event_types=["claim.merged"], filters={"normalised": ["false"]})
    claim_merge(
        claim_id=withdrawn.claim_id, into_id=other.claim_id, actor=factories.user(), reason="The same."
    )
    told = Delivery.objects.get()
    assert told.endpoint.filters == {"publisher": [str(withdrawn.publisher_id)]}
    data = _payload(told.event)["data"]
    assert data["publishers"] == sorted([str(withdrawn.publisher_id), str(other.publisher_id)])
    assert data["normalised"] == ["true"]


def test_that_a_merge_was_undone_is_told_to_whoever_was_told_of_it(subscribe: Subscribe) -> None:
    topic, actor = factories.topic("water"), factories.user()
    claim, into = factories.published_claim(text="The dam is full."), factories.published_claim()
    into.topics.set([topic])
    subscribe(event_types=["claim.merged", "claim.unmerged"], filters={"topic": ["water"]})
    claim_merge(claim_id=claim.id, into_id=into.id, actor=actor, reason="The same.")
    claim_unmerge(claim_id=claim.id, actor=actor, reason="Not the same.")
    told = [_payload(row.event) for row in Delivery.objects.order_by("sequence")]
    assert [(one["type"], one["data"]["sequence"]) for one in told] == [
        ("claim.merged", 2),
        ("claim.unmerged", 3),
    ]
    assert told[0]["data"]["into"] == told[1]["data"]["into"]
    assert told[1]["data"]["claim"]["id"] == str(claim.id)


def test_of_a_claim_that_never_was_public_no_merge_is_told_nor_that_it_was_undone() -> None:
    into, actor = factories.published_claim(), factories.user()
    claim = factories.merged_claim(into)
    claim_unmerge(claim_id=claim.id, actor=actor, reason="Not the same.")
    assert not Event.objects.filter(claim=claim).exists()


def test_an_event_is_kept_for_whoever_pulls_though_nobody_subscribes() -> None:
    factories.verdict()
    assert len(_events()) == 1
    assert not Delivery.objects.exists()


def test_a_stored_event_cannot_be_changed() -> None:
    factories.verdict()
    for statement in ("UPDATE webhooks_event SET payload = ''", "DELETE FROM webhooks_event"):
        with pytest.raises(DatabaseError, match=r"Cannot (update|delete) rows"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_rolled_back_verdict_leaves_no_event(subscribe: Subscribe) -> None:
    subscribe()
    with transaction.atomic():
        factories.verdict()
        assert Delivery.objects.count() == 1
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert not Delivery.objects.exists()


def test_an_error_in_the_subscriber_rolls_the_verdict_back(subscribe: Subscribe) -> None:
    broken = subscribe()
    Endpoint.objects.filter(pk=broken.pk).update(filters={"colour": ["red"]})
    with pytest.raises(KeyError, match="colour"):
        factories.verdict()
    assert not Verdict.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_pause_waits_for_the_verdict_that_is_being_recorded(subscribe: Subscribe) -> None:
    """No delivery slips past a pause: what a verdict queued while the pause was asked for is held too."""
    endpoint = subscribe()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            factories.verdict()
            pausing = pool.submit(elsewhere, lambda: endpoint_pause(endpoint=endpoint))
            until_somebody_waits()
            assert not pausing.done()
        pausing.result()
    assert Delivery.objects.get().state == Delivery.State.HELD


@pytest.mark.django_db(transaction=True)
def test_a_resumption_waits_for_the_verdict_that_is_being_recorded_without_the_endpoint(
    subscribe: Subscribe,
) -> None:
    """Else a replay of what was missed would look before the event is there to be found."""
    endpoint = subscribe()
    Endpoint.objects.filter(pk=endpoint.pk).update(state=Endpoint.State.DISABLED)
    start = timezone.now()

    def resume_and_replay() -> None:
        try:
            endpoint_resume(endpoint=endpoint)
            job = replay_start(endpoint=endpoint, wanted=ReplayJob.Wanted.MISSING, since=start)
            replay_continue(job_id=job.id)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            factories.verdict()
            resuming = pool.submit(resume_and_replay)
            until_somebody_waits()
        resuming.result()
    assert Delivery.objects.get().event == Event.objects.get()


@pytest.mark.django_db(transaction=True)
def test_verdicts_of_one_claim_at_once_get_sequences_without_gap() -> None:
    claim = factories.claim()

    with ThreadPoolExecutor(6) as pool:
        for future in [pool.submit(elsewhere, lambda: factories.verdict(claim)) for _ in range(6)]:
            future.result()
    assert sorted(event.sequence or 0 for event in _events()) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_a_verdict_wakes_a_worker_once_it_is_committed(subscribe: Subscribe, wakes: Wakes) -> None:
    subscribe()
    endpoint_pause(endpoint=subscribe())
    wakes()
    with transaction.atomic():
        factories.verdict()
        assert wakes() == []
    assert wakes() == ["webhooks.deliver"]


@pytest.mark.django_db(transaction=True)
def test_many_verdicts_of_one_transaction_wake_a_worker_once(subscribe: Subscribe, wakes: Wakes) -> None:
    subscribe()
    row = {"language": "en", "verdicts": [{"publisher": "Control Desk", "rating": {"label": "Wrong"}}]}
    rows = [row | {"text": f"The Velmar dam is {metres} metres high."} for metres in range(20)]
    body = "\n".join(json.dumps(each) for each in rows).encode()
    job = import_receive(owner=factories.user(), format=ImportJob.Format.NDJSON, body=[body])
    wakes()
    import_advance(job_id=job.pk)
    assert Delivery.objects.count() == len(rows)
    assert wakes().count("webhooks.deliver") == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_is_woken_for_what_nobody_gets(subscribe: Subscribe, wakes: Wakes) -> None:
    endpoint_pause(endpoint=subscribe())
    wakes()
    factories.verdict()
    assert wakes() == []


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_verdict_stands_and_its_delivery_waits(
    subscribe: Subscribe, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    app = Celery(broker=f"redis+socket://{tmp_path}/nobody.sock", set_as_current=False)
    app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(wake, "current_app", app)
    monkeypatch.setattr(logging.getLogger("common"), "propagate", True)
    subscribe()
    verdict = factories.verdict()
    assert Verdict.objects.filter(pk=verdict.pk).exists()
    assert Delivery.objects.get().state == Delivery.State.PENDING
    assert "could not wake webhooks.deliver" in caplog.text
