"""A small learned ranker: a weighted sum of features, and the probability that its best is right."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from operator import mul

from claims.matching.features import Features

SHIPPED = "data/ranker-1.json"
_WIDEST = 6.0
"""A lead beyond this says no more."""
NEVER = 2.0
"""A closeness that no two texts have."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """`weights` are of the features; `calibration` of the sum, of its lead over the next, and a constant.

    `same_claim` and `similar` are the least probabilities for those relations. `embedding` is the identity of
    the model it was trained with, and `close` the least closeness that is worth showing by itself.
    """

    features: tuple[str, ...]
    weights: tuple[float, ...]
    calibration: tuple[float, float, float]
    same_claim: float
    similar: float
    about: dict[str, object]
    embedding: str = ""
    close: float = NEVER

    def margin(self, features: Sequence[float]) -> float:
        """The weighted sum; the higher of two is the likelier match of one text."""
        return sum(map(mul, self.weights, features), 0.0)

    def logits(self, margins: Sequence[float]) -> list[float]:
        """Of one text's candidates: the log odds that each is the same claim."""
        scale, lead, constant = self.calibration
        return [scale * m + lead * gap + constant for m, gap in zip(margins, leads(margins), strict=True)]


def leads(margins: Sequence[float]) -> list[float]:
    """How far each is ahead of the best other one; behind it where negative, and all the way where alone."""
    if len(margins) < 2:
        return [_WIDEST] * len(margins)
    first, second = sorted(margins, reverse=True)[:2]
    return [
        max(-_WIDEST, min(_WIDEST, margin - (second if margin == first else first))) for margin in margins
    ]


def probability(logit: float) -> float:
    """From log odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def pack(ranker: Ranker) -> str:
    """As the JSON of the data file."""
    plain = asdict(ranker)
    plain["features"] = dict(zip(ranker.features, (round(w, 5) for w in plain.pop("weights")), strict=True))
    plain["calibration"] = [round(each, 5) for each in ranker.calibration]
    return json.dumps(plain, indent=1) + "\n"


def unpack(packed: str) -> Ranker:
    """From that JSON. Raises ValueError where it was made for other features."""
    plain = json.loads(packed)
    features = plain.pop("features")
    if tuple(features) != Features._fields:
        raise ValueError("the ranker's weights are of other features; train it anew")
    scale, lead, constant = plain.pop("calibration")
    return Ranker(Features._fields, tuple(features.values()), (scale, lead, constant), **plain)


@cache
def shipped() -> Ranker:
    """The one that comes with the package."""
    return unpack(resources.files("claims.matching").joinpath(SHIPPED).read_text(encoding="utf-8"))
