"""Candidates that say the same are one item, whatever happens at the same time."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Candidate, Claim, Cluster, Suggestion
from claims.services.candidates import candidate_accept, candidate_merge, candidate_reject
from claims.services.clusters import candidates_cluster, clusters_close
from claims.services.resemblance import candidates_relate, claims_compare
from common.errors import Conflict
from sources.models import Source
from tests import factories
from tests.locks import elsewhere, until_somebody_waits

WATER = "The reservoir at Velmar lost 40 percent of its water."
SAME = "Velmar's reservoir has lost 40 percent of its water."
OTHER = "The new tram line cost 31 million crowns."


def candidate(text: str = WATER, *, outlet: Source | None = None, **values: Any) -> Candidate:
    version = factories.article_version(article=factories.article(source=outlet), text=text)
    return factories.candidate(article_version=version, text=text, **values)


def clustered(*candidates: Candidate) -> None:
    for one in candidates:
        candidates_relate(version=one.article_version)
        one.refresh_from_db()


def check_counts() -> None:
    """What is kept beside the rows is what the rows say."""
    for cluster in Cluster.objects.annotate(
        members=Count("candidates"), undecided=Count("candidates", filter=Q(candidates__state="pending"))
    ):
        assert (cluster.size, cluster.pending) == (cluster.members, cluster.undecided)
        pending = cluster.candidates.filter(state="pending")
        assert pending.filter(leads=True).count() == min(1, cluster.pending)
        if best := pending.order_by("-score", "-id").first():
            assert best.leads
        outlets = cluster.candidates.values_list("article_version__article__source", flat=True)
        kept = dict(cluster.outlets.values_list("outlet", "candidates"))
        found = [outlet for outlet in outlets if outlet is not None]
        assert kept == {outlet: found.count(outlet) for outlet in set(found)}


@pytest.fixture
def outlets() -> list[Source]:
    return [factories.source(kind=Source.Kind.OUTLET, name=f"Courier {number}") for number in range(3)]


@pytest.mark.django_db
class TestJoining:
    def test_two_wordings_from_two_outlets_are_one_item(self, outlets: list[Source]) -> None:
        one, two, other = candidate(outlet=outlets[0]), candidate(SAME, outlet=outlets[1]), candidate(OTHER)
        clustered(one, two, other)
        assert one.cluster == two.cluster != other.cluster
        assert one.cluster is not None
        assert (one.cluster.size, one.cluster.pending) == (2, 2)
        assert {row.outlet for row in one.cluster.outlets.all()} == set(outlets[:2])
        check_counts()

    def test_an_outlet_that_says_it_again_is_counted_again(self, outlets: list[Source]) -> None:
        first, again = candidate(outlet=outlets[0]), candidate(SAME, outlet=outlets[0])
        clustered(first, again)
        assert first.cluster is not None
        assert first.cluster.outlets.get().candidates == 2
        check_counts()

    @pytest.mark.parametrize(
        ("text", "language", "again"),
        [
            (
                "Водосховище у Велмарі втратило 40 відсотків води.",
                "uk",
                "У Велмарі водосховище втратило 40 відсотків своєї води.",
            ),
            (
                "Die Talsperre verlor 40 Prozent ihres Wassers.",
                "de",
                "Die Talsperre hat 40 Prozent des Wassers verloren.",
            ),
            ("水庫失去了四成的水量。", "zh", "水庫失去了四成的水量。"),
        ],
    )
    def test_so_it_is_in_other_languages(self, text: str, language: str, again: str) -> None:
        one, two = candidate(text, language=language), candidate(again, language=language)
        clustered(one, two)
        assert one.cluster == two.cluster

    @pytest.mark.parametrize(
        "text",
        [
            "The reservoir at Velmar lost 83 percent of its water.",
            "The reservoir at Kessen lost 40 percent of its water.",
            "The reservoir at Velmar lost 40 percent of its fish, gates, boats and visitors.",
        ],
    )
    def test_what_differs_in_what_matters_stays_apart(self, text: str) -> None:
        one, two = candidate(), candidate(text)
        clustered(one, two)
        assert one.cluster != two.cluster

    def test_candidates_of_one_article_join_too(self) -> None:
        version = factories.article_version(text=f"{WATER} {SAME}")
        one = factories.candidate(article_version=version, text=WATER, start=0, end=len(WATER))
        two = factories.candidate(article_version=version, text=SAME, start=len(WATER) + 1)
        clustered(one, two)
        assert one.cluster == two.cluster
        check_counts()

    def test_what_repeats_one_claim_joins_however_it_is_worded(self) -> None:
        claim = factories.claim()
        one, two = candidate(WATER), candidate("Forty of each hundred litres behind the dam are gone.")
        candidates_cluster(candidates=[one], known={one.pk: claim.pk})
        candidates_cluster(candidates=[two], known={two.pk: claim.pk})
        two.refresh_from_db()
        assert two.cluster == Cluster.objects.get()
        check_counts()

    def test_the_stage_can_be_run_again(self, outlets: list[Source]) -> None:
        one = candidate(outlet=outlets[0])
        for _ in range(3):
            clustered(one)
        assert Cluster.objects.get().size == 1
        check_counts()

    def test_the_one_most_worth_checking_leads(self) -> None:
        one, two, three = candidate(score=0.5), candidate(SAME, score=0.9), candidate(score=0.1)
        clustered(one, two, three)
        assert (one.leads, two.leads, three.leads) == (True, True, False)
        one.refresh_from_db()
        assert not one.leads
        check_counts()

    def test_nothing_joins_a_cluster_that_was_closed(self) -> None:
        one = candidate()
        clustered(one)
        Cluster.objects.update(seen_at=timezone.now() - timedelta(days=31))
        assert clusters_close() == 1
        two = candidate()
        clustered(two)
        assert one.cluster != two.cluster

    def test_a_cluster_that_is_joined_stays_open(self) -> None:
        clustered(candidate())
        Cluster.objects.update(seen_at=timezone.now() - timedelta(days=29))
        clustered(candidate())
        (joined,) = Cluster.objects.all()
        assert timezone.now() - joined.seen_at < timedelta(days=1)

    def test_the_number_of_statements_does_not_grow(self) -> None:
        def statements(count: int) -> int:
            texts = [f"Fact number {number} about the zq{number}x of Velmar." for number in range(count)]
            version = factories.article_version(text="x" * 10_000)
            made = [
                factories.candidate(article_version=version, text=text, start=at, end=at + 1)
                for at, text in enumerate(texts)
            ]
            with CaptureQueriesContext(connection) as context:
                candidates_cluster(candidates=made, known={})
            return len(context)

        statements(2)
        assert statements(3) == statements(30) <= 20


@pytest.mark.django_db
class TestDeciding:
    def three(self, outlets: Iterable[Source]) -> list[Candidate]:
        made = [candidate(outlet=outlet, score=0.9 - place / 10) for place, outlet in enumerate(outlets)]
        clustered(*made)
        return made

    def test_accepting_with_the_cluster_makes_the_others_appearances(self, outlets: list[Source]) -> None:
        one, *_ = self.three(outlets)
        claim = candidate_accept(candidate_id=one.pk, actor=factories.user(), whole_cluster=True)
        assert claim.appearances.count() == 3
        assert {(row.state, row.claim) for row in Candidate.objects.exclude(pk=one.pk)} == {("merged", claim)}
        assert Cluster.objects.get().pending == 0
        check_counts()

    def test_rejecting_with_the_cluster_keeps_the_reason_with_each(self, outlets: list[Source]) -> None:
        one, *_ = self.three(outlets)
        candidate_reject(candidate_id=one.pk, actor=factories.user(), reason="Opinion", whole_cluster=True)
        rows = Candidate.objects.values_list("state", "decision_reason").distinct()
        assert list(rows) == [("rejected", "Opinion")]
        check_counts()

    def test_merging_with_the_cluster_leaves_what_was_decided(self, outlets: list[Source]) -> None:
        one, two, three = self.three(outlets)
        candidate_reject(candidate_id=two.pk, actor=factories.user(), reason="Opinion")
        claim = factories.claim()
        candidate_merge(candidate_id=one.pk, claim_id=claim.pk, actor=factories.user(), whole_cluster=True)
        states = [Candidate.objects.get(pk=row.pk).state for row in (one, two, three)]
        assert states == ["merged", "rejected", "merged"]
        check_counts()

    def test_alone_the_next_one_leads(self, outlets: list[Source]) -> None:
        one, two, _ = self.three(outlets)
        candidate_reject(candidate_id=one.pk, actor=factories.user(), reason="Opinion")
        leading = Candidate.objects.filter(state="pending", leads=True)
        assert list(leading) == [two]
        check_counts()


@pytest.mark.django_db(transaction=True)
def test_what_is_clustered_and_decided_at_the_same_time_is_counted_right() -> None:
    outlet = factories.source(kind=Source.Kind.OUTLET, name="Courier")
    actor = factories.user()
    made = [candidate(WATER if number % 2 else SAME, outlet=outlet) for number in range(12)]
    start = Barrier(12)

    def work(number: int) -> None:
        try:
            start.wait(10)
            candidates_relate(version=made[number].article_version)
            if number % 3 == 0:
                candidate_reject(
                    candidate_id=made[number].pk, actor=actor, reason="Opinion", whole_cluster=number == 9
                )
            candidates_relate(version=made[(number + 5) % 12].article_version)
        except Exception as error:  # noqa: BLE001 - a conflict is an answer; anything else is asserted on
            refusals.append(error)
        finally:
            connection.close()

    refusals: list[Exception] = []
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(work, range(12)))
    assert {type(error).__name__ for error in refusals} <= {"Conflict"}
    assert Cluster.objects.count() == 1
    assert Cluster.objects.get().size == 12
    check_counts()


@pytest.mark.django_db
def test_a_claim_that_comes_later_is_suggested_to_those_that_wait() -> None:
    waiting = candidate()
    clustered(waiting)
    assert not Suggestion.objects.exists()
    known = factories.claim(text=WATER)
    assert claims_compare() == 1
    assert [row.claim for row in Suggestion.objects.filter(candidate=waiting)] == [known]
    assert claims_compare() == 0
    assert not Claim.objects.filter(compared_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_who_decides_a_candidate_that_is_just_joining_others_is_asked_to_look_again() -> None:
    one, actor = candidate(), factories.user()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Candidate.objects.select_for_update(no_key=True).get(pk=one.pk)
            deciding = pool.submit(
                elsewhere, lambda: candidate_reject(candidate_id=one.pk, actor=actor, reason="No claim.")
            )
            until_somebody_waits()
            clustered(one)
        with pytest.raises(Conflict, match="just joined"):
            deciding.result(30)
    one.refresh_from_db()
    assert one.state == Candidate.State.PENDING
    check_counts()
