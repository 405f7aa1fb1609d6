"""Reporting words that come after what they report, or in its middle: '…, said X'."""

from __future__ import annotations

from claims.proposing.behind_source import over_occasions
from claims.proposing.carriers import Carrier
from claims.proposing.cited import dated_phrase
from claims.proposing.clauses import Clause, Subject
from claims.proposing.continuations import ADDING, is_remark, statements
from claims.proposing.finding import DOCUMENTS, UNSURE, Finding, Shape
from claims.proposing.heads import gendered, inverted
from claims.proposing.lexicon.base import Verb
from claims.proposing.subjects import subject_before
from claims.proposing.tokens import QUOTED
from claims.proposing.zones import Zone, zone_after

_FINITE = ("ли", "ла", "ло", "лися", "лись", "лася", "лась", "ться", "ется", "ются", "ють", "ают", "уют")
"""Endings of Cyrillic verbs: what holds one is a clause, not only when or where."""


_MARKS = frozenset('"“”„«»')
_INFLECTED = ("e", "en", "er", "es", "em")
"""Endings of German adjectives behind an article."""


def tail(clause: Clause, index: int, verb: int) -> Finding | None:
    lex, between = clause.lexicon, list[Carrier]()
    subject = subject_before(clause, index)
    after = index + 1
    may_follow = subject is None or (lex.inverted and _speaker_follows(clause, index))
    if may_follow and _only_small(clause, clause.boundary_before(index) + 1, index):
        subject, between = inverted(clause, index)
        if subject is None or (subject.start - index > 4 and not lex.inverted):
            return None
        after = subject.end
    if subject is None:
        return None
    start = min(subject.start, index)
    zone = zone_after(clause, after, verb)
    midway = _is_midway(clause, zone)
    before = _content_before(clause, start, least=1 if midway else 2)
    if before is None or subject.negated:
        return None
    if subject.source.kind in DOCUMENTS and not verb & (Verb.FIND | Verb.SAY | Verb.WISH):
        return None
    dated = (dated_phrase(clause, subject),) if subject.source.kind in DOCUMENTS else ()
    if not _trails(clause, index, verb, subject, before, midway=midway):
        return None
    told = index < subject.end == after and _is_of_source(clause, subject)
    end = after if told else _tail_end(clause, after, zone)
    if end is None:
        return None
    speaking = not clause.lexicon.speaking.isdisjoint(clause.lows[end + 1 : end + 2])
    if speaking or "," in clause.lows[start:end]:  # '…, Holt said, speaking after the vote'
        end = over_occasions(clause, end)
    content = [
        clause.span(0, before),
        *(statements(clause, end, least=1) if not told and _says_more(clause, before, end) else []),
    ]
    about = len(clause.tokens) if told and subject.source.kind in DOCUMENTS else end
    carriers = [*between, *zone.carriers, *clause.carriers.within(clause.tokens[zone.end : about])]
    return Finding(
        Shape.TAIL, gendered(subject.source, verb), verb, start, end, tuple(content),
        (*subject.zones, clause.span(after, about), *dated), tuple(dict.fromkeys(carriers)),
    )  # fmt: skip


def _is_midway(clause: Clause, zone: Zone) -> bool:
    """Whether what is reported goes on behind the reporting words: 'In January, Holt said, exports fell'."""
    following = clause.lows[zone.end + 1 : zone.end + 2]
    return zone.comma and not zone.explicit and clause.lexicon.participles.isdisjoint(following)


def _is_of_source(clause: Clause, subject: Subject) -> bool:
    """Whether a comma and words about the source follow it: 'said Holt, who lives there', 'reads the post,
    published on Monday'.
    """
    lex, end = clause.lexicon, subject.end
    if clause.lows[end : end + 1] != (",",) or end + 2 >= len(clause.tokens):
        return False
    first, second = clause.tokens[end + 1 : end + 3]
    if subject.source.kind in DOCUMENTS:
        return first.low in lex.published_in
    if first.low in lex.relative:
        return first.low not in lex.that or "," not in clause.lows[subject.start : end]
    bare = lex.nouns_capitalised and first.low in lex.articles and second.text.islower()
    return bare and not second.low.endswith(_INFLECTED)  # 'sagte Holt, die dort wohnt'


