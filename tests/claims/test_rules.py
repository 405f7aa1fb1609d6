from __future__ import annotations

import itertools

import pytest

from claims.rules import EVENT_TYPES, TRANSITIONS, Kind, TransitionRefused, check_transition

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
        check_transition(last=last, kind=kind, reason="new figures", has_rating=kind is not Kind.RETRACTION)

    if (last, kind) in ALLOWED:
        check()
    else:
        with pytest.raises(TransitionRefused, match=f"^{kind} cannot stand"):
            check()


def test_a_refusal_names_what_would_do() -> None:
    with pytest.raises(TransitionRefused, match="after the retraction: record correction or initial"):
        check_transition(last=Kind.RETRACTION, kind=Kind.UPDATE, reason="x", has_rating=True)
    with pytest.raises(TransitionRefused, match="as the first verdict: record initial"):
        check_transition(last=None, kind=Kind.UPDATE, reason="x", has_rating=True)


@pytest.mark.parametrize("kind", [Kind.UPDATE, Kind.CORRECTION, Kind.RETRACTION])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_every_change_needs_a_reason(kind: Kind, reason: str) -> None:
    with pytest.raises(TransitionRefused, match="a reason is required"):
        check_transition(last=Kind.INITIAL, kind=kind, reason=reason, has_rating=kind is not Kind.RETRACTION)


def test_the_first_verdict_needs_no_reason() -> None:
    check_transition(last=None, kind=Kind.INITIAL, reason="", has_rating=True)


def test_a_retraction_carries_no_rating_and_everything_else_one() -> None:
    with pytest.raises(TransitionRefused, match="carries no rating"):
        check_transition(last=Kind.INITIAL, kind=Kind.RETRACTION, reason="x", has_rating=True)
    with pytest.raises(TransitionRefused, match="needs a rating"):
        check_transition(last=Kind.INITIAL, kind=Kind.UPDATE, reason="x", has_rating=False)


def test_every_kind_has_its_place_and_its_event_type() -> None:
    assert set(TRANSITIONS) == {None, *Kind}
    assert set(EVENT_TYPES) == set(Kind)
    assert len(set(EVENT_TYPES.values())) == len(Kind)
