"""A claim with its verdicts, as a row of a bulk import says it: plain tuples, since there are many."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from claims.rules import Normalised


class ClaimantRow(NamedTuple):
    """Who made the claim."""

    name: str
    organisation: bool = False


WORDS = ("sentence", "quote", "via", "addressee")
"""Of a sighting how the claim was said, through whom and to whom."""


class SightingRow(NamedTuple):
    """Where and by whom the claim was made, and in which words."""

    sentence: str = ""
    quote: bool = False
    claimant: str = ""
    organisation: bool = False
    role: str = ""
    same_as: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    addressee: str = ""
    said_on: date | None = None
    said_on_precision: str = "day"
    first_url: str = ""
    urls: tuple[str, ...] = ()

    @property
    def publisher_id(self) -> None:
        """Nobody's review reports it: it came with the claim."""


class Judged(NamedTuple):
    """How a publisher rates something. Of many verdicts few are not alike in this.

    `site` is the publisher's host name.
    """

    publisher: str
    label: str
    site: str = ""
    value: Decimal | None = None
    worst: Decimal | None = None
    best: Decimal | None = None
    normalised: Normalised | None = None

    def of(self) -> str:
        """By what it is noted what the sender says of this publisher's, whichever source that is here."""
        return f"site:{self.site}" if self.site else f"name:{self.publisher}"


CLAIM = "claim"
"""By what it is noted what a row says of the claim itself."""


class VerdictRow(NamedTuple):
    """What a publisher holds of it. `effective_at` is aware."""

    judged: Judged
    original_label: str = ""
    summary: str = ""
    explanation: str = ""
    language: str = ""
    review_url: str = ""
    effective_at: datetime | None = None

    def digest(self) -> str:
        """Of what the publisher says, by which a change of it is told."""
        _, label, _, *scale, _ = self.judged
        words = (self.original_label or label, self.summary, self.explanation, self.review_url)
        return _digest((label, *map(str, scale), *words))


class ClaimRow(NamedTuple):
    """One row. `key` is by what it is known again, `digest` is of all that it says."""

    key: str
    digest: str
    text: str
    language: str = ""
    claimant: ClaimantRow | None = None
    topics: tuple[tuple[str, str], ...] = ()
    sightings: tuple[SightingRow, ...] = ()
    verdicts: tuple[VerdictRow, ...] = ()

    def claim_digest(self) -> str:
        """Of what the row says of the claim itself, by which a change of it is told."""
        return _digest((self.text, self.language, self.claimant.name if self.claimant else ""))


def _digest(said: Iterable[str]) -> str:
    # No text of a row holds U+0000.
    return hashlib.blake2b("\0".join(said).encode(), digest_size=16).hexdigest()


class RowRefused(ValueError):
    """The row cannot be taken in; `code` names the kind of reason, the message says what to do."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
