"""The source a reporting verb has before it: its noun phrase, with role and adverbials around it."""

from __future__ import annotations

from collections.abc import Sequence

from claims.proposing.clauses import Clause, Subject
from claims.proposing.lexicon.media import PLATFORMS
from claims.proposing.source import Kind
from claims.proposing.tokens import Token
from claims.proposing.zones import skip_adverbials

_MAX_APPOSITIONS = 5
_MAX_SUBJECT = 24
_PLURAL_LOCATIVE = ("ах", "ях")


def subject_before(clause: Clause, verb: int) -> Subject | None:
    """The source whose verb this is, standing before it."""
    if verb not in clause.subjects:
        clause.subjects[verb] = _before(clause, verb)
    return clause.subjects[verb]


def _before(clause: Clause, verb: int) -> Subject | None:
    lex = clause.lexicon
    at, zones, negated = verb - 1, [], False
    if at >= 0 and clause.tokens[verb].low in lex.participles and clause.tokens[at].low in lex.passive:
        at -= 1  # 'users are claiming'
    while at >= 0:
        token = clause.tokens[at]
        back = clause.before_date(at)
        if back < at and not _in_relative(clause, back):
            zones.append(clause.span(back + 1, at + 1))
            at = back
            continue
        if token.low in lex.negations:
            negated = True
        elif token.low not in lex.pre_verb or (token.is_capital and at > 0):
            break
        at -= 1
    if at < 0 or clause.tokens[at].low in lex.passive or clause.tokens[at].low in lex.infinitive:
        return None
    if clause.tokens[at].text == ",":
        found = _before_apposition(clause, at)
    elif clause.tokens[at].low in ("—", "–", ")") or not clause.is_boundary(at):
        found = _plain_subject(clause, at)
    else:
        found = None
    if found is None or not (zones or negated):
        return found
    return found._replace(zones=(*found.zones, *zones), negated=negated)


def _in_relative(clause: Clause, at: int) -> bool:
    """Whether a relative clause is open there: its date is not that of the saying."""
    start = clause.boundary_before(at + 1) + 1
    return any(t.low in clause.lexicon.relative for t in clause.tokens[start : at + 1])


def _plain_subject(clause: Clause, last: int) -> Subject | None:
    last_token = clause.tokens[last]
    if last_token.text == ")":
        return _parenthesised(clause, last)
    boundary = clause.boundary_before(last + 1)
    if boundary > 0 and clause.tokens[boundary].text == ")":  # 'the institute (ISW) in its report said'
        opening = next(
            (i for i in range(boundary, max(-1, boundary - 8), -1) if clause.tokens[i].text == "("), 0
        )
        boundary = clause.boundary_before(opening) if opening else boundary
    return _region(clause, boundary + 1, last + 1)


def _parenthesised(clause: Clause, last: int) -> Subject | None:
    opening = next((i for i in range(last - 1, max(-1, last - 8), -1) if clause.tokens[i].text == "("), -1)
    if opening <= 0:
        return None
    boundary = clause.boundary_before(opening)
    return _region(clause, boundary + 1, last + 1)


def _region(clause: Clause, start: int, end: int) -> Subject | None:
    """The source named by tokens `start`..`end`, after the words a sentence may open with."""
    lex = clause.lexicon
    start = _skip_openers(clause, start, end)
    if start < end:
        start += lex.back_references.at(clause.lows, start)
    while lex.lemmas and start < end and clause.lows[start] in lex.listeners:
        start += 1  # 'об этом журналистам сообщил мэр'
    if start >= end or end - start > 60 or clause.tokens[start].low in lex.about_words:
        return None
    if (place := located(clause, start, end)) is not None:
        return place
    if clause.tokens[start].low in lex.adjunct_openers and (moved := skip_adverbials(clause, start)) > start:
        if moved >= end:
            return None  # only the occasion stands before the verb: 'в інтерв'ю «Обрію» розповіла …'
        start = moved
    if (split := _before_occasion(clause, start, end)) is not None:
        return split
    if clause.tokens[start].low in lex.subordinators and clause.tokens[start].low not in lex.as_words:
        return _last_clause(clause, start, end)
    source = clause.phrases.source(clause.tokens[start:end]) if end - start <= _MAX_SUBJECT else None
    if source is not None:
        return Subject(source, start, end)
    return _last_clause(clause, start, end)


def _before_occasion(clause: Clause, start: int, end: int) -> Subject | None:
    """'X in a comment to Y said': the source before an adverbial that reaches to the verb."""
    lex = clause.lexicon
    for at in range(start + 1, end - 1):
        low = clause.lows[at]
        if low in lex.relative:
            break
        if (low in lex.prepositions and _is_occasion(clause, at, end)) or clause.cites(at):
            named = at
            while named - 1 > start and (back := clause.before_date(named - 1)) < named - 1:
                named = back + 1  # 'X 3 березня в інтерв'ю Y сказав'
            while named - 1 > start and clause.tokens[named - 1].low in lex.pre_verb:
                named -= 1
            source = clause.phrases.source(clause.tokens[start:named])
            if source is not None and (source.kind is not Kind.OTHER or lex.nouns_capitalised):
                return Subject(source, start, named, (clause.span(named, end),))
    return None


def _is_occasion(clause: Clause, at: int, end: int) -> bool:
    lex = clause.lexicon
    if skip_adverbials(clause, at) < end:
        return False
    return any(
        t.low in lex.statement_nouns
        or t.low in lex.speaking
        or t.low in PLATFORMS
        or clause.after_date(i) > i
        for i, t in enumerate(clause.tokens[at:end], at)
    )


