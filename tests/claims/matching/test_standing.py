"""Where claims stand by the words they share with a text, the commonest included, and by their length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from claims.matching import asking, held, postings, retrieval, terms
from claims.matching.documents import documents_of
from claims.matching.frequencies import Frequencies
from claims.matching.held import Held
from claims.matching.standing import Retrieved
from claims.matching.terms import LENGTHS, take_apart, term
from claims.models import Claim, MatchDocument, MatchPosting, MatchSegment, Variant
from claims.services.match_index import match_index_fold, match_index_write
from tests import factories


@pytest.fixture(autouse=True)
def _kept(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Held()
    monkeypatch.setattr(postings, "held", own)
    monkeypatch.setattr("claims.matching.standing.held", own)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are asked, all of them."""
    statements, rows = list[str](), asking.rows

    def noting(statement: str, values: Sequence[Any]) -> list[Any]:
        statements.append(statement)
        return rows(statement, values)

    monkeypatch.setattr(asking, "rows", noting)
    return statements


def written(text: str) -> int:
    claim = Claim.objects.create(text=text, language="en")
    match_index_write(claims=[claim.pk])
    return MatchDocument.objects.get(claim=claim).number


def standing(text: str) -> list[Retrieved]:
    queries, read = retrieval.prepare(take_apart([text], ["en"]))
    retrieval.complete(queries, read)
    return retrieval.retrieve(queries[0], read, limit=40)


@pytest.mark.django_db
def test_of_two_that_share_as_much_the_shorter_one_stands_before() -> None:
    short = written("The Velmar reservoir leaks.")
    long = written("The Velmar gauges and sluices were painted by order of a council in the spring.")
    assert [each.number for each in standing("Velmar")] == [long, short]  # pending: the later one
    match_index_fold()
    first, second = standing("Velmar")
    assert (first.number, second.number) == (short, long)
    assert first.score == second.score
    assert first.standing > first.score > second.standing
    assert MatchPosting.objects.filter(term__in=LENGTHS.values()).count() == 2


@pytest.mark.django_db
def test_another_pair_of_the_same_number_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "PAIRS", 1)
    has, has_not = written("Workers painted the lighthouse."), written("Workers flooded the quarry.")
    first, second = standing("Workers painted it")
    assert (first.number, second.number) == (has, has_not)
    assert first.standing > first.score
    assert second.standing == second.score


