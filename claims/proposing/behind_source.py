"""What may stand behind a source's apposition and belongs to the saying: an occasion, or whoever was told."""

from __future__ import annotations

from claims.proposing.clauses import Clause
from claims.proposing.lexicon.media import PLATFORMS
from claims.proposing.source import Kind, is_media

_OCCASION = 8
"""Words within which an occasion is named: 'on the sidelines of a trade summit'."""


def over_occasions(clause: Clause, comma: int) -> int:
    """Where reporting words that hold a comma end: '…, said Holt, head of the agency, at a hearing'.

    So do those before '…, to the BBC'.
    """
    last, end = len(clause.tokens), comma
    while end + 2 < last and clause.tokens[end].text == ",":
        stop = next((i for i in range(end + 1, last) if clause.is_boundary(i)), last)
        closed = stop - (stop == last and clause.tokens[-1].text == ".")
        if not _is_occasion(clause, end + 1, closed) and not _is_told(clause, end + 1, closed):
            break
        end = stop
    return end


def _is_occasion(clause: Clause, start: int, end: int) -> bool:
    """Whether an adverbial of the saying stands there: 'at a hearing', 'speaking in Velmar', 'in Velmar'."""
    lex, first = clause.lexicon, clause.lows[start]
    if first not in lex.adjunct_openers or start + 1 >= end:
        return False
    ahead = clause.tokens[start + 1 : min(end, start + _OCCASION)]
    if first not in lex.prepositions:
        return first not in lex.date_words
    if not lex.auxiliaries.isdisjoint(clause.lows[start:end]):
        return False
    if first in lex.place_words and all(t.is_capital for t in clause.tokens[start + 1 : end]):
        return clause.after_date(start + 1) == start + 1
    return any(t.low in lex.statement_nouns or t.low in PLATFORMS for t in ahead)


def _is_told(clause: Clause, start: int, end: int) -> bool:
    """Whether whoever was told stands there: 'to the BBC', 'au conseil municipal'."""
    lex = clause.lexicon
    party = [t for t in clause.tokens[start + 1 : end] if t.low not in lex.articles]
    if clause.lows[start] not in lex.to_words or not party or any(t.text[0].isdigit() for t in party):
        return False
    told = lex.listeners | lex.generic_outlets
    if is_media(party[-1].text) or any(t.low in told for t in party):
        return True
    source = clause.phrases.source(party)
    return source is not None and source.kind is Kind.ORGANISATION
