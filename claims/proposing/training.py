"""Training the check-worthiness model: multinomial logistic regression by dual coordinate ascent, in plain
Python.

Rare n-grams count more (their inverse document frequency is part of the value), long sentences are scaled
down, and the weights are rounded to a byte with the weakest left out. The same examples and seed give the
same model.
"""

from __future__ import annotations

import math
import random
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from claims.proposing.worth_features import SLOTS, slots, tokens
from claims.proposing.worth_model import LENGTH_POWER, WorthModel, logistic

EPOCHS = 8
VALUE = 0.17
"""How large an n-gram's value is beside its penalty: the one knob of regularisation."""
RAREST = 2
"""N-grams of fewer sentences than this are not learned."""
WEAKEST = 0.5
"""Weights smaller than this many standard deviations are dropped."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, its class (the last is the check-worthy one) and what must not be split between folds."""

    sentence: str
    label: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """An example by the places of its slots. A slot's value is its gain times `scale`."""

    places: tuple[int, ...]
    label: int
    scale: float
    square: float


class _Vocabulary:
    """The slots worth learning, the frequent ones first, and their gains: what an n-gram counts."""

    def __init__(self, filled: Sequence[set[int]]) -> None:
        counts = Counter(slot for found in filled for slot in found)
        ordered = sorted((-count, slot) for slot, count in counts.items() if count >= RAREST)
        self.slots = [slot for _, slot in ordered]
        self._places = {slot: place for place, slot in enumerate(self.slots)}
        self.gains = [VALUE * (math.log((1 + len(filled)) / (1 - minus)) + 1) for minus, _ in ordered]

    def row(self, found: set[int], label: int) -> _Row:
        places = tuple(sorted(self._places[slot] for slot in found if slot in self._places))
        scale = len(found) ** -LENGTH_POWER
        return _Row(places, label, scale, scale * scale * sum(self.gains[place] ** 2 for place in places))


def train(examples: Sequence[Example], *, seed: int, epochs: int = EPOCHS) -> WorthModel:
    """A model whose margin is not yet calibrated. Raises ValueError unless every class has an example."""
    classes = max((example.label for example in examples), default=0) + 1
    if classes < 2 or {example.label for example in examples} != set(range(classes)):
        raise ValueError("training needs examples of every class, the check-worthy one among them")
    filled = [slots(tokens(example.sentence)) for example in examples]
    vocabulary = _Vocabulary(filled)
    rows = [vocabulary.row(found, example.label) for found, example in zip(filled, examples, strict=True)]
    rng = random.Random(seed)  # noqa: S311 - shuffling, not secrets
    return _rounded(_ascend(rows, vocabulary.gains, classes, rng, epochs), vocabulary.slots)


def cross_validate(
    examples: Sequence[Example],
    places: Sequence[int],
    *,
    seed: int,
    say: Callable[[str], None] = lambda line: None,
) -> list[tuple[float, ...]]:
    """The logits of each example from a model that has not seen its fold, whose number `places` has."""
    found: list[tuple[float, ...]] = [()] * len(examples)
    for number in sorted(set(places)):
        model = train([e for e, place in zip(examples, places, strict=True) if place != number], seed=seed)
        for index, place in enumerate(places):
            if place == number:
                found[index] = model.logits(examples[index].sentence)
        say(f"fold {number + 1} of {max(places) + 1} done")
    return found


def calibrated(
    model: WorthModel, margins: Sequence[float], truths: Sequence[bool], about: dict[str, Any]
) -> WorthModel:
    """The model with the line fitted to margins from cross-validation, and what is to be known about it."""
    slope, intercept = fit_line(margins, truths)
    return replace(model, slope=slope, intercept=intercept, about=about)


