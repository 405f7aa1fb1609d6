"""The rules of verdicts: the normalised scale, the kinds, and which kind may follow which. Pure."""

from __future__ import annotations

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


class TransitionRefused(ValueError):
    """The verdict does not follow from the one before it; the message says what would."""


def check_transition(*, last: Kind | None, kind: Kind, reason: str, has_rating: bool) -> None:
    """Refuse a verdict row that may not follow the last one.

    `last` is the kind of the publisher's last row on the claim, None where there is none.
    Raises TransitionRefused.
    """
    if kind not in TRANSITIONS[last]:
        allowed = " or ".join(sorted(TRANSITIONS[last]))
        after = f"after the {last}" if last else "as the first verdict"
        raise TransitionRefused(f"{kind} cannot stand {after}: record {allowed}")
    if kind is not Kind.INITIAL and not reason.strip():
        raise TransitionRefused(f"a reason is required for a verdict of kind {kind}")
    if kind is Kind.RETRACTION and has_rating:
        raise TransitionRefused("a retraction withdraws the verdict and carries no rating")
    if kind is not Kind.RETRACTION and not has_rating:
        raise TransitionRefused(f"a verdict of kind {kind} needs a rating")


EVENT_TYPES: dict[Kind, str] = {
    Kind.INITIAL: "verdict.published",
    Kind.UPDATE: "verdict.updated",
    Kind.CORRECTION: "verdict.corrected",
    Kind.RETRACTION: "verdict.retracted",
}
