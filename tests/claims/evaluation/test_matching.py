"""The figures of matching, against what they are by hand."""

from __future__ import annotations

from typing import Any

import pytest

from claims.evaluation.errors import EvaluationError
from claims.evaluation.matching import Answer, Matching, measure

# Found first, second and sixth; one of two first, the other third; not at all; third, behind a copy of it.
TRUTHS = {"q1": {"a"}, "q2": {"b"}, "q3": {"c"}, "q4": {"d", "e"}, "q5": {"f"}, "q6": {"g"}}
KEYS = {
    "q1": ["a", "x", "y"],
    "q2": ["x", "b"],
    "q3": ["u", "v", "w", "x", "y", "c"],
    "q4": ["d", "x", "e"],
    "q5": ["x", "y"],
    "q6": ["g-again", "x", "g"],
}
SCORES = {"q1": 0.99, "q2": 0.2, "q3": 0.1, "q4": 0.7, "q5": 0.3, "q6": 0.8}
SAME = {"q1", "q6"}


def measured(**changes: Any) -> Matching:
    answers = {
        query: Answer(keys=keys, score=SCORES[query], same_claim=query in SAME, seconds=number / 1000)
        for number, (query, keys) in enumerate(KEYS.items(), start=1)
    }
    given: dict[str, Any] = {
        "answers": answers,
        "truths": TRUTHS,
        "copies": {"g": {"g-again"}},
        "claims": 10,
        "load_seconds": 2.0,
        "embedding": "",
    } | changes
    return measure(given.pop("answers"), given.pop("truths"), **given)


def test_average_precision_is_over_all_that_are_right_and_to_its_depth_only() -> None:
    found = measured()
    assert found.map_1 == pytest.approx((1 + 0 + 0 + 1 / 2 + 0 + 0) / 6)
    # Of the third the right one is sixth; of the fourth two are right, first and third; of the last, third.
    assert found.map_5 == pytest.approx((1 + 1 / 2 + 0 + (1 + 2 / 3) / 2 + 0 + 1 / 3) / 6)


def test_average_precision_counts_what_is_right_and_was_not_found() -> None:
    found = measured(truths={"q1": {"a", "never found"}})
    assert (found.queries, found.map_5) == (1, 0.5)


def test_the_first_right_one_is_what_mrr_and_hits_look_at() -> None:
    found = measured()
    assert found.mrr == pytest.approx((1 + 1 / 2 + 1 / 6 + 1 + 0 + 1 / 3) / 6)
    hits = [found.hit_1, found.hit_3, found.hit_5, found.hit_10, found.hit_20]
    assert hits == pytest.approx([2 / 6, 4 / 6, 4 / 6, 5 / 6, 5 / 6])


def test_the_surer_half_and_what_is_called_the_same_are_judged_with_and_without_copies() -> None:
    found = measured()
    # The surest three are the first, the last and the fourth; of the last a copy of the right one is first.
    assert found.precision_at_half == pytest.approx(2 / 3)
    assert found.precision_at_half_with_copies == 1.0
    assert (found.same_claim_precision, found.same_claim_precision_with_copies) == (0.5, 1.0)
    assert found.same_claim_share == pytest.approx(2 / 6)


def test_times_are_of_one_text_after_another() -> None:
    answers = {
        str(number): Answer(keys=["a"], score=0.5, same_claim=False, seconds=number / 1000)
        for number in range(1, 201)
    }
    found = measured(answers=answers, truths={query: {"a"} for query in answers})
    assert (found.p50, found.p95, found.p99) == pytest.approx((101, 191, 199))
    assert found.per_second == pytest.approx(200 / sum(each.seconds for each in answers.values()))


def test_texts_of_which_no_claim_is_known_are_left_out_and_none_at_all_is_an_error() -> None:
    assert measured(truths={"q1": {"a"}, "unasked": {"b"}}).queries == 1
    with pytest.raises(EvaluationError, match="none of the queries"):
        measured(truths={"unasked": {"b"}})
