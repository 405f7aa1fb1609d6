"""How well a check-worthiness score ranks labelled sentences."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from claims.evaluation.errors import EvaluationError
from claims.evaluation.metrics import F1, auc, average_precision, best_f1, f1_at, precision_at
from claims.evaluation.table import Row


@dataclass(frozen=True, slots=True)
class Checkworthiness:
    """The figures. `ap`, `auc` and the F1s are over all sentences; the means are over groups.

    `mean_ap` counts a group without positives as 0, as the CheckThat! scorer does; `mean_ap_answerable`
    leaves it out. Without groups, `mean_*` are over one group: everything. `per_second` is sentences scored a
    second on one core.
    """

    sentences: int
    positives: int
    ap: float
    auc: float
    at_half: F1
    at_best: F1
    groups: int
    groups_without_positives: int
    mean_ap: float
    mean_ap_answerable: float
    mean_precision_at_10: float
    per_second: float


def evaluate(
    rows: Sequence[Row], positive: Collection[str], score: Callable[[str], float], *, grouped: bool
) -> Checkworthiness:
    """Score every row and measure. Raises EvaluationError where no label is a positive one."""
    truths = [row.label in positive for row in rows]
    if not any(truths):
        labels = ", ".join(sorted({row.label for row in rows})[:10])
        raise EvaluationError(f"no row is labelled {' or '.join(sorted(positive))}; the labels are {labels}")
    started = time.perf_counter()
    scores = [score(row.text) for row in rows]
    seconds = time.perf_counter() - started
    return measure(
        truths, scores, [row.group if grouped else "" for row in rows], len(rows) / max(seconds, 1e-9)
    )


def measure(
    truths: Sequence[bool], scores: Sequence[float], names: Sequence[str], per_second: float
) -> Checkworthiness:
    """The figures of scores already given; `names` says what group each belongs to."""
    members: defaultdict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        members[name].append(index)
    groups = [([truths[i] for i in each], [scores[i] for i in each]) for each in members.values()]
    precisions = [average_precision(*group) for group in groups]
    answerable = sum(any(found) for found, _ in groups)
    return Checkworthiness(
        sentences=len(truths),
        positives=sum(truths),
        ap=average_precision(truths, scores),
        auc=auc(truths, scores),
        at_half=f1_at(0.5, truths, scores),
        at_best=best_f1(truths, scores),
        groups=len(groups),
        groups_without_positives=len(groups) - answerable,
        mean_ap=sum(precisions) / len(groups),
        mean_ap_answerable=sum(precisions) / max(1, answerable),
        mean_precision_at_10=sum(precision_at(10, *group) for group in groups) / len(groups),
        per_second=per_second,
    )
