"""Merging claims and undoing it: both histories stay, and it can be announced and refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from claims import events
from claims.models import Appearance, Candidate, Claim, ClaimMerge, Evidence, Sighting, Verdict
from claims.services.checks import claim_lock
from claims.services.documents import documents_refresh
from claims.services.evidence import evidence_add, evidence_withdraw
from claims.services.merges import claim_merge, claim_unmerge
from common.errors import Conflict, Invalid, NotFound
from common.ids import new_id
from common.models import Change
from tests import factories
from tests.api import anonymous
from tests.locks import elsewhere, until_somebody_waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[events.ClaimMerged]:
    """What is announced during the test, beside whoever else listens."""
    announced: list[events.ClaimMerged] = []
    monkeypatch.setattr(events, "_claim_merged", [*events._claim_merged, announced.append])
    return announced


def merge(claim: Claim, into: Claim, **values: Any) -> ClaimMerge:
    given: dict[str, Any] = {"actor": factories.user(), "reason": " They say the same. "} | values
    return claim_merge(claim_id=claim.id, into_id=into.id, **given)


def unmerge(claim: Claim, **values: Any) -> ClaimMerge:
    given: dict[str, Any] = {"actor": factories.user(), "reason": "Not the same after all."} | values
    return claim_unmerge(claim_id=claim.id, **given)


def states(*claims: Claim) -> list[tuple[str, Any, Any]]:
    found = Claim.objects.in_bulk([claim.pk for claim in claims])
    return [(found[c.pk].state, found[c.pk].merged_into_id, found[c.pk].survivor_id) for c in claims]


def test_a_merge_is_logged_and_announced_and_moves_no_row(heard: list[events.ClaimMerged]) -> None:
    claim, into = factories.published_claim(), factories.published_claim()
    actor = factories.user()
    row = merge(claim, into, actor=actor)
    assert (row.claim, row.into, row.action, row.actor) == (claim, into, "merged", actor)
    assert row.reason == "They say the same."
    assert states(claim, into) == [("merged", into.pk, into.pk), ("published", None, None)]
    assert heard == [events.ClaimMerged(claim_id=claim.pk, into_id=into.pk, merged_at=row.recorded_at)]
    for one in (claim, into):
        assert Verdict.objects.filter(claim=one).count() == 1
        assert (
            Appearance.objects.filter(claim=one).count() == Candidate.objects.filter(claim=one).count() == 1
        )


def test_the_survivor_shows_what_was_merged_into_it_and_the_merged_ones_history_stays_readable() -> None:
    claim, into = factories.published_claim(), factories.published_claim()
    merge(claim, into)
    shown = anonymous().get(f"/api/v1/claims/{into.id}").json()
    assert len(shown["appearances"]) == 2
    assert [(one["id"], one["text"], len(one["verdicts"])) for one in shown["merged_claims"]] == [
        (str(claim.id), claim.text, 1)
    ]
    assert len(shown["verdicts"]) == 1
    history = anonymous().get(f"/api/v1/claims/{claim.id}/verdicts").json()["results"]
    assert [row["claim"] for row in history] == [str(claim.id)]


def test_the_survivor_tells_what_the_merged_one_rests_on_and_who_reported_it() -> None:
    into, actor = factories.published_claim(), factories.user()
    claim = factories.claim(claimant=factories.source(name="Mira Solberg"))
    given: dict[str, Any] = {"claim_id": claim.id, "stance": Evidence.Stance.CONTEXT, "actor": actor}
    verdict = factories.verdict(claim)
    with_it = evidence_add(
        verdict_id=verdict.id, url="https://plant.example/log", stance=Evidence.Stance.REFUTES, actor=actor
    )
    mistaken = evidence_add(**given, url="https://wrong.example/")
    kept = evidence_add(**given, url="https://stats.example/")
    Sighting.objects.create(claim=claim, urls=["https://post.example/1"])
    merge(claim, into)
    evidence_withdraw(evidence_id=mistaken.id, reason="Of another year.", actor=actor)

    shown = anonymous().get(f"/api/v1/claims/{into.id}").json()
    (merged,) = shown["merged_claims"]
    assert (shown["evidence"], shown["sightings"]) == ([], [])
    assert merged["claimant"]["name"] == "Mira Solberg"
    assert [one["urls"] for one in merged["sightings"]] == [["https://post.example/1"]]
    assert [(one["id"], one["claim"], one["verdict"]) for one in merged["evidence"]] == [
        (str(with_it.id), str(claim.id), str(verdict.id)),
        (str(kept.id), str(claim.id), None),
    ]
    unmerge(claim)
    own = anonymous().get(f"/api/v1/claims/{claim.id}").json()
    assert (own["evidence"], own["sightings"]) == (merged["evidence"], merged["sightings"])


def test_merges_in_a_row_all_lead_to_the_last_survivor() -> None:
    first, second, third, last = (factories.published_claim() for _ in range(4))
    merge(first, second)
    merge(third, second)
    merge(second, last)
    assert states(first, second, third) == [
        ("merged", second.pk, last.pk),
        ("merged", last.pk, last.pk),
        ("merged", second.pk, last.pk),
    ]
    assert anonymous().get(f"/api/v1/claims/{first.id}")["Location"].endswith(f"/claims/{last.id}")
    unmerge(second)
    assert states(first, second, third) == [
        ("merged", second.pk, second.pk),
        ("published", None, None),
        ("merged", second.pk, second.pk),
    ]
    assert anonymous().get(f"/api/v1/claims/{last.id}").json()["merged_claims"] == []


def test_undoing_restores_an_open_claim_as_open_and_a_published_one_as_published() -> None:
    into = factories.published_claim()
    for claim, state in ((factories.claim(), "open"), (factories.published_claim(), "published")):
        merge(claim, into)
        row = unmerge(claim)
        assert states(claim) == [(state, None, None)]
        assert (row.action, row.into) == ("unmerged", into)
        assert ClaimMerge.objects.filter(claim=claim).count() == 2
        merge(claim, into)


def test_the_stream_of_changes_tells_it_and_that_it_was_undone() -> None:
    claim, into = factories.published_claim(), factories.published_claim()
    for act, kind in ((partial(merge, claim, into), "merged"), (partial(unmerge, claim), "unmerged")):
        before, dates = Change.objects.count(), Claim.objects.in_bulk([claim.pk, into.pk])
        act()
        for row in Claim.objects.all():
            assert row.updated_at > dates[row.pk].updated_at
        told = Change.objects.order_by("pk")[before:]
        assert {(row.key, row.kind) for row in told} == {(str(claim.pk), kind), (str(into.pk), "updated")}


def test_what_makes_no_sense_is_refused_and_leaves_nothing(heard: list[events.ClaimMerged]) -> None:
    claim, into, third = (factories.claim() for _ in range(3))
    merge(claim, into)
    with pytest.raises(Conflict, match="merged already"):
        merge(claim, third)
    with pytest.raises(Conflict, match=str(into.id)):
        merge(third, claim)
    with pytest.raises(Conflict, match=str(into.id)):
        merge(into, claim)
    with pytest.raises(Invalid, match="into itself"):
        merge(third, third)
    with pytest.raises(Invalid, match="say why"):
        merge(third, into, reason="  ")
    with pytest.raises(Invalid, match="say why"):
        unmerge(claim, reason="  ")
    with pytest.raises(Conflict, match="not merged"):
        unmerge(third)
    with pytest.raises(Conflict, match="not published"):
        merge(factories.published_claim(), third)
    missing = Claim(id=new_id())
    with pytest.raises(NotFound):
        merge(missing, into)
    with pytest.raises(NotFound):
        merge(third, missing)
    with pytest.raises(NotFound):
        unmerge(missing)
    assert ClaimMerge.objects.count() == 1
    assert heard == []


def test_a_failing_subscriber_rolls_the_merge_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(change: events.ClaimMerged) -> None:
        raise RuntimeError("the subscriber is broken")

    claim, into = factories.published_claim(), factories.published_claim()
    monkeypatch.setattr(events, "_claim_merged", [fail])
    with pytest.raises(RuntimeError, match="broken"):
        merge(claim, into)
    assert states(claim) == [("published", None, None)]
    assert not ClaimMerge.objects.exists()


def test_the_log_of_merges_is_never_changed() -> None:
    row = merge(factories.claim(), factories.claim())
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        ClaimMerge.objects.update(reason="x")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        ClaimMerge.objects.filter(pk=row.pk).delete()


@pytest.mark.django_db(transaction=True)
def test_two_claims_merged_into_each_other_at_once_end_as_one() -> None:
    one, other = factories.claim(), factories.claim()
    actor = factories.user()
    barrier = Barrier(2)

    def run(pair: tuple[Claim, Claim]) -> object:
        barrier.wait()
        try:
            return merge(*pair, actor=actor)
        except Conflict as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run, [(one, other), (other, one)]))
    assert sorted(type(result).__name__ for result in results) == ["ClaimMerge", "Conflict"]
    assert sorted(state for state, _, _ in states(one, other)) == ["merged_open", "open"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("undone", [False, True], ids=["merge", "unmerge"])
def test_whoever_holds_what_was_merged_before_and_a_merge_never_wait_for_each_other(undone: bool) -> None:
    # By their keys the one that moves along comes first, and is locked first by whoever shows it.
    absorbed, claim, into = factories.claim(), factories.claim(), factories.claim()
    actor = factories.user()
    claim_merge(claim_id=absorbed.pk, into_id=claim.pk, actor=actor, reason="The same.")
    if undone:
        claim_merge(claim_id=claim.pk, into_id=into.pk, actor=actor, reason="The same.")

    def move() -> None:
        try:
            if undone:
                claim_unmerge(claim_id=claim.pk, actor=actor, reason="Not the same.")
            else:
                claim_merge(claim_id=claim.pk, into_id=into.pk, actor=actor, reason="The same.")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            list(Claim.objects.select_for_update().filter(pk=absorbed.pk))
            moving = pool.submit(move)
            until_somebody_waits()
            documents_refresh(claim_ids=[absorbed.pk])
        moving.result(20)
    absorbed.refresh_from_db()
    assert absorbed.survivor == (claim if undone else into)


@pytest.mark.django_db(transaction=True)
def test_whoever_holds_the_survivor_and_an_unmerge_below_it_never_wait_for_each_other() -> None:
    # By its key the survivor comes first, and is locked first by whoever shows what was merged into it.
    survivor, claim, absorbed = factories.claim(), factories.claim(), factories.claim()
    merge(absorbed, claim)
    merge(claim, survivor)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            claim_lock(survivor.pk)
            undoing = pool.submit(elsewhere, lambda: unmerge(absorbed))
            until_somebody_waits()
            documents_refresh(claim_ids=[absorbed.pk])
        undoing.result(20)
    assert states(absorbed) == [("open", None, None)]


@pytest.mark.django_db(transaction=True)
def test_whoever_holds_the_survivor_and_a_retraction_below_it_never_wait_for_each_other() -> None:
    survivor, stands = factories.published_claim(), factories.verdict()
    merge(stands.claim, survivor)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            claim_lock(survivor.pk)
            retracting = pool.submit(elsewhere, lambda: factories.retraction(stands, actor=factories.user()))
            until_somebody_waits()
            documents_refresh(claim_ids=[stands.claim_id])
        retracting.result(20)
    assert stands.claim.verdicts.count() == 2


@pytest.mark.django_db(transaction=True)
def test_claims_are_locked_in_the_order_of_their_keys_wherever_they_are_stored() -> None:
    claim, into = factories.claim(), factories.claim()
    Claim.objects.filter(pk=claim.pk).update(
        text="The dam is 38 metres high."
    )  # stored anew, behind the other
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            claim_lock(claim.pk)
            merging = pool.submit(elsewhere, lambda: merge(claim, into))
            until_somebody_waits()
            claim_lock(into.pk)
        merging.result(20)
    assert states(claim) == [("merged_open", into.pk, into.pk)]


@pytest.mark.django_db(transaction=True)
def test_a_merge_that_another_undid_and_made_anew_meanwhile_is_not_undone_unseen() -> None:
    claim, into, other = factories.claim(), factories.claim(), factories.claim()
    merge(claim, into)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            unmerge(claim)
            merge(claim, other)
            undoing = pool.submit(elsewhere, lambda: unmerge(claim))
            until_somebody_waits()
        with pytest.raises(Conflict, match="nothing to undo"):
            undoing.result(20)
    assert states(claim) == [("merged_open", other.pk, other.pk)]
