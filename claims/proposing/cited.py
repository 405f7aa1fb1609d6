"""Sources named by a phrase instead of a verb: according to X, citing X, quoted by X."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from claims.proposing.behind_source import over_occasions
from claims.proposing.clauses import Clause, Span, Subject
from claims.proposing.finding import DOCUMENTS, Finding, Shape
from claims.proposing.lexicon.base import Lexicon
from claims.proposing.lexicon.phrases import Phrases
from claims.proposing.source import Kind, Source
from claims.proposing.subjects_behind import subject_after
from claims.proposing.zones import skip_adverbials


def by_phrase(clause: Clause) -> Iterator[Finding]:
    lex = clause.lexicon
    if not clause.may_cite:
        return
    yield from _by_pronoun(clause)
    yield from _by_postposition(clause)
    for shape, listed in (
        (Shape.ACCORDING, lex.according), (Shape.CITING, lex.citing), (Shape.QUOTED_BY, lex.quoted_by),
    ):  # fmt: skip
        for start, end in listed.within(clause.lows):
            finding = _phrase_finding(clause, shape, start, end)
            if finding is not None:
                yield finding


def _by_pronoun(clause: Clause) -> Iterator[Finding]:
    """'за її словами'."""
    table = clause.lexicon.according_pronouns
    for start, end in _phrases_of(clause.lexicon).within(clause.lows):
        gender = table[clause.lows[start:end]]
        source = Source(
            Kind.PRONOUN, clause.tokens[start + 1].text, gender=gender, definite=True,
            start=clause.tokens[start].start, end=clause.tokens[end - 1].end,
        )  # fmt: skip
        rest = [clause.span(0, start)] if start else []
        rest.append(clause.span(end, len(clause.tokens)))
        yield Finding(Shape.ACCORDING, source, 0, start, end, tuple(rest))


@lru_cache(maxsize=16)
def _phrases_of(lexicon: Lexicon) -> Phrases:
    return Phrases(lexicon.according_pronouns)


def _by_postposition(clause: Clause) -> Iterator[Finding]:
    """'Holt zufolge', 'dem Ministerium zufolge'."""
    tokens, listed = clause.tokens, clause.lexicon.according_after
    for index, token in enumerate(tokens if listed else ()):
        if token.low not in listed:
            continue
        start = clause.boundary_before(index) + 1
        source = clause.phrases.source(tokens[start:index]) if start < index else None
        if source is not None:
            rest = [clause.span(0, start)] if start else []
            rest.append(clause.span(index + 1, len(tokens)))
            yield Finding(Shape.ACCORDING, source._replace(oblique=True), 0, start, index + 1, tuple(rest))


def _phrase_finding(clause: Clause, shape: Shape, start: int, end: int) -> Finding | None:
    if end >= len(clause.tokens) or clause.tokens[end].low in clause.lexicon.relative:
        return None
    subject = subject_after(clause, end)
    if subject is None or subject.source.head in clause.lexicon.not_sources:
        return None
    subject = subject._replace(source=subject.source._replace(oblique=True))
    last = _zone_end(clause, start, subject.end)
    if start and "," in clause.lows[subject.start : last]:
        last = over_occasions(clause, last)
    zone = clause.tokens[subject.end : last]
    content = [clause.span(0, start)] if start else []
    if last < len(clause.tokens):
        content.append(clause.span(last, len(clause.tokens)))
    told = [t for t in clause.tokens[subject.start : subject.end] if t.start >= subject.source.end]
    carriers = clause.carriers.within([*told, *zone])
    zones = (
        clause.span(end, subject.start),
        clause.span(subject.end, last),
        dated_phrase(clause, subject),
        *subject.zones,
    )
    return Finding(
        shape, subject.source, 0, start, last, tuple(content), zones, tuple(carriers),
    )  # fmt: skip


def dated_phrase(clause: Clause, subject: Subject) -> Span:
    """A document's own phrase may hold its date: 'a report published on Monday'."""
    if subject.source.kind in DOCUMENTS or subject.source.issuer:
        return clause.span(subject.start, subject.end)
    return clause.span(subject.end, subject.end)


def _zone_end(clause: Clause, start: int, at: int) -> int:
    """The end of 'according to X on Monday'; a clause may follow it without a comma."""
    end = _until_boundary(clause, at)
    # Where nouns are capital the verb, or the rest of its clause, follows without a comma in its middle, too.
    if (end >= len(clause.tokens) - 1 and start <= 1) or (start > 1 and clause.lexicon.nouns_capitalised):
        return skip_adverbials(clause, at)
    return end


def _until_boundary(clause: Clause, at: int) -> int:
    return next(
        (
            i for i in range(at, len(clause.tokens))
            if clause.is_boundary(i) or _closes(clause, i) or _reports(clause, i)
        ),
        len(clause.tokens),
    )  # fmt: skip


def _reports(clause: Clause, index: int) -> bool:
    """'Reuters з посиланням на X повідомило про …': the phrase stands between subject and verb."""
    return clause.lexicon.inverted and clause.tokens[index].low in clause.lexicon.verbs


def _closes(clause: Clause, index: int) -> bool:
    return clause.tokens[index].text == "." and index == len(clause.tokens) - 1
