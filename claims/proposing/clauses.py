"""The subject of a reporting verb, and what stands between the verb and the words it reports.

A `Clause` looks at one sentence whose passages of direct speech have each become a single token.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from claims.proposing.carriers import Carrier, CarrierReader
from claims.proposing.dates import DateExpression
from claims.proposing.lexicon.base import PLATFORMS, Lexicon, Verb
from claims.proposing.lexicon.names import is_given
from claims.proposing.nounphrases import Kind, PhraseReader, Source
from claims.proposing.tokens import QUOTED, Token

_BOUNDARIES = frozenset([",", ";", ":", "—", "–", "-", "(", ")", "?", "!", "…", QUOTED])
_MAX_APPOSITIONS = 5
_MAX_ZONE = 30
_MAX_SUBJECT = 24
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who says it: the source, where its phrase starts and ends (token numbers), and how the verb was denied."""

    source: Source
    start: int
    end: int
    zones: tuple[Span, ...] = ()
    negated: bool = False


@dataclass(slots=True)
class Zone:
    """What follows the verb: the carriers told, the characters to look for dates in, where the content starts."""

    carriers: list[Carrier] = field(default_factory=list)
    end: int = 0
    explicit: bool = False
    """A 'that', a colon or a quotation follows."""
    comma: bool = False
    """A comma follows."""