def _is_talk(clause: Clause, token: Token) -> bool:
    """'в інтерв'ю': where somebody spoke, and nothing that itself says something."""
    lex = clause.lexicon
    return token.low in lex.statement_nouns and token.low not in lex.documents and token.low not in lex.posts


def located(clause: Clause, start: int, end: int) -> Subject | None:
    """'У ДСНС повідомили': an organisation named by the place where it spoke."""
    if clause.tokens[start].low not in clause.lexicon.locative_subjects or start + 1 >= end:
        return None
    if clause.after_date(start + 1) > start + 1 or _is_talk(clause, clause.tokens[start + 1]):
        return None
    source = clause.phrases.source(clause.tokens[start + 1 : end])
    bare = source is not None and (
        (source.kind in (Kind.DOCUMENT, Kind.POSTS) and end - start == 2)
        or (source.kind is Kind.POSTS and _on_network(clause.tokens[start + 1 : end]))
    )
    if source is None or (source.kind is not Kind.ORGANISATION and not bare and not source.issuer):
        return None
    return Subject(source._replace(oblique=True, definite=bare or source.definite), start, end)


def _on_network(tokens: Sequence[Token]) -> bool:
    """'дописах у Telegram': several posts, and nobody named behind the network."""
    return tokens[0].low.endswith(_PLURAL_LOCATIVE) and tokens[-1].low in PLATFORMS


def _skip_openers(clause: Clause, start: int, end: int) -> int:
    lex = clause.lexicon
    while start < end:
        token = clause.tokens[start]
        if token.low in lex.openers or token.low in lex.conjunctions or token.low in lex.as_words:
            start += 1
        elif (after := max(clause.after_dated(start), clause.after_clock(start))) > start:
            start = after
        else:
            break
    return start


def _last_clause(clause: Clause, start: int, end: int) -> Subject | None:
    """'Inflation fell and Orlik': the source after the last conjunction."""
    lex = clause.lexicon
    for at in range(end - 1, max(start, end - _MAX_SUBJECT) - 1, -1):
        low = clause.tokens[at].low
        if low in lex.subordinators and low not in lex.as_words and low not in lex.that:
            return None
        if low in lex.conjunctions and low not in lex.as_words and at + 1 == end:
            return _shared(clause, start, at)
        if low in lex.conjunctions or low in lex.that or low in lex.as_words:
            source = clause.phrases.source(clause.tokens[at + 1 : end])
            return Subject(source, at + 1, end) if source else None
    return None


def _shared(clause: Clause, start: int, end: int) -> Subject | None:
    """'The union rejects the figures and says': the subject that both verbs have."""
    lex = clause.lexicon
    known = (lex.verbs, lex.auxiliaries, lex.change)
    for at in range(start + 1, min(end, start + _MAX_SUBJECT)):
        if any(clause.tokens[at].low in listed for listed in known) or clause.tokens[at].low in lex.pre_verb:
            source = clause.phrases.source(clause.tokens[start:at])
            named = source is not None and source.kind not in (Kind.OTHER, Kind.PRONOUN)
            return Subject(source, start, at) if source is not None and named else None
    return None


def _before_apposition(clause: Clause, comma: int) -> Subject | None:
    """'Jan Holt, head of the agency, said': the name before the first of the commas."""
    lex = clause.lexicon
    best: Subject | None = None
    at = comma
    for _ in range(_MAX_APPOSITIONS):
        at = next((i for i in range(at - 1, max(-1, at - 60), -1) if clause.is_boundary(i)), -1)
        if at < 0 or clause.tokens[at].text != "," or lex.according.at(clause.lows, at + 1):
            break  # 'Diversions, according to the council, will add 25 minutes'
        found = _region(clause, clause.boundary_before(at) + 1, at)
        if found is None:
            continue
        unsure = found.source.kind is Kind.OTHER
        found = with_apposition(clause, found, at + 1, comma)
        if unsure and found.source.kind is not Kind.PERSON:
            continue
        if found.source.kind in (Kind.PERSON, Kind.NAME):
            return found
        best = best or found
    return best


def with_apposition(clause: Clause, subject: Subject, start: int, end: int) -> Subject:
    """The subject with its role, its name, or the adverbial that the commas enclose."""
    tokens = clause.tokens[start:end]
    if not tokens:
        return subject
    source, zones = subject.source, subject.zones
    if source.kind in (Kind.GROUP, Kind.ROLE) and tokens[0].low in clause.lexicon.asked:
        by = [t for t in tokens[1:] if t.low not in clause.lexicon.by_words]
        return subject._replace(source=source._replace(via=tuple(clause.phrases.where(by))))
    if (
        tokens[0].low in clause.lexicon.adjunct_openers
        or clause.after_date(start) > start
        or source.kind in (Kind.DOCUMENT, Kind.POSTS)
    ):
        whole = [*clause.tokens[subject.start : subject.end], *tokens]
        source = (clause.phrases.source(whole) if source.kind is Kind.DOCUMENT else None) or source
        subject = subject._replace(source=source)
        return subject._replace(zones=(*zones, clause.span(start, end)))
    named = clause.phrases.source(tokens)
    if source.kind in (Kind.ROLE, Kind.GROUP, Kind.OTHER) and named and named.kind is Kind.PERSON:
        merged = named._replace(role=_plain_role(clause, source.text), start=source.start)
        return subject._replace(source=merged)
    role = clause.phrases.role(tokens)
    if role and source.kind in (Kind.PERSON, Kind.NAME):
        kind = source.kind if source.text.isupper() else Kind.PERSON
        fuller = source.role if source.role and " " in source.role else role
        return subject._replace(source=source._replace(role=fuller, kind=kind))
    return subject


def _plain_role(clause: Clause, text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in clause.lexicon.determiners else text
