"""Dates as mail and HTTP write them, and the day that a moment is of. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime


def mail_date(text: str) -> datetime | None:
    """`Thu, 06 Nov 2025 18:00:00 +0200` (RFC 5322, RFC 9110) as a moment, naive where no zone is known.

    None for what is no such date, or is one that cannot be.
    """
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def day_there(moment: datetime, utc_offset: int | None) -> date:
    """The day that it is at that moment where clocks are so many minutes ahead of UTC; None: in UTC."""
    return moment.astimezone(timezone(timedelta(minutes=utc_offset or 0))).date()
