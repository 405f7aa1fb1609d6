"""The source that follows: behind an inverted verb ('said X') or behind 'according to'."""

from __future__ import annotations

from claims.proposing.clauses import Clause, Subject
from claims.proposing.lexicon.media import PLATFORMS
from claims.proposing.lexicon.names import is_given
from claims.proposing.source import Kind, is_media
from claims.proposing.subjects import located, with_apposition
from claims.proposing.tokens import Token

_MAX_SUBJECT = 24
_OPENING = 3
"""A source that starts within so many tokens opens its sentence."""


def subject_after(clause: Clause, position: int) -> Subject | None:
    """The source whose noun phrase starts at `position`, with its apposition."""
    if position < len(clause.tokens) and clause.tokens[position].low in clause.lexicon.locative_subjects:
        return located(clause, position, _located_end(clause, _phrase_end(clause, position + 1)))
    if position < len(clause.tokens) and clause.lows[position] in clause.lexicon.prepositions:
        return None  # 'a expliqué au conseil que …'
    end = _phrase_end(clause, position)
    if (
        end > position + 1
        and clause.lexicon.lemmas
        and clause.tokens[position].low in clause.lexicon.pronouns
    ):
        end = position + 1  # 'розповів він Суспільному'
    while end > position:
        source = clause.phrases.source(clause.tokens[position:end])
        if source is not None:
            return _followed(clause, _extended(clause, Subject(source, position, end)))
        end = _shorter(clause, position, end)
    return None


def _located_end(clause: Clause, end: int) -> int:
    """With the year of 'в отчёте полиции за 2025 год', before which the phrase was cut."""
    if clause.lows[end - 1] not in clause.lexicon.prepositions:
        return end
    last = next((i for i in range(end, len(clause.tokens)) if clause.is_boundary(i)), len(clause.tokens))
    return last - (clause.tokens[last - 1].text == ".")


def _phrase_end(clause: Clause, position: int) -> int:
    limit = min(len(clause.tokens), position + _MAX_SUBJECT)
    for index in range(position, limit):
        token = clause.tokens[index]
        if clause.is_boundary(index) and token.text != "(" and token.text != ")":
            return index
        if token.text == "." and index == len(clause.tokens) - 1:
            return index
        if index > position and _stops(clause, position, index):
            return index
    return limit


def _stops(clause: Clause, position: int, index: int) -> bool:
    """Whether the noun phrase from `position` cannot go on with the token `index`."""
    lex, token = clause.lexicon, clause.tokens[index]
    if token.low in lex.that or token.low in lex.phrase_stops or clause.after_dated(index) > index:
        return True
    told = token.low in lex.generic_outlets or (lex.lemmas and token.low in lex.listeners)
    if lex.dative_carriers and (told or clause.opens_dative(index)) and clause.tokens[index - 1].is_capital:
        return True
    return clause.cites(index) or _is_verb(clause, token) or _ends_german(clause, position, index)


def _ends_german(clause: Clause, position: int, index: int) -> bool:
    """Where nouns are capital: a lower-case word behind the noun is the verb, or an article after a name."""
    lex = clause.lexicon
    if not lex.nouns_capitalised:
        return False
    token, seen = clause.tokens[index], any(t.is_capital for t in clause.tokens[position:index])
    if token.low in lex.determiners and index - 2 >= position and is_given(clause.tokens[index - 2].text):
        return True
    if seen and _opens_listener(clause, index):
        return True
    if seen and token.text[0].isdigit():
        return True  # 'nach Angaben der Stadt 46 Millionen'
    inside = (lex.connectors, lex.particles, lex.determiners, lex.adjectives)
    return seen and token.text.islower() and not any(token.low in some for some in inside)


def _opens_listener(clause: Clause, index: int) -> bool:
    """Whether a German article behind a noun opens whoever was told: 'dem' always, unless a preposition has
    it; 'der' and 'den' before those who are.
    """
    article, before = clause.tokens[index].low, clause.tokens[index - 1]
    if article == "dem":
        return before.low not in clause.lexicon.prepositions
    following = clause.tokens[index + 1 : index + 2]
    return article in ("der", "den") and any(_hears(clause, before, t) for t in following)


def _hears(clause: Clause, before: Token, token: Token) -> bool:
    """Whether this word names an outlet or others that were told, and not whose officer stands before."""
    lex = clause.lexicon
    if token.low in lex.listeners:
        return not clause.phrases.is_role(before)
    return is_media(token.text) or token.text in "„»«“" or token.low in lex.generic_outlets


