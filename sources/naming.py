"""How alike two names are, and why: for a person to choose by, never to decide by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz

_WORD = re.compile(r"\w+(?:[’'ʼ-]\w+)*")
_ALIKE = 0.8
"""Less alike names are not worth showing."""
_SMALL = re.compile(
    "an?|and|for|in|of|on|the|to|der|die|das|den|des|und|für|von|del?|du|et|l[ae]s?|y|в|для|з|и|й|на|по|с|та|у|і"
)


def name_words(name: str) -> list[str]:
    """The words of a name, without case, accents and small words."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(char for char in plain if unicodedata.category(char) != "Mn" or char == "\u0306")
    words = _WORD.findall(unicodedata.normalize("NFC", bare).replace("’", "'").replace("ʼ", "'"))
    return [word for word in words if not _SMALL.fullmatch(word)] or words


def acronym_of(name: str) -> str:
    """The first letters of a name of several words, as 'ISW'; empty where that is no acronym."""
    letters = "".join(word[0] for word in name_words(name))
    return letters.upper() if 3 <= len(letters) <= 8 else ""


def likeness(wanted: str, known: str, aliases: Iterable[str] = ()) -> tuple[float, str]:
    """How alike a name is to a source's (0..1), and the reason in words; (0, '') where it is not.

    1 only for exactly the name or an alias.
    """
    if wanted.casefold() == known.casefold():
        return 1.0, "called exactly that"
    if wanted in aliases:
        return 1.0, f"known as {wanted}"
    return max((_alike(wanted, name) for name in [known, *aliases]), default=(0.0, ""))


def _alike(wanted: str, known: str) -> tuple[float, str]:
    ours, theirs = name_words(wanted), name_words(known)
    if not ours or not theirs:
        return 0.0, ""
    if ours == theirs:
        return 0.97, f"the same words as in {known}"
    if "".join(ours).upper() == acronym_of(known) or "".join(theirs).upper() == acronym_of(wanted):
        return 0.9, f"{min(wanted, known, key=len)} may be short for {max(wanted, known, key=len)}"
    shorter, longer = sorted((ours, theirs), key=len)
    if len(shorter) < len(longer) and set(shorter) <= set(longer):
        return 0.88 if len(shorter) > 1 else 0.82, f"part of the name {max(wanted, known, key=len)}"
    if _same_initial(ours, theirs):
        return 0.9, f"the same surname and initial as {known}"
    alike = fuzz.token_sort_ratio(" ".join(ours), " ".join(theirs)) / 100
    if alike < _ALIKE or len(ours) != len(theirs):
        return 0.0, ""
    return 0.95 * alike, f"spelt almost like {known}"


def _same_initial(ours: list[str], theirs: list[str]) -> bool:
    """'O. Brekke' and 'Oda Brekke'."""
    if len(ours) != 2 or len(theirs) != 2 or ours[1] != theirs[1]:
        return False
    return min(len(ours[0]), len(theirs[0])) == 1 and ours[0][0] == theirs[0][0]
