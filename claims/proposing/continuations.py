"""What follows in the same sentence: the claimant's next statement, or the outlet's remark on the first."""

from __future__ import annotations

from claims.proposing.clauses import Clause, Span
from claims.proposing.finding import UNSURE
from claims.proposing.lexicon.base import Verb
from claims.proposing.lexicon.notation import words
from claims.proposing.tokens import QUOTED
from claims.proposing.zones import zone_after

ADDING = words("""
    adding warning noting arguing insisting stressing explaining stating pointing emphasising emphasizing
    acknowledging confirming predicting suggesting recalling
    ajoutant précisant soulignant affirmant indiquant rappelant expliquant estimant assurant notant
    añadiendo precisando subrayando
    додавши зазначивши підкресливши наголосивши пояснивши уточнивши додаючи зазначаючи
    добавив отметив подчеркнув пояснив уточнив добавляя отмечая
""")
"""Behind a comma and before 'that' they lead on to the same claimant's next statement, in any language."""
_MIN_CLAUSE = 3
_MAX_REMARK = 12
"""Tokens within which a remark shows its verb."""


def statements(clause: Clause, start: int, least: int = _MIN_CLAUSE) -> tuple[Span, ...]:
    """The reported words from a token on, without 'said' in '… had arrived but said it was another one', and
    without ', adding that'.

    `least`: tokens before the second verb's conjunction.
    """
    lex, last = clause.lexicon, len(clause.tokens)
    spans, first = list[Span](), start + least
    added = not ADDING.isdisjoint(clause.lows[start:])
    if not added and lex.conjunctions.isdisjoint(clause.lows[start:]):
        return (clause.span(start, last),)
    for index in range(start, last - 2):
        if index < start:
            continue
        if added and (resumed := _added(clause, index)):
            if index > start:
                spans.append(clause.span(start, index))
            start = resumed
        elif first <= index < last - _MIN_CLAUSE and clause.lows[index] in lex.conjunctions:
            resumed = _said_again(clause, index + 1)
            if resumed:
                spans.append(clause.span(start, index + 1))
                start = resumed
    return (*spans, clause.span(start, last))


def _added(clause: Clause, comma: int) -> int:
    """Where the next statement starts if ', adding that' or 'and noting: “…”' stands there; else 0."""
    leads = clause.tokens[comma].text == "," or clause.lows[comma] in clause.lexicon.conjunctions
    if not leads or clause.lows[comma + 1] not in ADDING:
        return 0
    zone = zone_after(clause, comma + 2, Verb.SAY)
    holds = len(clause.tokens) - zone.end >= _MIN_CLAUSE or QUOTED in clause.lows[zone.end :]
    return zone.end if zone.explicit and holds else 0


def _said_again(clause: Clause, at: int) -> int:
    """Where the next statement starts if the verb of another one stands at `at`; 0 where none does."""
    lex, last = clause.lexicon, len(clause.tokens)
    while at < last and clause.lows[at] in lex.pre_verb and clause.lows[at] not in lex.auxiliaries:
        at += 1
    verb = lex.verbs.get(clause.lows[at], 0) if at < last else 0
    if not verb & (Verb.SAY | Verb.THAT) or verb & (Verb.TELL | Verb.WISH):
        return 0
    if clause.lows[at] in lex.noun_verbs or clause.lows[at] in lex.whole_verbs:
        return 0
    zone = zone_after(clause, at + 1, verb)
    if last - zone.end < _MIN_CLAUSE:
        return 0
    if zone.explicit:
        return zone.end
    bare = clause.lows[at] in lex.strong_verbs and not lex.lemmas and not zone.comma
    return zone.end if bare and clause.lows[zone.end] not in lex.prepositions else 0


def is_remark(clause: Clause, comma: int) -> bool:
    """Whether '…, Holt said, but the council disputed the figure' ends in words that are not Holt's."""
    lex, first = clause.lexicon, comma + 1
    if clause.tokens[comma].text != "," or first >= len(clause.tokens):
        return False
    if clause.lows[first] not in lex.contrast:
        return False
    for index in range(first + 2, min(first + _MAX_REMARK, len(clause.tokens))):
        low = clause.lows[index]
        if clause.is_boundary(index):
            return False
        if low in lex.verbs and low not in lex.noun_verbs and clause.lows[index - 1] not in lex.passive:
            source = clause.phrases.source(clause.tokens[first + 1 : index])
            return source is not None and source.kind not in UNSURE
    return False
