"""Whether a claim says something that can be checked, or only what somebody feels, wishes or thinks of it.

A linear model trained on labelled sentences, most of them quotations (docs/quotations.md says on which, and
how well it judges): the n-grams of `worth_features`, the signals that the worth stage names anyway, and for
English how likely the check-worthiness model takes the words for a fact. Standard library only.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

from claims.proposing import worth_model
from claims.proposing.worth_features import SLOTS, Tables, slots, sums, tokens
from claims.proposing.worth_model import LENGTH_POWER

SHIPPED = "data/quotations-1.bin"
"""The weights that come with the package, beside this module."""

DEBATES = "debates"
"""The named value that is the check-worthiness model's log-odds of a fact."""

ZERO = 128  # the byte of a weight of nothing
_FORMAT = "quotations-1"
_DEBATES_LANGUAGE = "en"
_MARKS = " \t\n“”„‟«»‹›‘’\"',."


class Words(NamedTuple):
    """A claim as the model sees it: their slots, and the named values beside them."""

    slots: Collection[int]
    named: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class StanceModel:
    """A weight for each slot (`ZERO` plus the weight in multiples of `unit`) and for each named value.

    `about` is what the model card needs: files, sizes and scores.
    """

    table: bytes
    unit: float
    named: Mapping[str, float]
    about: Mapping[str, Any]

    def log_odds(self, words: Words) -> float:
        """The log-odds that the words hold something checkable."""
        [total] = sums((self.table,), words.slots)
        return self.log_odds_by(len(words.slots), total, words.named)

    def log_odds_by(self, filled: int, total: int, named: Mapping[str, float]) -> float:
        """The same for so many slots at which the table holds this total."""
        by_name = sum([self.named.get(name, 0.0) * value for name, value in named.items()])
        return by_name + (self.unit / filled**LENGTH_POWER * (total - ZERO * filled) if filled else 0.0)


def read(text: str, shown: Collection[str], language: str, *, quoted: bool) -> Words:
    """What the model sees of a claim in which the worth stage found the signals `shown`.

    `quoted` says that the words are somebody's own.
    """
    filled = slots(tokens(text.strip(_MARKS)))
    named = _named(shown, language, quoted=quoted)
    if language == _DEBATES_LANGUAGE:
        named[DEBATES] = worth_model.shipped().factual(filled)
    return Words(filled, named)


def checkable(text: str, shown: Collection[str], language: str, *, quoted: bool) -> float:
    """The shipped model's log-odds of what `read` sees, the tables of both models looked up at once."""
    filled, (total, *debates) = _tables().sums(tokens(text.strip(_MARKS)))
    named = _named(shown, language, quoted=quoted)
    if language == _DEBATES_LANGUAGE:
        named[DEBATES] = worth_model.shipped().factual_by(filled, debates)
    return shipped().log_odds_by(filled, total, named)


def _named(shown: Collection[str], language: str, *, quoted: bool) -> dict[str, float]:
    return dict.fromkeys([*shown, f"in {language}", "quoted" if quoted else "plain"], 1.0)


@lru_cache(maxsize=1)
def _tables() -> Tables:
    return Tables(shipped().table, *worth_model.shipped().tables)


def pack(model: StanceModel) -> bytes:
    """The model as a file: a line of JSON, then the table, compressed."""
    head = {
        "format": _FORMAT, "slots": SLOTS, "unit": model.unit,
        "named": {name: round(weight, 4) for name, weight in model.named.items()}, "about": model.about,
    }  # fmt: skip
    return json.dumps(head, sort_keys=True).encode() + b"\n" + zlib.compress(model.table, 9)


def unpack(packed: bytes) -> StanceModel:
    """The model of such a file. Raises ValueError, in one line, where it is none or not of this version."""
    line, _, rest = packed.partition(b"\n")
    try:
        head, table = json.loads(line), zlib.decompress(rest)
    except (ValueError, zlib.error) as error:
        raise ValueError(f"not a model of quotations: {error}") from error
    if not isinstance(head, dict) or head.get("format") != _FORMAT or len(table) != SLOTS:
        raise ValueError(f"not a model of quotations of the format {_FORMAT} with {SLOTS} slots")
    return StanceModel(table, head["unit"], head["named"], head["about"])


@lru_cache(maxsize=1)
def shipped() -> StanceModel:
    """The model that comes with the package; read at the first call."""
    return unpack(resources.files("claims.proposing").joinpath(SHIPPED).read_bytes())
