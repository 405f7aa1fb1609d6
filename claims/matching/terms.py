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
BODY = "b:"
"""Before a word of a fact-check: what it says about a claim and what that says are counted apart."""
_UNSURE, _SURE = "en", 0.7


class Word(NamedTuple):
    """A token with its stem (empty: a stop word) and, where it has no dictionary, its runs of characters."""

    token: Token
    stem: str
    grams: tuple[str, ...] = ()

    @property
    def is_stop(self) -> bool:
        """Whether it says nothing by itself."""
        return not self.stem


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
        return tuple([word for word in self.words if not word.token.signs])

    @property
    def pairs(self) -> dict[int, tuple[str, str]]:
        """Stems that follow each other, at once or after another, by their terms; stop words do not count."""
        stems = self._in_order
        near = chain(pairwise(stems), zip(stems, stems[2:], strict=False))
        return dict(zip(_pair_terms(stems), near, strict=True))

    @property
    def pair_terms(self) -> frozenset[int]:
        """The terms of its pairs alone."""
        return frozenset(_pair_terms(self._in_order))

    @property
    def _in_order(self) -> list[str]:
        return [stem for _, stem, _ in self.words if stem]


@lru_cache(maxsize=200_000)
def term(word: str) -> int:
    """The word's 32-bit signed number in the index."""
    hashed = zlib.crc32(word.encode("utf-8", "replace"))
    return hashed - (1 << 32) if hashed >= 1 << 31 else hashed


def _pair_terms(stems: Sequence[str]) -> list[int]:
    """Of those that follow each other at once, then of those with one between them."""
    if len(stems) < 2:
        return []
    ends, begun = zip(*map(_ends, stems), strict=True)
    near = chain(map(zlib.crc32, ends[1:], begun), map(zlib.crc32, ends[2:], begun))
    return [each % PAIRS for each in near]


@lru_cache(maxsize=50_000)
def _ends(stem: str) -> tuple[bytes, int]:
    """The stem as the second of a pair, and the hash of a pair that begins with it so far."""
    written = stem.encode("utf-8", "replace")
    return written, zlib.crc32(written + b" ")


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
    return Text(cleaned, language, tuple(words), frozenset([stem for _, stem, _ in words if stem]))


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


def index_words(text: Text) -> frozenset[str]:
    """What a text is found by, as words."""
    return text.stems.union(*[grams for _, _, grams in text.words if grams])
