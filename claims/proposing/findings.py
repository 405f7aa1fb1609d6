"""Every place in a sentence where somebody is said to say something."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claims.proposing.carriers import Carrier
from claims.proposing.clauses import Clause, Span, Subject, Zone
from claims.proposing.lexicon.base import Verb
from claims.proposing.nounphrases import Kind, Source, is_media
from claims.proposing.tokens import QUOTED

_MAX_VERBS = 40
_UNSURE = (Kind.OTHER,)
_DOCUMENTS = (Kind.DOCUMENT, Kind.POSTS)


class Shape(enum.Enum):
    """Where the reporting words stand."""

    HEAD = "head"
    """Before what they report: X said that …"""
    TAIL = "tail"
    """After it, or in its middle: …, said X."""
    ACCORDING = "according"
    CITING = "citing"
    QUOTED_BY = "quoted by"


@dataclass(frozen=True, slots=True)
class Finding:
    """One attribution: token numbers `start`..`end` hold the reporting words, `content` what they report."""

    shape: Shape
    source: Source
    verb: Verb
    start: int
    end: int
    content: tuple[Span, ...]
    zones: tuple[Span, ...] = ()
    carriers: tuple[Carrier, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the reporting words themselves are part of what is claimed ('accused X of …')."""
        return bool(self.content) and self.content[0][0] <= self.source.start

    @property
    def by_media(self) -> bool:
        """Whether the one who says it looks like an outlet passing it on."""
        kind = self.source.kind
        if is_media(self.source.name or self.source.text):
            return True
        return bool(self.verb & Verb.MEDIA) and kind in (Kind.NAME, Kind.ORGANISATION) and not self.source.role


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
            finding = _quoted_as_saying(clause, index)
        elif not _is_participle(clause, index):
            finding = _tail(clause, index, verb) or _head(clause, index, verb)
        if finding is not None:
            found.append(finding)
    found.extend(_by_phrase(clause))
    return found


def _is_compound(clause: Clause, index: int) -> bool:
    following = clause.tokens[index + 1].low if index + 1 < len(clause.tokens) else ""
    return (clause.tokens[index].low, following) in clause.lexicon.compounds


def _is_participle(clause: Clause, index: int) -> bool:
    """'a study published in X': no verb of its own."""
    lex = clause.lexicon
    following = clause.tokens[index + 1].low if index + 1 < len(clause.tokens) else ""
    return clause.tokens[index].low in lex.postmodifiers and following in lex.prepositions


# -- X said that …


def _head(clause: Clause, index: int, verb: Verb) -> Finding | None:
    lex = clause.lexicon
    subject = clause.subject_before(index)
    after, carriers = index + 1, list[Carrier]()
    if subject is None and lex.inverted and _may_invert(clause, index):
        subject, carriers = _inverted(clause, index)
        after = subject.end if subject else after
    if subject is None or subject.negated:
        return None
    zone = clause.zone_after(after, verb)
    content = _head_content(clause, index, verb, subject, zone)
    if content is None:
        return None
    lead_zones, lead_carriers = _leading(clause, min(subject.start, index))
    aside = clause.carriers.within(clause.tokens[subject.end : index]) if subject.end < index else []
    carriers = [*lead_carriers, *aside, *carriers, *zone.carriers]
    if subject.source.kind in _DOCUMENTS or subject.source.issuer:
        lead_zones = (*lead_zones, clause.span(subject.start, subject.end))
    return Finding(
        Shape.HEAD, _gendered(subject.source, verb), verb, min(subject.start, index), zone.end, content,
        (*lead_zones, *subject.zones, clause.span(after, zone.end)), tuple(carriers),
    )  # fmt: skip


def _quoted_as_saying(clause: Clause, index: int) -> Finding | None:
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
    subject = clause.subject_before(index - 1 if passive else index)
    if subject is None:
        return None
    zone = clause.zone_after(end + 2, Verb.SAY)
    between = [i for i in (*range(index + 1, end), min(end + 2, len(tokens) - 1)) if tokens[i].low in lex.by_words]
    carriers = [*zone.carriers, *clause.carriers.within(tokens[index + 1 : end])]
    source = subject.source
    if passive and between:
        carriers += clause.carriers.at(tokens, between[0] + 1)[0]
    elif not passive:
        quoted = clause.subject_after(index + 1)
        if quoted is None:
            return None
        source, carrier = quoted.source, Carrier(subject.source.name or subject.source.text, subject.source.start)
        carriers.append(carrier)
    content = (clause.span(zone.end, len(tokens)),) if zone.end < len(tokens) - 1 else (clause.span(0, subject.start),)
    return Finding(
        Shape.HEAD, source, Verb.SAY, subject.start, zone.end, content,
        (*subject.zones, clause.span(index + 1, end), clause.span(end + 2, zone.end)), tuple(carriers),
    )  # fmt: skip


