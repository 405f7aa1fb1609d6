"""Finds the people and organisations an article names, with their roles, acronyms and places of mention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from claims.proposing.inflection import person_nominative, phrase_nominative, surname_forms, surname_gender
from claims.proposing.lexicon.base import Lexicon, Verb
from claims.proposing.lexicon.names import gender_of, is_given
from claims.proposing.nounphrases import PhraseReader, is_media
from claims.proposing.tokens import Token

_OBLIQUE_ADJECTIVE = ("ого", "ому", "ої", "ській", "ською")
_ADJECTIVE = ("ий", "ій", "ська", "цька", "ний", "на", "ый", "ой", "ая")
_MAX_NAME = 4
_ROLE_REACH = 16


@dataclass(slots=True, eq=False)
class Person:
    """A person as named in the article; `forms` are surname forms that mean the same person."""

    name: str
    surname: str
    first: int
    gender: str = ""
    sure: bool = False
    roles: list[tuple[int, str]] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    subject_at: list[int] = field(default_factory=list)
    forms: frozenset[str] = frozenset()
    fuller: Person | None = None

    @property
    def mentions(self) -> int:
        """How often the name occurs."""
        return len(self.at)

    def fullest(self) -> Person:
        """The same person under the fullest name."""
        return self.fuller or self

    def role_at(self, offset: int) -> str | None:
        """The role given last before that place, else the first one given."""
        before = [role for at, role in self.roles if at <= offset]
        return before[-1] if before else (self.roles[0][1] if self.roles else None)

    def has_role(self, wanted: frozenset[str]) -> bool:
        """Whether one of the words is among the roles' words."""
        return any(word.strip(",.") in wanted for _, role in self.roles for word in role.lower().split())

    def shares_role(self, further: Sequence[str]) -> bool:
        """Whether one of a mention's further words ('the *ministry's* spokesman') is in a role; True for none."""
        roles = " ".join(role.lower() for _, role in self.roles)
        return not further or any(word[: max(4, len(word) - 2)] in roles for word in further)

    def may_be(self, gender: str) -> bool:
        """Whether a pronoun of that gender may mean them."""
        return not gender or gender not in ("m", "f") or not self.gender or self.gender == gender

    def matches_given(self, given: str) -> bool:
        """Whether a given name or an initial may be theirs."""
        own = self.name.lower().split(" ", 1)[0]
        return own == given or own[0] == given.strip(".")[:1] and len(given.strip(".")) == 1 or own[:4] == given[:4]


@dataclass(slots=True, eq=False)
class Organisation:
    """An organisation by its full name; `heads` are the nouns it may be called by alone."""

    name: str
    acronym: str
    heads: frozenset[str]
    first: int
    at: list[int] = field(default_factory=list)
    forms: frozenset[str] = frozenset()

    def last_before(self, offset: int) -> int:
        """Where it was last named before `offset`; -1 if nowhere."""
        return max((at for at in self.at if at < offset), default=-1)


