from __future__ import annotations

import itertools

import pytest

from claims.rules import (
    EVENT_TYPES,
    NEEDS,
    TRANSITIONS,
    Kind,
    Normalised,
    TransitionRefused,
    check_transition,
    in_conflict,
)

ALLOWED = {
    (None, Kind.INITIAL),
    *itertools.product(
        (Kind.INITIAL, Kind.UPDATE, Kind.CORRECTION), (Kind.UPDATE, Kind.CORRECTION, Kind.RETRACTION)
    ),
    (Kind.RETRACTION, Kind.INITIAL),
    (Kind.RETRACTION, Kind.CORRECTION),
}
PAIRS = list(itertools.product((None, *Kind), Kind))


@pytest.mark.parametrize(("last", "kind"), PAIRS)
def test_which_kind_may_follow_which(last: Kind | None, kind: Kind) -> None:
    def check() -> None:
        check_transition(
            last=last,
            kind=kind,
            reason="new figures",
            note="It is 38." if NEEDS[kind].note else "",
            has_rating=NEEDS[kind].rating,
        )

    if (last, kind) in ALLOWED:
        check()
    else:
        with pytest.raises(TransitionRefused, match=f"^{kind} cannot stand"):
            check()


def test_a_refusal_names_what_would_do() -> None:
    with pytest.raises(TransitionRefused, match="after the retraction: record correction or initial"):
        check_transition(last=Kind.RETRACTION, kind=Kind.UPDATE, reason="x", note="", has_rating=True)
    with pytest.raises(TransitionRefused, match="as the first verdict: record initial"):
        check_transition(last=None, kind=Kind.UPDATE, reason="x", note="", has_rating=True)


@pytest.mark.parametrize("kind", [Kind.UPDATE, Kind.CORRECTION, Kind.RETRACTION])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_every_change_needs_a_reason(kind: Kind, reason: str) -> None:
    with pytest.raises(TransitionRefused, match="a reason is required"):
        check_transition(last=Kind.INITIAL, kind=kind, reason=reason, note="x", has_rating=NEEDS[kind].rating)


@pytest.mark.parametrize("note", ["", " \n"])
def test_a_correction_needs_a_note_to_the_readers(note: str) -> None:
    with pytest.raises(TransitionRefused, match="needs a note to the readers") as refusal:
        check_transition(last=Kind.INITIAL, kind=Kind.CORRECTION, reason="x", note=note, has_rating=True)
    assert refusal.value.field == "note"


@pytest.mark.parametrize("kind", [Kind.UPDATE, Kind.RETRACTION])
def test_nothing_but_a_correction_has_a_note(kind: Kind) -> None:
    with pytest.raises(TransitionRefused, match="only a correction"):
        check_transition(
            last=Kind.INITIAL, kind=kind, reason="x", note="It is 38.", has_rating=NEEDS[kind].rating
        )


def test_the_first_verdict_needs_no_reason() -> None:
    check_transition(last=None, kind=Kind.INITIAL, reason="", note="", has_rating=True)


def test_a_retraction_carries_no_rating_and_everything_else_one() -> None:
    with pytest.raises(TransitionRefused, match="carries no rating"):
        check_transition(last=Kind.INITIAL, kind=Kind.RETRACTION, reason="x", note="", has_rating=True)
    with pytest.raises(TransitionRefused, match="needs a rating"):
        check_transition(last=Kind.INITIAL, kind=Kind.UPDATE, reason="x", note="", has_rating=False)


def test_every_kind_has_its_place_and_its_event_type() -> None:
    assert set(TRANSITIONS) == {None, *Kind}
    assert set(EVENT_TYPES) == set(Kind)
    assert len(set(EVENT_TYPES.values())) == len(Kind)


def test_verdicts_on_two_sides_contradict_each_other_and_an_unmapped_one_is_on_none() -> None:
    assert in_conflict([Normalised.TRUE, Normalised.FALSE])
    assert not in_conflict([Normalised.TRUE, Normalised.MOSTLY_TRUE, Normalised.UNMAPPED])
