"""Whether two names mean the same: articles, titles, quotation marks and case endings do not matter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.proposing.lexicon.notation import words

INFLECTING = words("be bg cs de el et fi hr hu la lt lv pl ro ru sk sl sr tr uk")
"""Languages whose names change their endings."""

_TOKEN = re.compile(r"\w+(?:[’'ʼ.-]\w+)*")
_DROPPED = words("""
    the a an der die das den dem des ein eine einen einem einer le la les l un une el los las una
    mr mrs ms miss mx dr prof sir dame lord lady mister doctor professor rev
    herr frau hr m mme mlle monsieur madame señor señora sr sra don doña
    пан пані пана г-н г-жа господин госпожа
""")
_LONGEST_ENDING = 3
_SHORTEST_STEM = 3


def same_name(one: str | None, other: str | None, language: str) -> bool:
    """Whether both name the same, or both name nobody."""
    if one is None or other is None:
        return one is other
    first, second = _read(one), _read(other)
    if first == second:
        return True
    return (
        language in INFLECTING
        and len(first) == len(second)
        and all(_same_stem(a, b) for a, b in zip(first, second, strict=True))
    )


def same_names(some: Sequence[str], others: Sequence[str], language: str) -> bool:
    """Whether both lists name the same, in the same order."""
    return len(some) == len(others) and all(
        same_name(a, b, language) for a, b in zip(some, others, strict=True)
    )


def _read(name: str) -> list[str]:
    found = _TOKEN.findall(name.casefold().replace("’", "'").replace("ʼ", "'"))
    found = [word.removesuffix("'s") for word in found]
    return [word for word in found if word not in _DROPPED] or found


def _same_stem(one: str, other: str) -> bool:
    """Alike but for an ending of a few letters: Трегубова and Трегубов, but not Орлова and Орленко."""
    if one == other:
        return True
    shared = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    longer = max(len(one), len(other))
    return shared >= max(_SHORTEST_STEM, longer // 2) and longer - shared <= _LONGEST_ENDING
