"""What in a text decides what is claimed: its numbers, dates, names and negations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from claims.matching.lexicon import DAYS, MONTHS, NEGATIONS, SAID, SCALES
from claims.matching.terms import Text, Word

_YEARS = range(1500, 2200)


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
    """The facts of a text taken apart."""
    months = frozenset(MONTHS[w.token.norm] for w in text.words if _is_month(w))
    numbers = _numbers(text.words)
    years = frozenset(int(value) for value, written in numbers.items() if _is_year(value, written))
    return Facts(
        numbers={value: written for value, written in numbers.items() if not _is_year(value, written)},
        years=years,
        months=months,
        days=frozenset(DAYS[w.token.norm] for w in text.words if w.token.norm in DAYS),
        names=_names(text.words, first=False),
        openers=_names(text.words, first=True),
        negations=sum(w.token.norm.replace("\u2019", "'") in NEGATIONS for w in text.words),
    )


def _is_month(word: Word) -> bool:
    """'May' is a month with a capital only, and 'mar' and 'sept' are words of other languages."""
    norm = word.token.norm
    return norm in MONTHS and (norm not in ("may", "mars", "mar", "sept") or word.token.text[0].isupper())


def _is_year(value: float, written: str) -> bool:
    return len(written) == 4 and written.isdigit() and int(value) in _YEARS


def _numbers(words: Sequence[Word]) -> dict[float, str]:
    """Values of numbers in digits or words, with the scale that follows: 38 million, two thousand."""
    found: dict[float, str] = {}
    value: float | None = None
    written = ""
    for word in words:
        token = word.token
        norm = token.norm
        own = float(norm) if token.is_number else SAID.get(norm)
        if own is not None:
            if value is not None and not token.is_number and _continues(value, own):
                value = value * own if own == 100 else value + own
                written = f"{written} {token.text}"
                continue
            if value is not None:
                found.setdefault(value, written)
            value, written = float(own), token.text
        elif value is not None and norm in SCALES:
            value, written = value * SCALES[norm], f"{written} {token.text}"
        elif value is not None:
            found.setdefault(value, written)
            value = None
    if value is not None:
        found.setdefault(value, written)
    return found


def _continues(value: float, own: float) -> bool:
    """Whether a number word goes on with the one before: thirty eight, two hundred."""
    return own == 100 or (value in range(20, 100, 10) and 0 < own < 10)


def _names(words: Sequence[Word], *, first: bool) -> dict[str, str]:
    """Words with a capital, at the beginning of a sentence or not; none where nearly all of them have one."""
    capitals = [w for w in words if w.token.text[0].isupper()]
    shouted = len(capitals) > 3 and len(capitals) > 0.7 * len(words)
    if shouted:
        return {}
    return {
        w.token.norm: w.token.text
        for w in capitals
        if w.stem and w.token.norm not in MONTHS and w.token.norm not in DAYS and w.token.norm not in SAID
        and first == (w.token.first and not w.token.text[1:2].isupper())
    }  # fmt: skip
