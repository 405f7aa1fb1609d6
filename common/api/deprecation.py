"""The end of an operation, announced: `Deprecation` (RFC 9745) and `Sunset` (RFC 8594)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime


@dataclass(frozen=True, kw_only=True)
class Deprecation:
    """Since when an operation is deprecated, when it stops to answer, and where that is explained."""

    since: date
    sunset: date | None = None
    guide: str = ""

    def headers(self) -> dict[str, str]:
        """What every answer of the operation says."""
        found = {"Deprecation": f"@{int(_midnight(self.since).timestamp())}"}
        if self.sunset is not None:
            found["Sunset"] = format_datetime(_midnight(self.sunset), usegmt=True)
        if self.guide:
            found["Link"] = f'<{self.guide}>; rel="deprecation"'
        return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
