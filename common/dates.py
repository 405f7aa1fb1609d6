"""Dates as mail and HTTP write them, and the day that a moment is of. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime


def mail_date(text: str) -> datetime | None:
    """`Thu, 06 Nov 2025 18:00:00 +0200` (RFC 5322, RFC 9110) as a moment, naive where no zone is known.

    None for what is no such date, or is one that cannot be.
    """
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def offset_told(moment: datetime) -> int | None:
    """Minutes by which the clock is ahead of UTC that an aware moment is told by; None where nobody knows.

    Midnight in UTC is a day that was given alone; any other moment in UTC may be by any clock.
    """
    offset = moment.utcoffset()
    if offset:
        return int(offset.total_seconds() // 60)
    return None if moment.time() != time() else 0


def day_there(moment: datetime, utc_offset: int | None) -> date:
    """The day that it is at that moment where clocks are so many minutes ahead of UTC; None: in UTC."""
    return moment.astimezone(timezone(timedelta(minutes=utc_offset or 0))).date()
