"""The plain data that goes into a proposer and comes out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

Precision = Literal["day", "week", "month", "year"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
ClaimantKind = Literal["person", "organisation", "unnamed"]
"""Whether a claimant can be known elsewhere by that name: 'a study' or 'a spokesman' cannot."""
UNNAMED: ClaimantKind = "unnamed"


@dataclass(frozen=True, slots=True)
class SaidOn:
    """When something was said.

    `text` is the expression as written. `date` is the first day of the period meant, or None where it cannot
    be known (a weekday in an article without a date). `precision` is the length of that period.
    """

    text: str
    date: dt.date | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article's main text with what is known about it.

    `language` is an ISO 639-1 code or None (then it is detected); `outlet` and `title` are as published.
    """

    text: str
    language: str | None = None
    published: dt.date | None = None
    outlet: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One sentence of an article that holds a checkable claim, and who stands behind it.

    `sentence == article.text[start:end]` always; offsets count code points. `text` is the claim alone,
    readable without its article; `text_edited` says that words in it differ from the article's. `score`
    lies in 0..1 with its `reasons`. `claimant` is None where the outlet asserts it itself. `via` holds the
    named carriers from the claimant outwards to the article; `addressee` is whom the claimant spoke to, as
    written, where that is no medium. `quote` says that the sentence holds the
    claimant's own words. `claimant_kind` is None where there is no claimant or nobody can tell.
    """

    text: str
    text_edited: bool
    sentence: str
    start: int
    end: int
    score: float
    reasons: tuple[str, ...]
    claimant: str | None
    role: str | None
    via: tuple[str, ...]
    said_on: SaidOn | None
    quote: bool
    language: str
    claimant_kind: ClaimantKind | None = None
    addressee: str | None = None


class Proposer(Protocol):
    """Turns an article into proposals; its name and version are stored with each.

    `waits`: seconds that it may spend on one article waiting for another computer; 0 for none.
    """

    name: str
    version: str
    waits: float

    def propose(self, article: ArticleText) -> list[Proposal]:
        """Every claim worth a fact-checker's look, in the order of the text. May raise Incomplete."""
        ...


class Incomplete(Exception):
    """Raised by a proposer that could read only parts of an article: another reads the rest.

    `found` is what it proposes nevertheless, `unread` the spans of the article it knows nothing of, and
    `reason` says why.
    """

    def __init__(self, found: Sequence[Proposal], unread: Sequence[tuple[int, int]], reason: str) -> None:
        super().__init__(reason)
        self.found = list(found)
        self.unread = list(unread)
        self.reason = reason
