"""Who a sentence says it from: its findings put together into one claimant with the carriers outwards."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from claims.proposing.addressees import addressee
from claims.proposing.carriers import Carrier, CarrierReader
from claims.proposing.clauses import Clause, Span
from claims.proposing.dates import DateExpression
from claims.proposing.finding import Finding, Shape
from claims.proposing.findings import find_all
from claims.proposing.lexicon.base import Lexicon, Verb
from claims.proposing.nounphrases import PhraseReader
from claims.proposing.quotes import Quote
from claims.proposing.source import Kind, Source
from claims.proposing.subjects_behind import subject_after
from claims.proposing.tokens import QUOTED, Token, index_at, quoted

_MIN_LABELLED = 6
_MAX_LABEL = 20
_ALONE = (Shape.HEAD, Shape.TAIL, Shape.ACCORDING)
"""What names a source by itself."""
_NAMED = (Kind.PERSON, Kind.NAME, Kind.ORGANISATION, Kind.PRONOUN, Kind.ROLE)


class Reading(NamedTuple):
    """What one sentence says of who says it; spans are characters of the article.

    `via` runs outwards from the source: carriers by name, or sources still to be resolved. `content` is
    what is claimed, without the reporting words.
    """

    source: Source | None = None
    via: tuple[Carrier | Source, ...] = ()
    told: Span = (0, 0)
    """Whom the source spoke to; empty where nobody is named."""
    zones: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    wish: bool = False
    back_reference: bool = False
    """The sentence holds nothing but who said the ones before it."""
    label: bool = False
    """It is 'X: …', and X may turn out to be no speaker at all."""
    continues: bool = False
    """The reporting words follow or precede a quotation: they speak for the whole of it."""


class AttributionReader:
    """Reads the attribution of one sentence after another of an article."""

    def __init__(self, article: str, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._phrases = PhraseReader(article, lexicon)
        self._carriers = CarrierReader(article, lexicon)

    def read(
        self, tokens: Sequence[Token], quotes: Sequence[Quote], dates: Sequence[DateExpression]
    ) -> Reading:
        """The attribution within the sentence of these tokens, where `quotes` overlap it."""
        collapsed = collapse(tokens, quotes)
        if not collapsed:
            return Reading()
        clause = Clause(collapsed, dates, self._phrases, self._carriers, self._lexicon)
        found = find_all(clause)
        reading = (self._combine(clause, found) if found else None) or self._label(clause)
        return reading or Reading(content=(clause.span(0, len(collapsed)),))

    def _combine(self, clause: Clause, found: list[Finding]) -> Reading | None:
        if len(found) == 1 and found[0].shape in _ALONE:
            return self._reading(clause, found, list(found[0].carriers), found[0].content)
        main, outer = _main([f for f in found if f.shape in (Shape.HEAD, Shape.TAIL)])
        accordings = [f for f in found if f.shape is Shape.ACCORDING]
        if accordings and (main is None or (main.only_wishes and accordings[0].start < main.start)):
            main, accordings = accordings[0], accordings[1:]
        if main is None:
            return None
        reported = main.content
        inner = _inside(main, accordings)
        if inner is not None:
            main, outer, accordings = inner, [main, *outer], [f for f in accordings if f is not inner]
        if main.by_media and main.shape is Shape.TAIL and accordings and accordings[0].source.kind in _NAMED:
            main, outer, accordings = accordings[0], [main, *outer], accordings[1:]
        outer += [f for f in accordings if f.source.kind in _NAMED or f.source.issuer]
        cited = [f for f in found if f.shape is Shape.CITING]
        if cited and main.by_media and (cited[0].source.kind is not Kind.DOCUMENT or cited[0].source.issuer):
            main, outer = cited[0], [main, *outer]
            cited = []
        quoted_by = [f for f in found if f.shape is Shape.QUOTED_BY]
        via: list[Carrier | Source] = [*main.carriers, *(f.source for f in cited)]
        for finding in [*outer, *quoted_by]:
            via += [finding.source, *finding.carriers]
        # 'According to X, quoted by Y, …': there the phrase is no part of what is claimed.
        behind = [f for f in quoted_by if 0 <= f.start - main.end <= 1]
        said = _content(clause, reported, [main, *outer, *cited, *behind])
        return self._reading(clause, [main, *outer], via, said)

    def _reading(
        self, clause: Clause, used: Sequence[Finding], via: list[Carrier | Source], content: tuple[Span, ...]
    ) -> Reading:
        """The reading of the findings `used`, the first of which names the source."""
        main = used[0]
        return Reading(
            source=main.source,
            via=tuple(via),
            told=addressee(clause, main),
            zones=tuple([zone for finding in used for zone in finding.zones]),
            content=content,
            wish=main.only_wishes and not self._goes_on(clause, main.start),
            back_reference=self._refers_back(clause),
            continues=QUOTED in clause.lows,
        )

    def _goes_on(self, clause: Clause, start: int) -> bool:
        """'called for calm and said 40 had died', 'condemned it, noting that …': more than a wish."""
        lex = self._lexicon
        for before, token in itertools.pairwise(clause.tokens[start:]):
            verb = lex.verbs.get(token.low, 0)
            if before.low in lex.conjunctions and verb & (Verb.SAY | Verb.TELL | Verb.THAT):
                return True
            if before.text == "," and token.low in lex.participles:
                return True
        return False

    def _refers_back(self, clause: Clause) -> bool:
        if QUOTED in clause.lows:
            return False
        found = self._lexicon.back_references.within(clause.lows)
        return any(self._is_all(clause, start, end) for start, end in found)

    def _is_all(self, clause: Clause, start: int, end: int) -> bool:
        """'said this in an interview', not 'said this was the eleventh attack' nor '… y así lo dijo Ruiz'."""
        lex = self._lexicon
        if lex.inverted:
            opens = clause.lows[end - 1] not in lex.verbs or lex.openers.issuperset(clause.lows[:start])
            return opens and ":" not in clause.lows[end:]
        if end >= len(clause.tokens):
            return True
        token = clause.tokens[end]
        return token.text == "." or token.low in lex.prepositions or clause.after_date(end) > end

    def _label(self, clause: Clause) -> Reading | None:
        """'Jan Holt: “The dam is safe.”'"""
        tokens = clause.tokens
        colon = clause.lows.index(":") if ":" in clause.lows[:_MAX_LABEL] else 0
        quoted = colon + 1 < len(tokens) and tokens[colon + 1].low == QUOTED
        if not colon or (not quoted and len(tokens) - colon < _MIN_LABELLED):
            return None
        subject = subject_after(clause, 0)
        if subject is None or subject.end != colon or subject.source.kind not in _NAMED:
            return self._announced(clause, colon) if quoted else None
        source = subject.source._replace(definite=True)
        content = (clause.span(colon + 1, len(tokens)),)
        return Reading(source=source, content=content, continues=quoted, label=not quoted)

    def _announced(self, clause: Clause, colon: int) -> Reading | None:
        """'Holt was blunt: “We lost.”': the one the words before the colon are about."""
        tokens = clause.tokens[:colon]
        first = tokens[0]
        if first.low in self._lexicon.pronouns:
            source = self._phrases.source([first])
        else:
            source = next((s for s in map(clause.name_at, range(colon)) if s is not None), None)
        if source is None:
            return None
        return Reading(source=source, content=(clause.span(colon + 1, len(clause.tokens)),), continues=True)


def collapse(tokens: Sequence[Token], quotes: Sequence[Quote]) -> Sequence[Token]:
    """The tokens with each passage of direct speech as one."""
    direct = [q for q in quotes if q.direct]
    if not direct:
        return tokens
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        inside = next((q for q in direct if q.start <= tokens[at].start < q.end), None)
        past = at + 1 if inside is None else index_at(tokens, inside.end)
        found.append(tokens[at] if inside is None else quoted(tokens[at].start, tokens[past - 1].end))
        at = past
    return found


def _main(found: list[Finding]) -> tuple[Finding | None, list[Finding]]:
    """The finding whose source claims the sentence, and those who carry it."""
    heads = [f for f in found if f.shape is Shape.HEAD]
    if heads and heads[0].only_wishes:  # 'a spokesman, who asked not to be named, said …'
        speaks = heads[0].source.start
        said = (f for f in heads if f.source.start == speaks and not f.only_wishes and not f.is_whole)
        heads = list(said) or heads
    tails = [f for f in found if f.shape is Shape.TAIL]
    head, tail = (heads[0] if heads else None), (tails[-1] if tails else None)
    if head and tail:
        if tail.source.kind is Kind.PRONOUN and not head.is_whole:
            return head, []
        if tail.by_media and tail.start > head.end:
            return head, [tail]
        if tail.start < head.start:
            return (tail, []) if tail.end <= head.start else (head, [])
        return tail, []
    if tail:
        inner = next((f for f in tails if not f.by_media), tail)
        return inner, ([tail] if inner is not tail and tail.by_media else [])
    if head and head.by_media:
        nested = next((f for f in heads[1:] if f.start - head.end <= 2), None)
        if nested is not None and nested.source.kind is not Kind.PRONOUN:
            return nested, [head]
    return head, []


def _inside(main: Finding, accordings: Sequence[Finding]) -> Finding | None:
    """'Holt said that, according to the general, …': whom the phrase that opens what is said names."""
    if main.shape is not Shape.HEAD:
        return None
    opening = (f for f in accordings if 0 <= f.start - main.end <= 1 and f.source.kind in _NAMED)
    return next(opening, None)


def _content(clause: Clause, reported: Sequence[Span], used: Sequence[Finding]) -> tuple[Span, ...]:
    """What is left of the reported words without those that name their sources."""
    spans = list(reported)
    for finding in used:
        start, end = clause.span(finding.start, finding.end)
        if finding.shape is Shape.HEAD:
            continue
        spans = [piece for span in spans for piece in _without(span, (start, end))]
    return tuple(spans)


def _without(span: Span, hole: Span) -> list[Span]:
    if hole[1] <= span[0] or hole[0] >= span[1]:
        return [span]
    pieces = [(span[0], max(span[0], hole[0])), (min(span[1], hole[1]), span[1])]
    return [piece for piece in pieces if piece[1] > piece[0]]
