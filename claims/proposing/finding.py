"""One attribution within a sentence: the reporting words, the source, and what is reported."""

from __future__ import annotations

import enum
from typing import NamedTuple

from claims.proposing.carriers import Carrier
from claims.proposing.clauses import Span
from claims.proposing.lexicon.base import Verb
from claims.proposing.lexicon.names import is_given
from claims.proposing.source import Kind, Source, is_media

UNSURE = (Kind.OTHER,)
DOCUMENTS = (Kind.DOCUMENT, Kind.POSTS)


class Shape(enum.Enum):
    """Where the reporting words stand."""

    HEAD = "head"
    """Before what they report: X said that …"""
    TAIL = "tail"
    """After it, or in its middle: …, said X."""
    ACCORDING = "according"
    CITING = "citing"
    QUOTED_BY = "quoted by"


class Finding(NamedTuple):
    """One attribution: token numbers `start`..`end` hold the reporting words, `content` what they report."""

    shape: Shape
    source: Source
    verb: int
    start: int
    end: int
    content: tuple[Span, ...]
    zones: tuple[Span, ...] = ()
    carriers: tuple[Carrier, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the reporting words themselves are part of what is claimed ('accused X of …')."""
        return bool(self.content) and self.content[0][0] <= self.source.start

    @property
    def only_wishes(self) -> bool:
        """Whether its verb asks or hopes for something, and says nothing."""
        return bool(self.verb & Verb.WISH) and not self.verb & ~(Verb.WISH | Verb.FEMALE | Verb.MALE)

    @property
    def by_media(self) -> bool:
        """Whether the one who says it looks like an outlet passing it on."""
        kind = self.source.kind
        if is_media(self.source.name or self.source.text):
            return True
        named = kind in (Kind.NAME, Kind.ORGANISATION) or (
            kind is Kind.PERSON and not is_given(self.source.name.split()[0])
        )
        return bool(self.verb & Verb.MEDIA) and named and not self.source.role
