from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from claims.matching.types import Match, Relation
from claims.models import Appearance, Candidate, Claim
from claims.services.candidates import (
    candidate_accept,
    candidate_merge,
    candidate_reject,
    suggestions_record,
)
from claims.services.merges import claim_merge
from common.errors import Conflict, Invalid, NotFound, Refused
from common.ids import new_id
from sources.models import Source
from tests import factories

pytestmark = pytest.mark.django_db


def test_suggestions_are_replaced() -> None:
    candidate = factories.candidate()
    near, nearer = factories.claim(), factories.claim()
    suggestions_record(
        found={
            candidate.pk: [Match(claim_id=near.id, score=0.5, relation=Relation.SIMILAR, reasons=("wells",))]
        },
        matcher="one",
    )
    matches = [
        Match(claim_id=near.id, score=0.6, relation=Relation.SIMILAR, reasons=("wells", "Tveit")),
        Match(claim_id=nearer.id, score=0.8, relation=Relation.SIMILAR, reasons=("same figures",)),
    ]
    suggestions_record(found={candidate.pk: matches}, matcher="two")
    found = [(s.claim_id, s.score, s.reasons, s.matcher) for s in candidate.suggestions.all()]
    assert found == [(nearer.id, 0.8, ["same figures"], "two"), (near.id, 0.6, ["wells", "Tveit"], "two")]


def test_accepting_makes_a_claim_with_its_first_appearance() -> None:
    candidate = factories.candidate(via=["Radio Fjell"], addressee="parish council")
    actor = factories.user()
    claim = candidate_accept(candidate_id=candidate.id, actor=actor, reason="checkable")
    candidate.refresh_from_db()
    assert (candidate.state, candidate.claim, candidate.decided_by) == (
        Candidate.State.ACCEPTED,
        claim,
        actor,
    )
    assert candidate.decided_at is not None
    assert candidate.decision_reason == "checkable"
    assert (claim.text, claim.language, claim.state) == (candidate.text, "en", Claim.State.OPEN)
    assert claim.claimant is not None
    assert (claim.claimant.name, claim.claimant.kind) == ("Oda Brekke", Source.Kind.PERSON)
    appearance = Appearance.objects.get(claim=claim)
    assert (appearance.sentence, appearance.via) == (candidate.sentence, ["Radio Fjell"])
    assert appearance.addressee == "parish council"
    assert appearance.candidate == candidate


@pytest.mark.parametrize("addressee", ["  school board ", ""])
def test_accepting_takes_the_reviewers_addressee_and_leaves_what_was_proposed(addressee: str) -> None:
    candidate = factories.candidate(addressee="parish council")
    claim = candidate_accept(candidate_id=candidate.id, actor=factories.user(), addressee=addressee)
    candidate.refresh_from_db()
    assert Appearance.objects.get(claim=claim).addressee == addressee.strip()
    assert candidate.addressee == "parish council"


def test_accepting_takes_the_reviewers_wording_and_claimant() -> None:
    known = factories.source(kind=Source.Kind.ORGANISATION)
    claim = candidate_accept(
        candidate_id=factories.candidate().id,
        actor=factories.user(),
        text="  Two years of water. ",
        claimant=known,
    )
    assert (claim.text, claim.claimant) == ("Two years of water.", known)


def test_a_known_claimant_is_found_by_name_or_alias_and_two_are_never_guessed_between() -> None:
    known = factories.source(name="Kari Dahl", aliases=["K. Dahl"])

    def accept() -> Source | None:
        candidate = factories.candidate(claimant="K. Dahl")
        return candidate_accept(candidate_id=candidate.id, actor=factories.user()).claimant

    assert accept() == known
    namesake = factories.source(name="K. Dahl")
    third = accept()
    assert third is not None
    assert third not in (known, namesake)


def test_what_the_outlet_asserts_itself_has_no_claimant() -> None:
    claim = candidate_accept(candidate_id=factories.candidate(claimant="").id, actor=factories.user())
    assert claim.claimant is None


def test_an_empty_text_is_no_claim() -> None:
    candidate = factories.candidate()
    with pytest.raises(Invalid, match="needs a text") as refusal:
        candidate_accept(candidate_id=candidate.id, actor=factories.user(), text=" \n")
    assert refusal.value.field == "text"
    candidate.refresh_from_db()
    assert candidate.state == Candidate.State.PENDING
    assert not Claim.objects.exists()


