"""Reporting words that come before what they report: 'X said that …'."""

from __future__ import annotations

import itertools

from claims.proposing.carriers import Carrier
from claims.proposing.clauses import Clause, Span, Subject
from claims.proposing.continuations import statements
from claims.proposing.finding import DOCUMENTS, UNSURE, Finding, Shape
from claims.proposing.lexicon.base import Verb
from claims.proposing.source import Kind, Source
from claims.proposing.subjects import subject_before
from claims.proposing.subjects_behind import subject_after
from claims.proposing.tokens import QUOTED
from claims.proposing.zones import Zone, skip_adverbials, skip_listener, zone_after

_MONEY = "$€£¥₴₽"


def head(clause: Clause, index: int, verb: int) -> Finding | None:
    lex = clause.lexicon
    subject = subject_before(clause, index)
    after, carriers = index + 1, list[Carrier]()
    if subject is None and lex.inverted and _may_invert(clause, index):
        subject, carriers = inverted(clause, index)
        after = subject.end if subject else after
    if subject is None or subject.negated:
        return None
    zone = zone_after(clause, after, verb)
    content = _head_content(clause, index, verb, subject, zone)
    if content is None:
        return None
    lead_zones, lead_carriers = _leading(clause, min(subject.start, index))
    aside = clause.carriers.within(clause.tokens[subject.end : index]) if subject.end < index else []
    carriers = [*lead_carriers, *aside, *carriers, *zone.carriers]
    if verb & Verb.OBJECT and not carriers and (at := _occasion(clause, zone.end)):
        lead_zones = (*lead_zones, clause.span(at, len(clause.tokens)))
        carriers = clause.carriers.within(clause.tokens[at:])
    if subject.source.kind in DOCUMENTS or subject.source.issuer:
        lead_zones = (*lead_zones, clause.span(subject.start, subject.end))
    return Finding(
        Shape.HEAD, gendered(subject.source, verb), verb, min(subject.start, index), zone.end, content,
        (*lead_zones, *subject.zones, clause.span(after, zone.end)), tuple(carriers),
    )  # fmt: skip


def quoted_as_saying(clause: Clause, index: int) -> Finding | None:
    """'X was quoted by Y as saying that …' and 'Y quoted X as saying that …'."""
    lex, tokens = clause.lexicon, clause.tokens
    end = next(
        (
            i for i in range(index + 1, min(len(tokens) - 1, index + 20))
            if tokens[i].low in lex.as_words and tokens[i + 1].low in lex.participles
        ),
        0,
    )  # fmt: skip
    if not end:
        return None
    passive = tokens[index - 1].low in lex.passive if index else False
    subject = subject_before(clause, index - 1 if passive else index)
    if subject is None:
        return None
    zone = zone_after(clause, end + 2, Verb.SAY)
    between = [
        i for i in (*range(index + 1, end), min(end + 2, len(tokens) - 1)) if tokens[i].low in lex.by_words
    ]
    carriers = [*zone.carriers, *clause.carriers.within(tokens[index + 1 : end])]
    source = subject.source
    if passive and between:
        carriers += clause.carriers.at(tokens, between[0] + 1)[0]
    elif not passive:
        quoted = subject_after(clause, index + 1)
        if quoted is None:
            return None
        source, carrier = (
            quoted.source,
            Carrier(subject.source.name or subject.source.text, subject.source.start),
        )
        carriers.append(carrier)
    follows = zone.end < len(tokens) - 1 and tokens[zone.end].low not in lex.by_words
    content = (clause.span(zone.end, len(tokens)),) if follows else (clause.span(0, subject.start),)
    return Finding(
        Shape.HEAD, source, Verb.SAY, subject.start, zone.end, content,
        (*subject.zones, clause.span(index + 1, end), clause.span(end + 2, zone.end)), tuple(carriers),
    )  # fmt: skip


