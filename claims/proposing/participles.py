"""Sources that say something by the way: 'Raab defended the party, saying that …'."""

from __future__ import annotations

from claims.proposing.clauses import Clause, Subject
from claims.proposing.finding import Finding, Shape
from claims.proposing.lexicon.base import Verb
from claims.proposing.source import Kind
from claims.proposing.tokens import QUOTED
from claims.proposing.zones import zone_after

TELLING = "telling"
_MAX_SUBJECT = 16
_MIN_CONTENT = 4
_SPEAKERS = (Kind.PERSON, Kind.NAME, Kind.ORGANISATION, Kind.ROLE, Kind.PRONOUN, Kind.GROUP)


def by_the_way(clause: Clause) -> Finding | None:
    """The first participle that reports, with the subject of the clause before it."""
    tokens, lex = clause.tokens, clause.lexicon
    if lex.participles.isdisjoint(clause.lows):
        return None
    index = next((i for i, t in enumerate(tokens) if i and t.low in lex.participles and _hangs(clause, i)), 0)
    if not index or QUOTED in clause.lows[:index]:
        return None
    zone = zone_after(clause, index + 1, Verb.TELL if tokens[index].low == TELLING else Verb.SAY)
    if len(tokens) - zone.end < _MIN_CONTENT:
        return None
    subject = _subject(clause, index)
    if subject is None:
        return None
    before = clause.tokens[subject.end : index]
    return Finding(
        Shape.HEAD, subject.source, Verb.SAY, subject.start, zone.end,
        (clause.span(zone.end, len(tokens)),), (clause.span(subject.end, zone.end),),
        (*clause.carriers.within(before), *zone.carriers),
    )  # fmt: skip


def _hangs(clause: Clause, index: int) -> bool:
    """Whether the participle belongs to the subject: behind a comma, or behind 'a statement'."""
    before = clause.tokens[index - 1]
    return before.text == "," or before.low in clause.lexicon.statement_nouns


def _subject(clause: Clause, index: int) -> Subject | None:
    """The source whose verb comes first in the sentence."""
    lex, tokens = clause.lexicon, clause.tokens
    start = 0
    while start < index and (tokens[start].low in lex.openers or tokens[start].text == ","):
        start += 1
    for at in range(start + 1, min(index, start + _MAX_SUBJECT)):
        token = tokens[at]
        verbal = token.low in lex.auxiliaries or token.low in lex.verbs or token.low.endswith("ed")
        if not verbal or token.is_capital or not token.is_word:
            continue
        source = clause.phrases.source(tokens[start:at])
        if source is not None and source.kind in _SPEAKERS:
            return Subject(source, start, at)
        return None
    return None
