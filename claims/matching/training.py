"""How the ranker's weights are made from texts whose claims are known."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.matching.features import Features
from claims.matching.ranker import NEVER, Ranker, leads, probability

_EPOCHS = 12
_STEP = 0.12
_DECAY = 3e-3
_FOLDS = 5
_PRECISION = 0.995
_SIMILAR = 0.1


@dataclass(frozen=True, slots=True)
class Example:
    """A text's candidates: the features of each, and whether it is the claim meant."""

    features: tuple[tuple[float, ...], ...]
    truths: tuple[bool, ...]


def train(examples: Sequence[Example], *, seed: int, about: dict[str, object], embedding: str = "") -> Ranker:
    """Weights by the likelihood of the right claim among the candidates, calibrated on folds left out.

    `embedding` is the identity of the model that their closeness is by, empty where they have none.
    """
    margins = _cross_validated(examples, seed)
    calibration = _calibrate(examples, margins)
    weights = _fit(examples, seed)
    ranker = Ranker(Features._fields, weights, calibration, 1.0, _SIMILAR, about, embedding, _close(examples))
    bests = sorted(
        (probability(logit), truth)
        for example, of_text in zip(examples, margins, strict=True)
        if of_text
        for logit, truth in [_best(ranker.logits(of_text), example.truths)]
    )
    return replace(ranker, same_claim=_threshold(bests))


def _best(logits: Sequence[float], truths: Sequence[bool]) -> tuple[float, bool]:
    at = max(range(len(logits)), key=logits.__getitem__)
    return logits[at], truths[at]


def _threshold(bests: Sequence[tuple[float, bool]]) -> float:
    """The least probability above which the best match was right often enough, of those left out."""
    return _least(bests, _PRECISION, 1.0)


def _close(examples: Sequence[Example]) -> float:
    """The least closeness above which a candidate is the claim as often as one that is called similar."""
    at = Features._fields.index("closeness")
    close = [(f[at], t) for e in examples for f, t in zip(e.features, e.truths, strict=True) if f[at]]
    return _least(sorted(close), _SIMILAR, NEVER)


def _least(ascending: Sequence[tuple[float, bool]], precision: float, otherwise: float) -> float:
    """The least value above which so many of all are right."""
    right, found = 0, otherwise
    for seen, (value, truth) in enumerate(reversed(ascending), 1):
        right += truth
        if right / seen >= precision:
            found = value
    return round(found, 4)


def _cross_validated(examples: Sequence[Example], seed: int) -> list[list[float]]:
    margins: list[list[float]] = [[] for _ in examples]
    for fold in range(_FOLDS):
        weights = _fit([e for at, e in enumerate(examples) if at % _FOLDS != fold], seed)
        for at in range(fold, len(examples), _FOLDS):
            margins[at] = [_sum(weights, each) for each in examples[at].features]
    return margins


def _fit(examples: Sequence[Example], seed: int) -> tuple[float, ...]:
    """Adagrad on the features brought to one scale; the scale is then taken into the weights."""
    useful = [e for e in examples if any(e.truths)]
    scales = _scales(useful)
    scaled = [
        ([[f / s for f, s in zip(row, scales, strict=True)] for row in e.features], e.truths) for e in useful
    ]
    weights, seen = [0.0] * len(scales), [1e-6] * len(scales)
    chance = random.Random(seed)  # noqa: S311 - for an order only
    total = [0.0] * len(scales)
    for epoch in range(_EPOCHS):
        chance.shuffle(scaled)
        for rows, truths in scaled:
            for at, error in enumerate(_slopes(weights, rows, truths)):
                slope = error + _DECAY * weights[at]
                seen[at] += slope * slope
                weights[at] -= _STEP * slope / math.sqrt(seen[at])
        if epoch >= _EPOCHS // 2:
            total = [t + w for t, w in zip(total, weights, strict=True)]
    halves = _EPOCHS - _EPOCHS // 2
    return tuple(t / halves / s for t, s in zip(total, scales, strict=True))


def _slopes(weights: Sequence[float], rows: Sequence[Sequence[float]], truths: Sequence[bool]) -> list[float]:
    sums = [_sum(weights, row) for row in rows]
    top = max(sums)
    likely = [math.exp(each - top) for each in sums]
    whole, right = sum(likely), sum(truths)
    errors = [each / whole - truth / right for each, truth in zip(likely, truths, strict=True)]
    return [sum(map(float.__mul__, errors, column)) for column in zip(*rows, strict=True)]


def _scales(examples: Sequence[Example]) -> list[float]:
    columns = zip(*(row for e in examples for row in e.features), strict=True)
    return [_spread(column) for column in columns]


def _spread(column: Sequence[float]) -> float:
    mean = sum(column) / len(column)
    return math.sqrt(sum((each - mean) ** 2 for each in column) / len(column)) or 1.0


def _sum(weights: Sequence[float], row: Sequence[float]) -> float:
    return sum(map(float.__mul__, weights, row))


def _calibrate(examples: Sequence[Example], margins: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Logistic regression of being right on the margin and its lead, over each text's best match."""
    return _logistic(
        [
            max(zip(of_text, leads(of_text), example.truths, strict=True))
            for example, of_text in zip(examples, margins, strict=True)
            if of_text
        ]
    )


def _logistic(points: Sequence[tuple[float, float, bool]]) -> tuple[float, float, float]:
    mean = sum(p[0] for p in points) / len(points)
    scale, lead, constant = 0.5, 0.5, 0.0
    for _ in range(3000):
        slopes = [0.0, 0.0, 0.0]
        for margin, gap, truth in points:
            error = probability(scale * (margin - mean) + lead * gap + constant) - truth
            slopes = [slopes[0] + error * (margin - mean), slopes[1] + error * gap, slopes[2] + error]
        scale, lead, constant = (
            value - 0.3 * slope / len(points)
            for value, slope in zip((scale, lead, constant), slopes, strict=True)
        )
    return scale, lead, constant - scale * mean
