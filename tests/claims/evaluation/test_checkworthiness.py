"""Measuring a score over labelled sentences."""

from __future__ import annotations

import pytest

from claims.evaluation.checkworthiness import evaluate
from claims.evaluation.table import Row

ROWS = [
    Row("9", "yes", "a"), Row("8", "no", "a"), Row("1", "maybe", "a"),
    Row("7", "no", "b"), Row("6", "yes", "b"),
    Row("5", "no", "c"),
]  # fmt: skip


def _score(sentence: str) -> float:
    return float(sentence) / 10


def test_means_over_groups_count_a_group_without_positives_as_nothing_found() -> None:
    found = evaluate(ROWS, ["yes"], _score, grouped=True)
    assert (found.groups, found.groups_without_positives) == (3, 1)
    assert found.mean_ap == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert found.mean_ap_answerable == pytest.approx((1 + 1 / 2) / 2)
    assert found.mean_precision_at_10 == pytest.approx((1 / 3 + 1 / 2 + 0) / 3)


def test_without_groups_the_mean_is_over_everything() -> None:
    found = evaluate(ROWS, ["yes"], _score, grouped=False)
    assert found.groups == 1
    assert found.mean_ap == found.ap == pytest.approx((1 + 2 / 4) / 2)
    assert (found.sentences, found.positives) == (6, 2)
    assert found.per_second > 0


def test_several_labels_may_be_positive() -> None:
    assert evaluate(ROWS, ["yes", "maybe"], _score, grouped=False).positives == 3


def test_no_positive_row_is_refused_with_the_labels_there_are() -> None:
    with pytest.raises(ValueError, match="no row is labelled 1; the labels are maybe, no, yes"):
        evaluate(ROWS, ["1"], _score, grouped=False)
