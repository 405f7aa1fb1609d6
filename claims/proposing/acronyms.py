"""'Institute for the Study of War (ISW)': which words an acronym in brackets stands for."""

from __future__ import annotations

from collections.abc import Sequence

from claims.proposing.lexicon.base import Lexicon
from claims.proposing.tokens import Token

_REACH = 14
_LENGTHS = range(2, 11)


def spelt_out(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Sequence[Token]:
    """The name before the bracket in which the acronym at `index` stands; empty where it is no acronym.

    First the words whose initials it holds; failing that, the capital words right before the bracket.
    """
    acronym, close = tokens[index].text, tokens[index + 1].text
    if close not in ")," or not acronym.isupper() or len(acronym) not in _LENGTHS:
        return ()
    bracket = index - 1
    name = _by_initials(tokens[max(0, bracket - _REACH) : bracket], acronym.lower(), lexicon)
    return name or _noun_before(tokens, bracket, lexicon) or _capitals_before(tokens, bracket)


def _noun_before(tokens: Sequence[Token], bracket: int, lexicon: Lexicon) -> Sequence[Token]:
    """'Інститут вивчення війни' before '(ISW)', whose letters are another language's."""
    if not lexicon.lemmas:
        return ()
    for at in range(bracket - 1, max(-1, bracket - 7), -1):
        if not tokens[at].is_word:
            return ()
        if tokens[at].is_capital:
            return tokens[at:bracket] if tokens[at].low in lexicon.organisations else ()
    return ()


def _by_initials(before: Sequence[Token], acronym: str, lexicon: Lexicon) -> Sequence[Token]:
    letter = len(acronym) - 1
    for at in range(len(before) - 1, -1, -1):
        token = before[at]
        if not token.is_word:
            return ()
        if token.low[0] == acronym[letter]:
            letter -= 1
            if letter < 0:
                return before[at:] if token.is_capital else ()
        elif token.is_capital and token.low not in lexicon.connectors:
            return ()
    return ()


def _capitals_before(tokens: Sequence[Token], bracket: int) -> Sequence[Token]:
    first = bracket
    while first > 0 and tokens[first - 1].is_capital:
        first -= 1
    return tokens[first:bracket]
