"""Claims whose words lean on the sentences around them: 'We carried …', 'This was due to …'.

Their text is the article's own, since nothing in it says for sure what they mean; they rank behind those that
stand alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from claims.proposing.lexicon.base import Lexicon
from claims.proposing.tokens import Token

_KEPT = 0.5
"""How much of its score above the threshold a leaning claim keeps."""


def ranked(score: float, threshold: float, *, leans: bool) -> float:
    """The score a claim is proposed with: never below the threshold it passed."""
    return round(threshold + (score - threshold) * _KEPT, 4) if leans else score


def leans(tokens: Sequence[Token], text: str, lexicon: Lexicon) -> bool:
    """Whether the claim of these tokens, worded as `text`, means something only beside others."""
    first = next((i for i, t in enumerate(tokens) if t.is_word), None)
    if first is None:
        return False
    opening = tokens[first]
    if opening.low in lexicon.leaning and text.lower().startswith(opening.low):
        return True
    if _denies_something(tokens, lexicon):
        return True
    for before, token in pairwise(tokens):
        if before is opening and before.low in lexicon.definite and token.low in lexicon.remaining:
            return True
        if before.low in lexicon.whole_verbs and _points(token, lexicon):
            return True
        if before.low in lexicon.same_words and token.low in lexicon.same_times:
            return True
    return False


def _denies_something(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """'disputed the figure': what was denied is only pointed at."""
    words = [t for t in tokens if t.is_word]
    at = next((i for i, t in enumerate(words) if t.low in lexicon.whole_verbs), len(words))
    denied = words[at + 1 :]
    while denied and denied[-1].low in lexicon.after_verb:
        denied.pop()  # 'wies die Zahl zurück'
    if len(denied) != 2 or (denied[1].is_capital and not lexicon.nouns_capitalised):
        return False
    return denied[0].low in lexicon.definite or _points(denied[0], lexicon)


def _points(token: Token, lexicon: Lexicon) -> bool:
    """'denied this', not 'accused their own men'."""
    low = token.low
    return low in lexicon.leaning and low not in lexicon.pronouns and low not in lexicon.possessives
