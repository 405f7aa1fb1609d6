"""Who or what a phrase names as the one who says something, before it is known whom the article means."""

from __future__ import annotations

import enum
from typing import NamedTuple

from claims.proposing.lexicon.media import MEDIA, MEDIA_WORDS
from claims.proposing.lexicon.notation import words
from claims.proposing.per_word import PerWord
from claims.proposing.tokens import Token

_MAX_NAME = 60
_OUTLET_STEMS = words("прав газе нови ново вісн вест теле раді ради служ тижд труд жизн житт прес")


class Kind(enum.Enum):
    """What sort of source a noun phrase names."""

    PERSON = "person"
    NAME = "name"
    """A capitalised name that may be a person's or an organisation's."""
    PRONOUN = "pronoun"
    ROLE = "role"
    ORGANISATION = "organisation"
    GROUP = "group"
    DOCUMENT = "document"
    POSTS = "posts"
    OTHER = "other"


class Source(NamedTuple):
    """Somebody or something that says things.

    `text` is the phrase as written without its article; `name` the proper name in it, if any; `head` its
    noun in lower case; `issuer` the phrase of whoever issued a document; `via` the carriers it names itself
    (a journal, a network).
    """

    kind: Kind
    text: str
    name: str = ""
    role: str | None = None
    head: str = ""
    definite: bool = False
    gender: str = ""
    via: tuple[str, ...] = ()
    issuer: tuple[Token, ...] = ()
    acronym: str = ""
    oblique: bool = False
    """It stands in another case than the nominative ('за словами …')."""
    owner: str = ""
    """The gender of a possessive before it: its data."""
    start: int = 0
    end: int = 0

    def moved(self, start: int, end: int) -> Source:
        """The same where the same words stand elsewhere."""
        return Source._make((*self[:-2], start, end))


def is_media(name: str) -> bool:
    """Whether a name alone gives away an outlet."""
    return _media[name]


def _has_media_word(name: str) -> bool:
    parts = name.lower().split()
    return not (MEDIA.isdisjoint(parts) and MEDIA_WORDS.isdisjoint(parts))


_media = PerWord(_has_media_word)


def is_outlet_noun(word: str) -> bool:
    """Whether a Cyrillic word, in any case, is one that outlets are called by: правда, газета, новини."""
    return word[:4] in _OUTLET_STEMS and len(word) <= 8


def quoted_name(article: str, start: int) -> str:
    """The whole of a short name in quotation marks that starts at `start`; '' where there are none."""
    mark = article[start - 1 : start]
    closing = {"«": "»", "“": "”", "„": "“", '"': '"', "»": "«", "‹": "›"}.get(mark)
    end = article.find(closing, start, start + _MAX_NAME) if closing else -1
    return " ".join(article[start:end].split()) if end > start else ""