def _says_more(clause: Clause, before: int, end: int) -> bool:
    """Whether the speaker goes on behind the reporting words: no age, no remark of the outlet's."""
    rest = [t for t in clause.tokens[end:] if t.is_word or t.low == QUOTED]
    quotes_on = any(t.low == QUOTED or t.text in _MARKS for t in clause.tokens[end:])
    if rest and not quotes_on and _is_quotation(clause, before):
        # '“…,” said Holt, smiling': what is not in quotation marks there is the outlet's.
        leads_on = rest[0].low in clause.lexicon.conjunctions or rest[0].low in ADDING
        if not leads_on:
            return False
    aged = bool(rest) and rest[0].text.isdigit() and clause.is_boundary(end)
    rest = rest[1:] if aged and (len(rest) == 1 or clause.lows[end + 2 : end + 3] == (",",)) else rest
    if not rest or (aged and rest[0].low in clause.lexicon.relative):
        return False  # 'said Holt, 71, whose windows broke'
    return not is_remark(clause, end)


def _is_quotation(clause: Clause, before: int) -> bool:
    """Whether all that was reported up to a token stands in quotation marks."""
    return before > 0 and all(t.low == QUOTED or not t.is_word for t in clause.tokens[:before])


def _speaker_follows(clause: Clause, index: int) -> bool:
    """Whether a name or a role stands right behind the verb."""
    ahead = [t for t in clause.tokens[index + 1 : index + 4] if t.is_word]
    return bool(ahead) and (
        ahead[0].is_capital or clause.phrases.is_role(ahead[0]) or clause.phrases.is_organisation(ahead[0])
        or ahead[0].low in clause.lexicon.groups
        or ahead[0].low in clause.lexicon.generic_outlets or ahead[0].low in clause.lexicon.pronouns
    )  # fmt: skip


def _only_small(clause: Clause, start: int, end: int) -> bool:
    """Whether only auxiliaries, adverbs and 'as' stand there ('as has repeatedly said X')."""
    lex = clause.lexicon
    small = (lex.pre_verb, lex.as_words, lex.after_verb)
    return all(t.text in ",—–-" or any(t.low in some for some in small) for t in clause.tokens[start:end])


def _content_before(clause: Clause, start: int, *, least: int) -> int | None:
    """The token after the `least` reported words or more that end right before `start`, if they do."""
    lex = clause.lexicon
    at = start
    while at > 0 and lex.inverted and clause.tokens[at - 1].low in lex.pre_verb:
        at -= 1
    start = at
    while at > 0 and (clause.tokens[at - 1].low in lex.as_words or clause.tokens[at - 1].text in ",—–-"):
        at -= 1
    if at == start and clause.tokens[start - 1 if start else 0].low != QUOTED:
        return None
    quoted = QUOTED in clause.lows[:at]
    return at if quoted or sum([t.is_word for t in clause.tokens[:at]]) >= least else None


def _trails(clause: Clause, index: int, verb: int, subject: Subject, before: int, *, midway: bool) -> bool:
    lex = clause.lexicon
    quoted = clause.tokens[before - 1].low == QUOTED or (
        before > 1 and clause.tokens[before - 1].text in "!?.," and clause.tokens[before - 2].low == QUOTED
    )
    low = clause.tokens[index].low
    if subject.source.kind in UNSURE and low not in lex.strong_verbs and not quoted:
        return False
    first = clause.tokens[0].low
    if (
        first in lex.adjunct_openers
        and clause.tokens[before - 1].text != QUOTED
        and _is_adverbial(clause, before, dated=not midway)
    ):
        return False
    reports = Verb.SAY | Verb.TELL | Verb.THAT | Verb.MEDIA | Verb.FIND | Verb.OBJECT
    return quoted or bool(verb & reports)


def _is_adverbial(clause: Clause, before: int, *, dated: bool) -> bool:
    """'On Tuesday, X said.' holds nothing before its comma; `dated`: that a date does not make a claim."""
    lex = clause.lexicon
    if lex.inverted and any(t.low.endswith(_FINITE) for t in clause.tokens[:before]):
        return False
    return before <= 12 and not any(t.low in lex.auxiliaries for t in clause.tokens[:before]) and any(
        t.low in lex.statement_nouns or t.low in lex.speaking or (dated and clause.after_date(i) > i)
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
