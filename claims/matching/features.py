"""What of two texts being one claim can be counted: the numbers that the ranker weighs."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from operator import mul
from typing import NamedTuple

from claims.matching.side import Letters, Side


class Features(NamedTuple):
    """In this order the ranker weighs them.

    `*_text` is the share of the text that the claim has, by weight, `*_claim` the share of the claim that the
    text has; `*_mean` is over the claim's wordings, of which otherwise the best or all together count.
    `closeness` is in meaning, by the embedding that is set, and 0 where none is.
    """

    retrieved: float
    retrieved_of_best: float
    covered_text: float
    covered_claim: float
    covered_claim_mean: float
    grams_text: float
    grams_claim: float
    grams_claim_mean: float
    pairs_text: float
    pairs_claim: float
    token_ratio: float
    token_ratio_mean: float
    weight_shared: float
    names_shared: float
    names_claim: float
    names_missing: float
    numbers_shared: float
    numbers_missing: float
    numbers_extra: float
    length_claim: float
    covered_both: float
    grams_both: float
    heaviest_shared: float
    heaviest_missing: float
    cosine: float
    cosine_mean: float
    grams_cosine: float
    grams_cosine_mean: float
    grams_cosine_first: float
    closeness: float = 0.0


def features(
    text: Side,
    letters: Letters,
    wordings: Sequence[Side],
    *,
    retrieved: float,
    retrieved_of_best: float,
    meant: Mapping[str, Collection[str]],
    lexemes: Collection[str],
    closeness: float = 0.0,
) -> Features:
    """The features of a text and a claim's wordings, weighed by the same rarities.

    `retrieved` is the claim's score at retrieval, `retrieved_of_best` its share of the highest; `meant` what
    the text's misspelt stems may mean, `lexemes` all of those that are not among its stems.
    """
    return Features(
        retrieved=retrieved / 10,
        retrieved_of_best=retrieved_of_best,
        **_of_words(text, wordings, meant, lexemes),
        **_of_letters(letters, wordings),
        **_of_facts(text, wordings),
        length_claim=math.log1p(len(wordings[0].weights)),
        closeness=closeness,
    )


def _of_words(
    text: Side, wordings: Sequence[Side], meant: Mapping[str, Collection[str]], lexemes: Collection[str]
) -> dict[str, float]:
    weights = text.weights
    keys: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    of_claim, cosines, of_pairs = [], [], []
    for side in wordings:
        shared = weights.keys() & side.weights.keys()
        keys |= shared
        both = list(map(weights.__getitem__, shared))
        weight = sum(both)
        if lexemes:
            weight += sum([side.weights.get(lexeme, 0.0) for lexeme in lexemes])
        of_claim.append(weight / (side.total or 1.0))
        cosines.append(sum(map(mul, both, both)) / ((text.length * side.length) or 1.0))
        in_row = side.pairs & text.pairs
        pairs |= in_row
        of_pairs.append(len(in_row) / (len(side.pairs) or 1))
    for stem, own in meant.items():
        if not all(side.weights.keys().isdisjoint(own) for side in wordings):
            keys.add(stem)
    found = list(map(weights.__getitem__, keys))
    weight = sum(found)
    covered, first = weight / (text.total or 1.0), wordings[0].weights
    missing = (first.keys() - weights.keys()).difference(lexemes)
    best, mean = _best_and_mean(of_claim)
    cosine, cosine_mean = _best_and_mean(cosines)
    return {
        "covered_text": covered,
        "covered_claim": best,
        "covered_claim_mean": mean,
        "covered_both": _both(covered, best),
        "pairs_text": len(pairs) / (len(text.pairs) or 1),
        "pairs_claim": max(of_pairs),
        "weight_shared": math.log1p(weight),
        "heaviest_shared": max(found, default=0.0) / 10,
        "heaviest_missing": max(map(first.__getitem__, missing), default=0.0) / 10,
        "cosine": cosine,
        "cosine_mean": cosine_mean,
    }


def _of_letters(letters: Letters, wordings: Sequence[Side]) -> dict[str, float]:
    keys: set[str] = set()
    of_claim, cosines = [], []
    for side in wordings:
        worths = side.weights.values()
        told = list(map(letters.__getitem__, side.spelt))
        by_run = list(map(mul, worths, [runs for _, runs, _ in told]))
        weight = product = 0.0
        for (shared, _, common), worth in zip(told, worths, strict=True):
            if shared:
                keys.update(shared)
                weight += worth * len(shared)
                product += worth * common
        of_claim.append(weight / (sum(by_run) or 1.0))
        length = math.sqrt(sum(map(mul, worths, by_run)))
        cosines.append(product / ((letters.length * length) or 1.0))
    of_text = sum(map(letters.weights.__getitem__, keys)) / (letters.total or 1.0)
    best, mean = _best_and_mean(of_claim)
    ratio, ratio_mean = _best_and_mean([letters.alike[side.lowered] / 100 for side in wordings])
    cosine, cosine_mean = _best_and_mean(cosines)
    return {
        "grams_text": of_text,
        "grams_claim": best,
        "grams_claim_mean": mean,
        "grams_both": _both(of_text, best),
        "token_ratio": ratio,
        "token_ratio_mean": ratio_mean,
        "grams_cosine": cosine,
        "grams_cosine_mean": cosine_mean,
        "grams_cosine_first": cosines[0],
    }


def _of_facts(text: Side, wordings: Sequence[Side]) -> dict[str, float]:
    first, asked = wordings[0].reading, text.reading.numbers
    names = first.names.union(*[side.reading.names for side in wordings[1:]])
    numbers = first.numbers.union(*[side.reading.numbers for side in wordings[1:]])
    shared = text.weights.keys() & names
    return {
        "names_shared": sum(map(text.weights.__getitem__, shared)) / 10,
        "names_claim": len(shared) / len(names) if names else 0.5,
        "names_missing": float(len(first.names - text.weights.keys())),
        "numbers_shared": float(len(numbers & asked)),
        "numbers_missing": float(len(first.numbers - asked)),
        "numbers_extra": float(len(asked - numbers)),
    }


def _best_and_mean(values: Sequence[float]) -> tuple[float, float]:
    if len(values) == 1:
        return values[0], values[0]
    return max(values), sum(values) / len(values)


def _both(one: float, other: float) -> float:
    """The harmonic mean."""
    return 2 * one * other / ((one + other) or 1.0)
