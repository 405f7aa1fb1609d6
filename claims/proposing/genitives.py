"""Ukrainian and Russian organisations named by a noun with genitives behind it: Служба статистики."""

from __future__ import annotations

from collections.abc import Sequence

from claims.proposing.phrase_words import PhraseWords
from claims.proposing.tokens import Token

_GENITIVE = ("и", "і", "ї", "ого", "ої", "ів", "їв", "ей", "я", "ы", "ой", "ов", "ых", "их", "а", "у")
_MAX_WORDS = 4


def genitive_tail(tokens: Sequence[Token], start: int, end: int, words: PhraseWords) -> int:
    """Where the name ends that opens with the capital words `start`..`end`; `end` where no more belongs."""
    if any(words.is_role(t) for t in tokens[start:end]):
        return end
    at = end
    if not words.is_organisation(tokens[end - 1]):
        if at >= len(tokens) or not words.is_organisation(tokens[at]) or not tokens[at].text.islower():
            return end
        at += 1
    while at < len(tokens) and at - end < _MAX_WORDS and _belongs(tokens[at], words):
        at += 1
    return at


def _belongs(token: Token, words: PhraseWords) -> bool:
    lex = words.lexicon
    if not token.is_word or not token.text.islower() or not token.low.endswith(_GENITIVE):
        return False
    grammar = (
        lex.verbs,
        lex.prepositions,
        lex.conjunctions,
        lex.pre_verb,
        lex.auxiliaries,
        lex.change,
        lex.relative,
    )
    return len(token.low) > 3 and not any(token.low in some for some in grammar)