def _inverted(clause: Clause, index: int) -> tuple[Subject | None, list[Carrier]]:
    """The subject behind its verb, with the carriers between the two ('розповів у етері Радіо Північ мер …')."""
    start = _skip(clause, index + 1)
    if start < len(clause.tokens) and clause.tokens[start].low in clause.lexicon.locative_subjects:
        located = clause.subject_after(start)
        if located is not None:
            return located, []
    subject = None
    for between in (clause.skip_adverbials(clause.skip_listener(start)), clause.skip_adverbials(start)):
        if subject is None or subject.source.kind is Kind.OTHER:
            subject = clause.subject_after(between) or subject
    if subject is None:
        return None, []
    zones = (*subject.zones, clause.span(start, subject.start))
    told = subject.start >= clause.skip_listener(start) > start
    listeners = clause.carriers.at(clause.tokens, start)[0] if told else []
    carriers = [*listeners, *clause.carriers.within(clause.tokens[start : subject.start])]
    return replace(subject, zones=zones), carriers


def _may_invert(clause: Clause, index: int) -> bool:
    """Whether only an adverbial stands between the clause's start and the verb."""
    lex = clause.lexicon
    boundary = clause.boundary_before(index)
    at = boundary + 1
    if at < index and clause.tokens[at].low in lex.about_words:
        return True
    while at < index:
        token = clause.tokens[at]
        moved = clause.after_date(at)
        if moved > at:
            at = moved
        elif token.low in lex.pre_verb | lex.openers | lex.as_words | lex.date_words | lex.after_verb | lex.conjunctions:
            at += 1
        elif token.low in lex.adjunct_openers:
            return True
        else:
            return False
    return True


def _skip(clause: Clause, at: int) -> int:
    while at < len(clause.tokens) and clause.tokens[at].low in clause.lexicon.after_verb:
        at += 1
    return at


def _head_content(
    clause: Clause, index: int, verb: Verb, subject: Subject, zone: Zone
) -> tuple[Span, ...] | None:
    lex, last = clause.lexicon, len(clause.tokens)
    start = zone.end
    if clause.tokens[0].low in lex.about_words and not zone.explicit:
        return (clause.span(0, last),)
    if zone.comma and not zone.explicit:
        first = min(subject.start, index)
        follows_as = first > 0 and clause.tokens[first - 1].low in lex.as_words
        if not (follows_as or lex.bare_comma_content):
            return None
        start += 1
    if last - start < 2 and not (start < last and clause.tokens[start].low == QUOTED):
        return None
    if not _accepts(clause, index, verb, subject.source, zone):
        return None
    low = clause.tokens[index].low
    whole = low in lex.whole_verbs or (not zone.explicit and not _is_clause(clause, start, verb))
    return (clause.span(0, last),) if whole else (clause.span(start, last),)


def _accepts(clause: Clause, index: int, verb: Verb, source: Source, zone: Zone) -> bool:
    strong = clause.tokens[index].low in clause.lexicon.strong_verbs
    if source.kind in _UNSURE and not strong:
        return False
    if source.kind in _DOCUMENTS:
        return bool(verb & (Verb.FIND | Verb.SAY | Verb.MEDIA | Verb.OBJECT)) or zone.explicit
    if zone.explicit or verb & (Verb.WISH | Verb.OBJECT):
        return True
    if verb & Verb.TELL:
        return True
    return bool(verb & Verb.SAY) and (strong or zone.comma or _is_clause(clause, zone.end, verb))


def _is_clause(clause: Clause, start: int, verb: Verb) -> bool:
    """Whether what follows has a verb of its own: 'said the bridge collapsed', not 'confirmed the deaths'."""
    lex = clause.lexicon
    rest = clause.tokens[start:]
    if not rest or rest[0].low in lex.prepositions - lex.place_words or rest[0].low in lex.to_words:
        return False
    if verb & Verb.SAY and not verb & Verb.OBJECT and not verb & Verb.FIND:
        return True
    return any(t.low in lex.auxiliaries or t.low == QUOTED for t in rest[:30])


