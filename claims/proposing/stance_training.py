"""Training the model of quotations: logistic regression by dual coordinate ascent over labelled articles.

The claims are read from their articles by the proposer's own stages, so what is learned from is what will be
judged. The same articles give the same model.
"""

from __future__ import annotations

import bisect
import itertools
import random
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claims.proposing.claimants import ClaimantReader
from claims.proposing.document import Document
from claims.proposing.language import lexicon_for
from claims.proposing.stance import ZERO, StanceModel, Words, read
from claims.proposing.worth import signals
from claims.proposing.worth_features import SLOTS
from claims.proposing.worth_model import LENGTH_POWER, logistic

EPOCHS = 30
FOLDS = 8
SPREAD = 2.0
"""How far an n-gram's weight may go beside a named value's: the knob of regularisation."""
_SEED = 1
_LABELS = {"+ ": True, "- ": False}
_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled claim in its language; those of one topic must not be split between folds."""

    words: Words
    checkable: bool
    quoted: bool
    language: str
    topic: str


def read_examples(text: str) -> list[Example]:
    """The labelled sentences of a file of the form that tests/data/quotations/README.md describes.

    Raises ValueError for a file without articles.
    """
    articles = ("\n" + text).split("\n# ")[1:]
    if not articles:
        raise ValueError("no article: a line '# LANGUAGE style: topic' opens one")
    return [example for article in articles for example in _of_article(*article.split("\n", 1))]


def _of_article(header: str, body: str) -> Iterator[Example]:
    language, _, topic = header.partition(" ")
    lexicon = lexicon_for(language)
    lines = [line for line in body.split("\n") if line.strip()]
    labels = [_LABELS.get(line[:2]) for line in lines]
    paragraphs = [line if label is None else line[2:] for line, label in zip(lines, labels, strict=True)]
    starts = list(itertools.accumulate((len(each) + len(_GAP) for each in paragraphs), initial=0))
    document = Document.read(_GAP.join(paragraphs), lexicon)
    for claim in ClaimantReader(document, None, None).claims():
        label = labels[bisect.bisect_right(starts, claim.sentence.start) - 1]
        if label is not None:
            shown = signals(claim.tokens, lexicon)
            words = read(claim.words(document.text), shown, language, quoted=claim.quote)
            yield Example(words, label, claim.quote, language, topic)


def train(examples: Sequence[Example], about: Mapping[str, Any]) -> StanceModel:
    """The model of these examples. Raises ValueError unless both labels occur."""
    if len({example.checkable for example in examples}) < 2:
        raise ValueError("training needs sentences of both labels")
    return _rounded(*_ascend(examples), about)


def cross_validate(examples: Sequence[Example]) -> list[float]:
    """The log-odds of each example by a model that has seen none on its topic.

    Raises ValueError for examples of a single topic.
    """
    topics = sorted({example.topic for example in examples})
    if len(topics) < 2:
        raise ValueError("cross-validation needs articles on at least two topics")
    folds = {topic: number % FOLDS for number, topic in enumerate(topics)}
    found = [0.0] * len(examples)
    for fold in sorted(set(folds.values())):
        model = train([each for each in examples if folds[each.topic] != fold], {})
        for number, each in enumerate(examples):
            if folds[each.topic] == fold:
                found[number] = model.log_odds(each.words)
    return found


def _ascend(examples: Sequence[Example]) -> tuple[array[float], dict[str, float]]:
    """The weight of each slot and of each named value.

    Each step moves one example's dual variable towards what the present prediction asks for, by a length
    that never overshoots; the weights are the sum of all examples, each times its variable.
    """
    table, named = array("d", bytes(8 * SLOTS)), defaultdict[str, float](float)
    scales = [SPREAD / max(1, len(example.words.slots)) ** LENGTH_POWER for example in examples]
    duals = [0.0] * len(examples)
    order = list(range(len(examples)))
    rng = random.Random(_SEED)  # noqa: S311 - shuffling, not secrets
    for _ in range(EPOCHS):
        rng.shuffle(order)
        for number in order:
            words, scale = examples[number].words, scales[number]
            margin = scale * sum(map(table.__getitem__, words.slots))
            margin += sum(named[name] * value for name, value in words.named.items())
            square = scale * scale * len(words.slots) + sum(value * value for value in words.named.values())
            step = (examples[number].checkable - logistic(margin) - duals[number]) / (1 + square / 4)
            duals[number] += step
            for slot in words.slots:
                table[slot] += step * scale
            for name, value in words.named.items():
                named[name] += step * value
    return table, named


def _rounded(table: Sequence[float], named: Mapping[str, float], about: Mapping[str, Any]) -> StanceModel:
    """The weights of slots, a byte each."""
    unit = SPREAD * max(map(abs, table), default=0.0) / 127 or 1.0
    rounded = bytes(ZERO + round(SPREAD * weight / unit) for weight in table)
    return StanceModel(rounded, unit, dict(named), about)
