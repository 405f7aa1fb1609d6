"""Every place in a sentence where somebody is said to say something."""

from __future__ import annotations

from claims.proposing.cited import by_phrase
from claims.proposing.clauses import Clause
from claims.proposing.finding import Finding
from claims.proposing.heads import head, quoted_as_saying
from claims.proposing.tails import tail

_MAX_VERBS = 40


def find_all(clause: Clause) -> list[Finding]:
    """The findings by a reporting verb, in order, then those by 'according to', 'citing' and 'quoted by'."""
    lex = clause.lexicon
    found: list[Finding] = []
    seen = 0
    for index, token in enumerate(clause.tokens):
        verb = lex.verbs.get(token.low)
        if verb is None or token.text.isupper() or _is_compound(clause, index):
            continue
        seen += 1
        if seen > _MAX_VERBS:
            break
        finding = None
        if token.low in lex.quote_verbs:
            finding = quoted_as_saying(clause, index)
        elif not _is_participle(clause, index):
            finding = tail(clause, index, verb) or head(clause, index, verb)
        if finding is not None:
            found.append(finding)
    found.extend(by_phrase(clause))
    return found


def _is_compound(clause: Clause, index: int) -> bool:
    following = clause.tokens[index + 1].low if index + 1 < len(clause.tokens) else ""
    return (clause.tokens[index].low, following) in clause.lexicon.compounds


def _is_participle(clause: Clause, index: int) -> bool:
    """'a study published in X': no verb of its own."""
    lex = clause.lexicon
    following = clause.tokens[index + 1].low if index + 1 < len(clause.tokens) else ""
    return clause.tokens[index].low in lex.postmodifiers and following in lex.prepositions
