"""The trained check-worthiness model: a sentence in, a probability out, with what each word did to it.

A linear model over the hashed n-grams of `worth_features`, trained on English political debates
(docs/checkworthiness.md says on which, how well it scores and where it fails). A class has one byte of weight
a slot, relative to the first class; the last class is the check-worthy one. Needs nothing but the standard
library.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from claims.proposing.worth_features import SLOTS, signal_slots, slots, slots_by_token, sums, tokens

LENGTH_POWER = 0.4
"""A sentence's weights are summed and divided by the number of its slots to this power."""

SHIPPED = "data/checkworthiness-1.bin"
"""The weights that come with the package, beside this module."""

_ZERO = 128  # the byte of a weight of nothing
_FORMAT = "checkworthiness-1"


@dataclass(frozen=True, slots=True)
class WorthModel:
    """Weights with their unit, and the line that turns a margin into a probability's log-odds.

    `tables` holds `SLOTS` bytes for each class but the first: 128 plus the weight in multiples of `unit`.
    `about` is what the model card needs: data, seed, sizes and scores.
    """

    tables: tuple[bytes, ...]
    unit: float
    slope: float
    intercept: float
    about: Mapping[str, Any]

    def logits(self, sentence: str) -> tuple[float, ...]:
        """The log-odds of each class against the first, which has 0."""
        return self._logits(slots(tokens(sentence)))

    def margin(self, sentence: str) -> float:
        """The log-odds of check-worthy against everything else, not yet calibrated."""
        return margin(self.logits(sentence))

    def factual(self, filled: Collection[int]) -> float:
        """The log-odds that the words filling these slots state a fact, important or not."""
        return self.factual_by(len(filled), sums(self.tables, filled))

    def factual_by(self, filled: int, totals: Sequence[int]) -> float:
        """The same for so many slots at which the tables hold these totals."""
        return math.log(sum(map(math.exp, self._scaled(filled, totals))))

    def probability(self, sentence: str) -> float:
        """How likely (0..1) trained readers call the sentence check-worthy; 0 for one without a word."""
        words = tokens(sentence)
        if not any(word[0].isalnum() for word in words):
            return 0.0
        return logistic(self.slope * margin(self._logits(slots(words))) + self.intercept)

    def contributions(self, sentence: str) -> list[tuple[str, float]]:
        """What each token and each named signal adds to the log-odds, in the order of the sentence.

        An n-gram's weight goes to the token it ends at. The sum is not exactly the sentence's log-odds: what
        occurs twice is counted twice, and the classes other than check-worthy count by their share.
        """
        words = tokens(sentence)
        filled = slots(words)
        shares = _shares(self._logits(filled))
        scale = self.slope * self.unit / (len(filled) ** LENGTH_POWER)
        *by_token, last = slots_by_token(words)
        parts = [*zip(words, by_token, strict=True), ("end", last), *signal_slots(words).items()]
        return [
            (name, scale * sum(self._pull(slot, shares) for slot in part)) for name, part in parts if part
        ]

    def _logits(self, filled: Collection[int]) -> tuple[float, ...]:
        return 0.0, *self._scaled(len(filled), sums(self.tables, filled))

    def _scaled(self, filled: int, totals: Sequence[int]) -> list[float]:
        scale = self.unit / (filled**LENGTH_POWER)
        nothing = _ZERO * filled
        return [scale * (total - nothing) for total in totals]

    def _pull(self, slot: int, shares: Sequence[float]) -> float:
        weights = [table[slot] - _ZERO for table in self.tables]
        return weights[-1] - sum(
            share * weight for share, weight in zip(shares[1:], weights[:-1], strict=True)
        )


def margin(logits: Sequence[float]) -> float:
    """The log-odds of the last class against all others together."""
    *others, last = logits
    top = max(others)
    return last - top - math.log(sum(math.exp(other - top) for other in others))


def logistic(log_odds: float) -> float:
    """The probability (0..1) of log-odds of any size."""
    if log_odds < 0:
        raised = math.exp(max(log_odds, -700.0))
        return raised / (1 + raised)
    return 1 / (1 + math.exp(-log_odds))


def _shares(logits: Sequence[float]) -> list[float]:
    """How the classes but the last divide among themselves; sums to 1."""
    others = logits[:-1]
    top = max(others)
    raised = [math.exp(other - top) for other in others]
    return [share / sum(raised) for share in raised]


def pack(model: WorthModel) -> bytes:
    """The model as a file: a line of JSON, then the tables, compressed."""
    head = {
        "format": _FORMAT, "slots": SLOTS, "classes": len(model.tables) + 1, "unit": model.unit,
        "slope": model.slope, "intercept": model.intercept, "about": model.about,
    }  # fmt: skip
    return json.dumps(head, sort_keys=True).encode() + b"\n" + zlib.compress(b"".join(model.tables), 9)


def unpack(packed: bytes) -> WorthModel:
    """The model of such a file. Raises ValueError, in one line, where it is none or not of this version."""
    line, _, rest = packed.partition(b"\n")
    try:
        head = json.loads(line)
        tables = zlib.decompress(rest)
    except (ValueError, zlib.error) as error:
        raise ValueError(f"not a check-worthiness model: {error}") from error
    if not isinstance(head, dict) or head.get("format") != _FORMAT or head.get("slots") != SLOTS:
        raise ValueError(f"not a check-worthiness model of the format {_FORMAT} with {SLOTS} slots")
    if len(tables) != SLOTS * (head["classes"] - 1):
        raise ValueError("a check-worthiness model cut short")
    split = tuple(tables[start : start + SLOTS] for start in range(0, len(tables), SLOTS))
    return WorthModel(split, head["unit"], head["slope"], head["intercept"], head["about"])


@lru_cache(maxsize=1)
def shipped() -> WorthModel:
    """The model that comes with the package; read at the first call."""
    return unpack(resources.files("claims.proposing").joinpath(SHIPPED).read_bytes())


def check_worthiness(sentence: str) -> float:
    """The shipped model's probability (0..1) that an English sentence is check-worthy."""
    return shipped().probability(sentence)


def contributions(sentence: str) -> list[tuple[str, float]]:
    """What each token and signal adds to the log-odds; see `WorthModel.contributions`."""
    return shipped().contributions(sentence)
