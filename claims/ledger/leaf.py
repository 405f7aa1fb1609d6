"""What the log holds of a verdict: everything that is published of it, as canonical bytes. Pure.

The bytes are JSON as RFC 8785 writes it, so that whoever has the values can make the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

import orjson

from common.ids import Id


class _Shared:
    """Part of many records, as JSON written once."""

    @cached_property
    def written(self) -> orjson.Fragment:
        """Its members."""
        return orjson.Fragment(orjson.dumps(_members(self), _plain, _SORTED))


@dataclass(frozen=True, kw_only=True)
class PublisherRecord(_Shared):
    """Who published the verdict, under the name it had then."""

    id: Id
    name: str


@dataclass(frozen=True, kw_only=True)
class RatingRecord(_Shared):
    """The label, its place between the ends of its scale, and what it maps to on the common scale."""

    id: Id
    label: str
    value: Decimal | None
    worst: Decimal
    best: Decimal
    normalised: str
    scale: UUID
    scale_name: str
    scale_version: int


@dataclass(kw_only=True)  # not frozen: an import makes one for each row, in a third of the time
class VerdictRecord:
    """One row of a publisher's history on a claim. The members are the API's, with the same values.

    `claim_text` is the wording that the verdict was given on. An empty text is null in the leaf.
    """

    id: Id
    claim: Id
    claim_text: str
    publisher: PublisherRecord
    seq: int
    kind: str
    rating: RatingRecord | None
    original_label: str
    summary: str
    explanation: str
    reason: str
    note: str
    language: str
    review_url: str
    effective_at: datetime
    recorded_at: datetime


def leaf_bytes(record: VerdictRecord) -> bytes:
    """The leaf. Raises TypeError for a text that is not Unicode.

    Of what a record holds (names in ASCII, whole numbers and decimals of two places), orjson's JSON with
    sorted names is what RFC 8785 asks for; a test holds it to that.
    """
    return orjson.dumps(_members(record), _plain, _SORTED)


@lru_cache(maxsize=1000)
def moment(value: datetime) -> str:
    """RFC 3339 in UTC, with as many decimals of the second as there are."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _members(record: Any) -> dict[str, Any]:
    return {name: value or None if type(value) is str else value for name, value in vars(record).items()}


@lru_cache(maxsize=1000)
def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


_WRITTEN: dict[type, Callable[[Any], Any]] = {
    **dict.fromkeys((PublisherRecord, RatingRecord), attrgetter("written")),
    datetime: moment,
    Decimal: _number,
}


def _plain(value: Any) -> Any:
    return _WRITTEN[type(value)](value)


_SORTED = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
