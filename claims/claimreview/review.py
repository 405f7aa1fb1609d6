"""What a ClaimReview says, as plain data: what is written out, and what is left of one that was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

# A day, or a moment (aware).
Day = date | datetime


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """The fact-checker. The addresses are of its site and of the pages where it explains itself."""

    name: str
    url: str = ""
    corrections_policy: str = ""
    fact_checking_policy: str = ""


@dataclass(frozen=True, kw_only=True)
class Rating:
    """The publisher's word, and its value between the ends of its scale where it has one."""

    label: str
    value: Decimal | None = None
    worst: Decimal | None = None
    best: Decimal | None = None
    explanation: str = ""


@dataclass(frozen=True, kw_only=True)
class Claimant:
    """Who said it."""

    name: str
    organisation: bool = False
    job_title: str = ""
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Item:
    """The claim as one claimant made it: when, where first, and where else.

    Where only a month or a year is known, `said_on` is its first day and the precision says so.
    """

    claimant: Claimant | None = None
    said_on: Day | None = None
    said_on_precision: str = "day"
    first_appearance: str = ""
    appearances: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A word to the readers on what was wrong."""

    text: str
    published: Day | None = None


@dataclass(frozen=True, kw_only=True)
class Review:
    """One publisher's review of one claim. Another claimant of the same claim is another item."""

    url: str
    claim: str
    publisher: Publisher
    rating: Rating
    items: tuple[Item, ...] = ()
    published: Day | None = None
    modified: Day | None = None
    language: str = ""
    body: str = ""
    citations: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    retracted: bool = False
