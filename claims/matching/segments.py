"""Documents turned into a segment's rows, and which segments are worth making one. Pure."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

PAIRS = 1 << 17
"""Terms from 0 to here are those of pairs: of a million claims, two hundred have each."""
_STEP = 6
"""Segments of a size class, each this many times the one below, before they are made one."""
_SMALLEST = 2_000
_TERMS = (-(1 << 31), (1 << 31) - 1)
_LARGE = 50_000
"""Documents of a segment that is written some terms after others."""
_PARTS = 8


def invert(documents: Iterable[tuple[int, Iterable[int]]]) -> dict[int, array[int]]:
    """From (number, terms) of each document to the numbers of each term."""
    found: dict[int, array[int]] = {}
    for number, terms in documents:
        for term in terms:
            numbers = found.get(term)
            if numbers is None:
                found[term] = numbers = array("i")
            numbers.append(number)
    return found


def pack(numbers: array[int]) -> bytes:
    """As little-endian bytes, whatever the machine."""
    if sys.byteorder == "big":
        numbers = array("i", numbers)
        numbers.byteswap()
    return numbers.tobytes()


def listed(numbers: Iterable[int]) -> str:
    """As PostgreSQL reads an array of them; the driver takes ten times as long for a list."""
    return f"{{{','.join(map(str, numbers))}}}"


def rows(inverted: Mapping[int, array[int]]) -> Iterator[tuple[int, int, bytes]]:
    """Term, how many documents, their packed numbers; in the order of the table's key."""
    for term in sorted(inverted):
        yield term, len(inverted[term]), pack(inverted[term])


def to_merge(sizes: Mapping[int, int]) -> list[int]:
    """Of segments by their number of documents, those to make one now; none where all is well.

    A document is written anew about once for each time that the index grows sixfold.
    """
    classes: dict[int, list[int]] = {}
    for segment, size in sizes.items():
        level, bound = 0, _SMALLEST
        while size > bound:
            level, bound = level + 1, bound * _STEP
        classes.setdefault(level, []).append(segment)
    for level in sorted(classes):
        if len(classes[level]) >= _STEP:
            return sorted(segment for below in range(level + 1) for segment in classes.get(below, ()))
    return []


def term_ranges(documents: int) -> list[tuple[int, int]]:
    """First and last term of the parts in which a segment of so many documents is written.

    Pairs, whose numbers are next to each other, take as many parts as words.
    """
    least, most = _TERMS
    if documents < _LARGE:
        return [_TERMS]
    of_words, of_pairs = range(least, most, (most - least + 1) // _PARTS), range(0, PAIRS, PAIRS // _PARTS)
    firsts = sorted({*of_words, *of_pairs, PAIRS})
    return [(first, following - 1) for first, following in pairwise([*firsts, most + 1])]
