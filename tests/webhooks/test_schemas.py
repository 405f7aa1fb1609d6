"""Every payload is what its JSON Schema says, and the schemas are in the OpenAPI document."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import jsonschema_rs
import pytest
from django.utils import timezone

from claims import events
from claims.models import Claim, Evidence
from claims.rules import Kind
from claims.services.verdicts import Statement
from tests import factories
from tests.api import document
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import deliver_batch
from webhooks.examples import EXAMPLES
from webhooks.filters import EVENT_TYPES
from webhooks.models import Delivery, Event
from webhooks.operational import CHALLENGE, REGISTRY_RESTORED
from webhooks.payloads import MAX_BYTES
from webhooks.receiver import Receiver
from webhooks.schemas import SCHEMAS
from webhooks.services.endpoints import endpoint_create, endpoint_test
from webhooks.services.notices import notices_send, restore_announce


def _closed(schema: Any) -> Any:
    """The schema with nothing allowed beyond what it names, so that a forgotten key is found."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    if "properties" in closed and closed.get("type") == "object":
        closed["additionalProperties"] = False
    return closed


def _check(payload: Any) -> None:
    schema = _closed(SCHEMAS[payload["type"]])
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(payload)


def _payload(event: Event) -> Any:
    return json.loads(bytes(event.payload))


def _evidence(claim: Claim, **values: Any) -> Evidence:
    given = {"stance": "refutes", "url": "https://operator.example/levels", "created_by": factories.user()}
    return Evidence.objects.create(claim=claim, **given | values)


def test_there_is_a_schema_and_an_example_of_every_type() -> None:
    assert set(SCHEMAS) == set(EXAMPLES) == {*EVENT_TYPES, CHALLENGE, REGISTRY_RESTORED}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_example_is_valid_and_every_schema_refuses_what_is_missing(name: str) -> None:
    _check(EXAMPLES[name])
    assert EXAMPLES[name]["type"] == name
    validator = jsonschema_rs.Draft202012Validator(SCHEMAS[name])
    assert not validator.is_valid(EXAMPLES[name] | {"type": "another"})
    for key in EXAMPLES[name]["data"]:
        data = {other: value for other, value in EXAMPLES[name]["data"].items() if other != key}
        assert not validator.is_valid(EXAMPLES[name] | {"data": data})


def test_they_are_listed_in_the_openapi_document() -> None:
    listed = document()["webhooks"]
    assert set(listed) == set(SCHEMAS)
    for name, item in listed.items():
        content = item["post"]["requestBody"]["content"]["application/json"]
        assert content["schema"] == SCHEMAS[name]
        assert content["example"] == EXAMPLES[name]


@pytest.mark.django_db
def test_every_verdict_that_is_recorded_makes_a_valid_payload() -> None:
    for claimant in (None, factories.source()):
        claim = factories.claim(claimant=claimant, topics=("water",))
        publisher = factories.fact_checker()
        for kind in Kind:
            factories.verdict(claim, kind=kind, publisher=publisher, statement=Statement(summary="Ø" * 9000))
    assert {event.type for event in Event.objects.all()} == {f"verdict.{name}" for name in _VERDICTS}
    for event in Event.objects.all():
        _check(_payload(event))
        assert len(bytes(event.payload)) <= MAX_BYTES


_VERDICTS = ("published", "updated", "corrected", "retracted")


@pytest.mark.django_db
def test_every_word_and_moment_of_a_verdict_is_told() -> None:
    claim, publisher = factories.claim(language="nb"), factories.fact_checker(domain="desk.example")
    factories.verdict(claim, publisher=publisher)
    address, since = "https://desk.example/2", datetime(2026, 3, 1, tzinfo=UTC)
    verdict = factories.verdict(
        claim,
        publisher=publisher,
        kind=Kind.CORRECTION,
        statement=Statement(
            summary="It holds five.",
            explanation="So the operator says.",
            original_label="Feil",
            language="uk",
            review_url=address,
            effective_at=since,
        ),
        reason="We misread it.",
        note="It is five.",
        rating_id=factories.rating(value=None).id,
    )
    event = Event.objects.get(type="verdict.corrected")
    payload = _payload(event)
    claim_told, told = payload["data"]["claim"], payload["data"]["verdict"]
    moments = (payload["timestamp"], told.pop("recorded_at"))
    assert {*map(datetime.fromisoformat, moments), event.created_at} == {verdict.recorded_at}
    assert told.pop("rating")["value"] is None
    assert told == {
        "id": str(verdict.id),
        "seq": 2,
        "kind": "correction",
        "original_label": "Feil",
        "summary": "It holds five.",
        "explanation": "So the operator says.",
        "reason": "We misread it.",
        "note": "It is five.",
        "language": "uk",
        "review_url": address,
        "effective_at": "2026-03-01T00:00:00Z",
    }
    assert (claim_told["text"], claim_told["language"]) == (claim.text, "nb")
    assert payload["data"]["publisher"] == {
        "id": str(publisher.id),
        "name": publisher.name,
        "kind": "fact_checker",
        "domain": "desk.example",
    }


