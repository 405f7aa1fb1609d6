"""Ukrainian and Russian nouns with genitives behind them: Служба статистики, на засіданні ради."""

from __future__ import annotations

from collections.abc import Sequence

from claims.proposing.phrase_words import PhraseWords
from claims.proposing.tokens import Token

_GENITIVE = ("и", "і", "ї", "ого", "ої", "ів", "їв", "ей", "я", "ы", "ой", "ов", "ых", "их", "а", "у")
_NOMINATIVE = ("а", "я")
_PAST = ("ла", "лася", "лась")
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


def complement_end(tokens: Sequence[Token], start: int, words: PhraseWords) -> int:
    """Where the genitives that start at a token end: 'ради' of 'на засіданні ради'; `start` for none."""
    at = start
    while at < len(tokens) and at - start < _MAX_WORDS and _complements(tokens[at], words, first=at == start):
        at += 1
    return at


def _complements(token: Token, words: PhraseWords, *, first: bool) -> bool:
    """Whether it goes on, and no verb or nominative starts: 'засіданні ради виступила', '… ради речниця'."""
    base = words.lexicon.lemmas.get(token.low) == token.low
    if token.low.endswith(_PAST) or (base and (token.low.endswith(_NOMINATIVE) or words.is_role(token))):
        return False
    return _belongs(token, words) if first else _is_plain(token, words)


def _belongs(token: Token, words: PhraseWords) -> bool:
    return token.low.endswith(_GENITIVE) and len(token.low) > 3 and _is_plain(token, words)


def _is_plain(token: Token, words: PhraseWords) -> bool:
    """Whether it is a lower-case word with a meaning of its own."""
    lex = words.lexicon
    if not token.is_word or not token.text.islower():
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
    return not any(token.low in some for some in grammar)