def inverted(clause: Clause, index: int) -> tuple[Subject | None, list[Carrier]]:
    """The subject behind its verb, with the carriers between the two ('розповів у етері Радіо Північ мер
    …').
    """
    start = skip_small(clause, index + 1)
    if start < len(clause.tokens) and clause.tokens[start].low in clause.lexicon.locative_subjects:
        located = subject_after(clause, start)
        if located is not None:
            return located, []
    subject = None
    for between in (skip_adverbials(clause, skip_listener(clause, start)), skip_adverbials(clause, start)):
        if subject is None or subject.source.kind is Kind.OTHER:
            further = subject_after(clause, between)
            if further is not None and (subject is None or further.source.kind is not Kind.OTHER):
                subject = further
    if subject is None:
        subject = subject_after(clause, skip_adverbials(clause, start, of_whom=False))
        if subject is None:
            return None, []
        subject = subject._replace(source=subject.source._replace(oblique=bool(clause.lexicon.lemmas)))
    zones = (*subject.zones, clause.span(start, subject.start))
    told = subject.start >= skip_listener(clause, start) > start
    listeners = clause.carriers.at(clause.tokens, start)[0] if told else []
    carriers = [*listeners, *clause.carriers.within(clause.tokens[start : subject.start])]
    return subject._replace(zones=zones), carriers


def _may_invert(clause: Clause, index: int) -> bool:
    """Whether only an adverbial stands between the clause's start and the verb."""
    lex = clause.lexicon
    small = (lex.pre_verb, lex.openers, lex.as_words, lex.date_words, lex.after_verb, lex.conjunctions)
    at = clause.boundary_before(index) + 1
    if at < index and (clause.tokens[at].low in lex.about_words or lex.back_references.at(clause.lows, at)):
        return True
    while at < index:
        token = clause.tokens[at]
        moved = clause.after_date(at)
        if moved > at:
            at = moved
        elif any(token.low in listed for listed in small):
            at += 1
        else:
            return token.low in lex.adjunct_openers
    return True


def skip_small(clause: Clause, at: int) -> int:
    while at < len(clause.tokens) and clause.tokens[at].low in clause.lexicon.after_verb:
        at += 1
    return at


def _head_content(
    clause: Clause, index: int, verb: int, subject: Subject, zone: Zone
) -> tuple[Span, ...] | None:
    lex, last = clause.lexicon, len(clause.tokens)
    start = zone.end
    points_back = lex.inverted and lex.back_references.at(clause.lows, 0)
    if (clause.tokens[0].low in lex.about_words or points_back) and not zone.explicit:
        return (clause.span(0, last),)
    if not zone.explicit and any(t.low in lex.about_words for t in clause.tokens[index + 1 : start + 1]):
        return (clause.span(0, last),)  # 'повідомив про 12 загиблих'
    if zone.comma and not zone.explicit:
        first = min(subject.start, index)
        follows_as = first > 0 and clause.tokens[first - 1].low in lex.as_words
        asks = bool(verb & Verb.WISH) and not lex.asking.isdisjoint(clause.lows[start + 1 : start + 2])
        if not (follows_as or asks or lex.bare_comma_content):
            return None
        start += 1
    quoted = start < last and clause.tokens[start].low == QUOTED
    if last - start < 2 and not quoted and start and clause.tokens[start - 1].text == ":":
        return (clause.span(0, last),)
    if last - start < 2 and not quoted:
        return None
    low = clause.tokens[index].low
    if not _accepts(clause, index, verb, subject.source, zone) or _is_idiom(clause, low, start):
        return None
    bare = lex.lemmas and not zone.comma  # Ukrainian and Russian: no clause is reported without a comma
    whole = low in lex.whole_verbs or (not zone.explicit and (bare or not _is_clause(clause, start, verb)))
    return (clause.span(0, last),) if whole else statements(clause, start)


