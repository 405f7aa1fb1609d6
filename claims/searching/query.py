"""What a reader typed into a search box, read once. Pure.

Words must all occur; "words in quotes" stand together; -word and -"a phrase" must not occur; `or` between
two parts wants either of them; word* is the beginning of a word. Nothing that is typed is an error of
syntax: an operator without its word is left out, a quote that is not closed runs to the end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MAX_LENGTH = 500
"""Characters that a query may have."""
MAX_TERMS = 32
"""Words and phrases that it may have."""

# A minus is an exclusion only in front of a word; a star a beginning only behind three letters.
_TOKEN = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))')
_OR = {"or", "|"}
_SHORTEST_BEGINNING = 3


class TooMany(ValueError):
    """The query has more words than are looked up."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word or a phrase. `begun`: it stands for every word that begins so."""

    text: str
    phrase: bool = False
    begun: bool = False
    excluded: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is one whole word that is wanted, and may be misspelt."""
        return not (self.phrase or self.begun or self.excluded)


Alternative = tuple[Term, ...]
"""Terms of which all must hold."""


def parse(text: str) -> tuple[Alternative, ...]:
    """The alternatives of a query, any of which is enough; none for a text without a word.

    Raises TooMany.
    """
    alternatives: list[list[Term]] = [[]]
    for token in _TOKEN.finditer(unicodedata.normalize("NFC", text).replace("\x00", " ")):
        word = token["word"]
        if word is not None and not token["minus"] and word.casefold() in _OR:
            alternatives.append([])
        else:
            alternatives[-1] += _terms(token)
    # What only excludes would be everything else there is.
    wanted = tuple(tuple(terms) for terms in alternatives if any(not term.excluded for term in terms))
    if sum(map(len, wanted)) > MAX_TERMS:
        raise TooMany(f"at most {MAX_TERMS} words and phrases are looked up at once")
    return wanted


def _terms(token: re.Match[str]) -> Iterator[Term]:
    excluded = bool(token["minus"])
    if token["phrase"] is not None:
        if _has_letter(token["phrase"]):
            yield Term(text=" ".join(token["phrase"].split()), phrase=True, excluded=excluded)
        return
    word = token["word"].lstrip("-")
    begun = word.endswith("*") and sum(map(str.isalnum, word)) >= _SHORTEST_BEGINNING
    word = word.rstrip("*")
    if _has_letter(word):
        yield Term(text=word, begun=begun, excluded=excluded)


def _has_letter(text: str) -> bool:
    return any(character.isalnum() for character in text)
