"""The subject of a reporting verb, and what stands between the verb and the words it reports.

A `Clause` looks at one sentence whose passages of direct speech have each become a single token.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from claims.proposing.carriers import CarrierReader
from claims.proposing.dates import DateExpression
from claims.proposing.inflection import is_dative_pair
from claims.proposing.lexicon.base import Lexicon, Words
from claims.proposing.nounphrases import PhraseReader
from claims.proposing.source import Kind, Source
from claims.proposing.tokens import QUOTED, Token

_BOUNDARIES = frozenset([",", ";", ":", "—", "–", "-", "(", ")", "?", "!", "…", QUOTED])
_REACH = 80
"""A boundary further back than this is none."""
Span = tuple[int, int]


class Subject(NamedTuple):
    """Who says it: the source, where its phrase starts and ends (token numbers), and how the verb was
    denied.
    """

    source: Source
    start: int
    end: int
    zones: tuple[Span, ...] = ()
    negated: bool = False


class Clause:
    """One sentence's tokens with the readers of its language."""

    def __init__(
        self,
        tokens: Sequence[Token],
        dates: Sequence[DateExpression],
        phrases: PhraseReader,
        carriers: CarrierReader,
        lexicon: Lexicon,
    ) -> None:
        self.tokens = tokens
        self.lows = tuple([token.low for token in tokens])
        self.phrases = phrases
        self.carriers = carriers
        self.lexicon = lexicon
        self.subjects: dict[int, Subject | None] = {}
        """What stands before each verb, once it was asked for."""
        self.may_cite = not _naming(lexicon).isdisjoint(self.lows)
        """Whether a phrase such as 'according to' may name a source."""
        self._boundaries = [-1, *[at for at, low in enumerate(self.lows) if low in _BOUNDARIES]]
        self._date_from = {date.start: date.end for date in dates} if dates else {}
        self._date_to = {date.end: date.start for date in dates} if dates else {}

    def is_boundary(self, index: int) -> bool:
        """Whether a clause may end at this token."""
        return self.lows[index] in _BOUNDARIES

    def boundary_before(self, index: int) -> int:
        """The last boundary before `index`; -1 where there is none."""
        at = self._boundaries[bisect.bisect_left(self._boundaries, index) - 1]
        return at if at > index - _REACH else -1

    def after_date(self, index: int) -> int:
        """The token after the expression of time that starts at `index`; `index` where none does."""
        end = self._date_from.get(self.tokens[index].start)
        if end is None:
            return index
        while index < len(self.tokens) and self.tokens[index].start < end:
            index += 1
        return index

    def after_dated(self, index: int) -> int:
        """The same where small words may come first: 'late on Tuesday'."""
        if not self._date_from:
            return index
        for at in range(index, min(index + 4, len(self.tokens))):
            after = self.after_date(at)
            if after > at:
                return after
            if self.tokens[at].low not in self.lexicon.date_words:
                break
        return index

    def after_clock(self, index: int) -> int:
        """The token after 'о 9:40' at `index`; `index` where no time of day stands."""
        if self.tokens[index].low not in self.lexicon.clock_words:
            return index
        at = index + 1
        while at < len(self.tokens) and (self.tokens[at].text[0].isdigit() or self.tokens[at].text in ":."):
            at += 1
        return at if at > index + 1 else index

    def span(self, start: int, end: int) -> Span:
        """The characters of tokens `start`..`end` (exclusive)."""
        if start >= end:
            at = self.tokens[min(start, len(self.tokens) - 1)].start
            return (at, at)
        return (self.tokens[start].start, self.tokens[end - 1].end)

    def before_date(self, at: int) -> int:
        """The token before the expression of time that ends at `at` ('Orlik on Tuesday said')."""
        start = self._date_to.get(self.tokens[at].end)
        if start is None:
            return at
        back = at
        while back >= 0 and self.tokens[back].start >= start:
            back -= 1
        while back >= 0 and self.tokens[back].low in self.lexicon.date_words:
            back -= 1
        return back

    def cites(self, index: int) -> bool:
        """Whether 'citing' or 'according to' starts at a token."""
        lex = self.lexicon
        return self.may_cite and bool(lex.citing.at(self.lows, index) or lex.according.at(self.lows, index))

    def name_at(self, index: int) -> Source | None:
        """The person or name whose capital words start at a token."""
        lex = self.lexicon
        if not self.tokens[index].is_capital or self.tokens[index].low in lex.common_capitals:
            return None
        end = index
        while end < len(self.tokens) and self.tokens[end].is_capital:
            end += 1
        source = self.phrases.source(self.tokens[index:end])
        return source if source and source.kind in (Kind.PERSON, Kind.NAME) else None

    def opens_dative(self, index: int) -> bool:
        """Whether an adjective and its noun stand there in the dative: 'городскому совету'."""
        pair = self.tokens[index : index + 2]
        if not self.lexicon.lemmas or len(pair) < 2 or not pair[1].text.islower():
            return False
        return is_dative_pair(pair[0].low, pair[1].low)


@lru_cache(maxsize=16)
def _naming(lex: Lexicon) -> Words:
    """Words without one of which no phrase names a source."""
    listed = (lex.according, lex.citing, lex.quoted_by)
    pronouns = (max(phrase, key=len) for phrase in lex.according_pronouns)
    return lex.according_after.union(pronouns, *(phrases.telling for phrases in listed))