def _is_idiom(clause: Clause, low: str, start: int) -> bool:
    """'denies eleven counts', 'put his savings into it': a verb that does not report there."""
    lex = clause.lexicon
    ahead = clause.tokens[start : start + 10]
    if low in lex.needs_at:
        return not any(
            a.low in lex.place_words and (b.text[0].isdigit() or b.text[0] in _MONEY)
            for a, b in itertools.pairwise(ahead)
        )
    return low in lex.whole_verbs and any(t.low in lex.charges for t in ahead[:4])


def _accepts(clause: Clause, index: int, verb: int, source: Source, zone: Zone) -> bool:
    strong = clause.tokens[index].low in clause.lexicon.strong_verbs
    if source.kind in UNSURE and not strong:
        return False
    if source.kind in DOCUMENTS:
        return bool(verb & (Verb.FIND | Verb.SAY | Verb.MEDIA | Verb.OBJECT)) or zone.explicit
    if zone.explicit or verb & (Verb.WISH | Verb.OBJECT):
        return True
    if verb & Verb.TELL:
        return True
    return bool(verb & Verb.SAY) and (strong or zone.comma or _is_clause(clause, zone.end, verb))


def _is_clause(clause: Clause, start: int, verb: int) -> bool:
    """Whether what follows has a verb of its own: 'said the bridge collapsed', not 'confirmed the deaths'."""
    lex = clause.lexicon
    rest = clause.tokens[start:]
    if not rest or rest[0].low in lex.to_words:
        return False
    if rest[0].low in lex.prepositions and rest[0].low not in lex.place_words:
        return False
    if verb & Verb.SAY and not verb & Verb.OBJECT and not verb & Verb.FIND:
        return True
    if rest[0].low in lex.auxiliaries or any(
        t.low == QUOTED or (t.low in lex.auxiliaries and before.low not in lex.articles)
        for before, t in itertools.pairwise(rest[:30])
    ):
        return True
    # 'said the company carried 212,000 passengers', not 'said in a report'.
    said = verb & Verb.SAY and not verb & Verb.OBJECT and rest[0].low not in lex.pronouns
    return bool(said) and any(t.text.islower() and t.low.endswith(lex.verb_endings) for t in rest[1:30])


def _leading(clause: Clause, start: int) -> tuple[tuple[Span, ...], list[Carrier]]:
    """'In an interview with Reuters on Monday, X said': what the adverbial before the subject tells."""
    lex = clause.lexicon
    if start <= 0:
        return (), []
    first = next(
        (
            i
            for i in range(start)
            if clause.tokens[i].low not in lex.conjunctions and clause.tokens[i].is_word
        ),
        0,
    )
    opens = (
        clause.tokens[first].low in lex.adjunct_openers
        or clause.lows[first : first + 2] in lex.back_references
        or clause.after_dated(first) > first
    )
    tied = clause.tokens[start - 1].text == "," or all(
        clause.lows[i] in lex.openers or clause.lows[i] in lex.date_words or clause.after_date(i) > i
        for i in range(min(2, start))
    )
    if not opens and not tied:
        return (), []
    if not opens:
        return (), []
    return (clause.span(0, start),), clause.carriers.within(clause.tokens[:start])


def _occasion(clause: Clause, start: int) -> int:
    """Where 'in a comment to Hromadske on 28 December' starts behind what was denied or confirmed; else 0."""
    lex, tokens = clause.lexicon, clause.tokens
    for index in range(start + 1, len(tokens) - 1):
        if tokens[index].low in lex.that or tokens[index].low == QUOTED:
            break
        if tokens[index].low in lex.statement_nouns:
            near = range(index - 1, max(start - 1, index - 4), -1)
            return next((i for i in near if tokens[i].low in lex.prepositions), 0)
    return 0


def gendered(source: Source, verb: int) -> Source:
    if source.gender in ("m", "f"):
        return source
    if verb & Verb.FEMALE:
        return source._replace(gender="f")
    return source._replace(gender="m") if verb & Verb.MALE else source
