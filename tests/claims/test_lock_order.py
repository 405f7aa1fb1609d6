"""Who judges a claim and who works on an article it appeared in never wait for each other in a circle.

Each test has one of them stop while it holds its rows until the other waits for a row, which is where a wrong
order would end in a deadlock.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from claims.matching.types import Match, Relation
from claims.models import Appearance, Claim, Suggestion
from claims.roles import Role
from claims.services.candidates import suggestions_record
from claims.services.clusters import candidate_lock, candidates_cluster
from claims.services.links import Reading, evidence_link_note
from claims.services.merges import claim_merge
from claims.services.source_merges import source_merge
from claims.services.topics import claim_topics_set
from ingest.pipeline import advance
from sources import events
from sources.models import Article, Source
from sources.services.articles import Body, article_lock, article_queue
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

_WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def _somebody_waits() -> None:
    """Return once somebody waits for a lock."""
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise TimeoutError("nobody waits")


def _both(first: Callable[[], object], *others: Callable[[], object]) -> None:
    """Do all at once, the first in the main thread, as a worker does. Raises what one of them raises."""

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(others)) as pool:
        beside = [pool.submit(run, work) for work in others]
        first()
        for done in beside:
            done.result()


def _article(claim: Claim) -> Article:
    return Appearance.objects.get(claim=claim).article_version.article


def _verdict(claim: Claim) -> Callable[[], object]:
    publisher, rating, actor = factories.fact_checker(), factories.rating(), factories.user()
    return lambda: factories.verdict(claim, publisher=publisher, rating_id=rating.id, actor=actor)


def _merge(claim: Claim) -> Callable[[], object]:
    other, actor = factories.accepted_claim(), factories.user()
    return lambda: claim_merge(claim_id=claim.id, into_id=other.id, actor=actor, reason="The same.")


def _topics(claim: Claim) -> Callable[[], object]:
    topic, actor = factories.topic("water"), factories.user()
    return lambda: claim_topics_set(claim_id=claim.id, topics=[topic.slug], actor=actor)


def _link(claim: Claim) -> Callable[[], object]:
    row = factories.evidence(claim, url="https://records.example/1")
    return lambda: evidence_link_note(evidence_id=row.id, reading=Reading(url=row.url, readable=True))


@pytest.mark.parametrize("change", [_verdict, _merge, _topics, _link])
def test_an_article_that_resembles_a_claim_is_matched_while_that_changes(
    change: Callable[[Claim], Callable[[], object]],
) -> None:
    claim = factories.accepted_claim()
    article = _article(claim)
    version = factories.article_version(article=article, number=2, text="The lake is low.")
    candidate = factories.candidate(article_version=version)
    found = Match(claim_id=claim.id, score=0.9, relation=Relation.SAME_CLAIM, reasons=("The same words.",))
    held = Signal()

    @transaction.atomic
    def match() -> None:
        assert article_lock(article_id=article.id, state=article.state, wait=True)
        held.set()
        _somebody_waits()
        suggestions_record(found={candidate.id: [found]}, matcher="tests")

    changed = change(claim)
    _both(match, lambda: held.wait(10) and changed())
    assert Suggestion.objects.filter(candidate=candidate, claim=claim).exists()


def _done_beside(work: Callable[[], object]) -> None:
    """Do it in a transaction of its own while ours goes on. Raises TimeoutError where it waits for that."""

    def run() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '10s'")
                work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


def _source_merged(source: Source) -> Callable[[], object]:
    into, actor = factories.source(kind=source.kind), factories.user(role=Role.ADMINISTRATOR)
    return lambda: source_merge(source_id=source.pk, into_id=into.pk, actor=actor, reason="The same.")


def test_outlets_are_merged_while_candidates_of_theirs_are_decided() -> None:
    outlet = factories.source(kind=Source.Kind.OUTLET)
    version = factories.article_version(article=factories.article(source=outlet))
    candidate = factories.candidate(article_version=version)
    candidates_cluster(candidates=[candidate], known={})
    merged = _source_merged(outlet)
    with transaction.atomic():
        candidate_lock(candidate.pk)  # whoever decides it goes on to lock claims, which the other holds
        _done_beside(merged)


def test_sources_are_merged_while_another_claim_on_their_topic_gets_it() -> None:
    claim, other = (factories.accepted_claim(claimant=name) for name in ("Oda Brekke", "Ivo Lenz"))
    assert claim.claimant
    topic, actor = factories.topic("water"), factories.user()
    claim_topics_set(claim_id=claim.pk, topics=[topic.slug], actor=actor)
    merged = _source_merged(claim.claimant)
    with transaction.atomic():
        claim_topics_set(claim_id=other.pk, topics=[topic.slug], actor=actor)
        _done_beside(merged)


def _handed_in(article: Article) -> None:
    article_queue(url=article.url, title="The reservoir at Velmar")


def _extracted(article: Article) -> None:
    advance(article.id)


@pytest.mark.parametrize("work", [_handed_in, _extracted])
def test_an_article_gets_another_title_while_its_claim_is_judged(
    work: Callable[[Article], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = factories.accepted_claim()
    article = _article(claim)
    Article.objects.update(current_version=article.versions.get(), title="")
    page = f"<html><title>The reservoir at Velmar</title><p>{factories.SENTENCE}</p></html>"
    body = Body(media_type="text/html", content=page.encode(), fetched_at=timezone.now())
    if work is _extracted:
        article_queue(url=article.url, body=body)
    held = Signal()

    def stop(event: Any) -> None:
        held.set()
        _somebody_waits()

    judged = _verdict(claim)
    monkeypatch.setattr(events, "_article_changed", [stop, *events._article_changed])
    _both(lambda: work(article), lambda: held.wait(10) and judged())
    claim.refresh_from_db()
    shown = claim.document.body
    assert claim.state == "published"
    assert "The reservoir at Velmar" in shown
