"""Taking back a decision about a candidate."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection, transaction

from claims.models import Appearance, Candidate, Claim, ClaimDocument, Cluster
from claims.services.candidates import candidate_accept, candidate_merge, candidate_reject
from claims.services.clusters import candidates_cluster
from claims.services.reopening import candidate_reopen
from common.errors import Conflict, NotFound, Refused
from common.ids import new_id
from tests import factories
from tests.locks import until_somebody_waits

pytestmark = pytest.mark.django_db


def undecided(candidate: Candidate) -> bool:
    candidate.refresh_from_db()
    left = (candidate.claim, candidate.decided_by, candidate.decided_at, candidate.decision_reason)
    return candidate.state == Candidate.State.PENDING and left == (None, None, None, "")


def alike(number: int) -> list[Candidate]:
    """Candidates that say the same, in one cluster."""
    made = [factories.candidate(score=0.5 + each / 10) for each in range(number)]
    candidates_cluster(candidates=made, known={})
    for each in made:
        each.refresh_from_db()
    assert len({each.cluster_id for each in made}) == 1
    return made


def test_what_was_rejected_by_mistake_waits_again() -> None:
    candidate, actor = factories.candidate(), factories.user()
    candidate_reject(candidate_id=candidate.pk, actor=actor, reason="A slip.")
    candidate_reopen(candidate_id=candidate.pk, actor=actor)
    assert undecided(candidate)
    candidate_accept(candidate_id=candidate.pk, actor=actor)


def test_what_was_merged_by_mistake_did_not_appear_there() -> None:
    candidate, claim, actor = factories.candidate(), factories.verdict().claim, factories.user()
    before = ClaimDocument.objects.get(claim=claim).body
    candidate_merge(candidate_id=candidate.pk, claim_id=claim.pk, actor=actor)
    assert ClaimDocument.objects.get(claim=claim).body != before
    candidate_reopen(candidate_id=candidate.pk, actor=actor)
    assert undecided(candidate)
    assert not Appearance.objects.exists()
    shown = ClaimDocument.objects.get(claim=claim)
    assert (shown.body.count("appearances"), shown.revision) == (before.count("appearances"), 3)


def history(candidate: Candidate) -> list[tuple[object, str]]:
    """Who did what to it, as the desk tells."""
    rows = LogEntry.objects.filter(object_id=candidate.pk).order_by("id")
    return [(row.user, row.get_change_message()) for row in rows]


def test_who_decided_and_who_took_that_back_is_kept_of_each_with_the_reason() -> None:
    (one, two), claim = alike(2), factories.claim()
    rejecting, reopening, merging = (factories.user() for _ in range(3))
    candidate_reject(candidate_id=one.pk, actor=rejecting, reason=" A slip ", whole_cluster=True)
    candidate_reopen(candidate_id=two.pk, actor=reopening, together=True)
    candidate_merge(candidate_id=one.pk, claim_id=claim.pk, actor=merging)
    candidate_reopen(candidate_id=one.pk, actor=reopening, reason=" Another dam. ")
    both = [
        (rejecting, "Rejected, because: A slip"),
        (reopening, f"Decision taken back. It had been rejected by {rejecting}, because: A slip"),
    ]
    merged = f"into claim {claim.short_id}"
    assert history(one) == [
        *both,
        (merging, f"Merged {merged}."),
        (
            reopening,
            f"Decision taken back, because: Another dam. It had been merged {merged} by {merging}.",
        ),
    ]
    made = candidate_accept(candidate_id=two.pk, actor=merging, reason="New")
    assert history(two) == [*both, (merging, f"Accepted as claim {made.short_id}, because: New")]


def test_another_candidate_over_the_same_sentence_keeps_the_appearance() -> None:
    claim, actor, version = factories.claim(), factories.user(), factories.article_version()
    one, two = (factories.candidate(article_version=version, text=text) for text in ("It is full.", "Full."))
    for each in (one, two):
        candidate_merge(candidate_id=each.pk, claim_id=claim.pk, actor=actor)
    candidate_reopen(candidate_id=one.pk, actor=actor)
    assert Appearance.objects.get().candidate == two
    candidate_reopen(candidate_id=two.pk, actor=actor)
    assert not Appearance.objects.exists()


def test_an_appearance_is_left_to_none_of_those_that_come_back_together() -> None:
    version = factories.article_version()
    texts = ("The reservoir holds two years of water.", "The reservoir holds two years of water!")
    candidates = [factories.candidate(article_version=version, text=text) for text in texts]
    candidates_cluster(candidates=candidates, known={})
    claim, actor = factories.claim(), factories.user()
    candidate_merge(candidate_id=candidates[0].pk, claim_id=claim.pk, actor=actor, whole_cluster=True)
    assert Appearance.objects.count() == 1
    candidate_reopen(candidate_id=candidates[0].pk, actor=actor, together=True)
    assert [undecided(each) for each in candidates] == [True, True]
    assert not Appearance.objects.exists()


@pytest.mark.parametrize("together", [False, True])
def test_those_decided_with_it_come_back_if_wanted(together: bool) -> None:
    (worst, middle, best), actor, claim = alike(3), factories.user(), factories.claim()
    candidate_merge(candidate_id=best.pk, claim_id=claim.pk, actor=actor, whole_cluster=True)
    candidate_reopen(candidate_id=middle.pk, actor=actor, together=together)
    assert [undecided(each) for each in (worst, middle, best)] == [together, True, together]
    assert worst.cluster is not None
    assert worst.cluster.pending == (3 if together else 1)
    waiting = Candidate.objects.filter(state=Candidate.State.PENDING, leads=True)
    assert list(waiting) == [best if together else middle]
    assert Appearance.objects.count() == (0 if together else 2)


def test_those_decided_at_another_time_stay_decided() -> None:
    (one, two), actor = alike(2), factories.user()
    for each in (one, two):
        candidate_reject(candidate_id=each.pk, actor=actor, reason="No.")
    candidate_reopen(candidate_id=one.pk, actor=actor, together=True)
    assert (undecided(one), undecided(two)) == (True, False)


def test_a_claim_stays_a_claim_but_what_was_merged_into_it_at_once_can_be_taken_back() -> None:
    (one, two), actor = alike(2), factories.user()
    claim = candidate_accept(candidate_id=two.pk, actor=actor, whole_cluster=True)
    with pytest.raises(Conflict, match=str(claim.pk)):
        candidate_reopen(candidate_id=two.pk, actor=actor)
    candidate_reopen(candidate_id=one.pk, actor=actor, together=True)
    assert (undecided(one), undecided(two)) == (True, False)
    assert Claim.objects.get() == claim


def test_what_cannot_be_taken_back_is_refused() -> None:
    candidate = factories.candidate()
    with pytest.raises(Conflict, match="not decided"):
        candidate_reopen(candidate_id=candidate.pk, actor=factories.user())
    with pytest.raises(NotFound):
        candidate_reopen(candidate_id=new_id(), actor=factories.user())
    candidate_reject(candidate_id=candidate.pk, actor=factories.user(), reason="No.")
    with pytest.raises(Refused):
        candidate_reopen(candidate_id=candidate.pk, actor=factories.user(role=None))
    assert not undecided(candidate)


@pytest.mark.django_db(transaction=True)
def test_what_joins_others_at_that_moment_is_not_taken_back_beside_them() -> None:
    candidate, actor = factories.candidate(), factories.user()
    candidate_reject(candidate_id=candidate.pk, actor=actor, reason="A slip.")

    def reopen() -> str:
        try:
            candidate_reopen(candidate_id=candidate.pk, actor=actor)
        except Conflict as refusal:
            return refusal.detail
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            candidates_cluster(candidates=[candidate], known={})
            told = other.submit(reopen)
            until_somebody_waits()
        assert "just joined others" in told.result()
    assert (Cluster.objects.get().pending, Candidate.objects.filter(state="pending").count()) == (0, 0)
    candidate_reopen(candidate_id=candidate.pk, actor=actor)
    assert (Cluster.objects.get().pending, undecided(candidate)) == (1, True)
