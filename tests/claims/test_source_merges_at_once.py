"""What waits for a merge of sources finds the survivor, once it may go on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from claims.models import Candidate, Claim
from claims.roles import Role
from claims.services.candidates import candidate_accept
from claims.services.source_merges import source_merge
from sources.models import Article, Source
from sources.services.articles import article_lock
from sources.services.feeds import feed_update
from tests import factories
from tests.locks import elsewhere, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)
OUTLET, ORGANISATION = Source.Kind.OUTLET, Source.Kind.ORGANISATION


def merge(source: Source, into: Source) -> None:
    actor = factories.user(role=Role.ADMINISTRATOR)
    source_merge(source_id=source.pk, into_id=into.pk, actor=actor, reason="The same.")


def test_a_claim_that_is_made_meanwhile_is_the_survivors() -> None:
    source, into = (
        factories.source(kind=ORGANISATION, name=name) for name in ("Health Ministry", "Ministry of Health")
    )
    candidate = factories.candidate(claimant="Health Ministry", claimant_kind="organisation")
    actor = factories.user()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merge(source, into)
            accepting = pool.submit(
                elsewhere, lambda: candidate_accept(candidate_id=candidate.pk, actor=actor)
            )
            until_somebody_waits()
        assert accepting.result(20).claimant == into
    assert Candidate.objects.get().claim.claimant == into  # type: ignore[union-attr]  # it was accepted


def test_an_article_that_waits_for_a_merge_is_of_the_survivor() -> None:
    source, into = factories.source(kind=OUTLET), factories.source(kind=OUTLET)
    article = factories.article(source=source, state=Article.State.FETCHED)

    def locked() -> tuple[Source | None, Any]:
        with transaction.atomic():
            held = article_lock(article_id=article.pk, state=article.state, wait=True)
            assert held is not None
            return held.source, held.source_id

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merge(source, into)
            locking = pool.submit(elsewhere, locked)
            until_somebody_waits()
        assert locking.result(20) == (into, into.pk)


def test_a_feed_that_waits_for_a_merge_is_of_the_survivor() -> None:
    source, into, actor = factories.source(kind=OUTLET), factories.source(kind=OUTLET), factories.user()
    feed = factories.feed(source=source)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merge(source, into)
            changing = pool.submit(
                elsewhere, lambda: feed_update(feed_id=feed.pk, actor=actor, interval=timedelta(hours=2))
            )
            until_somebody_waits()
        assert changing.result(20).source == into


def test_a_merge_that_moves_no_site_waits_for_nothing_that_the_survivor_judged() -> None:
    source, into = factories.source(kind=Source.Kind.FACT_CHECKER), factories.fact_checker()
    verdict = factories.verdict(publisher=into)
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Claim.objects.select_for_update().get(pk=verdict.claim_id)
        pool.submit(elsewhere, lambda: merge(source, into)).result(20)
    source.refresh_from_db()
    assert source.survivor == into
