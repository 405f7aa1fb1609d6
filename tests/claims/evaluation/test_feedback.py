import datetime as dt

import pytest

from claims.evaluation.feedback import Counted, Decisions, records
from claims.rejections import REASONS, Worth, worth_of_rejected

MAY, JUNE = dt.date(2026, 5, 1), dt.date(2026, 6, 1)


def counted(state: str, count: int, starts_on: dt.date | None = MAY, **values: object) -> Counted:
    given = {"proposer": "p", "version": "1", "reason": "", "edited": 0} | values
    return Counted(state=state, count=count, starts_on=starts_on, **given)  # type: ignore[arg-type]  # as given


def test_precision_is_the_share_of_the_decided_that_was_kept() -> None:
    decisions = Decisions(pending=50, accepted=6, edited=2, merged=1, rejected=3)
    assert decisions.decided == 10
    assert decisions.precision == 0.7
    assert decisions.as_proposed == 0.5


def test_without_a_decision_there_is_no_precision() -> None:
    nothing = Decisions(pending=5)
    assert (nothing.precision, nothing.as_proposed, nothing.interval) == (None, None, None)


@pytest.mark.parametrize(
    ("kept", "of", "low", "high"), [(7, 10, 0.397, 0.892), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0)]
)
def test_the_interval_is_wilsons(kept: int, of: int, low: float, high: float) -> None:
    interval = Decisions(accepted=kept, rejected=of - kept).interval
    assert interval == pytest.approx((low, high), abs=0.001)


def test_rows_are_brought_together_by_version_and_period() -> None:
    first, second = records(
        [
            counted("rejected", 2, JUNE, reason="Opinion or prediction"),
            counted("accepted", 4, edited=1),
            counted("rejected", 1, reason="Not worth checking"),
            counted("merged", 1, JUNE),
            counted("rejected", 3, reason="Opinion or prediction"),
            counted("pending", 9, None),
            counted("accepted", 1, version="2"),
        ]
    )
    assert (first.version, second.version) == ("1", "2")
    assert first.decisions == Decisions(pending=9, accepted=4, edited=1, merged=1, rejected=6)
    assert [(p.starts_on, p.decisions.precision) for p in first.periods] == [(MAY, 0.5), (JUNE, 1 / 3)]
    assert list(first.rejections.items()) == [("Opinion or prediction", 5), ("Not worth checking", 1)]


def test_every_offered_reason_is_judged_and_an_own_one_says_nothing() -> None:
    assert {reason: worth_of_rejected(f" {reason} ") for reason in REASONS[:4]} == {
        "Not a statement of fact": Worth.NOT_FACTUAL,
        "Opinion or prediction": Worth.NOT_FACTUAL,
        "Not worth checking": Worth.UNIMPORTANT,
        "Attributed to the wrong person": None,
    }
    assert worth_of_rejected("I know him") is None
