"""How a proposer has fared with the people who decide about what it proposed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

_Z = 1.96
"""Of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Counts of candidates; they add up. `edited` are those of `accepted` whose wording was changed."""

    pending: int = 0
    accepted: int = 0
    edited: int = 0
    merged: int = 0
    rejected: int = 0

    def __add__(self, other: Decisions) -> Decisions:
        return Decisions(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def decided(self) -> int:
        """How many were decided."""
        return self.accepted + self.merged + self.rejected

    @property
    def precision(self) -> float | None:
        """The share of the decided that were accepted or merged; None where nothing was decided."""
        return (self.accepted + self.merged) / self.decided if self.decided else None

    @property
    def as_proposed(self) -> float | None:
        """The share of the decided that stood as they were proposed, not even their wording changed."""
        return (self.accepted - self.edited + self.merged) / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which the precision lies with 95 % confidence (Wilson)."""
        if self.precision is None:
            return None
        n, p = self.decided, self.precision
        middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Period:
    """The decisions of a week or month, by its first day."""

    starts_on: dt.date
    decisions: Decisions


@dataclass(frozen=True, slots=True)
class ProposerRecord:
    """A version of a proposer: all in all, over time, and why its candidates were rejected."""

    proposer: str
    version: str
    decisions: Decisions
    periods: tuple[Period, ...]
    rejections: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """So many candidates of a proposer's version in one state; `starts_on` and `reason` of decided ones."""

    proposer: str
    version: str
    state: str
    starts_on: dt.date | None
    reason: str
    count: int
    edited: int


def records(rows: Iterable[Counted]) -> list[ProposerRecord]:
    """The rows brought together, by proposer and version."""
    found: dict[tuple[str, str], list[Counted]] = {}
    for row in rows:
        found.setdefault((row.proposer, row.version), []).append(row)
    return [_record(name, version, found[name, version]) for name, version in sorted(found)]


def _record(proposer: str, version: str, rows: list[Counted]) -> ProposerRecord:
    periods: dict[dt.date, Decisions] = {}
    rejections: dict[str, int] = {}
    total = Decisions()
    for row in rows:
        counts = Decisions(**{row.state: row.count}, edited=row.edited)
        total += counts
        if row.starts_on is not None:
            periods[row.starts_on] = periods.get(row.starts_on, Decisions()) + counts
        if row.state == "rejected":
            rejections[row.reason] = rejections.get(row.reason, 0) + row.count
    return ProposerRecord(
        proposer=proposer,
        version=version,
        decisions=total,
        periods=tuple(Period(day, periods[day]) for day in sorted(periods)),
        rejections=dict(sorted(rejections.items(), key=lambda item: (-item[1], item[0]))),
    )
