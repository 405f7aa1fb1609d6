"""Finds the people and organisations an article names, with their roles, acronyms and places of mention."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from claims.proposing.acronyms import spelt_out
from claims.proposing.cast_roles import role_after, role_before
from claims.proposing.genitives import genitive_tail
from claims.proposing.inflection import person_nominative, phrase_nominative, surname_forms, surname_gender
from claims.proposing.lexicon.base import Lexicon, Verb
from claims.proposing.lexicon.media import PLATFORMS
from claims.proposing.lexicon.names import gender_of, is_given
from claims.proposing.lexicon.notation import words
from claims.proposing.members import Organisation, Person
from claims.proposing.nounphrases import PhraseReader
from claims.proposing.proper_names import OF_COUNTRY
from claims.proposing.source import is_media
from claims.proposing.tokens import Token

_OBLIQUE_ADJECTIVE = ("ого", "ому", "ої", "ській", "ською")
_MAX_NAME = 4
_SAYINGS = words("angaben aussage aussagen auskunft einschätzung darstellung informationen meinung ansicht")
"""Nouns of German between which and a name stands 'von', as in one name."""


class CastReader:
    """Collects names sentence by sentence."""

    def __init__(self, article: str, lexicon: Lexicon, phrases: PhraseReader) -> None:
        self._article = article
        self._lexicon = lexicon
        self._phrases = phrases
        self._has_brackets = "(" in article
        self._people: dict[str, Person] = {}
        self._by_form: defaultdict[str, list[Person]] = defaultdict(list)
        self._organisations: dict[str, Organisation] = {}

    def read(self, tokens: Sequence[Token]) -> None:
        """Notes every name of a sentence."""
        if self._has_brackets:
            for index in [i for i, t in enumerate(tokens[1:-2], 2) if t.text == "("]:
                if name := spelt_out(tokens, index, self._lexicon):
                    self._organisation(name, tokens[index].text)
        end = 0
        for index in [i for i, t in enumerate(tokens) if t.is_capital]:
            if index >= end:
                end = self._run_end(tokens, index)
                self._run(tokens, index, end)

    def people(self) -> list[Person]:
        """The people found, shorter names of the same person tied to the longest."""
        sure = [p for p in self._people.values() if p.sure]
        alike: defaultdict[tuple[str, str], list[Person]] = defaultdict(list)
        for person in sure:
            alike[person.name.lower().split()[0], person.surname].append(person)
        for same in alike.values():
            longest = max(same, key=lambda p: len(p.name))
            for person in same:
                person.fuller = longest if len(longest.name) > len(person.name) else None
        return sure

    def unsure(self) -> list[Person]:
        """Names of two or more words that may be people's: they are once the last word speaks."""
        return [p for p in self._people.values() if not p.sure]

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
            if not self._joins(token) or token.low in lex.conjunctions:
                break
            reach = next((k for k in (1, 2) if self._capital_at(tokens, end + k)), 0)
            if not reach or tokens[end + reach].low in lex.weekdays:
                break
            if reach == 2 and not self._joins(tokens[end + 1]):
                break
            if token.low not in lex.particles and not any(
                self._phrases.is_organisation(t) for t in tokens[index:end]
            ):
                break
            end += reach
        return end

    def _joins(self, token: Token) -> bool:
        """Whether a small word may stand inside a name."""
        return token.low in self._lexicon.connectors or token.low in self._lexicon.particles

    def _capital_at(self, tokens: Sequence[Token], index: int) -> bool:
        return index < len(tokens) and tokens[index].is_capital

    def _run(self, tokens: Sequence[Token], start: int, end: int) -> None:
        start = self._past_openers(tokens, start, end)
        if end - start == 1 and not self._lexicon.lemmas:
            self._single(tokens, start)
        elif start < end:
            self._several(tokens, start, end)

    def _past_openers(self, tokens: Sequence[Token], start: int, end: int) -> int:
        lex = self._lexicon
        if start == 0 and tokens[0].low in lex.common_capitals:
            start += 1
        if lex.nouns_capitalised and tokens[start].low in _SAYINGS:
            start += 1  # 'nach Angaben von Holt' is no Angaben von Holt
        while start < end and (tokens[start].low in lex.determiners or tokens[start].low in lex.connectors):
            start += 1
        if end - start > 1 and tokens[start].low in PLATFORMS:
            start += 1  # 'On Facebook Holt wrote'
        return start

    def _several(self, tokens: Sequence[Token], start: int, end: int) -> None:
        lex = self._lexicon
        if lex.head_first and (person := self._person_within(tokens[start:end])):
            self._organisation_or_none(tokens[start : start + person])
            self._person(tokens, start + person, end)
            return
        if end - start > 2 and self._is_office(tokens, start):
            given = next((i for i in range(start + 1, end) if is_given(tokens[i].text)), 0)
            start = given or end - 2
        run = tokens[start:end]
        if lex.lemmas and not (len(run) > 1 and is_given(run[0].text)):
            run = tokens[start : max(end, genitive_tail(tokens, start, end, self._phrases))]
        if any(self._phrases.is_organisation(t) for t in run) and not self._ends_in_person(run):
            self._organisation(run, "")
            return
        if is_media(self._phrases.text(run)):
            self._organisation(run, "")
            return
        self._person(tokens, start, end)

    def _single(self, tokens: Sequence[Token], at: int) -> None:
        """A capital word by itself: an organisation, another mention of a surname, or neither."""
        token = tokens[at]
        if self._phrases.is_organisation(token) or is_media(token.text):
            self._organisation([token], "")
        elif not self._phrases.is_role(token) and token.low not in self._lexicon.honorifics:
            self._surname(token, tokens, at, at)

    def _is_office(self, tokens: Sequence[Token], start: int) -> bool:
        """'Secretary of' before 'State Mike Holt'."""
        if start < 2 or tokens[start - 1].low not in self._lexicon.of_words:
            return False
        return tokens[start - 2].is_capital and self._phrases.is_role(tokens[start - 2])

    def _person_within(self, run: Sequence[Token]) -> int:
        """Where a person's given name follows other capital words ('ДСНС Ірина Мельник'); 0 where none
        does.
        """
        for index in range(1, len(run) - 1):
            if is_given(run[index].text) and not any(self._phrases.is_organisation(t) for t in run[index:]):
                return index
        return self._behind_country(run)

    def _behind_country(self, run: Sequence[Token]) -> int:
        """'Польщі Вітольд Ковальчик', 'МЗС Туреччини Ельвін Демір': where a name nobody lists starts."""
        at = int(run[0].text.isupper() and len(run) == 4)
        named = len(run) - at == 3 and run[at].low.endswith(OF_COUNTRY) and not is_given(run[at].text)
        bodies = any(self._phrases.is_organisation(t) or t.text.isupper() for t in run[at:])
        return at + 1 if named and not bodies else 0

    def _organisation_or_none(self, run: Sequence[Token]) -> None:
        if any(self._phrases.is_organisation(t) for t in run):
            self._organisation(run, "")

    def _ends_in_person(self, run: Sequence[Token]) -> bool:
        """'Finance Ministry Spokesman Jan Holt'."""
        roles = [i for i, t in enumerate(run) if self._phrases.is_role(t)]
        return bool(roles) and roles[-1] < len(run) - 1 and not any(
            self._phrases.is_organisation(t) for t in run[roles[-1] + 1 :]
        )  # fmt: skip

    def _organisation(self, run: Sequence[Token], acronym: str) -> None:
        name = self._phrases.text(run).removesuffix("'s").removesuffix("’s")
        if self._lexicon.lemmas:
            name = phrase_nominative(name.split(), self._lexicon.lemmas, self._lexicon.code)
        known = self._organisations.get(name.lower())
        if known is None:
            lemmas = self._lexicon.lemmas
            heads = frozenset(lemmas.get(t.low, t.low) for t in run if self._phrases.is_organisation(t))
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
        if len(name) == 1:
            self._surname(name[0], tokens, start, start + cut)
            return
        if name[0].low.endswith(_OBLIQUE_ADJECTIVE) and not is_given(name[0].text):
            return
        text = self._phrases.text(name).removesuffix("'s").removesuffix("’s")
        if self._lexicon.lemmas:
            text, _ = person_nominative(text, self._lexicon.code, oblique=False)
        role = role_before(self._phrases, tokens, start, start + cut)
        after = role_after(self._phrases, tokens, end)
        person = self._people.get(text.lower()) or self._new(text, name)
        self._people[text.lower()] = person
        person.at.append(name[0].start)
        if self._is_subject(tokens, start):
            person.subject_at.append(name[0].start)
        for found in (role, after):
            if found:
                person.add_role(name[0].start, self._role_nominative(found))
        spoke = self._spoke(tokens, start, end)
        person.sure = (
            person.sure
            or bool(role or after or spoke or titles)
            or is_given(name[0].text)
            or bool(person.gender)
        )
        person.gender = person.gender or self._role_gender(role or after or "")

    def _role_nominative(self, role: str) -> str:
        lemmas = self._lexicon.lemmas
        return phrase_nominative(role.split(), lemmas, self._lexicon.code) if lemmas else role

    def _new(self, text: str, name: Sequence[Token]) -> Person:
        surname = text.lower().split()[-1].removesuffix("'s")
        gender = gender_of(text.split(maxsplit=1)[0]) or surname_gender(surname, self._lexicon.code)
        forms = surname_forms(surname, gender, self._lexicon.code)
        person = Person(text, surname, name[0].start, gender, forms=forms)
        for form in forms:
            self._by_form[form].append(person)
        return person

    def _surname(self, token: Token, tokens: Sequence[Token], start: int, end: int) -> None:
        """A surname alone is another mention of whoever bears it; what is before it ends at `end`."""
        people = self._by_form.get(token.low.removesuffix("'s"), ())
        role = role_before(self._phrases, tokens, start, end) if people else None
        for person in people:
            person.at.append(token.start)
            person.sure = person.sure or self._is_titled(tokens, start)
            if self._is_subject(tokens, start):
                person.subject_at.append(token.start)
            if role:
                person.add_role(token.start, role)

    def _is_titled(self, tokens: Sequence[Token], start: int) -> bool:
        before = tokens[start - 1] if tokens[start - 1].text != "." else tokens[max(0, start - 2)]
        return start > 0 and (
            before.low in self._lexicon.honorifics or tokens[start].low in self._lexicon.honorifics
        )

    def _is_subject(self, tokens: Sequence[Token], start: int) -> bool:
        """Whether the name opens its sentence, after at most a title and a few small words."""
        before = tokens[:start]
        return len(before) <= 6 and all(t.low not in self._lexicon.auxiliaries and t.is_word for t in before)

    def _spoke(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        verbs = self._lexicon.strong_verbs
        after = tokens[end].low if end < len(tokens) else ""
        before = tokens[start - 1].low if start else ""
        told = self._lexicon.verbs.get(before, 0) & Verb.TELL
        return after in verbs or (before in verbs and not told)

    def _role_gender(self, role: str) -> str:
        low = set(role.lower().split())
        if low & self._lexicon.female_words:
            return "f"
        return "m" if low & self._lexicon.male_words else ""