@pytest.mark.django_db
def test_a_merge_is_told_to_who_follows_either_claim(subscribe: Subscribe) -> None:
    claim, into = factories.claim(topics=("water",)), factories.claim(topics=("health",))
    verdict = factories.verdict(claim)
    other = factories.verdict(into)
    factories.verdict(into, publisher=other.publisher, kind=Kind.UPDATE)
    mine = subscribe(filters={"publisher": [str(verdict.publisher_id)]})
    topical = subscribe(filters={"topic": ["health"]}, event_types=["claim.merged"])
    subscribe(filters={"topic": ["energy"]})
    subscribe(event_types=["verdict.updated"])
    now = timezone.now()
    events.publish(events.ClaimMerged(claim_id=claim.id, into_id=into.id, merged_at=now))
    event = Event.objects.get(type="claim.merged")
    payload = _payload(event)
    _check(payload)
    assert (event.claim_id, event.sequence) == (claim.id, 2)
    assert event.created_at == datetime.fromisoformat(payload["timestamp"]) == now
    assert payload["data"]["claim"]["id"] == str(claim.id)
    assert payload["data"]["into"]["id"] == str(into.id)
    assert set(payload["data"]["publishers"]) == {str(verdict.publisher_id), str(other.publisher_id)}
    assert payload["data"]["normalised"] == ["false"]
    assert set(Delivery.objects.filter(event=event).values_list("endpoint", flat=True)) == {
        mine.id,
        topical.id,
    }
    assert event.feed_entry.position is None


@pytest.mark.django_db
def test_a_broken_link_is_told_with_whose_verdict_rests_on_it(subscribe: Subscribe) -> None:
    claim = factories.claim(topics=("water",))
    verdict = factories.verdict(claim)
    factories.verdict(claim)
    endpoint = subscribe(filters={"publisher": [str(verdict.publisher_id)], "topic": ["water"]})
    subscribe(filters={"publisher": [str(factories.fact_checker().id)]})
    evidence = _evidence(claim, verdict=verdict, archive_url="https://archive.example/levels")
    now = timezone.now()
    events.publish(events.EvidenceLinkBroken(claim_id=claim.id, evidence_id=evidence.id, checked_at=now))
    event = Event.objects.get(type="evidence.link_broken")
    payload = _payload(event)
    _check(payload)
    assert event.sequence == 3
    assert event.created_at == datetime.fromisoformat(payload["timestamp"]) == now
    assert payload["data"]["evidence"] == {
        "id": str(evidence.id),
        "verdict_id": str(verdict.id),
        "stance": "refutes",
        "url": evidence.url,
        "archive_url": evidence.archive_url,
    }
    assert payload["data"]["publishers"] == [str(verdict.publisher_id)]
    assert [row.endpoint_id for row in Delivery.objects.filter(event=event)] == [endpoint.id]


@pytest.mark.django_db
def test_the_operational_ones_are_valid_too(subscribe: Subscribe, receiver: Receiver) -> None:
    owner = factories.user()
    endpoint_test(endpoint=subscribe(owner=owner))
    receiver.answer(410)
    deliver_batch()
    subscribe(owner=owner)
    endpoint_create(owner=owner, url=receiver.url)
    notices_send()
    restore_announce()
    found = [_payload(event) for event in Event.objects.all()]
    types = {CHALLENGE, "webhook.test", "webhook.endpoint_disabled", "webhook.registry_restored"}
    assert {payload["type"] for payload in found} == types
    for payload in found:
        _check(payload)
