"""Why a candidate is rejected, and what that says of its sentence."""

from __future__ import annotations

from enum import StrEnum


class Worth(StrEnum):
    """What a decision says of how worth checking a sentence is: the classes that a model is trained on."""

    CHECK_WORTHY = "check_worthy"
    UNIMPORTANT = "unimportant"
    NOT_FACTUAL = "not_factual"


_SAYS: dict[str, Worth | None] = {
    "Not a statement of fact": Worth.NOT_FACTUAL,
    "Opinion or prediction": Worth.NOT_FACTUAL,
    "Not worth checking": Worth.UNIMPORTANT,
    "Attributed to the wrong person": None,
    "Cannot be understood without its article": None,
    "Repeats another candidate of the article": None,
}

REASONS = tuple(_SAYS)
"""Those offered; a fact-checker may write her own."""


def worth_of_rejected(reason: str) -> Worth | None:
    """What a rejection for that reason says of the sentence; None where it is about something else.

    A reason in a fact-checker's own words is about something that nobody foresaw: it says nothing either.
    """
    return _SAYS.get(reason.strip())
