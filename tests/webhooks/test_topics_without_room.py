"""A filter by a topic finds an event of which the payload has no room for that topic."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from claims import events
from claims.models import Evidence, ImportJob
from claims.services.import_running import import_advance
from claims.services.imports import import_receive
from claims.services.merges import claim_merge
from tests import factories
from tests.webhooks.conftest import Subscribe
from webhooks.models import Delivery, Endpoint, Event, ReplayJob
from webhooks.services.replays import replay_continue, replay_start

pytestmark = pytest.mark.django_db
MANY = tuple(f"{'water-' * 15}{number:03}" for number in range(300))


def _asked(subscribe: Subscribe, event_type: str) -> None:
    for topic in (MANY[-1], "elsewhere"):
        subscribe(event_types=[event_type], filters={"topic": [topic]})


def _heard(event_type: str) -> None:
    event = Event.objects.get(type=event_type)
    assert MANY[-1] not in json.loads(bytes(event.payload))["data"]["claim"]["topics"]
    (delivery,) = Delivery.objects.filter(event=event).select_related("endpoint")
    assert delivery.endpoint.filters == {"topic": [MANY[-1]]}


def test_of_a_verdict(subscribe: Subscribe) -> None:
    _asked(subscribe, "verdict.published")
    factories.verdict(factories.claim(topics=MANY))
    _heard("verdict.published")


def test_of_a_verdict_that_is_imported(subscribe: Subscribe) -> None:
    _asked(subscribe, "verdict.published")
    verdict = {"publisher": {"name": "Control Desk"}, "rating": {"label": "Wrong", "normalised": "false"}}
    row = {"id": "dam-1", "text": "The Velmar dam is low.", "topics": MANY, "verdicts": [verdict]}
    body = [json.dumps(row | {"language": "en"}).encode()]
    job = import_receive(owner=factories.user(), format=ImportJob.Format.NDJSON, body=body)
    import_advance(job_id=job.pk)
    _heard("verdict.published")


@pytest.mark.parametrize("of_survivor", [True, False])
def test_of_either_claim_of_a_merge(subscribe: Subscribe, of_survivor: bool) -> None:
    _asked(subscribe, "claim.merged")
    topics = [("harbour",), MANY] if of_survivor else [MANY, ("harbour",)]
    claim, into = (factories.verdict(factories.claim(topics=each)).claim for each in topics)
    claim_merge(claim_id=claim.id, into_id=into.id, actor=factories.user(), reason="The same.")
    _heard("claim.merged")


def test_of_a_broken_link(subscribe: Subscribe) -> None:
    _asked(subscribe, "evidence.link_broken")
    claim = factories.verdict(factories.claim(topics=MANY)).claim
    evidence = Evidence.objects.create(
        claim=claim, stance="refutes", url="https://operator.example/levels", created_by=factories.user()
    )
    now = timezone.now()
    events.publish(events.EvidenceLinkBroken(claim_id=claim.id, evidence_id=evidence.id, checked_at=now))
    _heard("evidence.link_broken")


def test_of_what_is_missing_and_sent_again(subscribe: Subscribe) -> None:
    since = timezone.now()
    factories.verdict(factories.claim(topics=MANY))
    subscribe(event_types=["verdict.published"], filters={"topic": [MANY[-1]]})
    job = replay_start(endpoint=Endpoint.objects.get(), wanted=ReplayJob.Wanted.MISSING, since=since)
    replay_continue(job_id=job.pk)
    _heard("verdict.published")
