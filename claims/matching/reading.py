"""A wording as it is compared: its words and what in it decides. Made once, when a claim is written; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import orjson

from claims.matching.facts import Facts, facts
from claims.matching.terms import Text, Word

_SAME = "="
"""In what is packed: a stem that is its word."""


class Reading(NamedTuple):
    """Words as they are folded, and beside each its stem, empty for a stop word.

    `names` are stems written with a capital, `numbers` those of digits; `author` are the words and stems that
    only a quoted post's signature has. `written` is how the text writes each stem first, which is not packed:
    it is told of texts that are looked up, not of claims.
    """

    cleaned: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    names: frozenset[str]
    numbers: frozenset[str]
    facts: Facts
    author: frozenset[str]
    written: dict[str, str]


def read(text: Text) -> Reading:
    """A text taken apart as it is compared."""
    written: dict[str, str] = {}
    names, numbers = [], []
    for word in text.words:
        stem = word.stem
        if stem and stem not in written:
            written[stem] = word.text
            if word.is_number:
                numbers.append(stem)
            elif word.is_capital:
                names.append(stem)
    return Reading(
        cleaned=text.cleaned,
        words=tuple([word.norm for word in text.words]),
        stems=tuple([word.stem for word in text.words]),
        names=frozenset(names),
        numbers=frozenset(numbers),
        facts=facts(text),
        author=_author(text),
        written=written,
    )


def _author(text: Text) -> frozenset[str]:
    said = text.said
    signature = text.words[len(said) :]
    return (_forms(signature) - _forms(said)) if signature else frozenset()


def _forms(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(filter(None, [form for word in words for form in (word.norm, word.stem)]))


def pack(readings: Sequence[Reading]) -> str:
    """A claim's readings as JSON; the wordings themselves are left out."""
    return orjson.dumps([_packed(each) for each in readings]).decode()


def _packed(reading: Reading) -> list[object]:
    stems = [_SAME if own == word else own for own, word in zip(reading.stems, reading.words, strict=True)]
    known = reading.facts
    decisive: list[object] = [
        [list(pair) for pair in known.numbers.items()],
        sorted(known.years), sorted(known.months), sorted(known.days),
        known.names, known.openers, known.negations,
    ]  # fmt: skip
    return [
        " ".join(reading.words), " ".join(stems), " ".join(sorted(reading.names)),
        " ".join(sorted(reading.numbers)), decisive if any(decisive) else 0,
        *filter(None, [" ".join(sorted(reading.author))]),
    ]  # fmt: skip


_NONE = Facts({}, frozenset(), frozenset(), frozenset(), {}, {}, 0)


def unpack(packed: str, wordings: Sequence[str]) -> list[Reading]:
    """What `pack` packed, with the wordings it was made from."""
    parts = orjson.loads(packed)
    return [_reading(cleaned, *each) for cleaned, each in zip(wordings, parts, strict=True)]


def _reading(
    cleaned: str, words: str, stems: str, names: str, numbers: str, decisive: object, author: str = ""
) -> Reading:
    own = words.split()
    return Reading(
        cleaned,
        tuple(own),
        tuple([w if s == _SAME else s for w, s in zip(own, stems.split(" "), strict=True)] if own else ()),
        frozenset(names.split()),
        frozenset(numbers.split()),
        _facts(*decisive) if isinstance(decisive, list) else _NONE,
        frozenset(author.split()),
        {},
    )


def _facts(
    numbers: list[tuple[float, str]],
    years: list[int],
    months: list[int],
    days: list[int],
    names: dict[str, str],
    openers: dict[str, str],
    negations: int,
) -> Facts:
    return Facts(
        dict(numbers), frozenset(years), frozenset(months), frozenset(days), names, openers, negations
    )
