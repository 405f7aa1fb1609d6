"""Articles with the claims that people found in them: who said what, to whom and when."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.evaluation.errors import EvaluationError

Span = tuple[int, int]


class GoldError(EvaluationError):
    """A gold corpus that cannot be used; the message is one line and names the file."""


@dataclass(frozen=True, slots=True)
class SaidOn:
    """A date (None where nobody can tell) and the period it begins: day, week, month or year."""

    date: dt.date | None
    precision: str


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim at its place. `continued`: its `via`, `addressee` and `said_on` are carried over from earlier
    claims.
    """

    span: Span
    claimant: str | None
    role: str | None
    via: tuple[str, ...]
    addressee: str | None
    said_on: SaidOn | None
    quote: bool
    continued: bool


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article's text with its claims and with the places where there are none to propose."""

    name: str
    language: str
    published: dt.date | None
    text: str
    claims: tuple[GoldClaim, ...]
    not_claims: tuple[Span, ...]


def read_corpus(articles: Path, gold: Path) -> list[GoldArticle]:
    """Every NAME.json of `gold` with the NAME.txt of `articles`, by name. Raises GoldError."""
    for folder in (articles, gold):
        if not folder.is_dir():
            raise GoldError(f"{folder} is no folder")
    names = sorted(path.stem for path in gold.glob("*.json"))
    if not names:
        raise GoldError(f"{gold} has no .json files")
    return [_read(articles / f"{name}.txt", gold / f"{name}.json") for name in names]


def _read(article: Path, gold: Path) -> GoldArticle:
    try:
        text = article.read_text(encoding="utf-8-sig")
        found = json.loads(gold.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise GoldError(f"{error.filename} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise GoldError(f"{gold} or its article cannot be read: {error}") from error
    try:
        return gold_article(gold.stem, text, found)
    except (KeyError, TypeError, AttributeError) as error:
        raise GoldError(f"{gold} is not of the form asked for: {type(error).__name__} {error}") from error
    except ValueError as error:
        raise GoldError(f"{gold}: {error}") from error


def gold_article(name: str, text: str, found: Mapping[str, Any]) -> GoldArticle:
    """The article of a parsed gold file. Raises ValueError for a text that is not in the article."""
    place = _Places(text)
    continued = set(found.get("continued") or ())
    claims = tuple(
        _claim(claim, place(claim["text"]), position in continued)
        for position, claim in enumerate(found["claims"])
    )
    place.avoid([claim.span for claim in claims])
    not_claims = tuple(
        place(each if isinstance(each, str) else each["text"]) for each in found.get("not_claims") or ()
    )
    published = found.get("published")
    language = str(found.get("language") or "")
    return GoldArticle(name, language, _date(published), text, claims, not_claims)


def _claim(found: Mapping[str, Any], span: Span, continued: bool) -> GoldClaim:
    said_on = found.get("said_on")
    return GoldClaim(
        span=span,
        claimant=found["claimant"],
        role=found.get("role"),
        via=tuple(found.get("via") or ()),
        addressee=found.get("addressee"),
        said_on=SaidOn(_date(said_on["date"]), said_on["precision"]) if said_on else None,
        quote=bool(found.get("quote")),
        continued=continued,
    )


def _date(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written[:10]) if written else None


class _Places:
    """Where texts stand: each at its first place that no earlier one and nothing to be avoided takes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._taken: list[Span] = []

    def avoid(self, spans: list[Span]) -> None:
        self._taken = list(spans)

    def __call__(self, wanted: str) -> Span:
        found = _occurrences(self._text, wanted)
        if not found:
            raise ValueError(f"not in its article: {wanted[:60]!r}")
        free = (span for span in found if all(overlap(span, taken) == 0 for taken in self._taken))
        chosen = next(free, found[0])
        self._taken.append(chosen)
        return chosen


def _occurrences(text: str, wanted: str) -> list[Span]:
    found, start = [], text.find(wanted) if wanted else -1
    while start >= 0:
        found.append((start, start + len(wanted)))
        start = text.find(wanted, start + len(wanted))
    return found


def overlap(one: Span, other: Span) -> int:
    """The characters that two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
