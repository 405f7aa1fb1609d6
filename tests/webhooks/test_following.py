"""Whoever follows a source is told of what is its own, also after it was merged with another."""

from __future__ import annotations

import pytest
from django.utils import timezone

from claims.roles import Role
from claims.services.source_merges import source_merge, source_unmerge
from common.errors import Invalid
from common.ids import new_id
from sources.models import Source
from tests import factories
from tests.webhooks.conftest import Subscribe
from webhooks.models import Delivery, ReplayJob
from webhooks.services.endpoints import endpoint_create, endpoint_update
from webhooks.services.replays import replay_continue, replay_start

pytestmark = pytest.mark.django_db


def _merged(source: Source, into: Source) -> None:
    administrator = factories.user(role=Role.ADMINISTRATOR)
    source_merge(source_id=source.pk, into_id=into.pk, actor=administrator, reason="They are one.")


def _unmerged(source: Source) -> None:
    source_unmerge(source_id=source.pk, actor=factories.user(role=Role.ADMINISTRATOR), reason="They are two.")


@pytest.mark.parametrize("filtered", ["claimant", "publisher"])
def test_whoever_follows_a_source_follows_what_it_is_one_with(subscribe: Subscribe, filtered: str) -> None:
    make = {"claimant": factories.source, "publisher": factories.fact_checker}[filtered]
    merged, sibling, survivor, other = (make() for _ in range(4))
    endpoints = {
        source.pk: subscribe(filters={filtered: [str(source.pk)]})
        for source in (merged, sibling, survivor, other)
    }
    for source in (merged, sibling):
        _merged(source, survivor)
    if filtered == "claimant":
        verdict = factories.verdict(factories.claim(claimant=survivor))
    else:
        verdict = factories.verdict(publisher=survivor)
    told = set(Delivery.objects.filter(claim=verdict.claim).values_list("endpoint", flat=True))
    assert told == {endpoints[one.pk].pk for one in (merged, sibling, survivor)}
    _unmerged(merged)
    again = factories.verdict(
        factories.claim(claimant=survivor), publisher=survivor if filtered == "publisher" else None
    )
    told = set(Delivery.objects.filter(claim=again.claim).values_list("endpoint", flat=True))
    assert told == {endpoints[one.pk].pk for one in (sibling, survivor)}


def test_what_was_missed_of_a_source_is_replayed_to_whoever_follows_its_survivor(
    subscribe: Subscribe,
) -> None:
    start = timezone.now()
    merged, survivor = factories.source(), factories.source()
    verdict = factories.verdict(factories.claim(claimant=merged))
    _merged(merged, survivor)
    endpoint = subscribe(filters={"claimant": [str(survivor.pk)]})
    job = replay_start(endpoint=endpoint, wanted=ReplayJob.Wanted.MISSING, since=start)
    replay_continue(job_id=job.pk)
    assert Delivery.objects.get(endpoint=endpoint, claim__isnull=False).claim_id == verdict.claim_id


@pytest.mark.parametrize("filtered", ["claimant", "publisher"])
def test_nobody_follows_a_source_that_there_is_not(subscribe: Subscribe, filtered: str) -> None:
    unknown, owner = str(new_id()), factories.user()
    wanted = {filtered: [str(factories.source().pk), unknown]}
    with pytest.raises(Invalid, match=f"there is no source {unknown}") as refusal:
        endpoint_create(owner=owner, url="https://93.184.216.34/hook", filters=wanted)
    assert refusal.value.field == "filters"
    with pytest.raises(Invalid, match=f"there is no source {unknown}"):
        endpoint_update(endpoint=subscribe(), filters=wanted)


def test_nobody_follows_a_topic_that_there_is_not(subscribe: Subscribe) -> None:
    owner, wanted = factories.user(), {"topic": [factories.topic("water").slug, "Water"]}
    with pytest.raises(Invalid, match="there is no topic Water; name topics by their slugs") as refusal:
        endpoint_create(owner=owner, url="https://93.184.216.34/hook", filters=wanted)
    assert refusal.value.field == "filters"
    with pytest.raises(Invalid, match="there is no topic Water"):
        endpoint_update(endpoint=subscribe(), filters=wanted)


def test_a_filter_that_holds_no_more_is_in_nobodys_way(subscribe: Subscribe) -> None:
    source, topic = factories.source(), factories.topic("water")
    wanted = {"claimant": [str(source.pk)], "topic": [topic.slug]}
    endpoint = subscribe(filters=wanted)
    source.delete()
    topic.delete()
    assert endpoint_update(endpoint=endpoint, event_types=["verdict.updated"]).filters == wanted
