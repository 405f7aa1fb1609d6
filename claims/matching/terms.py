"""The terms a text is found by: stems where the language has a dictionary, runs of characters elsewhere.

A term in the index is a 32-bit hash of the word; two words in a million share one, which ranking undoes. Two
words near each other are a term, too, of a number that many pairs share: so few numbers keep the index small,
and a text of common words is still found by its pairs together.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from claims.matching.segments import PAIRS
from claims.matching.stems import dictionary_of, stem, stems_learn
from claims.matching.words import Token, clean, grams, is_latin, is_unspaced, tokens
from claims.proposing.language import detect, recognise

Said = tuple[str, str]
"""A text, and its language as declared."""
_UNSURE, _SURE = "en", 0.7


class Word:
    """A token with its stem (empty: a stop word) and, where it has no dictionary, its runs of characters.

    `terms` are what a claim is found by that says it, `body_terms` one whose fact-check does; a pair of
    stems is hashed from `begun`, of its first, on through `ended`, of its second. All is found out once, as
    the same words come again and again.
    """

    __slots__ = (
        *("begun", "body_terms", "ended", "first", "grams", "is_capital", "is_number", "norm", "signs"),
        *("stem", "terms", "text"),
    )

    def __init__(self, token: Token, stem: str, grams: tuple[str, ...] = ()) -> None:
        self.text, self.norm, self.is_number, self.first, self.signs = token
        self.is_capital = self.text[0].isupper()
        self.stem, self.grams = stem, grams
        found = (stem, *grams) if stem else grams
        self.terms = tuple(map(term, found))
        self.body_terms = tuple(map(body_term, found))
        self.ended = stem.encode("utf-8", "replace")
        self.begun = zlib.crc32(self.ended + b" ")


class Text(NamedTuple):
    """A text taken apart."""

    cleaned: str
    language: str
    words: tuple[Word, ...]
    stems: frozenset[str] = frozenset()

    @property
    def said(self) -> tuple[Word, ...]:
        """The words but for the name that a quoted post is signed with, which is in a line behind them."""
        if "\n" not in self.cleaned:
            return self.words
        return tuple([word for word in self.words if not word.signs])

    @property
    def pairs(self) -> dict[int, tuple[str, str]]:
        """Stems that follow each other, at once or after another, by their terms; stop words do not count."""
        stems = [word.stem for word in self.words if word.stem]
        near = chain(pairwise(stems), zip(stems, stems[2:], strict=False))
        return dict(zip(self.pair_terms, near, strict=True))

    @property
    def pair_terms(self) -> list[int]:
        """The terms of its pairs: of those that follow each other at once, then of the others."""
        said = [word for word in self.words if word.stem]
        begun, ended = [word.begun for word in said], [word.ended for word in said]
        near = chain(map(zlib.crc32, ended[1:], begun), map(zlib.crc32, ended[2:], begun))
        return [each % PAIRS for each in near]


@lru_cache(maxsize=200_000)
def term(word: str) -> int:
    """The word's 32-bit signed number in the index."""
    hashed = zlib.crc32(word.encode("utf-8", "replace"))
    return hashed - (1 << 32) if hashed >= 1 << 31 else hashed


def body_term(word: str) -> int:
    """The number of a word of a fact-check: what it says about a claim and what that says are apart."""
    return term(f"b:{word}")


LENGTHS = {length: term(f"l:{length}") for length in range(1, 65)}
"""How many words a claim has, as the term of all that have as many; of 64 and more it is one."""


def language_of(text: str, declared: str = "") -> str:
    """ISO 639-1: the declared language's first part, or what the text surely reads like, else English."""
    return detect(text, declared) if declared.strip() else recognise(text, at_least=_SURE) or _UNSURE


class TakenApart(dict[Said, Text]):
    """Texts by what was said: each is taken apart when it is first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._cut: dict[Said, tuple[str, str, list[Token]]] = {}
        self._norms: dict[str, set[str]] = defaultdict(set)

    def cut(self, said: Iterable[Said]) -> None:
        """Cut into words what was not yet."""
        for each in said:
            if each in self._cut:
                continue
            text, declared = each
            cleaned = clean(text)
            language, of_text = language_of(cleaned, declared), tokens(cleaned)
            self._cut[each] = cleaned, language, of_text
            if dictionary := dictionary_of(language):
                norms = [norm for _, norm, is_number, _, _ in of_text if not is_number]
                self._norms[dictionary].update(norms)

    def learn(self) -> None:
        """Have the stems of all that was cut known, with at most one question to the database."""
        stems_learn({(dictionary, norm) for dictionary, found in self._norms.items() for norm in found})

    def __missing__(self, said: Said) -> Text:
        """Raises KeyError for what was not cut, or whose stems were not learnt."""
        text = self[said] = _text(*self._cut[said])
        return text


def take_apart(texts: Sequence[str], languages: Sequence[str]) -> list[Text]:
    """Each text cleaned and taken apart, with at most one question to the database for all of them."""
    said = list(zip(texts, languages, strict=True))
    taken = TakenApart()
    taken.cut(said)
    taken.learn()
    return [taken[each] for each in said]


def _text(cleaned: str, language: str, of_text: Sequence[Token]) -> Text:
    dictionary = dictionary_of(language)
    words: list[Word] = []
    for token in of_text:
        words += _words(token, dictionary)
    return Text(cleaned, language, tuple(words), frozenset([word.stem for word in words if word.stem]))


@lru_cache(maxsize=50_000)
def _words(token: Token, dictionary: str) -> tuple[Word, ...]:
    """One; of a token that is really a phrase, since its script has no spaces, its runs stand for words."""
    if token.is_number:
        return (Word(token, token.norm),)
    if is_unspaced(token.norm):
        return tuple([Word(Token(each, each, False, False, token.signs), each) for each in grams(token.norm)])
    own = stem(dictionary, token.norm) if dictionary else token.norm
    if not own or (dictionary and is_latin(token.norm)):
        return (Word(token, own),)
    return (Word(token, own, grams(token.norm)),)
