"""The measures, against values worked out by hand and against their definitions."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.evaluation.metrics import (
    auc,
    average_precision,
    best_f1,
    f1_at,
    macro_f1,
    precision_at,
    unseen_macro_f1,
)

TRUTHS = [True, False, True, True, False, False]
SCORES = [0.9, 0.8, 0.7, 0.3, 0.2, 0.1]


def test_average_precision_is_the_mean_precision_at_each_positive() -> None:
    assert average_precision(TRUTHS, SCORES) == pytest.approx((1 / 1 + 2 / 3 + 3 / 4) / 3)


def test_average_precision_takes_ties_as_one_place() -> None:
    assert average_precision([True, False, False, False], [0.5] * 4) == pytest.approx(0.25)


def test_measures_of_nothing_to_find() -> None:
    assert average_precision([False, False], [0.1, 0.2]) == 0.0
    assert auc([False, False], [0.1, 0.2]) == 0.5
    assert best_f1([False, False], [0.1, 0.2]).f1 == 0.0
    assert precision_at(10, [], []) == 0.0


def test_precision_at_ten_of_fewer_than_ten() -> None:
    assert precision_at(10, TRUTHS, SCORES) == 0.5
    assert precision_at(2, TRUTHS, SCORES) == 0.5
    assert precision_at(1, TRUTHS, SCORES) == 1.0


def test_f1_at_a_threshold_includes_the_threshold() -> None:
    found = f1_at(0.7, TRUTHS, SCORES)
    assert (found.precision, found.recall, found.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert found.macro == pytest.approx(2 / 3)


def test_best_f1_beats_every_threshold() -> None:
    best = best_f1(TRUTHS, SCORES)
    assert best.f1 == pytest.approx(max(f1_at(score, TRUTHS, SCORES).f1 for score in SCORES))
    assert best == f1_at(best.threshold, TRUTHS, SCORES)


def test_a_fold_has_no_part_in_the_threshold_that_it_is_judged_by() -> None:
    truths = [False, True, False, True]
    scores = [0.1, 0.2, 0.6, 0.9]
    assert best_f1(truths, scores).macro < 1.0
    # The first two are judged by 0.9 and the others by 0.2, so that one of each is called wrongly.
    assert unseen_macro_f1(truths, scores, [0, 0, 1, 1]) == pytest.approx(0.5)
    assert unseen_macro_f1(truths, [0.1, 0.9, 0.2, 0.9], [0, 0, 1, 1]) == 1.0


def test_macro_f1_weighs_classes_alike() -> None:
    assert macro_f1([0, 0, 0, 1], [0, 0, 0, 0]) == pytest.approx((6 / 7 + 0) / 2)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=2, max_size=30))
def test_auc_is_the_share_of_pairs_in_the_right_order(items: list[tuple[bool, int]]) -> None:
    wins = [
        1.0 if a > b else 0.5 if a == b else 0.0
        for (up, a), (down, b) in itertools.product(items, items)
        if up and not down
    ]
    expected = sum(wins) / len(wins) if wins else 0.5
    assert auc([truth for truth, _ in items], [score for _, score in items]) == pytest.approx(expected)
