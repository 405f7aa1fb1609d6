"""German puts the verb second: a claim behind 'Laut Polizei' begins with it, and reads like a question."""

from __future__ import annotations

from collections.abc import Sequence

from claims.proposing.lexicon.base import Lexicon
from claims.proposing.tokens import Token

_MAX_PHRASE = 6


def fronted(tokens: Sequence[Token], lex: Lexicon) -> int:
    """Where the phrase ends that may stand before the verb that comes first here; 0 where none is sure.

    A pronoun, a name, or a noun with what stands before it: 'sind | die Baupreise | seit 2022 gestiegen'.
    """
    no_verb = (
        lex.determiners,
        lex.prepositions,
        lex.pronouns,
        lex.conjunctions,
        lex.adjectives,
        lex.negations,
    )
    if len(tokens) < 3 or not tokens[0].text.islower() or any(tokens[0].low in some for some in no_verb):
        return 0
    if tokens[1].low in lex.pronouns:
        return 2
    noun = next((at for at in range(1, min(_MAX_PHRASE, len(tokens))) if tokens[at].is_capital), 0)
    before = tokens[1:noun]
    if not noun or not all(token.is_word for token in before):
        return 0
    if before and before[0].low not in lex.determiners and not before[0].text[0].isdigit():
        return 0
    end = noun + 1
    while end < len(tokens) and tokens[end].is_capital:
        end += 1
    if (
        end < len(tokens) and tokens[end].low in lex.issued_by
    ):  # 'die Zahl der Unfälle', 'eine Halle von 90 Metern'
        belongs = next((at for at in range(end, min(end + 4, len(tokens))) if tokens[at].is_capital), 0)
        end = belongs + 1 if belongs else end
    return end
