"""What a match is, and what finds one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Relation(StrEnum):
    """How a known claim stands to a text.

    `same_claim`: a verdict on the one is a verdict on the other, at the precision docs/matching.md states.
    `similar`: about the same thing, worth a person's look; it may say the opposite. `related`: shares a
    subject.
    """

    SAME_CLAIM = "same_claim"
    SIMILAR = "similar"
    RELATED = "related"


class Field(StrEnum):
    """Where in a known claim the text was found again."""

    TEXT = "text"
    VARIANT = "variant"
    FACT_CHECK = "fact_check"


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """A word of the text that was read as another word, which known claims use."""

    written: str
    read: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """What a match rests on, and what speaks against it. Words are as the text or the claim writes them.

    `wording` is the wording of the claim that fits best: its text, or the variant. `*_only_in_text` and
    `*_only_in_claim` are what one of the two has in the other's place. The booleans say that the two
    contradict each other: one denies, rises, or is dated where the other does not. `closeness` is the cosine
    of their meanings, where an embedding is set and calls them close.
    """

    field: Field = Field.TEXT
    wording: str = ""
    shared_words: tuple[str, ...] = ()
    shared_names: tuple[str, ...] = ()
    shared_numbers: tuple[str, ...] = ()
    numbers_only_in_text: tuple[str, ...] = ()
    numbers_only_in_claim: tuple[str, ...] = ()
    names_only_in_text: tuple[str, ...] = ()
    names_only_in_claim: tuple[str, ...] = ()
    negation_differs: bool = False
    direction_differs: bool = False
    dates_differ: bool = False
    spelling_corrected: tuple[Correction, ...] = ()
    closeness: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A known claim that a text resembles.

    `score` is the calibrated probability, 0 to 1, that the two are the same claim; `reasons` says the
    explanation in words for a person, each at most 200 characters. `claim_id` is never a merged claim's:
    its wordings lead to its survivor.
    """

    claim_id: UUID
    score: float
    relation: Relation
    reasons: tuple[str, ...]
    explanation: Explanation = Explanation()


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """Which claims may be found; what is empty does not restrict.

    `languages` are BCP 47, of which the first part counts; `topics` are slugs; `publishers` are those of
    current verdicts.
    """

    published_only: bool = False
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    publishers: tuple[UUID, ...] = ()
    claimants: tuple[UUID, ...] = ()
    excluding: tuple[UUID, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is restricted."""
        return self != Filters()


NO_FILTERS = Filters()


class Matcher(Protocol):
    """Finds the known claims that a text resembles, among those committed when it is asked."""

    name: str

    def match(
        self, text: str, *, language: str = "", limit: int = 10, filters: Filters = NO_FILTERS
    ) -> Sequence[Match]:
        """At most `limit` matches, the best first.

        `language` is BCP 47; where it is empty it is told from the text. Raises Invalid for a text that
        cannot be one (a NUL in it) and DeadlineExceeded where the answer would take too long.
        """

    def match_many(
        self,
        texts: Sequence[str],
        *,
        languages: Sequence[str] = (),
        limit: int = 10,
        filters: Filters = NO_FILTERS,
    ) -> Sequence[Sequence[Match]]:
        """What `match` gives for each text, in a number of statements that does not grow with the texts.

        `languages` are the texts', or empty to tell them from each.
        """