def fit_line(margins: Sequence[float], truths: Sequence[bool]) -> tuple[float, float]:
    """Slope and intercept of the log-odds of truth given a margin (Platt scaling, by Newton's method)."""
    positives = sum(truths)
    high, low = (positives + 1) / (positives + 2), 1 / (len(truths) - positives + 2)
    goals = [high if truth else low for truth in truths]
    slope, intercept = 1.0, 0.0
    for _ in range(50):
        xx = x1 = one = 1e-9
        by_slope = by_intercept = 0.0
        for x, goal in zip(margins, goals, strict=True):
            p = logistic(slope * x + intercept)
            weight = p * (1 - p)
            xx, x1, one = xx + weight * x * x, x1 + weight * x, one + weight
            by_slope, by_intercept = by_slope + (p - goal) * x, by_intercept + (p - goal)
        determinant = xx * one - x1 * x1
        steps = (
            (one * by_slope - x1 * by_intercept) / determinant,
            (xx * by_intercept - x1 * by_slope) / determinant,
        )
        slope, intercept = slope - steps[0], intercept - steps[1]
        if sum(map(abs, steps)) < 1e-9:
            break
    return slope, intercept


def _ascend(
    rows: Sequence[_Row], gains: Sequence[float], classes: int, rng: random.Random, epochs: int
) -> list[array[float]]:
    """The weights of each class but the first, which has minus their sum, with the gains multiplied in.

    Each step moves one sentence's dual variables towards what its present prediction asks for, by a length
    that never overshoots; the weights are the sum of all sentences, each times its variables.
    """
    squares = array("d", (gain * gain for gain in gains))
    weights = [array("d", bytes(8 * len(gains))) for _ in range(classes - 1)]
    duals = [[0.0] * (classes - 1) for _ in rows]
    order = list(range(len(rows)))
    for _ in range(epochs):
        rng.shuffle(order)
        for index in order:
            row, dual = rows[index], duals[index]
            found = [row.scale * sum(map(weight.__getitem__, row.places)) for weight in weights]
            wanted = _wanted([-sum(found), *found], row.label)
            length = 1 / (1 + row.square / 2)
            for number, weight in enumerate(weights):
                step = length * (wanted[number + 1] - dual[number])
                dual[number] += step
                step *= row.scale
                for place in row.places:
                    weight[place] += step * squares[place]
    return weights


def _wanted(logits: Sequence[float], label: int) -> list[float]:
    top = max(logits)
    raised = [math.exp(logit - top) for logit in logits]
    total = sum(raised)
    return [(number == label) - value / total for number, value in enumerate(raised)]


def _rounded(weights: Sequence[Sequence[float]], learned: Sequence[int]) -> WorthModel:
    """The weights relative to the first class, a byte each, the weakest left out."""
    sums = [sum(column) for column in zip(*weights, strict=True)]
    tables = [[weight + total for weight, total in zip(table, sums, strict=True)] for table in weights]
    everything = [weight for table in tables for weight in table]
    floor = WEAKEST * math.sqrt(sum(weight * weight for weight in everything) / max(1, len(everything)))
    unit = max(map(abs, everything), default=0.0) / 127 or 1.0
    packed = []
    for table in tables:
        rounded = bytearray(b"\x80" * SLOTS)
        for slot, weight in zip(learned, table, strict=True):
            if abs(weight) >= floor:
                rounded[slot] = 128 + round(weight / unit)
        packed.append(bytes(rounded))
    return WorthModel(tuple(packed), unit, 1.0, 0.0, {})


def fold_numbers(examples: Sequence[Example], folds: int | None, seed: int) -> list[int]:
    """The number of each example's fold: of `folds` random ones of equal size, or with None one a group.

    Raises ValueError for fewer than two.
    """
    if folds is None:
        numbers = {
            group: number for number, group in enumerate(sorted({example.group for example in examples}))
        }
        places = [numbers[example.group] for example in examples]
    else:
        places = [index % folds for index in range(len(examples))]
        random.Random(seed).shuffle(places)  # noqa: S311 - shuffling, not secrets
    if len(set(places)) < 2:
        raise ValueError("cross-validation needs at least two groups or folds")
    return places