def test_merging_adds_an_appearance_to_a_known_claim() -> None:
    first = factories.candidate()
    claim = candidate_accept(candidate_id=first.id, actor=factories.user())
    second = factories.candidate(text="The reservoir has water for two years.")
    merged = candidate_merge(candidate_id=second.id, claim_id=claim.id, actor=factories.user())
    second.refresh_from_db()
    assert merged == claim
    assert (second.state, second.claim) == (Candidate.State.MERGED, claim)
    assert set(claim.appearances.values_list("candidate_id", flat=True)) == {first.id, second.id}
    assert Claim.objects.count() == 1


def test_two_candidates_over_one_sentence_are_one_appearance() -> None:
    version = factories.article_version()
    first = factories.candidate(article_version=version)
    second = factories.candidate(article_version=version, text="The reservoir is full.")
    claim = candidate_accept(candidate_id=first.id, actor=factories.user())
    candidate_merge(candidate_id=second.id, claim_id=claim.id, actor=factories.user())
    assert claim.appearances.count() == 1


def test_merging_into_a_merged_claim_reaches_the_one_it_stands_for() -> None:
    final, middle = factories.claim(), factories.claim()
    outer = factories.merged_claim(middle)
    claim_merge(claim_id=middle.id, into_id=final.id, actor=factories.user(), reason="They say the same.")
    reached = candidate_merge(
        candidate_id=factories.candidate().id, claim_id=outer.id, actor=factories.user()
    )
    assert reached == final


def test_merging_into_nothing_is_refused() -> None:
    candidate = factories.candidate()
    with pytest.raises(NotFound, match="no claim"):
        candidate_merge(candidate_id=candidate.id, claim_id=new_id(), actor=factories.user())
    candidate.refresh_from_db()
    assert candidate.state == Candidate.State.PENDING


def test_rejecting_needs_a_reason() -> None:
    candidate = factories.candidate()
    with pytest.raises(Invalid, match="say why"):
        candidate_reject(candidate_id=candidate.id, actor=factories.user(), reason=" ")
    rejected = candidate_reject(candidate_id=candidate.id, actor=factories.user(), reason="an opinion ")
    assert (rejected.state, rejected.decision_reason, rejected.claim) == (
        Candidate.State.REJECTED,
        "an opinion",
        None,
    )
    assert not Appearance.objects.exists()


@pytest.mark.parametrize("first", ["accept", "merge", "reject"])
@pytest.mark.parametrize("second", ["accept", "merge", "reject"])
def test_a_decision_is_made_once(first: str, second: str) -> None:
    candidate, claim, actor = factories.candidate(), factories.claim(), factories.user()

    def decide(how: str) -> object:
        if how == "accept":
            return candidate_accept(candidate_id=candidate.id, actor=actor)
        if how == "merge":
            return candidate_merge(candidate_id=candidate.id, claim_id=claim.id, actor=actor)
        return candidate_reject(candidate_id=candidate.id, actor=actor, reason="an opinion")

    decide(first)
    before = Candidate.objects.filter(pk=candidate.pk).values().get()
    claims = Claim.objects.count()
    with pytest.raises(Conflict, match=r"already (accepted|merged|rejected)"):
        decide(second)
    assert Candidate.objects.filter(pk=candidate.pk).values().get() == before
    assert Claim.objects.count() == claims


def test_who_may_not_decide_changes_nothing() -> None:
    candidate, claim, stranger = factories.candidate(), factories.claim(), factories.user(role=None)
    for decide in (
        partial(candidate_accept, text="It is full."),
        partial(candidate_merge, claim_id=claim.id),
        partial(candidate_reject, reason="an opinion"),
    ):
        with pytest.raises(Refused):
            decide(candidate_id=candidate.id, actor=stranger)
    candidate.refresh_from_db()
    assert candidate.state == Candidate.State.PENDING
    assert Claim.objects.get() == claim


def test_an_unknown_candidate_is_not_found() -> None:
    with pytest.raises(NotFound, match="no candidate"):
        candidate_accept(candidate_id=new_id(), actor=factories.user())


@pytest.mark.django_db(transaction=True)
def test_of_several_who_accept_at_once_one_does() -> None:
    candidate, actor, barrier = factories.candidate(), factories.user(), Barrier(5)

    def accept() -> str:
        barrier.wait()
        try:
            candidate_accept(candidate_id=candidate.id, actor=actor)
        except Conflict:
            return "conflict"
        finally:
            connection.close()
        return "accepted"

    with ThreadPoolExecutor(5) as pool:
        results = [future.result() for future in [pool.submit(accept) for _ in range(5)]]
    assert sorted(results) == ["accepted"] + ["conflict"] * 4
    assert Claim.objects.count() == Appearance.objects.count() == 1