def _leading(clause: Clause, start: int) -> tuple[tuple[Span, ...], list[Carrier]]:
    """'In an interview with Reuters on Monday, X said': what the adverbial before the subject tells."""
    lex = clause.lexicon
    if start <= 0:
        return (), []
    first = next((i for i in range(start) if clause.tokens[i].low not in lex.conjunctions and clause.tokens[i].is_word), 0)
    opens = clause.tokens[first].low in lex.adjunct_openers or clause.after_date(first) > first
    tied = clause.tokens[start - 1].text == "," or all(
        clause.tokens[i].low in lex.openers | lex.date_words or clause.after_date(i) > i for i in range(min(2, start))
    )
    if not opens and not tied:
        return (), []
    if not opens:
        return (), []
    return (clause.span(0, start),), clause.carriers.within(clause.tokens[:start])


def _gendered(source: Source, verb: Verb) -> Source:
    if source.gender in ("m", "f"):
        return source
    if verb & Verb.FEMALE:
        return replace(source, gender="f")
    return replace(source, gender="m") if verb & Verb.MALE else source


# -- …, said X


def _tail(clause: Clause, index: int, verb: Verb) -> Finding | None:
    lex, between = clause.lexicon, list[Carrier]()
    boundary = clause.boundary_before(index)
    subject = clause.subject_before(index)
    if subject is not None:
        after = index + 1
    else:
        if not _only_small(clause, boundary + 1, index):
            return None
        subject, between = _inverted(clause, index)
        if subject is None or (subject.start - index > 4 and not lex.inverted):
            return None
        after = subject.end
    start = min(subject.start, index)
    before = _content_before(clause, start)
    if before is None or subject.negated:
        return None
    if subject.source.kind in _DOCUMENTS and not verb & (Verb.FIND | Verb.SAY | Verb.WISH):
        return None
    dated = (_dated(clause, subject),) if subject.source.kind in _DOCUMENTS else ()
    if not _trails(clause, index, verb, subject, before):
        return None
    zone = clause.zone_after(after, verb)
    end = _tail_end(clause, after, zone)
    if end is None:
        return None
    content = [clause.span(0, before), *([clause.span(end, len(clause.tokens))] if end < len(clause.tokens) else [])]
    carriers = [*between, *zone.carriers, *clause.carriers.within(clause.tokens[zone.end : end])]
    return Finding(
        Shape.TAIL, _gendered(subject.source, verb), verb, start, end, tuple(content),
        (*subject.zones, clause.span(after, end), *dated), tuple(dict.fromkeys(carriers)),
    )  # fmt: skip


def _only_small(clause: Clause, start: int, end: int) -> bool:
    """Whether only auxiliaries, adverbs and 'as' stand there ('as has repeatedly said X')."""
    lex = clause.lexicon
    small = lex.pre_verb | lex.as_words | lex.after_verb
    return all(clause.tokens[i].low in small or clause.tokens[i].text in ",—–-" for i in range(start, end))


def _content_before(clause: Clause, start: int) -> int | None:
    """The token after the reported words that end right before `start`, if they do."""
    lex = clause.lexicon
    at = start
    while at > 0 and lex.inverted and clause.tokens[at - 1].low in lex.pre_verb:
        at -= 1
    start = at
    while at > 0 and (clause.tokens[at - 1].low in lex.as_words or clause.tokens[at - 1].text in ",—–-"):
        at -= 1
    if at == start and clause.tokens[start - 1 if start else 0].low != QUOTED:
        return None
    words = sum(1 for t in clause.tokens[:at] if t.is_word)
    quoted = any(t.low == QUOTED for t in clause.tokens[:at])
    return at if quoted or words >= 2 else None


def _trails(clause: Clause, index: int, verb: Verb, subject: Subject, before: int) -> bool:
    lex = clause.lexicon
    quoted = clause.tokens[before - 1].low == QUOTED or (
        before > 1 and clause.tokens[before - 1].text in "!?.," and clause.tokens[before - 2].low == QUOTED
    )
    low = clause.tokens[index].low
    if subject.source.kind in _UNSURE and low not in lex.strong_verbs and not quoted:
        return False
    first = clause.tokens[0].low
    if first in lex.adjunct_openers and clause.tokens[before - 1].text != QUOTED and _is_adverbial(clause, before):
        return False
    reports = Verb.SAY | Verb.TELL | Verb.THAT | Verb.MEDIA | Verb.FIND | Verb.OBJECT
    return quoted or bool(verb & reports)


def _is_adverbial(clause: Clause, before: int) -> bool:
    """'On Tuesday, X said.' holds nothing before its comma."""
    lex = clause.lexicon
    return before <= 12 and not any(t.low in lex.auxiliaries for t in clause.tokens[:before]) and any(
        t.low in lex.statement_nouns or clause.after_date(i) > i or t.low in lex.speaking
        for i, t in enumerate(clause.tokens[:before])
    )  # fmt: skip


