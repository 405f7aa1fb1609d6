"""Where two texts that share their words say different things all the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from claims.matching.facts import Facts
from claims.matching.lexicon import OPPOSITES, TURNING
from claims.matching.side import Side

_SAME_NAME = 0.86
_NEAR_WORDS = 0.85
_ROUNDED = 0.001
_SUBSTITUTED = 2
_MANY = 8


class Contrast(NamedTuple):
    """What one has in the other's place.

    A substitution: nearly all is shared, but one or two words of each stand where the other has others.
    """

    numbers_shared: tuple[str, ...]
    numbers_only_in_text: tuple[str, ...]
    numbers_only_in_claim: tuple[str, ...]
    names_shared: tuple[str, ...]
    names_only_in_text: tuple[str, ...]
    names_only_in_claim: tuple[str, ...]
    negation_differs: bool
    direction_differs: bool
    dates_differ: bool
    is_substitution: bool

    @property
    def numbers_differ(self) -> bool:
        """Each has a number where the other has another."""
        return bool(self.numbers_only_in_text and self.numbers_only_in_claim)

    @property
    def names_differ(self) -> bool:
        """Each has a name where the other has another."""
        return bool(self.names_only_in_text and self.names_only_in_claim)

    @property
    def contradicts(self) -> bool:
        """It is another claim, however many words are shared."""
        return (
            self.numbers_differ
            or self.names_differ
            or self.negation_differs
            or self.direction_differs
            or self.dates_differ
        )


def contrast(text: Side, claim: Side, meant: Mapping[str, Collection[str]]) -> Contrast:
    """Compare a text with a wording of a claim; `meant` is what the text's misspelt stems may mean.

    Whom a quoted post is by is no part of what it says, and differs from nothing.
    """
    ours, theirs = text.reading.facts, claim.reading.facts
    our_numbers, their_numbers = _apart(ours.numbers, theirs.numbers)
    substituted = _is_substitution(text, claim, meant)
    our_names = _names_apart(ours, claim.words, openers=substituted)
    their_names = _names_apart(theirs, text.words, openers=substituted)
    return Contrast(
        numbers_shared=(
            *[written for value, written in ours.numbers.items() if value not in our_numbers],
            *map(str, sorted(ours.years & theirs.years)),
        ),
        numbers_only_in_text=tuple([ours.numbers[v] for v in our_numbers]),
        numbers_only_in_claim=tuple([theirs.numbers[v] for v in their_numbers]),
        names_shared=tuple([w for n, w in ours.names.items() if n in claim.words]),
        names_only_in_text=our_names,
        names_only_in_claim=their_names,
        negation_differs=ours.negations % 2 != theirs.negations % 2,
        direction_differs=_opposed(text, claim),
        dates_differ=_dates_differ(ours, theirs),
        is_substitution=substituted,
    )


def _apart(ours: Mapping[float, str], theirs: Mapping[float, str]) -> tuple[list[float], list[float]]:
    """The values of each that the other does not have, rounding allowed for where it is worded so."""
    if not ours or not theirs:
        return list(ours), list(theirs)
    return (
        [v for v in ours if v not in theirs and not any(_equal(v, w) for w in theirs)],
        [v for v in theirs if v not in ours and not any(_equal(v, w) for w in ours)],
    )


def _equal(one: float, other: float) -> bool:
    """But for rounding."""
    return min(one, other) >= 1000 and abs(one - other) <= _ROUNDED * max(one, other)


def _is_substitution(text: Side, claim: Side, meant: Mapping[str, Collection[str]]) -> bool:
    """Whether each has a stem or two that the other has neither itself, nor nearly, nor as what it means."""
    left = text.weights.keys() - claim.weights.keys() - text.reading.author
    right = claim.weights.keys() - text.weights.keys() - claim.reading.author
    if meant:
        left = {s for s in left if claim.weights.keys().isdisjoint(meant.get(s, ()))}
        right = right.difference(*meant.values())
    if not left or not right or max(len(left), len(right)) > _MANY:
        return False  # however many of them are near
    return (
        1 <= sum(not _near(s, right) for s in left) <= _SUBSTITUTED
        and 1 <= sum(not _near(s, left) for s in right) <= _SUBSTITUTED
    )


def _near(stem: str, others: Collection[str]) -> bool:
    """The same word differently inflected or spelt; numbers are never near."""
    if len(stem) < 4 or stem[0].isdigit():
        return False
    beginning = stem[:3]
    alike = [other for other in others if other.startswith(beginning)]
    return any(JaroWinkler.similarity(stem, other) >= _NEAR_WORDS for other in alike)


def _names_apart(ours: Facts, words: Collection[str], *, openers: bool) -> tuple[str, ...]:
    """Names that are not among the other's words in any form; `openers`: those that begin a sentence too."""
    names = ours.names | ours.openers if openers else ours.names
    return tuple(
        [written for norm, written in names.items() if norm not in words and not _is_spelt_among(norm, words)]
    )


def _is_spelt_among(name: str, words: Collection[str]) -> bool:
    beginning = name[:2]
    alike = [word for word in words if word.startswith(beginning)]
    return any(JaroWinkler.similarity(name, word) >= _SAME_NAME for word in alike)


def _opposed(text: Side, claim: Side) -> bool:
    """Whether words that only one has are opposites of words that only the other has."""
    turning = (text.words & TURNING) - text.reading.author
    turned = (claim.words & TURNING) - claim.reading.author
    ours, theirs = turning - turned, turned - turning
    if not ours or not theirs:
        return False
    return any(
        (ours & up and theirs & down and not ours & down and not theirs & up)
        or (ours & down and theirs & up and not ours & up and not theirs & down)
        for up, down in OPPOSITES
    )


def _dates_differ(ours: Facts, theirs: Facts) -> bool:
    return (
        _apart_in_time(ours.years, theirs.years)
        or _apart_in_time(ours.months, theirs.months)
        or _apart_in_time(ours.days, theirs.days)
    )


def _apart_in_time(one: frozenset[int], other: frozenset[int]) -> bool:
    return bool(one) and bool(other) and one.isdisjoint(other)
