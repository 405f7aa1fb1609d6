"""Whom a statement was made to, where that is no medium: 'told the council', 'a letter to the ministry'."""

from __future__ import annotations

from collections.abc import Sequence

from claims.proposing.carriers import TRAVELS
from claims.proposing.clauses import Clause, Span
from claims.proposing.finding import Finding
from claims.proposing.lexicon.base import Verb
from claims.proposing.lexicon.notation import words
from claims.proposing.participles import TELLING
from claims.proposing.source import Kind, is_media
from claims.proposing.tokens import QUOTED, Token, index_at

_PARTIES = (Kind.PERSON, Kind.GROUP, Kind.ORGANISATION, Kind.ROLE)
_PRONOUNS = words("""
    him her them us me you everyone him himself herself ihm ihr ihnen uns mir euch moi lui leur eux
    йому їй їм нам вам мені ему ей им мне
""")
"""They name nobody."""
_PRESS = words("press media prensa medios presse médias медіа змі сми пресі прессе")
"""The press at large is no medium."""
_PLURAL_DATIVE = ("ам", "ям")
_DATIVE_ARTICLES = words("dem den der")
_MAX_WORDS = 8


def addressee(clause: Clause, finding: Finding) -> Span:
    """The characters that name whom the statement was made to; an empty span where nobody is named.

    Whether a name that gives nothing away is an outlet's is not known here.
    """
    for start, end in finding.zones:
        first, last = index_at(clause.tokens, start), index_at(clause.tokens, end)
        for at in _places(clause, first, last):
            party = _party(clause, at, last)
            if party and _is_party(clause, party, told=_tells(clause, at - 1)):
                return (party[0].start, party[-1].end)
    return (0, 0)


def _places(clause: Clause, first: int, last: int) -> list[int]:
    """The tokens at which a phrase for the one spoken to may start."""
    lex, found = clause.lexicon, list[int]()
    at, free = first, True
    while at < last:
        after = clause.after_dated(at)
        low = clause.lows[at]
        if after > at:
            at, free = after, True
            continue
        if low in lex.to_words and (free or _is_said(clause, at - 1)):
            found.append(at + 1)
        elif _tells(clause, at - 1) or (free and _is_dative(clause, at)):
            found.append(at)
        free = free and low in lex.after_verb
        at += 1
    return found


def _tells(clause: Clause, at: int) -> bool:
    """Whether a verb stands there behind which whoever is told follows without a preposition."""
    lex = clause.lexicon
    if at < 0 or lex.inverted:
        return False
    return bool(lex.verbs.get(clause.lows[at], 0) & Verb.TELL) or clause.lows[at] == TELLING


def _is_dative(clause: Clause, at: int) -> bool:
    """Whether a bare noun phrase in the dative may start there: 'dem Rat', 'депутатам'."""
    lex, low = clause.lexicon, clause.lows[at]
    if not lex.dative_carriers:
        return False
    if lex.nouns_capitalised:
        return low in _DATIVE_ARTICLES
    return low in lex.listeners or low.endswith(_PLURAL_DATIVE) or clause.opens_dative(at)


def _is_said(clause: Clause, at: int) -> bool:
    """Whether a word of saying stands there: a letter, speaking, said."""
    low = clause.lows[at]
    if low in TRAVELS:
        return False
    lex = clause.lexicon
    return (
        low in lex.statement_nouns or low in lex.speaking or low in lex.verbs or clause.tokens[at].is_capital
    )


def _party(clause: Clause, start: int, last: int) -> Sequence[Token]:
    """The noun phrase at a token, without its article or possessive."""
    lex = clause.lexicon
    while start < last and clause.lows[start] in lex.articles:
        start += 1
    end = start
    while end < min(last, start + _MAX_WORDS) and _goes_on(clause, start, end):
        end += 1
    while end > start and (
        clause.lows[end - 1] in lex.connectors or clause.lows[end - 1] in lex.conjunctions
    ):
        end -= 1
    return clause.tokens[start:end]


def _goes_on(clause: Clause, start: int, at: int) -> bool:
    """Whether the token `at` belongs to the noun phrase that starts at `start`."""
    lex, token = clause.lexicon, clause.tokens[at]
    if clause.is_boundary(at) or token.text == "." or token.low == QUOTED or token.low in lex.that:
        return False
    if clause.after_dated(at) > at or token.low in lex.relative or token.low in lex.breakers:
        return False
    if at > start and (token.low in lex.after_verb or token.low in lex.participles):
        return False
    if at > start and token.low in lex.articles and clause.lows[at - 1] not in lex.connectors:
        return False  # another phrase
    within = token.low in lex.connectors and token.low not in lex.on_words
    return within or token.low not in lex.prepositions


def _is_party(clause: Clause, party: Sequence[Token], *, told: bool) -> bool:
    """Whether the phrase names somebody to speak to, and no medium by its own words."""
    lex = clause.lexicon
    lows = frozenset([t.low for t in party])
    if lows & _PRONOUNS or (lows & lex.generic_outlets) - lex.listeners:
        return False
    if is_media(party[-1].text) and party[-1].low not in _PRESS:
        return False
    if told or lows & lex.listeners:
        return True
    source = clause.phrases.source(party)
    return source is not None and source.kind in _PARTIES