def _tail_end(clause: Clause, after: int, zone: Zone) -> int | None:
    """Where the reporting words end; None where a reported clause follows them."""
    lex, last = clause.lexicon, len(clause.tokens)
    if zone.explicit:
        is_quote = zone.end < last and clause.tokens[zone.end].low == QUOTED
        return zone.end if is_quote and clause.tokens[zone.end - 1].text != ":" else None
    at = zone.end
    if at >= last or zone.comma or clause.is_boundary(at):
        return at
    token = clause.tokens[at]
    if token.text in ".;" or token.low in lex.participles:
        return at
    if token.low not in lex.prepositions and token.low not in lex.subordinators:
        return None
    return next((i for i in range(at, last) if clause.is_boundary(i)), last)


# -- according to X; citing X; quoted by X


def _by_phrase(clause: Clause) -> Iterator[Finding]:
    lex = clause.lexicon
    yield from _by_pronoun(clause)
    for shape, listed in (
        (Shape.ACCORDING, lex.according), (Shape.CITING, lex.citing), (Shape.QUOTED_BY, lex.quoted_by),
    ):  # fmt: skip
        for start, end in matches(clause, listed):
            finding = _phrase_finding(clause, shape, start, end)
            if finding is not None:
                yield finding


def _by_pronoun(clause: Clause) -> Iterator[Finding]:
    """'за її словами'."""
    table = clause.lexicon.according_pronouns
    for start, end in matches(clause, tuple(table)) if table else ():
        gender = table[tuple(t.low for t in clause.tokens[start:end])]
        source = Source(
            Kind.PRONOUN, clause.tokens[start + 1].text, gender=gender, definite=True,
            start=clause.tokens[start].start, end=clause.tokens[end - 1].end,
        )  # fmt: skip
        rest = [clause.span(0, start)] if start else []
        rest.append(clause.span(end, len(clause.tokens)))
        yield Finding(Shape.ACCORDING, source, Verb(0), start, end, tuple(rest))


def matches(clause: Clause, listed: Sequence[tuple[str, ...]]) -> Iterator[Span]:
    """Where one of the phrases stands, as token numbers."""
    firsts = {phrase[0] for phrase in listed}
    tokens, at = clause.tokens, 0
    while at < len(tokens):
        if tokens[at].low in firsts:
            for phrase in listed:
                if tuple(t.low for t in tokens[at : at + len(phrase)]) == phrase:
                    yield at, at + len(phrase)
                    at += len(phrase) - 1
                    break
        at += 1


def _phrase_finding(clause: Clause, shape: Shape, start: int, end: int) -> Finding | None:
    if end >= len(clause.tokens):
        return None
    subject = clause.subject_after(end)
    if subject is None or subject.source.head in clause.lexicon.not_sources:
        return None
    subject = replace(subject, source=replace(subject.source, oblique=True))
    last = _zone_end(clause, start, subject.end)
    zone = clause.tokens[subject.end : last]
    content = [clause.span(0, start)] if start else []
    if last < len(clause.tokens):
        content.append(clause.span(last, len(clause.tokens)))
    told = [t for t in clause.tokens[subject.start : subject.end] if t.start >= subject.source.end]
    carriers = clause.carriers.within([*told, *zone])
    zones = (clause.span(end, subject.start), clause.span(subject.end, last), _dated(clause, subject), *subject.zones)
    return Finding(
        shape, subject.source, Verb(0), start, last, tuple(content), zones, tuple(carriers),
    )  # fmt: skip


def _dated(clause: Clause, subject: Subject) -> Span:
    """A document's own phrase may hold its date: 'a report published on Monday'."""
    if subject.source.kind in _DOCUMENTS or subject.source.issuer:
        return clause.span(subject.start, subject.end)
    return clause.span(subject.end, subject.end)


def _zone_end(clause: Clause, start: int, at: int) -> int:
    """The end of 'according to X on Monday' that starts at `start`; a clause may follow it without a comma."""
    end = _until_boundary(clause, at)
    if start <= 1 and end >= len(clause.tokens) - 1:
        return clause.skip_adverbials(at)
    return end


def _until_boundary(clause: Clause, at: int) -> int:
    return next((i for i in range(at, len(clause.tokens)) if clause.is_boundary(i) or _closes(clause, i)), len(clause.tokens))


def _closes(clause: Clause, index: int) -> bool:
    return clause.tokens[index].text == "." and index == len(clause.tokens) - 1
