"""What in a text decides what is claimed: its numbers, dates, names and negations."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

from claims.matching.lexicon import AND, DAYS, MONTHS, NEGATIONS, ONES, SAID, SCALES
from claims.matching.terms import Text, Word

_YEARS = range(1500, 2200)
_TENS = range(20, 100, 10)
_NEGATIONS = NEGATIONS | {each.replace("'", "\u2019") for each in NEGATIONS}
_RARE = frozenset({*MONTHS, *DAYS, *_NEGATIONS})


class Facts(NamedTuple):
    """`numbers` by value with how each is written; `names` by folded form, apart from them `openers`:
    words with a capital that may come from beginning a sentence. `negations` are how many."""

    numbers: dict[float, str]
    years: frozenset[int]
    months: frozenset[int]
    days: frozenset[int]
    names: dict[str, str]
    openers: dict[str, str]
    negations: int


def facts(text: Text) -> Facts:
    """The facts of a text taken apart; the name of a post's author is none, nor is a number beyond floats."""
    words = text.said
    numbers = _numbers(words)
    named, opening = _names(words)
    years = {value for value, written in numbers.items() if _is_year(value, written)}
    # Most texts have none of these.
    rare = [word for word in words if word.norm in _RARE]
    return Facts(
        numbers={v: written for v, written in numbers.items() if v not in years and isfinite(v)},
        years=frozenset(map(int, years)),
        months=frozenset([MONTHS[word.norm] for word in rare if _is_month(word)]),
        days=frozenset([DAYS[word.norm] for word in rare if word.norm in DAYS]),
        names=named,
        openers=opening,
        negations=sum([word.norm in _NEGATIONS for word in rare]),
    )


def _is_month(word: Word) -> bool:
    """'May' is a month with a capital only, and 'mar' and 'sept' are words of other languages."""
    norm = word.norm
    return norm in MONTHS and (norm not in ("may", "mars", "mar", "sept") or word.is_capital)


def _is_year(value: float, written: str) -> bool:
    return len(written) == 4 and written.isdigit() and int(value) in _YEARS


def _numbers(words: Sequence[Word]) -> dict[float, str]:
    """Values of numbers in digits or words, with the scale that follows: 38 million, two thousand."""
    found: dict[float, str] = {}
    value: float | None = None
    written = ""
    tens = False
    for word in words:
        text, norm, is_number = word.text, word.norm, word.is_number
        own = float(norm) if is_number else SAID.get(norm)
        if own is None and tens:
            if norm in AND:
                continue
            own = 1 if norm in ONES else None
        if own is not None:
            if value is not None and not is_number and _continues(value, own):
                value = value * own if own == 100 else value + own
                written, tens = f"{written} {text}", False
                continue
            if value is not None:
                found.setdefault(value, written)
            value, written, tens = float(own), text, not is_number and own in _TENS
        elif value is not None and norm in SCALES:
            value, written, tens = value * SCALES[norm], f"{written} {text}", False
        elif value is not None:
            found.setdefault(value, written)
            value, tens = None, False
    if value is not None:
        found.setdefault(value, written)
    return found


def _continues(value: float, own: float) -> bool:
    """Whether a number word goes on with the one before: thirty eight, two hundred."""
    return own == 100 or (value in _TENS and 0 < own < 10)


def _names(words: Sequence[Word]) -> tuple[dict[str, str], dict[str, str]]:
    """Words with a capital, apart from them those that begin a sentence; none where nearly all have one."""
    capitals = [word for word in words if word.is_capital]
    if len(capitals) > 3 and len(capitals) > 0.7 * len(words):  # shouted
        return {}, {}
    named: dict[str, str] = {}
    opening: dict[str, str] = {}
    for word in capitals:
        text, norm = word.text, word.norm
        if word.stem and norm not in MONTHS and norm not in DAYS and norm not in SAID:
            (opening if word.first and not text[1:2].isupper() else named)[norm] = text
    return named, opening