class CastReader:
    """Collects names sentence by sentence."""

    def __init__(self, article: str, lexicon: Lexicon, phrases: PhraseReader) -> None:
        self._article = article
        self._lexicon = lexicon
        self._phrases = phrases
        self._people: dict[str, Person] = {}
        self._organisations: dict[str, Organisation] = {}

    def read(self, tokens: Sequence[Token]) -> None:
        """Notes every name of a sentence."""
        for index in range(2, len(tokens) - 1):
            if tokens[index - 1].text == "(":
                self._abbreviated(tokens, index)
        index = 0
        while index < len(tokens):
            if not tokens[index].is_capital:
                index += 1
                continue
            end = self._run_end(tokens, index)
            self._run(tokens, index, end)
            index = max(end, index + 1)

    def people(self) -> list[Person]:
        """The people found, shorter names of the same person tied to the longest."""
        people = list(self._people.values())
        sure = [p for p in people if p.sure] or []
        for person in sure:
            longer = [
                p for p in sure
                if p is not person and p.surname == person.surname and len(p.name) > len(person.name)
                and p.name.lower().split()[0] == person.name.lower().split()[0]
            ]  # fmt: skip
            person.fuller = max(longer, key=lambda p: len(p.name)) if longer else None
        return sure

    def organisations(self) -> list[Organisation]:
        """The organisations found."""
        return list(self._organisations.values())

    def _run_end(self, tokens: Sequence[Token], index: int) -> int:
        """The end of the capital run from `index`, over particles and an organisation's small words."""
        lex = self._lexicon
        end = index + 1
        while end < len(tokens):
            token = tokens[end]
            if token.is_capital:
                end += 1
                continue
            if token.text == "." and len(tokens[end - 1].text) == 1 and self._capital_at(tokens, end + 1):
                end += 1
                continue
            reach = next((k for k in (1, 2) if self._capital_at(tokens, end + k)), 0)
            small = all(t.low in lex.connectors | lex.particles for t in tokens[end : end + reach])
            organised = any(self._phrases.is_organisation(t) for t in tokens[index:end])
            if reach and small and (organised or token.low in lex.particles) and token.low not in lex.conjunctions:
                end += reach
                continue
            break
        return end

    def _capital_at(self, tokens: Sequence[Token], index: int) -> bool:
        return index < len(tokens) and tokens[index].is_capital

    def _run(self, tokens: Sequence[Token], start: int, end: int) -> None:
        lex = self._lexicon
        if start == 0 and tokens[0].low in lex.common_capitals:
            start += 1
        while start < end and tokens[start].low in lex.determiners | lex.connectors:
            start += 1
        if start >= end:
            return
        person = self._person_within(tokens[start:end])
        if person:
            self._organisation_or_none(tokens[start : start + person])
            self._person(tokens, start + person, end)
            return
        run = tokens[start:end]
        if any(self._phrases.is_organisation(t) for t in run) and not self._ends_in_person(run):
            self._organisation(run, "")
            return
        if is_media(self._phrases.text(run)):
            self._organisation(run, "")
            return
        self._person(tokens, start, end)

    def _person_within(self, run: Sequence[Token]) -> int:
        """Where a person's given name follows other capital words ('ДСНС Ірина Мельник'); 0 where none does."""
        if not self._lexicon.head_first:
            return 0
        for index in range(1, len(run) - 1):
            if is_given(run[index].text) and not any(self._phrases.is_organisation(t) for t in run[index:]):
                return index
        return 0

    def _organisation_or_none(self, run: Sequence[Token]) -> None:
        if any(self._phrases.is_organisation(t) for t in run):
            self._organisation(run, "")

    def _ends_in_person(self, run: Sequence[Token]) -> bool:
        """'Finance Ministry Spokesman Jan Holt'."""
        roles = [i for i, t in enumerate(run) if self._phrases.is_role(t)]
        return bool(roles) and roles[-1] < len(run) - 1 and not any(
            self._phrases.is_organisation(t) for t in run[roles[-1] + 1 :]
        )  # fmt: skip

    def _abbreviated(self, tokens: Sequence[Token], index: int) -> None:
        """'Institute for the Study of War (ISW)': the words before the bracket whose initials it holds."""
        acronym, close = tokens[index].text, tokens[index + 1].text
        if close not in ")," or not acronym.isupper() or not 2 <= len(acronym) <= 10:
            return
        at, letter = index - 2, len(acronym) - 1
        while at >= 0 and letter >= 0 and index - at < 14 and tokens[at].is_word:
            if tokens[at].low[0] == acronym[letter].lower():
                letter -= 1
            elif tokens[at].is_capital and tokens[at].low not in self._lexicon.connectors:
                break
            at -= 1
        name = tokens[at + 1 : index - 1]
        if letter < 0 and name and name[0].is_capital:
            self._organisation(name, acronym)
        elif (end := index - 1) > 0 and tokens[end - 1].is_capital:
            first = end - 1
            while first > 0 and tokens[first - 1].is_capital:
                first -= 1
            self._organisation(tokens[first:end], acronym)

    def _organisation(self, run: Sequence[Token], acronym: str) -> None:
        name = self._phrases.text(run).removesuffix("'s").removesuffix("’s")
        known = self._organisations.get(name.lower())
        if known is None:
            heads = frozenset(t.low for t in run if self._phrases.is_organisation(t))
            known = Organisation(name, acronym, heads | self._lexicon.head_synonyms(heads), run[0].start)
            self._organisations[name.lower()] = known
        known.acronym = known.acronym or acronym
        known.at.append(run[0].start)

    def _person(self, tokens: Sequence[Token], start: int, end: int) -> None:
        lex = self._lexicon
        run = tokens[start:end]
        titles = [i for i, t in enumerate(run) if self._phrases.is_role(t) or t.low in lex.honorifics]
        cut = titles[-1] + 1 if titles else 0
        if cut < len(run) and run[cut].text == ".":
            cut += 1
        name = run[cut:]
        if not name or not 1 <= len([t for t in name if t.is_word]) <= _MAX_NAME:
            return
        text = self._phrases.text(name).removesuffix("'s").removesuffix("’s")
        if len(name) > 1 and name[0].low.endswith(_OBLIQUE_ADJECTIVE) and not is_given(name[0].text):
            return
        if self._lexicon.lemmas and len(name) > 1:
            text, _ = person_nominative(text, oblique=False)
        role = self._role_before(tokens, start, start + cut)
        after = self._role_after(tokens, end)
        if len(name) == 1:
            self._surname(text, name[0], tokens, start, role)
            return
        person = self._people.get(text.lower()) or self._new(text, name)
        self._people[text.lower()] = person
        person.at.append(name[0].start)
        if self._is_subject(tokens, start):
            person.subject_at.append(name[0].start)
        for found in (role, after):
            if found:
                person.roles.append((name[0].start, self._role_nominative(found)))
        spoke = self._spoke(tokens, start, end)
        person.sure = person.sure or bool(role or after or spoke or titles) or is_given(name[0].text) or bool(person.gender)
        person.gender = person.gender or self._role_gender(role or after or "")

    def _role_nominative(self, role: str) -> str:
        lemmas = self._lexicon.lemmas
        return phrase_nominative(role.split(), lemmas) if lemmas else role

    def _new(self, text: str, name: Sequence[Token]) -> Person:
        surname = text.lower().split()[-1].removesuffix("'s")
        gender = gender_of(text.split()[0]) or surname_gender(surname, self._lexicon.code)
        return Person(text, surname, name[0].start, gender, forms=surname_forms(surname, gender, self._lexicon.code))

    def _surname(self, text: str, token: Token, tokens: Sequence[Token], start: int, role: str | None) -> None:
        """A surname alone is another mention of whoever bears it."""
        low = token.low.removesuffix("'s")
        for person in self._people.values():
            if person.surname == low or low in person.forms:
                person.at.append(token.start)
                if self._is_subject(tokens, start):
                    person.subject_at.append(token.start)
                if role:
                    person.roles.append((token.start, role))

    def _is_subject(self, tokens: Sequence[Token], start: int) -> bool:
        """Whether the name opens its sentence, after at most a title and a few small words."""
        before = tokens[:start]
        return len(before) <= 6 and all(t.low not in self._lexicon.auxiliaries and t.is_word for t in before)

    def _spoke(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        verbs = self._lexicon.strong_verbs
        after = tokens[end].low if end < len(tokens) else ""
        before = tokens[start - 1].low if start else ""
        told = self._lexicon.verbs.get(before, Verb(0)) & Verb.TELL
        return after in verbs or (before in verbs and not told)

    def _role_gender(self, role: str) -> str:
        low = set(role.lower().split())
        if low & self._lexicon.female_words:
            return "f"
        return "m" if low & self._lexicon.male_words else ""

    def _role_before(self, tokens: Sequence[Token], start: int, end: int) -> str | None:
        """'the ministry's spokeswoman' before 'Ana Ruiz', or 'Finance Minister' within the capital run."""
        lex = self._lexicon
        first = start
        while first > 0 and start - first < _ROLE_REACH:
            token = tokens[first - 1]
            if not token.is_word or token.low in lex.auxiliaries or token.low in lex.verbs or token.low in lex.role_stops:
                break
            first -= 1
            if token.low in lex.determiners:
                break
        words = list(tokens[first:end])
        if not lex.head_first:
            role_index = [i for i, t in enumerate(words) if self._phrases.is_role(t)]
            if not role_index or role_index[-1] != len(words) - 1:
                return None
        else:
            role_index = [i for i, t in enumerate(words) if self._phrases.is_role(t)]
            described = bool(role_index) and role_index[0] > 0 and words[role_index[0] - 1].low.endswith(_ADJECTIVE)
            words = words[role_index[0] - described :] if role_index else []
        words = [t for t in words if t.low not in lex.honorifics]
        while words and (words[0].low in lex.determiners or words[0].low in lex.openers):
            words = words[1:]
        return self._phrases.text(words) if words else None

    def _role_after(self, tokens: Sequence[Token], end: int) -> str | None:
        """The apposition after a name and a comma."""
        if end + 1 >= len(tokens) or tokens[end].text != ",":
            return None
        stop = next((i for i in range(end + 1, min(len(tokens), end + 26)) if tokens[i].text in ",;—–()\"“”«»:"), 0)
        if not stop and tokens[-1].text in ".!" and len(tokens) - end < 20:
            stop = len(tokens) - 1
        words = list(tokens[end + 1 : stop]) if stop else []
        if words and words[0].text.isdigit() and stop + 1 < len(tokens):
            following = next((i for i in range(stop + 1, min(len(tokens), stop + 20)) if tokens[i].text in ",."), 0)
            words = list(tokens[stop + 1 : following])
        while words and words[0].low in self._lexicon.determiners:
            words = words[1:]
        if not words or words[0].low in self._lexicon.verbs:
            return None
        if words[0].low in self._lexicon.relative:
            return self._phrases.text(words)
        if any(t.low in self._lexicon.auxiliaries for t in words[:3]):
            return None
        head = words[:6]
        known = any(self._phrases.is_role(t) for t in head)
        return self._phrases.text(words) if known else None