class Clause:
    """One sentence's tokens with the readers of its language."""

    def __init__(
        self,
        tokens: Sequence[Token],
        dates: Sequence[DateExpression],
        phrases: PhraseReader,
        carriers: CarrierReader,
        lexicon: Lexicon,
    ) -> None:
        self.tokens = tokens
        self.phrases = phrases
        self.carriers = carriers
        self.lexicon = lexicon
        self._date_from = {date.start: date.end for date in dates}
        self._date_to = {date.end: date.start for date in dates}

    # -- small questions

    def is_boundary(self, index: int) -> bool:
        """Whether a clause may end at this token."""
        token = self.tokens[index]
        return token.low in _BOUNDARIES

    def boundary_before(self, index: int) -> int:
        """The last boundary before `index`; -1 where there is none."""
        for at in range(index - 1, max(-1, index - 80), -1):
            if self.is_boundary(at):
                return at
        return -1

    def after_date(self, index: int) -> int:
        """The token after the expression of time that starts at `index`; `index` where none does."""
        end = self._date_from.get(self.tokens[index].start)
        if end is None:
            return index
        while index < len(self.tokens) and self.tokens[index].start < end:
            index += 1
        return index

    def span(self, start: int, end: int) -> Span:
        """The characters of tokens `start`..`end` (exclusive)."""
        if start >= end:
            at = self.tokens[min(start, len(self.tokens) - 1)].start
            return (at, at)
        return (self.tokens[start].start, self.tokens[end - 1].end)

    # -- the subject before the verb

    def subject_before(self, verb: int) -> Subject | None:
        """The source whose verb this is, standing before it."""
        lex = self.lexicon
        at, zones, negated = verb - 1, [], False
        while at >= 0:
            token = self.tokens[at]
            back = self._before_date(at)
            if back < at:
                zones.append(self.span(back + 1, at + 1))
                at = back
                continue
            if token.low in lex.negations:
                negated = True
            elif token.low not in lex.pre_verb:
                break
            at -= 1
        if at < 0 or self.tokens[at].low in lex.passive or self.tokens[at].low in lex.infinitive:
            return None
        if self.tokens[at].text == ",":
            found = self._before_apposition(at)
        elif self.tokens[at].low in ("—", "–", ")") or not self.is_boundary(at):
            found = self._plain_subject(at)
        else:
            found = None
        return replace(found, zones=(*found.zones, *zones), negated=negated) if found else None

    def _before_date(self, at: int) -> int:
        """The token before the expression of time that ends at `at` ('Orlik on Tuesday said')."""
        start = self._date_to.get(self.tokens[at].end)
        if start is None:
            return at
        back = at
        while back >= 0 and self.tokens[back].start >= start:
            back -= 1
        while back >= 0 and self.tokens[back].low in self.lexicon.date_words:
            back -= 1
        return back

    def _plain_subject(self, last: int) -> Subject | None:
        last_token = self.tokens[last]
        if last_token.text == ")":
            return self._parenthesised(last)
        boundary = self.boundary_before(last + 1)
        return self._region(boundary + 1, last + 1)

    def _parenthesised(self, last: int) -> Subject | None:
        opening = next((i for i in range(last - 1, max(-1, last - 8), -1) if self.tokens[i].text == "("), -1)
        if opening <= 0:
            return None
        boundary = self.boundary_before(opening)
        return self._region(boundary + 1, last + 1)

    def _region(self, start: int, end: int) -> Subject | None:
        """The source named by tokens `start`..`end`, after the words a sentence may open with."""
        lex = self.lexicon
        start = self._skip_openers(start, end)
        if start >= end or end - start > 60 or self.tokens[start].low in lex.about_words:
            return None
        if (located := self._located(start, end)) is not None:
            return located
        if self.tokens[start].low in lex.adjunct_openers and (moved := self.skip_adverbials(start)) < end:
            start = moved
        if (split := self._before_occasion(start, end)) is not None:
            return split
        if self.tokens[start].low in lex.subordinators and self.tokens[start].low not in lex.as_words:
            return self._last_clause(start, end)
        source = self.phrases.source(self.tokens[start:end]) if end - start <= _MAX_SUBJECT else None
        if source is not None:
            return Subject(source, start, end)
        return self._last_clause(start, end)

    def _before_occasion(self, start: int, end: int) -> Subject | None:
        """'X in a comment to Y said': the source before an adverbial that reaches to the verb."""
        lex = self.lexicon
        for at in range(start + 1, end - 1):
            if self.tokens[at].low in lex.relative:
                break
            if self._cites(at) or (self.tokens[at].low in lex.prepositions and self._is_occasion(at, end)):
                source = self.phrases.source(self.tokens[start:at])
                if source is not None and source.kind is not Kind.OTHER:
                    return Subject(source, start, at, (self.span(at, end),))
        return None

    def _is_occasion(self, at: int, end: int) -> bool:
        lex = self.lexicon
        if self.skip_adverbials(at) < end:
            return False
        return any(
            t.low in lex.statement_nouns or t.low in lex.speaking or t.low in PLATFORMS or self.after_date(i) > i
            for i, t in enumerate(self.tokens[at:end], at)
        )

    def _located(self, start: int, end: int) -> Subject | None:
        """'У ДСНС повідомили': an organisation named by the place where it spoke."""
        if self.tokens[start].low not in self.lexicon.locative_subjects or start + 1 >= end:
            return None
        source = self.phrases.source(self.tokens[start + 1 : end])
        if source is None or source.kind is not Kind.ORGANISATION:
            return None
        return Subject(replace(source, oblique=True), start, end)

    def _skip_openers(self, start: int, end: int) -> int:
        lex = self.lexicon
        while start < end:
            token = self.tokens[start]
            if token.low in lex.openers or token.low in lex.conjunctions or token.low in lex.as_words:
                start += 1
            elif start + 1 < end and token.low in lex.date_words and self.after_date(start + 1) > start + 1:
                start = self.after_date(start + 1)
            elif (after := self.after_date(start)) > start:
                start = after
            else:
                break
        return start

    def _last_clause(self, start: int, end: int) -> Subject | None:
        """'Inflation fell and Orlik': the source after the last conjunction."""
        lex = self.lexicon
        for at in range(end - 1, max(start, end - _MAX_SUBJECT) - 1, -1):
            low = self.tokens[at].low
            if low in lex.subordinators and low not in lex.as_words and low not in lex.that:
                return None
            if low in lex.conjunctions or low in lex.that or low in lex.as_words:
                source = self.phrases.source(self.tokens[at + 1 : end])
                return Subject(source, at + 1, end) if source else None
        return None

    def _before_apposition(self, comma: int) -> Subject | None:
        """'Jan Holt, head of the agency, said': the name before the first of the commas."""
        best: Subject | None = None
        at = comma
        for _ in range(_MAX_APPOSITIONS):
            at = next((i for i in range(at - 1, max(-1, at - 60), -1) if self.is_boundary(i)), -1)
            if at < 0 or self.tokens[at].text != ",":
                break
            found = self._region(self.boundary_before(at) + 1, at)
            if found is None:
                continue
            found = self._with_apposition(found, at + 1, comma)
            if found.source.kind in (Kind.PERSON, Kind.NAME):
                return found
            best = best or found
        return best

    def _with_apposition(self, subject: Subject, start: int, end: int) -> Subject:
        """The subject with its role, its name, or the adverbial that the commas enclose."""
        tokens = self.tokens[start:end]
        if not tokens:
            return subject
        source, zones = subject.source, subject.zones
        if (
            tokens[0].low in self.lexicon.adjunct_openers
            or self.after_date(start) > start
            or source.kind in (Kind.DOCUMENT, Kind.POSTS)
        ):
            whole = [*self.tokens[subject.start : subject.end], *tokens]
            source = (self.phrases.source(whole) if source.kind is Kind.DOCUMENT else None) or source
            subject = replace(subject, source=source)
            return replace(subject, zones=(*zones, self.span(start, end)))
        named = self.phrases.source(tokens)
        if source.kind in (Kind.ROLE, Kind.GROUP, Kind.OTHER) and named and named.kind is Kind.PERSON:
            merged = replace(named, role=self._plain_role(source.text), start=source.start)
            return replace(subject, source=merged)
        role = self.role_of(tokens)
        if role and source.kind in (Kind.PERSON, Kind.NAME):
            kind = source.kind if source.text.isupper() else Kind.PERSON
            fuller = source.role if source.role and " " in source.role else role
            return replace(subject, source=replace(source, role=fuller, kind=kind))
        return subject

    def _plain_role(self, text: str) -> str:
        first, _, rest = text.partition(" ")
        return rest if rest and first.lower() in self.lexicon.determiners else text

    def role_of(self, tokens: Sequence[Token]) -> str | None:
        """The role an apposition gives, as written, without its article and without an age."""
        lex = self.lexicon
        while tokens and (tokens[0].text[0].isdigit() or tokens[0].text == ","):
            tokens = tokens[1:]
        while tokens and tokens[0].low in lex.determiners:
            tokens = tokens[1:]
        while tokens and tokens[-1].text in ",-—–":
            tokens = tokens[:-1]
        if not tokens or len(tokens) > _MAX_SUBJECT or tokens[0].low in lex.conjunctions:
            return None
        text = self.phrases.text(tokens)
        if tokens[0].low in lex.relative:
            return text
        known = any(self.phrases.is_role(t) for t in tokens[:8])
        return text if known else None

    # -- the subject after the verb, or after 'according to'

    def subject_after(self, position: int) -> Subject | None:
        """The source whose noun phrase starts at `position`, with its apposition."""
        if position < len(self.tokens) and self.tokens[position].low in self.lexicon.locative_subjects:
            return self._located(position, self._phrase_end(position + 1))
        end = self._phrase_end(position)
        while end > position:
            source = self.phrases.source(self.tokens[position:end])
            if source is not None:
                return self._followed(self._extended(Subject(source, position, end)))
            end = self._shorter(position, end)
        return None

    def _phrase_end(self, position: int) -> int:
        lex = self.lexicon
        limit = min(len(self.tokens), position + _MAX_SUBJECT)
        for index in range(position, limit):
            token = self.tokens[index]
            if self.is_boundary(index) and token.text != "(" and token.text != ")":
                return index
            if token.text == "." and index == len(self.tokens) - 1:
                return index
            if index > position and (
                token.low in lex.that or token.low in lex.phrase_stops or self.after_date(index) > index
                or (token.low in lex.date_words and index + 1 < limit and self.after_date(index + 1) > index + 1)
                or self._cites(index) or self._is_verb(token) or self._ends_german(position, index)
            ):  # fmt: skip
                return index
        return limit

    def _ends_german(self, position: int, index: int) -> bool:
        """Where nouns are capital: a lower-case word behind the noun is the verb, or an article after a name."""
        lex = self.lexicon
        if not lex.nouns_capitalised:
            return False
        token, seen = self.tokens[index], any(t.is_capital for t in self.tokens[position:index])
        if token.low in lex.determiners and index - 2 >= position and is_given(self.tokens[index - 2].text):
            return True
        return seen and token.text.islower() and token.low not in lex.connectors | lex.particles | lex.determiners | (
            lex.adjectives
        )  # fmt: skip

    def _is_verb(self, token: Token) -> bool:
        """A reporting verb that is no noun: it cannot belong to a source's phrase."""
        lex = self.lexicon
        return token.low in lex.verbs and token.text.islower() and token.low not in lex.documents | lex.posts

    def _cites(self, index: int) -> bool:
        """Whether 'citing' or 'according to' starts at a token."""
        lex = self.lexicon
        return any(
            self.tokens[index].low == phrase[0]
            and tuple(t.low for t in self.tokens[index : index + len(phrase)]) == phrase
            for phrase in (*lex.citing, *lex.according)
        )

    def _extended(self, subject: Subject) -> Subject:
        """An unnamed source with what modifies it: 'a doctor at the only hospital', 'a report published on … by X'."""
        lex, end = self.lexicon, subject.end
        unnamed = subject.source.kind in (Kind.ROLE, Kind.GROUP, Kind.OTHER, Kind.DOCUMENT)
        if not unnamed or end >= len(self.tokens) or self.tokens[end].low not in lex.postmodifiers | lex.date_words:
            return subject
        if subject.source.kind is not Kind.DOCUMENT and (
            self.after_date(end + 1 if end + 1 < len(self.tokens) else end) > end + 1 or self._says_where(end)
        ):
            return subject
        stop = next((i for i in range(end, len(self.tokens)) if self.is_boundary(i)), len(self.tokens))
        stop -= stop == len(self.tokens) and self.tokens[stop - 1].text == "."
        longer = self.phrases.source(self.tokens[subject.start : stop])
        if longer is None or longer.kind is not subject.source.kind:
            return subject
        if subject.source.kind is Kind.DOCUMENT:
            return replace(subject, source=longer)
        told = (longer.end, self.tokens[stop - 1].end)
        return replace(subject, source=longer, end=stop, zones=(*subject.zones, told))

    def _says_where(self, at: int) -> bool:
        """Whether an occasion of saying follows: 'at a press conference'."""
        ahead = self.tokens[at + 1 : at + 6]
        return any(t.low in self.lexicon.statement_nouns or t.low in PLATFORMS for t in ahead)

    def _shorter(self, position: int, end: int) -> int:
        """The phrase cut before its last preposition, to try again."""
        for index in range(end - 1, position, -1):
            if self.tokens[index].low in self.lexicon.prepositions or self.tokens[index].text == "(":
                return index
        return position

    def _followed(self, subject: Subject) -> Subject:
        """With 'head of the agency' read from 'said Jan Holt, head of the agency, on Monday'."""
        at = subject.end
        lex = self.lexicon
        if at + 1 >= len(self.tokens) or self.tokens[at].text != ",":
            return subject
        following = self.tokens[at + 1]
        if following.low in lex.participles or following.low in lex.conjunctions or following.low in lex.that:
            return subject
        end = next((i for i in range(at + 1, len(self.tokens)) if self.is_boundary(i)), len(self.tokens))
        if end == len(self.tokens) and self.tokens[end - 1].text == ".":
            end -= 1
        if subject.source.kind not in (Kind.PERSON, Kind.NAME, Kind.ROLE):
            return subject
        found = self._with_apposition(subject, at + 1, end)
        if found.source is subject.source:
            return subject
        return replace(found, end=end + self._goes_on(end))

    def _goes_on(self, comma: int) -> int:
        """1 where an adverbial about the saying follows the comma: '…, head of the agency, on Monday'."""
        if comma + 1 >= len(self.tokens) or self.tokens[comma].text != ",":
            return 0
        following = self.tokens[comma + 1]
        dated = comma + 2 < len(self.tokens) and self.after_date(comma + 2) > comma + 2
        return 1 if self.after_date(comma + 1) > comma + 1 or (following.low in self.lexicon.date_words and dated) else 0

    # -- after the verb

    def zone_after(self, position: int, verb: Verb) -> Zone:
        """Reads over the listener, the occasion and the date, up to what is reported."""
        zone = Zone(end=position)
        at = self._skip_small(position)
        if at < len(self.tokens) and (verb & Verb.TELL or self.lexicon.dative_carriers):
            at = self._listener(at, zone, tell=bool(verb & Verb.TELL))
        for _ in range(12):
            if at >= len(self.tokens) or self._opens_content(at, zone):
                break
            moved = self._adverbial(at)
            if moved == at:
                break
            at = moved
        zone.end = zone.end if zone.explicit else at
        if not zone.explicit and not zone.comma:
            self._look_ahead(at, zone)
        zone.carriers += self.carriers.within(self.tokens[position : zone.end])
        return zone

    def skip_adverbials(self, at: int) -> int:
        """The token after the dates, occasions and small words that start at `at`."""
        for _ in range(6):
            moved = self._adverbial(at) if at < len(self.tokens) else at
            if moved == at:
                break
            at = moved
        return at

    def skip_listener(self, at: int) -> int:
        """The token after a bare name in the dative at `at` ('розповів Суспільному речник …')."""
        if not self.lexicon.dative_carriers or at >= len(self.tokens):
            return at
        return self._listener(at, Zone(), tell=False)

    def _skip_small(self, at: int) -> int:
        lex = self.lexicon
        while at < len(self.tokens) and self.tokens[at].low in lex.after_verb:
            at += 1
        return at

    def _opens_content(self, at: int, zone: Zone) -> bool:
        lex = self.lexicon
        token = self.tokens[at]
        if token.low in lex.that and not lex.that_after_comma:
            zone.explicit, zone.end = True, at + 1
        elif token.text == ":" or token.low == QUOTED:
            zone.explicit, zone.end = True, at + (token.text == ":")
        elif token.text == ",":
            following = self.tokens[at + 1].low if at + 1 < len(self.tokens) else ""
            if following in lex.that or following == QUOTED:
                zone.explicit, zone.end = True, at + 2 - (following == QUOTED)
            else:
                zone.comma = True
        else:
            return False
        return True

    def _listener(self, at: int, zone: Zone, *, tell: bool) -> int:
        """Reads over whoever was told; a named outlet among them is a carrier."""
        lex = self.lexicon
        carriers, end = self.carriers.at(self.tokens, at)
        if not tell:
            carriers = [c for c in carriers if c.generic or self._is_dative(c.name)]
            if not carriers:
                return at
        zone.carriers += carriers
        if carriers or not tell:
            return end
        for index in range(at, min(len(self.tokens), at + 6)):
            if self.tokens[index].low in lex.listeners:
                return index + 1
            if self.is_boundary(index) or self.tokens[index].low in lex.that | lex.prepositions:
                return index
        return end if end > at else min(at + 1, len(self.tokens))

    def _is_dative(self, name: str) -> bool:
        return name.lower().endswith(self.lexicon.dative_endings)

    def _adverbial(self, at: int) -> int:
        """The token after one date, adverb or 'in an interview with …' at `at`; `at` where there is none."""
        lex = self.lexicon
        token = self.tokens[at]
        after = self.after_date(at)
        if after > at:
            return after
        if token.low in lex.after_verb or token.low in lex.pre_verb or token.text == ".":
            return at + 1
        if at + 1 < len(self.tokens) and (token.low in lex.date_words or token.low in lex.prepositions):
            after = self.after_date(at + 1)
            if after > at + 1:
                return after
        if token.low in lex.prepositions:
            return self._prepositional(at)
        return at

    def _prepositional(self, at: int) -> int:
        lex = self.lexicon
        for index in range(at + 1, min(len(self.tokens), at + 7)):
            token = self.tokens[index]
            if self.is_boundary(index) or token.low in lex.that or token.low in lex.breakers:
                return at
            if token.low in PLATFORMS:
                return index + 1 + self._is_channel(index + 1)
            if token.low in lex.statement_nouns or token.low in lex.listeners:
                return self._chained(index + 1)
            if token.is_capital and index <= at + 2 and self.tokens[at].low in lex.place_words:
                while index < len(self.tokens) and self.tokens[index].is_capital:
                    index += 1
                return index
        return at

    def _is_channel(self, at: int) -> int:
        """1 for the 'channel' of 'on his Telegram channel'."""
        return int(at < len(self.tokens) and self.tokens[at].low in self.lexicon.statement_nouns)

    def _chained(self, at: int) -> int:
        """After 'interview': 'with the BBC', 'on Monday', 'of the council'."""
        lex = self.lexicon
        while at < len(self.tokens) and self.tokens[at].low in lex.statement_nouns:
            at += 1
        if lex.dative_carriers and at < len(self.tokens) and self.tokens[at].low not in lex.carrier_links:
            return self.carriers.at(self.tokens, at)[1]
        if at + 1 >= len(self.tokens) or self.tokens[at].low not in lex.carrier_links | lex.connectors:
            return at
        carriers, end = self.carriers.at(self.tokens, at + 1)
        if carriers or end > at + 1:
            return end
        for index in range(at + 1, min(len(self.tokens), at + 5)):
            if self.tokens[index].low in lex.listeners | lex.statement_nouns:
                return index + 1
            if self.is_boundary(index):
                break
        return at

    def _look_ahead(self, at: int, zone: Zone) -> None:
        """'said after a long meeting with his deputies that …': a 'that' further on, behind a preposition."""
        lex = self.lexicon
        openers = lex.prepositions | lex.adjunct_openers | lex.postmodifiers
        if at >= len(self.tokens) or self.tokens[at].low not in openers:
            return
        for index in range(at, min(len(self.tokens), at + _MAX_ZONE)):
            if self.tokens[index].low in lex.that and (
                not lex.that_after_comma or self.tokens[index - 1].text == ","
            ):
                zone.explicit, zone.end = True, index + 1
                return
            if self.tokens[index].low == QUOTED or self.tokens[index].low in lex.breakers:
                return
            if self.tokens[index].text == ":":
                zone.explicit, zone.end = True, index + 1
                return