@pytest.mark.django_db
@pytest.mark.parametrize("share", [0.0, retrieval._SHARE])
@pytest.mark.parametrize("unknown", [7, 10])
def test_what_is_pending_is_looked_for_by_the_eight_rarest_words_and_by_others_that_are_rare_enough(
    monkeypatch: pytest.MonkeyPatch, share: float, unknown: int
) -> None:
    monkeypatch.setattr(retrieval, "_SHARE", share)
    folded = written("The ferry of Tornholm is late.")
    match_index_fold()
    pending = written("The ferry of Skarvik is closed.")
    text = " ".join(f"{letter}{letter}{letter}" for letter in "bcdfghjklm"[:unknown])
    among = {each.number for each in standing(f"{text} ferry")}
    assert among == ({folded} if unknown == 10 and not share else {folded, pending})


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [0, 13_000])
def test_words_that_bring_nothing_in_count_all_the_same(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    claim = written("Velmar painted its bridge.")
    other = written("Velmar flooded its quarry.")
    for n in range(20):
        written(f"Somebody painted a bridge, number {n}.")
    match_index_fold()
    monkeypatch.setattr(retrieval, "_BRINGING", 2)
    monkeypatch.setattr(retrieval, "_PAIRS", 0)
    monkeypatch.setattr(retrieval, "_AT_ONCE", at_once)
    first, second = standing("Velmar bridge")
    assert (first.number, second.number) == (claim, other)
    assert first.score > second.score


@pytest.mark.django_db
def test_the_commoner_words_are_read_once_in_a_process(
    monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    for n in range(5):
        written(f"The bridge of Skarvik number {n} is closed.")
    match_index_fold()
    monkeypatch.setattr(retrieval, "_AT_ONCE", 0)
    before = standing("Skarvik bridge closed")
    assert asked.count(postings._COMPLETE) == 1
    assert standing("Skarvik bridge closed") == before
    assert asked.count(postings._COMPLETE) == 1
    monkeypatch.setattr(held, "_BYTES", 1)
    assert {each.number for each in standing("Skarvik bridge closed number")} == {
        each.number for each in before
    }
    assert standing("Skarvik bridge closed") == before
    assert asked.count(postings._COMPLETE) == 3  # but the last that was read they were given up


@pytest.mark.django_db
def test_what_was_read_of_segments_that_are_made_one_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrieval, "_AT_ONCE", 0)
    numbers = []
    for n in range(8):
        numbers.append(written(f"The bridge of Skarvik number {n} is closed."))
        match_index_fold()  # the sixth makes the segments one
        found = standing("Skarvik bridge closed")
        assert sorted(each.number for each in found) == numbers
        assert len({each.score for each in found}) == 1


@pytest.mark.django_db
def test_what_is_held_and_read_again_along_with_others_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrieval, "_AT_ONCE", 0)
    numbers = [written("The bridge of Skarvik number 0 is closed.")]
    match_index_fold()
    standing("bridge Skarvik")
    numbers.append(written("The bridge of Skarvik number 1 is closed."))
    match_index_fold()
    found = standing("bridge Skarvik closed")
    assert sorted(each.number for each in found) == numbers
    assert len({each.standing for each in found}) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["Skarvik bridge closed", "Skarvk"])
def test_what_a_merge_moves_while_texts_are_asked_is_found_before_and_after(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(retrieval, "_AT_ONCE", 0)
    monkeypatch.setattr(retrieval, "_LONG", 0)
    numbers = {written(f"The bridge of Skarvik number {n} is closed.") for n in range(3)}
    match_index_fold()
    begun = MatchSegment.objects.create(documents=0)
    assert {each.number for each in standing(text)} == numbers
    MatchPosting.objects.update(segment=begun.pk)
    MatchSegment.objects.exclude(pk=begun.pk).delete()
    assert {each.number for each in standing(text)} == numbers


@pytest.mark.django_db
def test_lengths_are_asked_of_new_segments_only(asked: list[str]) -> None:
    for n in range(3):
        written(f"The bridge of Skarvik number {n} is closed.")
        match_index_fold()
        standing("Skarvik")
        standing("Skarvik")
    assert asked.count(held._LENGTHS) == 3


def test_a_claim_whose_length_is_not_known_counts_as_one_of_middling_length() -> None:
    own = Held()
    own._take([(20, np.array([1], np.int32))])
    for number in range(2, 40):
        own._take([(1, np.array([number], np.int32))])
        known, *unknown = own.worths(np.array([number, number + 1, 10_000], np.int32)).tolist()
        assert known > 1
        assert unknown == [1, 1]


def test_what_is_rare_is_told_anew_when_the_index_has_grown() -> None:
    own = Frequencies()
    own.note({term("dam"): 1}, documents=100)
    before = own.rarities({"dam"})["dam"]
    own.note({}, documents=105)
    assert own.rarities({"dam"})["dam"] == before
    own.note({}, documents=1_000)
    assert own.rarities({"dam"})["dam"] == own.rarity(term("dam")) > before


@pytest.mark.django_db
def test_a_claim_of_several_wordings_is_as_long_as_they_are_on_average() -> None:
    claim = factories.claim(text="The Velmar reservoir leaks.", language="en")
    Variant.objects.create(
        claim=claim, text="A reservoir that Velmar built years ago leaks water.", language="en"
    )
    (document,) = documents_of([claim.pk])
    assert document.terms.intersection(LENGTHS.values()) == {LENGTHS[5]}  # of 3 and 7
