"""When a delivery is tried again, and when it is given up. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from common.outbound_headers import wait_asked

# From one attempt to the next; the first is made at once. About seven days in all.
DELAYS = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    *[timedelta(hours=24)] * 5,
)
JITTER = 0.2
RETRY_AFTER_STATUSES = frozenset({429, 503})
# Client errors that time may mend; every other one says that this request will never be taken.
_PASSING_CLIENT_ERRORS = frozenset({408, 409, 423, 425, 429})


class Outcome(StrEnum):
    """What an attempt came to."""

    DELIVERED = "delivered"
    RETRY = "retry"
    DEAD = "dead"
    GONE = "gone"


def classify(status: int | None) -> Outcome:
    """What the HTTP status of the answer means; None: no answer came.

    GONE: this delivery is dead and the endpoint is to be disabled. A redirect is a failure to retry:
    it is never followed, but its owner may correct it.
    """
    if status is None:
        return Outcome.RETRY
    if 200 <= status < 300:
        return Outcome.DELIVERED
    if status == 410:
        return Outcome.GONE
    if 400 <= status < 500 and status not in _PASSING_CLIENT_ERRORS:
        return Outcome.DEAD
    return Outcome.RETRY


def next_delay(attempts: int, *, chance: float, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait after `attempts` failed ones (at least 1); None: give up.

    `chance`, from 0 to 1, spreads the wait over ±20 % so that a crowd does not come back at once.
    `asked` is what the receiver asked for: never sooner than that, nor than the schedule.
    """
    if attempts >= len(DELAYS):
        return None
    delay = DELAYS[attempts] * (1 - JITTER + 2 * JITTER * chance)
    return max(delay, asked) if asked is not None else delay


def retry_after(status: int | None, header: str | None, *, now: datetime) -> timedelta | None:
    """What a Retry-After of seconds or of an HTTP date asks for, at most 24 hours.

    None where there is none, where it is malformed, or where the status gives it no meaning.
    """
    if status not in RETRY_AFTER_STATUSES or header is None:
        return None
    seconds = wait_asked(header, now=now)
    return None if seconds is None else timedelta(seconds=seconds)
