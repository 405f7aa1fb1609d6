"""Every place in a sentence where somebody is said to say something."""

from __future__ import annotations

from functools import lru_cache

from claims.proposing.cited import by_phrase
from claims.proposing.clauses import Clause
from claims.proposing.finding import Finding
from claims.proposing.heads import head, quoted_as_saying
from claims.proposing.lexicon.base import Lexicon, Verb, Words
from claims.proposing.lexicon.notation import words
from claims.proposing.participles import by_the_way
from claims.proposing.tails import tail

_MAX_VERBS = 40
_FINITE = words("is are was were has have had will would can could may might should must")
"""What follows the noun in 'such claims have been debunked'."""
_INDEFINITE = frozenset(["a", "an"])
_ADDED = frozenset(["added", "adds"])
"""Not said where 'to' follows: 'added to his collection'."""


def find_all(clause: Clause) -> list[Finding]:
    """The findings by a reporting verb, in order, then those by 'according to', 'citing' and 'quoted by'."""
    lex = clause.lexicon
    found: list[Finding] = []
    seen = 0
    verbal = _verbal(lex)
    for index in [at for at, low in enumerate(clause.lows) if low in verbal]:
        verb = lex.verbs.get(clause.lows[index]) or _progressive(clause, index)
        if verb is None:
            continue
        token = clause.tokens[index]
        if token.text.isupper() or _is_compound(clause, index) or _is_noun(clause, index):
            continue
        seen += 1
        if seen > _MAX_VERBS:
            break
        finding = None
        if token.low in lex.quote_verbs:
            finding = quoted_as_saying(clause, index)
        elif not _is_participle(clause, index) and not lex.quoted_by.at(clause.lows, index):
            finding = tail(clause, index, verb) or head(clause, index, verb)
        if finding is not None:
            found.append(finding)
    found.extend(by_phrase(clause))
    if not found and (finding := by_the_way(clause)) is not None:
        found.append(finding)
    return found


@lru_cache(maxsize=16)
def _verbal(lex: Lexicon) -> Words:
    """Words that may be a reporting verb."""
    return lex.participles.union(lex.verbs)


def _progressive(clause: Clause, index: int) -> int | None:
    """'users are claiming': the participle is the verb."""
    return Verb.SAY if index and clause.lows[index - 1] in clause.lexicon.passive else None


def _is_compound(clause: Clause, index: int) -> bool:
    return clause.lows[index : index + 2] in clause.lexicon.compounds


def _is_noun(clause: Clause, index: int) -> bool:
    """'a Ukrainian monitoring project': no verb, though written like one."""
    low, following = clause.lows[index], clause.lows[index + 1 : index + 2]
    if low in _ADDED:
        return not clause.lexicon.to_words.isdisjoint(following)
    nouns = clause.lexicon.noun_verbs
    if low.removesuffix("s") in nouns and not _FINITE.isdisjoint(following):
        return True
    return low in nouns and not _INDEFINITE.isdisjoint(clause.lows[max(0, index - 4) : index])


def _is_participle(clause: Clause, index: int) -> bool:
    """'a study published in X': no verb of its own."""
    lex = clause.lexicon
    following = clause.lows[index + 1 : index + 2]
    return clause.lows[index] in lex.postmodifiers and not lex.prepositions.isdisjoint(following)
