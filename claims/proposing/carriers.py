"""Who carried a statement: the outlet told, the interviewer, the network posted on, the source cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from claims.proposing.inflection import name_nominative
from claims.proposing.lexicon.base import Lexicon, Words
from claims.proposing.lexicon.media import PLATFORMS
from claims.proposing.lexicon.notation import words
from claims.proposing.source import is_media, is_outlet_noun, quoted_name
from claims.proposing.tokens import Token, span_text

_MARKS = frozenset("\"'“”„«»‹›‘’")
_OPENING = re.compile(r"[«„“]")
_CLOSING = ("»", "“", "”")
_MAX_PHRASE = 9
_DOMAIN = re.compile(r"\.[a-z]{2,5}\b")
"""The rest of 'LB.ua'."""
TRAVELS = words("""
    visit event rally conférence presse réunion visite sitzung besuch засіданні наради слухань форумі саміті
    візиту поїздки відвідин заседании совещании слушаний форуме саммите визита поездки
""")
"""Occasions at a place or of a body: 'a visit to Brussels' names no carrier."""
_ADJECTIVE_ENDINGS = ("ій", "ої", "ою", "ому", "ого", "ий", "а", "е", "ая", "ой", "ую")


class Carrier(NamedTuple):
    """A named carrier, or (`name` empty) 'the newspaper', to be found in the article."""

    name: str
    start: int
    quoted: bool = False
    """The name stood in quotation marks, and is not inflected."""
    generic: bool = False
    """A noun such as 'newspaper' came before it."""


class CarrierReader:
    """Finds carriers within the part of a sentence that tells of the saying."""

    def __init__(self, article: str, lexicon: Lexicon) -> None:
        self._article = article
        self._lexicon = lexicon
        self._telling = _telling(lexicon)

    def at(self, tokens: Sequence[Token], position: int) -> tuple[list[Carrier], int]:
        """The carriers named by the noun phrase at `position`, and where it ends.

        No carriers and the same position: there is no name there. Listeners at large (reporters, parliament)
        are read over and named by none.
        """
        lex = self._lexicon
        run: list[Token] = []
        found: list[Carrier] = []
        generic = False
        index, limit = position, min(len(tokens), position + _MAX_PHRASE + 4)
        while index < limit:
            token = tokens[index]
            after = self._after_quoted(tokens, index) if not run else index
            if after > index:
                self._add(found, [tokens[index + 1]])
                index = after
                break
            if token.text in _MARKS:
                pass
            elif self._is_name_part(tokens, index, run):
                run.append(token)
            elif token.low in lex.generic_outlets and not token.is_capital:
                generic = True
            elif run and token.low in lex.conjunctions and self._another(tokens, index):
                self._add(found, run)
                run = []
            elif run or not self._describes(tokens, index):
                break
            index += 1
        self._add(found, run)
        if not found and not run and generic:
            return [Carrier("", tokens[position].start)], index
        if generic and found:
            found = [carrier._replace(generic=True) for carrier in found]
        return (found, index) if run or found else ([], position)

    def _after_quoted(self, tokens: Sequence[Token], index: int) -> int:
        """The token after a name in quotation marks that opens at `index`; `index` where none does."""
        if tokens[index].text not in _MARKS or index + 1 >= len(tokens):
            return index
        name = quoted_name(self._article, tokens[index + 1].start)
        if not name or not tokens[index + 1].is_capital:
            return index
        end = index + 1
        while end < len(tokens) and tokens[end].text not in _MARKS:
            end += 1
        return min(end + 1, len(tokens))

    def _is_name_part(self, tokens: Sequence[Token], index: int, run: list[Token]) -> bool:
        lex = self._lexicon
        token = tokens[index]
        if run and self._ends_name(run, token):
            return True
        if len(run) == 1 and run[0].low in PLATFORMS:
            return False  # 'на сторінці у Facebook Мороз написав'
        if run and lex.dative_carriers and self._ends_oblique(run, token):
            return False
        if token.is_capital:
            if token.low in lex.weekdays:  # 'The Sunday Record'
                named = index + 1 < len(tokens) and tokens[index + 1].is_capital
                return named and index > 0 and tokens[index - 1].low in lex.articles
            return token.low not in lex.months or token.low in lex.ambiguous_months
        if not run:
            return False
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.text[0].isdigit():
            named = following is None or not following.is_word or self._goes_on(following)
            return tokens[index - 1].is_capital and named
        return (
            token.low in lex.connectors
            and token.low not in lex.conjunctions
            and following is not None
            and (following.is_capital or (following.low in lex.determiners and index + 2 < len(tokens)
            and tokens[index + 2].is_capital))
            and token.low not in lex.on_words
        )  # fmt: skip

    def _goes_on(self, token: Token) -> bool:
        """Whether the sentence goes on behind a name with this word."""
        return token.low in self._lexicon.prepositions or token.low in self._lexicon.that

    def _ends_name(self, run: list[Token], token: Token) -> bool:
        """'Українській правді': an outlet called by an adjective and a noun without a capital."""
        if len(run) > 1 or not self._lexicon.dative_carriers or not token.text.islower():
            return False
        return run[0].low.endswith(_ADJECTIVE_ENDINGS) and is_outlet_noun(token.low)

    def _ends_oblique(self, run: list[Token], token: Token) -> bool:
        """'В ефірі Суспільного Бондар': a nominative after an inflected name is somebody else."""
        endings = self._lexicon.oblique_endings
        return run[0].low.endswith(endings) and not token.low.endswith(endings)

    def _another(self, tokens: Sequence[Token], index: int) -> bool:
        following = tokens[index + 1 : index + 3]
        return bool(following) and (
            following[0].is_capital or (len(following) > 1 and following[1].is_capital)
        )

    def _describes(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether a lower-case word may stand before a carrier's name."""
        lex = self._lexicon
        token = tokens[index]
        if token.low in lex.determiners or token.low in lex.adjectives:
            return True
        ahead = tokens[index + 1 : index + 4]
        return token.is_word and any(t.low in lex.generic_outlets for t in ahead)

    def _add(self, found: list[Carrier], run: list[Token]) -> None:
        lex = self._lexicon
        if len(run) == 1 and run[0].low in lex.determiners:
            run = []
        if not run:
            return
        for index, token in enumerate(run):
            if token.low.endswith("'s") and index + 1 < len(run):
                run = run[: index + 1]
                break
        quoted = quoted_name(self._article, run[0].start)
        if quoted:
            found.append(Carrier(quoted, run[0].start, quoted=True))
            return
        if any(t.low in lex.listeners for t in run) and not is_media(span_text(self._article, run)):
            return
        if all(t.low in lex.adjectives for t in run) and not is_media(name_nominative(run[0].text)):
            return
        name = span_text(self._article, run)
        for ending in ("'s", "’s"):
            name = name.removesuffix(ending)
        if self._article[run[-1].end : run[-1].end + 1] in _CLOSING and _OPENING.search(name):
            name += self._article[run[-1].end]  # 'Радіо «Хвиля»'
        domain = _DOMAIN.match(self._article, run[-1].end)
        name += domain.group() if domain else ""
        found.append(Carrier(PLATFORMS.get(name.lower(), name), run[0].start))

    def within(self, tokens: Sequence[Token]) -> list[Carrier]:
        """The carriers in a zone such as 'in an interview with Reuters on Monday' or 'on his Telegram
        channel'.
        """
        found: list[Carrier] = []
        index = 0
        published_in = self._lexicon.published_in
        while index < len(tokens):
            if tokens[index].low not in self._telling and not (
                index and tokens[index - 1].low in published_in
            ):
                index += 1
                continue
            carriers, index = self._step(tokens, index)
            found.extend(c for c in carriers if c.name not in {f.name for f in found} or not c.name)
        return found

    def _step(self, tokens: Sequence[Token], index: int) -> tuple[list[Carrier], int]:
        lex = self._lexicon
        token = tokens[index]
        platform = PLATFORMS.get(token.low)
        if platform and (token.low != "x" or self._means_network(tokens, index)):
            return [Carrier(platform, token.start)], index + 1
        previous = tokens[index - 1].low if index else ""
        if self._tells(token) and index + 1 < len(tokens) and tokens[index + 1].low in lex.carrier_links:
            carriers, end = self.at(tokens, index + 2)
            if carriers and self._plausible(tokens[index + 1], carriers):
                return carriers, max(end, index + 2)
        elif lex.dative_carriers and index + 1 < len(tokens) and self._tells(token):
            carriers, end = self.at(tokens, index + 1)
            return carriers, max(end, index + 1)
        if token.low in lex.speaking and index + 1 < len(tokens):
            link = tokens[index + 1]
            linked = link.low in lex.carrier_links
            carriers, end = self.at(tokens, index + 1 + linked)
            if linked and not self._plausible(link, carriers):
                return [], max(end, index + 1)  # 'speaking in Velmar'
            return carriers, max(end, index + 1)
        if token.low in lex.on_words or previous in lex.published_in:
            carriers, end = self.at(tokens, index + 1)
            named = [
                c
                for c in carriers
                if is_media(c.name)
                or previous in lex.published_in
                or (token.low in lex.to_words and previous not in TRAVELS)
            ]
            return named, max(end if named else index + 1, index + 1)
        return [], index + 1

    def _tells(self, token: Token) -> bool:
        """Whether it is a statement or a medium, and no occasion at a place."""
        return token.low in self._lexicon.statement_nouns and token.low not in TRAVELS

    def _plausible(self, link: Token, carriers: list[Carrier]) -> bool:
        """'a statement on Monday by Orlik' carries nothing; 'an interview on Radio Nord' does."""
        if (
            link.low in self._lexicon.carrier_links and link.low not in self._lexicon.on_words
        ) or link.low in self._lexicon.to_words:
            return True
        return all(not c.name or is_media(c.name) or c.name in PLATFORMS.values() for c in carriers)

    def _means_network(self, tokens: Sequence[Token], index: int) -> bool:
        """X the network stands after 'on' or beside 'post', alone."""
        if tokens[index].text != "X":
            return False
        lex = self._lexicon
        previous = tokens[index - 1].low if index else ""
        following = tokens[index + 1].low if index + 1 < len(tokens) else ""
        return previous in lex.on_words or following in lex.posts or following in lex.statement_nouns


@lru_cache(maxsize=16)
def _telling(lex: Lexicon) -> Words:
    """Words that may stand before a carrier."""
    return frozenset(PLATFORMS).union(lex.statement_nouns, lex.speaking, lex.on_words)
