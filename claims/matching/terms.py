"""The terms a text is found by: stems where the language has a dictionary, runs of characters elsewhere.

A term in the index is a 32-bit hash of the word; two words in a million share one, which ranking undoes. Two
words near each other are a term, too, of a number that many pairs share: so few numbers keep the index small,
and a text of common words is still found by its pairs together.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from claims.matching.segments import PAIRS
from claims.matching.stems import dictionary_of, stem, stems_learn
from claims.matching.words import Token, clean, grams, is_latin, is_unspaced, tokens
from claims.proposing.language import detect, recognise

HEAD, BODY = "", "b:"
"""What a claim says and what a fact-check says about it are counted apart."""
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


@dataclass(frozen=True, slots=True)
class Text:
    """A text taken apart."""

    cleaned: str
    language: str
    words: tuple[Word, ...]
    stems: frozenset[str] = field(default=frozenset())

    @property
    def said(self) -> tuple[Word, ...]:
        """The words but for the name that a quoted post is signed with, which is in a line behind them."""
        if "\n" not in self.cleaned:
            return self.words
        return tuple([word for word in self.words if not word.token.signs])

    @property
    def pairs(self) -> dict[int, tuple[str, str]]:
        """Stems that follow each other, at once or after another, by their terms; stop words do not count."""
        order = [word.stem for word in self.words if word.stem]
        return {_pair(*pair): pair for pair in (*pairwise(order), *zip(order, order[2:], strict=False))}


@lru_cache(maxsize=200_000)
def term(word: str, where: str = HEAD) -> int:
    """The word's 32-bit signed number in the index."""
    hashed = zlib.crc32((where + word).encode("utf-8", "replace"))
    return hashed - (1 << 32) if hashed >= 1 << 31 else hashed


def _pair(one: str, other: str) -> int:
    return zlib.crc32(f"{one} {other}".encode("utf-8", "replace")) % PAIRS


def language_of(text: str, declared: str = "") -> str:
    """ISO 639-1: the declared language's first part, or what the text surely reads like, else English."""
    return detect(text, declared) if declared.strip() else recognise(text, at_least=_SURE) or _UNSURE


def take_apart(texts: Sequence[str], languages: Sequence[str]) -> list[Text]:
    """Each text cleaned and taken apart, with at most one question to the database for all of them."""
    return take_cleaned_apart([clean(text) for text in texts], languages)


def take_cleaned_apart(cleaned: Sequence[str], languages: Sequence[str]) -> list[Text]:
    """The same for texts that were cleaned before."""
    told = [language_of(text, given) for text, given in zip(cleaned, languages, strict=True)]
    split = [tokens(text) for text in cleaned]
    norms: dict[str, set[str]] = defaultdict(set)
    for language, of_text in zip(told, split, strict=True):
        if dictionary := dictionary_of(language):
            norms[dictionary].update([token.norm for token in of_text if not token.is_number])
    stems_learn({(dictionary, norm) for dictionary, found in norms.items() for norm in found})
    return [
        _text(text, language, of_text) for text, language, of_text in zip(cleaned, told, split, strict=True)
    ]


def _text(cleaned: str, language: str, of_text: Sequence[Token]) -> Text:
    dictionary = dictionary_of(language)
    words = list[Word]()
    for token in of_text:
        if token.is_number:
            words.append(Word(token, token.norm))
        else:
            words += _words(token, dictionary)
    return Text(cleaned, language, tuple(words), frozenset([word.stem for word in words if word.stem]))


@lru_cache(maxsize=50_000)
def _words(token: Token, dictionary: str) -> tuple[Word, ...]:
    """One; of a token that is really a phrase, since its script has no spaces, its runs stand for words."""
    if is_unspaced(token.norm):
        return tuple([Word(Token(each, each, False, False, token.signs), each) for each in grams(token.norm)])
    own = stem(dictionary, token.norm) if dictionary else token.norm
    if not own or (dictionary and is_latin(token.norm)):
        return (Word(token, own),)
    return (Word(token, own, grams(token.norm)),)


def index_words(text: Text) -> set[str]:
    """What a text is found by, as words."""
    return set(text.stems).union(*[word.grams for word in text.words if word.grams])
