from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webhooks.schedule import DELAYS, Outcome, classify, next_delay, retry_after

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_fifteen_attempts_over_about_a_week() -> None:
    seconds = [round(delay.total_seconds()) for delay in DELAYS]
    assert seconds == [0, 5, 60, 300, 1800, 7200, 18000, 36000, 50400, 72000, *[86400] * 5]
    assert timedelta(days=7) < sum(DELAYS, timedelta()) < timedelta(days=7.5)


@pytest.mark.parametrize("attempts", range(1, 15))
def test_the_wait_is_the_schedules_within_a_fifth(attempts: int) -> None:
    scheduled = DELAYS[attempts]
    assert next_delay(attempts, chance=0.5) == scheduled
    assert next_delay(attempts, chance=0.0) == scheduled * 0.8
    assert next_delay(attempts, chance=1.0) == scheduled * 1.2


@pytest.mark.parametrize("attempts", [15, 16, 400])
def test_after_fifteen_attempts_it_is_given_up(attempts: int) -> None:
    assert next_delay(attempts, chance=0.5) is None
    assert next_delay(attempts, chance=0.5, asked=HOUR) is None


def test_what_the_receiver_asks_for_can_only_lengthen_the_wait() -> None:
    assert next_delay(1, chance=0.5, asked=timedelta(minutes=2)) == timedelta(minutes=2)
    assert next_delay(5, chance=0.5, asked=timedelta(minutes=2)) == 2 * HOUR


@pytest.mark.parametrize(
    ("outcome", "statuses"),
    [
        (Outcome.DELIVERED, [200, 201, 202, 204, 206, 299]),
        (Outcome.GONE, [410]),
        (Outcome.DEAD, [400, 401, 403, 404, 405, 406, 413, 415, 422, 424, 426, 451, 499]),
        (
            Outcome.RETRY,
            [408, 409, 423, 425, 429, 500, 502, 503, 504, 599, 300, 301, 302, 303, 307, 308, 304, None],
        ),
    ],
)
def test_what_each_status_comes_to(outcome: Outcome, statuses: list[int | None]) -> None:
    assert {status: classify(status) for status in statuses} == dict.fromkeys(statuses, outcome)


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_in_seconds(status: int) -> None:
    assert retry_after(status, "120", now=NOW) == timedelta(minutes=2)
    assert retry_after(status, " 0 ", now=NOW) == timedelta(0)


def test_retry_after_of_a_date_that_cannot_be_asks_for_nothing() -> None:
    assert retry_after(503, "Mon, 20 Nov 1995 19:12:08 +99999999999999999999", now=NOW) is None


def test_retry_after_as_a_date() -> None:
    assert retry_after(429, format_datetime(NOW + HOUR, usegmt=True), now=NOW) == HOUR
    assert retry_after(429, "Sun, 01 Mar 2026 13:00:00 -0000", now=NOW) == HOUR
    assert retry_after(429, format_datetime(NOW - HOUR, usegmt=True), now=NOW) == timedelta(0)


@pytest.mark.parametrize(
    "header",
    [
        "86401",
        "9" * 400,
        format_datetime(NOW + timedelta(days=30), usegmt=True),
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ],
)
def test_retry_after_is_obeyed_for_a_day_at_most(header: str) -> None:
    assert retry_after(503, header, now=NOW) == timedelta(hours=24)


@pytest.mark.parametrize("header", [None, "", "soon", "-5", "1.5", "१२", "Sun, 99 Foo 2026 13:00:00 GMT"])
def test_a_missing_or_malformed_retry_after_asks_for_nothing(header: str | None) -> None:
    assert retry_after(429, header, now=NOW) is None


@pytest.mark.parametrize("status", [None, 200, 301, 404, 408, 500, 502])
def test_other_statuses_give_retry_after_no_meaning(status: int | None) -> None:
    assert retry_after(status, "120", now=NOW) is None


@given(st.text())
def test_no_header_whatever_raises_or_exceeds_a_day(header: str) -> None:
    asked = retry_after(429, header, now=NOW)
    assert asked is None or timedelta(0) <= asked <= timedelta(hours=24)