def _is_verb(clause: Clause, token: Token) -> bool:
    """A reporting verb that is no noun: it cannot belong to a source's phrase."""
    lex = clause.lexicon
    if token.low not in lex.verbs or token.low in lex.documents or token.low in lex.posts:
        return False
    return token.text.islower()


def _extended(clause: Clause, subject: Subject) -> Subject:
    """An unnamed source with what modifies it: 'a doctor at the only hospital', 'a report published on … by
    X'.
    """
    lex, end = clause.lexicon, subject.end
    unnamed = subject.source.kind in (Kind.ROLE, Kind.GROUP, Kind.OTHER, Kind.DOCUMENT)
    if (
        not unnamed
        or end >= len(clause.tokens)
        or (clause.lows[end] not in lex.postmodifiers and clause.lows[end] not in lex.date_words)
    ):
        return subject
    if subject.source.kind is not Kind.DOCUMENT and (
        clause.after_date(end + 1 if end + 1 < len(clause.tokens) else end) > end + 1
        or _says_where(clause, end)
    ):
        return subject
    inverted = clause.lexicon.inverted
    stop = next(
        (
            i for i in range(end, len(clause.tokens))
            if clause.is_boundary(i) or (inverted and _is_verb(clause, clause.tokens[i]))
        ),
        len(clause.tokens),
    )  # fmt: skip
    stop -= stop == len(clause.tokens) and clause.tokens[stop - 1].text == "."
    longer = clause.phrases.source(clause.tokens[subject.start : stop])
    if longer is None or longer.kind is not subject.source.kind:
        return subject
    if subject.source.kind is Kind.DOCUMENT:
        return subject._replace(source=longer)
    told = (longer.end, clause.tokens[stop - 1].end)
    return subject._replace(source=longer, end=stop, zones=(*subject.zones, told))


def _says_where(clause: Clause, at: int) -> bool:
    """Whether an occasion of saying follows: 'at a press conference'."""
    ahead = clause.tokens[at + 1 : at + 6]
    return any(t.low in clause.lexicon.statement_nouns or t.low in PLATFORMS for t in ahead)


def _shorter(clause: Clause, position: int, end: int) -> int:
    """The phrase cut before its last preposition, to try again."""
    for index in range(end - 1, position, -1):
        if clause.tokens[index].low in clause.lexicon.prepositions or clause.tokens[index].text == "(":
            return index
    return position


def _followed(clause: Clause, subject: Subject) -> Subject:
    """With 'head of the agency' read from 'said Jan Holt, head of the agency, on Monday'."""
    at = subject.end
    lex = clause.lexicon
    if at + 1 >= len(clause.tokens) or clause.tokens[at].text != ",":
        return subject
    following = clause.tokens[at + 1]
    if following.low in lex.participles or following.low in lex.conjunctions or following.low in lex.that:
        return subject
    end = next((i for i in range(at + 1, len(clause.tokens)) if clause.is_boundary(i)), len(clause.tokens))
    if end >= len(clause.tokens) - 1 and clause.cites(0) and subject.start <= _OPENING:
        return subject  # 'According to Holt, head waiters earn …'
    if end == len(clause.tokens) and clause.tokens[end - 1].text == ".":
        end -= 1
    if subject.source.kind not in (Kind.PERSON, Kind.NAME, Kind.ROLE):
        return subject
    found = with_apposition(clause, subject, at + 1, end)
    if found.source is subject.source:
        return subject
    return found._replace(end=end + _goes_on(clause, end))


def _is_outlet(clause: Clause, at: int) -> bool:
    return at < len(clause.tokens) and clause.tokens[at].is_capital and is_media(clause.tokens[at].text)


def _goes_on(clause: Clause, comma: int) -> int:
    """1 where an adverbial about the saying follows the comma: '…, head of the agency, on Monday'."""
    if comma + 1 >= len(clause.tokens) or clause.tokens[comma].text != ",":
        return 0
    following = clause.tokens[comma + 1]
    dated = comma + 2 < len(clause.tokens) and clause.after_date(comma + 2) > comma + 2
    return (
        1
        if clause.after_date(comma + 1) > comma + 1
        or (following.low in clause.lexicon.date_words and dated)
        or (following.low in clause.lexicon.on_words and _is_outlet(clause, comma + 2))
        else 0
    )
