"""Where documents stand by what they have of a text's words and pairs: sums over all that are brought in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from claims.matching.held import held
from claims.matching.numbers import AtHand, Numbers, distinct, joined
from claims.matching.postings import Postings

_Weights = npt.NDArray[np.float64]


class Wanted(NamedTuple):
    """A term looked for, what finding it is worth, and in how many documents it is.

    `beside`: it is a word of fact-checks, not of claims. `of`: the terms of a pair's words.
    """

    term: int
    weight: float
    documents: int
    beside: bool = False
    of: tuple[int, ...] = ()


class Retrieved(NamedTuple):
    """A document, and where it stands by what it has of the text's words and pairs and by its length.

    `score` is what its words weigh, whatever its length; `beside` what of that only its fact-checks have.
    """

    number: int
    standing: float
    score: float
    beside: float


_at_hand = AtHand()


def brought_in(words: Sequence[Wanted], pairs: Sequence[Wanted], postings: Postings) -> Numbers:
    """The documents that have any of the words or pairs, in order of their numbers."""
    own = {each.term for each in words}
    # What has a pair of which a word is among these has that word, too.
    apart = [each for each in pairs if own.isdisjoint(each.of)]
    return distinct(joined([postings.numbers(each.term) for each in (*words, *apart)], np.int32))


def best(
    documents: Numbers, words: Sequence[Wanted], pairs: Sequence[Wanted], postings: Postings, limit: int
) -> list[Retrieved]:
    """Those `limit` of the documents that stand best by the words, 63 at most, and the pairs.

    The documents are in order of their numbers; of two alike the later one stands better.
    """
    said, beside = np.zeros(len(documents)), np.zeros(len(documents))
    has = np.zeros(len(documents), np.int64)  # a bit for each word
    with _at_hand.these(documents):
        for place, word in enumerate(words):
            at = postings.places(_at_hand, word.term)
            (beside if word.beside else said)[at] += word.weight
            has[at] |= 1 << place
        standing = said * held.worths(documents) + beside + _paired(has, words, pairs, postings)
    among = np.flatnonzero(standing >= _highest(standing, limit))
    order = among[np.lexsort((documents[among], standing[among]))[::-1][:limit]]
    found = documents[order], standing[order], (said + beside)[order], beside[order]
    return list(map(Retrieved._make, zip(*[each.tolist() for each in found], strict=True)))


def _paired(
    has: npt.NDArray[np.int64], words: Sequence[Wanted], pairs: Sequence[Wanted], postings: Postings
) -> _Weights:
    """What the pairs weigh that each document at hand has, where it has their words, too.

    Many pairs share a number: of the documents that have it, most have another pair.
    """
    bits = {word.term: 1 << place for place, word in enumerate(words)}
    needs = np.array([sum(bits.get(word, 0) for word in set(each.of)) for each in pairs], np.int64)
    numbers = [postings.numbers(each.term) for each in pairs]
    which = np.repeat(np.arange(len(pairs)), np.array([len(each) for each in numbers], np.intp))
    every = joined(numbers, np.int32)
    is_in = _at_hand.have(every)
    at, which = np.searchsorted(_at_hand.documents, every[is_in]), which[is_in]
    is_had = has[at] & needs[which] == needs[which]
    weights = np.array([each.weight for each in pairs], np.float64)
    return np.bincount(at[is_had], weights[which[is_had]], len(has)).astype(np.float64, copy=False)


def _highest(values: _Weights, count: int) -> float:
    """The lowest of the `count` highest; of fewer, what is below all."""
    place = len(values) - count
    return float(np.partition(values, place)[place]) if place > 0 else -np.inf
