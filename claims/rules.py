"""The rules of verdicts: the normalised scale, the kinds, which may follow which and what each needs, and
when two publishers contradict each other. Pure; docs/verdicts.md says the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Normalised(StrEnum):
    """The common scale that every publisher's own labels are mapped to."""

    TRUE = "true"
    MOSTLY_TRUE = "mostly_true"
    MIXED = "mixed"
    MOSTLY_FALSE = "mostly_false"
    FALSE = "false"
    UNPROVEN = "unproven"
    MISSING_CONTEXT = "missing_context"
    SATIRE = "satire"
    ALTERED = "altered"
    UNMAPPED = "unmapped"


class Kind(StrEnum):
    """What a verdict row is to the row before it."""

    INITIAL = "initial"
    UPDATE = "update"
    CORRECTION = "correction"
    RETRACTION = "retraction"


# From the kind of the last row (None: no row yet) to the kinds that may follow it. After a retraction
# nothing stands, so what follows is a new initial verdict or a correction of the retraction itself.
TRANSITIONS: dict[Kind | None, frozenset[Kind]] = {
    None: frozenset({Kind.INITIAL}),
    Kind.INITIAL: frozenset({Kind.UPDATE, Kind.CORRECTION, Kind.RETRACTION}),
    Kind.UPDATE: frozenset({Kind.UPDATE, Kind.CORRECTION, Kind.RETRACTION}),
    Kind.CORRECTION: frozenset({Kind.UPDATE, Kind.CORRECTION, Kind.RETRACTION}),
    Kind.RETRACTION: frozenset({Kind.INITIAL, Kind.CORRECTION}),
}


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What a verdict of a kind must carry; `rating` False: it must carry none."""

    reason: bool
    note: bool
    rating: bool


NEEDS: dict[Kind, Needs] = {
    Kind.INITIAL: Needs(reason=False, note=False, rating=True),
    Kind.UPDATE: Needs(reason=True, note=False, rating=True),
    Kind.CORRECTION: Needs(reason=True, note=True, rating=True),
    Kind.RETRACTION: Needs(reason=True, note=False, rating=False),
}


def kinds_following(last: Kind | None, *, merged: bool) -> frozenset[Kind]:
    """What may follow a publisher's last row on a claim; on one that was `merged`, what withdraws it."""
    return TRANSITIONS[last] & {Kind.RETRACTION} if merged else TRANSITIONS[last]


class TransitionRefused(ValueError):
    """The verdict does not follow from the one before it; the message says what would."""

    def __init__(self, message: str, *, field: str = "kind") -> None:
        super().__init__(message)
        self.field = field


def check_transition(*, last: Kind | None, kind: Kind, reason: str, note: str, has_rating: bool) -> None:
    """Refuse a verdict row that may not follow the last one.

    `last` is the kind of the publisher's last row on the claim, None where there is none.
    Raises TransitionRefused.
    """
    if kind not in TRANSITIONS[last]:
        allowed = " or ".join(sorted(TRANSITIONS[last]))
        after = f"after the {last}" if last else "as the first verdict"
        raise TransitionRefused(f"{kind} cannot stand {after}: record {allowed}")
    needs = NEEDS[kind]
    if needs.reason and not reason.strip():
        raise TransitionRefused(f"a reason is required for a verdict of kind {kind}", field="reason")
    if needs.note and not note.strip():
        raise TransitionRefused(
            f"a {kind} needs a note to the readers: what was wrong, and what is right", field="note"
        )
    if note.strip() and not needs.note:
        raise TransitionRefused("only a correction carries a note to the readers", field="note")
    if has_rating and not needs.rating:
        raise TransitionRefused("a retraction withdraws the verdict and carries no rating", field="rating")
    if needs.rating and not has_rating:
        raise TransitionRefused(f"a verdict of kind {kind} needs a rating", field="rating")


EVENT_TYPES: dict[Kind, str] = {
    Kind.INITIAL: "verdict.published",
    Kind.UPDATE: "verdict.updated",
    Kind.CORRECTION: "verdict.corrected",
    Kind.RETRACTION: "verdict.retracted",
}


class Side(StrEnum):
    """What a reader takes away from a verdict."""

    HOLDS = "holds"
    IN_PART = "in_part"
    DOES_NOT_HOLD = "does_not_hold"
    OPEN = "open"


# An unmapped label has no side: nothing is known of what it means.
SIDES: dict[Normalised, Side | None] = {
    Normalised.TRUE: Side.HOLDS,
    Normalised.MOSTLY_TRUE: Side.HOLDS,
    Normalised.MIXED: Side.IN_PART,
    Normalised.MISSING_CONTEXT: Side.IN_PART,
    Normalised.MOSTLY_FALSE: Side.DOES_NOT_HOLD,
    Normalised.FALSE: Side.DOES_NOT_HOLD,
    Normalised.SATIRE: Side.DOES_NOT_HOLD,
    Normalised.ALTERED: Side.DOES_NOT_HOLD,
    Normalised.UNPROVEN: Side.OPEN,
    Normalised.UNMAPPED: None,
}


def in_conflict(held: Sequence[Normalised]) -> bool:
    """Whether verdicts of several publishers contradict each other: they are on more than one side.

    `held` is what each publisher's current verdict is mapped to, without retracted ones.
    """
    return len(held) > 1 and len({SIDES[value] for value in held} - {None}) > 1
