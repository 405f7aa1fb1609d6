"""Measures of a ranking or a classification; all lie in 0..1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class F1:
    """The harmonic mean of precision and recall of the positives; `macro` is the mean of both classes' F1."""

    threshold: float
    precision: float
    recall: float
    f1: float
    macro: float


def average_precision(truths: Sequence[bool], scores: Sequence[float]) -> float:
    """The mean precision at each positive, best score first, ties as one place; 0 without positives."""
    positives = sum(truths)
    if not positives:
        return 0.0
    total = before = 0.0
    for found, seen, _ in _steps(truths, scores):
        total += (found - before) * found / seen
        before = found
    return total / positives


def auc(truths: Sequence[bool], scores: Sequence[float]) -> float:
    """The chance that a positive scores above a negative, ties half; 0.5 where there is no pair."""
    positives = sum(truths)
    negatives = len(truths) - positives
    if not positives or not negatives:
        return 0.5
    area = 0.0
    before_found = before_missed = 0
    for found, seen, _ in _steps(truths, scores):
        missed = seen - found
        area += (missed - before_missed) * (found + before_found) / 2
        before_found, before_missed = found, missed
    return area / (positives * negatives)


def precision_at(count: int, truths: Sequence[bool], scores: Sequence[float]) -> float:
    """The share of positives among the `count` best scores (among all, where there are fewer)."""
    best = sorted(range(len(truths)), key=lambda index: -scores[index])[:count]
    return sum(truths[index] for index in best) / max(1, len(best))


def f1_at(threshold: float, truths: Sequence[bool], scores: Sequence[float]) -> F1:
    """F1 where scores of at least `threshold` are called positive."""
    called = [score >= threshold for score in scores]
    found = sum(truth and call for truth, call in zip(truths, called, strict=True))
    return _f1(threshold, found, sum(called), sum(truths), len(truths))


def best_f1(truths: Sequence[bool], scores: Sequence[float]) -> F1:
    """F1 at the threshold that suits these very scores best: what a tuned threshold could reach at most."""
    positives = sum(truths)
    steps = (_f1(score, found, seen, positives, len(truths)) for found, seen, score in _steps(truths, scores))
    return max(steps, key=lambda figure: figure.f1, default=_f1(0.5, 0, 0, positives, len(truths)))


def unseen_macro_f1(truths: Sequence[bool], scores: Sequence[float], folds: Sequence[int]) -> float:
    """The mean of both classes' F1, each score judged by the threshold that suits the other folds best."""
    called: list[bool] = [False] * len(truths)
    for fold in set(folds):
        others = [index for index, place in enumerate(folds) if place != fold]
        threshold = best_f1([truths[i] for i in others], [scores[i] for i in others]).threshold
        for index, place in enumerate(folds):
            if place == fold:
                called[index] = scores[index] >= threshold
    return macro_f1(truths, called)


def macro_f1(expected: Sequence[int], given: Sequence[int]) -> float:
    """The mean of F1 over the classes that are expected."""
    classes = sorted(set(expected))
    return sum(_class_f1(name, expected, given) for name in classes) / max(1, len(classes))


def _class_f1(name: int, expected: Sequence[int], given: Sequence[int]) -> float:
    both = sum(a == b == name for a, b in zip(expected, given, strict=True))
    return ratio(2 * both, sum(a == name for a in expected) + sum(b == name for b in given))


def ratio(part: float, whole: float) -> float:
    """`part / whole`, 0 where there is no whole."""
    return part / whole if whole else 0.0


def _f1(threshold: float, found: int, called: int, positives: int, everything: int) -> F1:
    f1 = ratio(2 * found, called + positives)
    rightly_left = everything - called - (positives - found)
    other = ratio(2 * rightly_left, 2 * everything - called - positives)
    return F1(threshold, ratio(found, called), ratio(found, positives), f1, (f1 + other) / 2)


def _steps(truths: Sequence[bool], scores: Sequence[float]) -> Iterator[tuple[int, int, float]]:
    """From the best score down, ties in one step: positives found, items seen, and the score."""
    ranked = sorted(zip(scores, truths, strict=True), key=lambda pair: -pair[0])
    found = seen = 0
    for score, tied in groupby(ranked, key=lambda pair: pair[0]):
        hits = [truth for _, truth in tied]
        found, seen = found + sum(hits), seen + len(hits)
        yield found, seen, score
