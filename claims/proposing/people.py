"""The people and organisations of one article, and whom each mention of them means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from claims.proposing.cast_reader import CastReader, Organisation, Person
from claims.proposing.carriers import Carrier
from claims.proposing.inflection import name_nominative, person_nominative, phrase_nominative, surname_nominative
from claims.proposing.lexicon.base import PLATFORMS, Lexicon
from claims.proposing.nounphrases import Kind, PhraseReader, Source, is_media
from claims.proposing.tokens import Token

_NEAR = 2500
"""Characters back from a pronoun within which whoever it means must have been named."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a source turned out to be: the fullest name, the role, and whether a single person is meant."""

    name: str
    role: str | None = None
    person: Person | None = None
    plural: bool = False
    via: tuple[str, ...] = ()
    kind: Kind = Kind.OTHER


@dataclass(slots=True)
class Cast:
    """Everybody an article names, filled beforehand, and who spoke so far, filled while reading."""

    article: str
    lexicon: Lexicon
    phrases: PhraseReader
    outlet: str | None = None
    people: list[Person] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    spoke: list[tuple[int, Speaker]] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    documents: dict[str, Speaker] = field(default_factory=dict)
    unnamed: dict[str, Speaker] = field(default_factory=dict)
    capitals: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        article: str,
        lexicon: Lexicon,
        sentences: Sequence[Sequence[Token]],
        outlet: str | None = None,
    ) -> Cast:
        """The cast of an article whose sentences have these tokens."""
        phrases = PhraseReader(article, lexicon)
        reader = CastReader(article, lexicon, phrases)
        for tokens in sentences:
            reader.read(tokens)
        cast = cls(article, lexicon, phrases, outlet, reader.people(), reader.organisations())
        if lexicon.lemmas:
            cast.capitals = frozenset(t.text for tokens in sentences for t in tokens if t.is_capital)
        return cast

    # -- resolving

    def resolve(self, source: Source, at: int) -> Speaker | None:
        """Whom the source means at that place; None where only a pronoun without a referent is left."""
        if source.kind is Kind.PRONOUN:
            return self._pronoun(source, at)
        if source.kind in (Kind.PERSON, Kind.NAME):
            return self._named(source)
        if source.kind is Kind.ROLE:
            return self._role(source, at)
        if source.kind is Kind.ORGANISATION:
            return self._organisation(source, at)
        if source.kind in (Kind.DOCUMENT, Kind.POSTS):
            return self._document(source, at)
        earlier = self._unnamed_before(source)
        if earlier is not None:
            return earlier
        if source.definite and source.kind is Kind.OTHER:
            last = self._last_person(at, source.gender)
            return last or Speaker(source.text, kind=source.kind)
        speaker = Speaker(source.text, plural=source.kind is Kind.GROUP, via=source.via, kind=source.kind)
        return self._remember(source, speaker)

    def _remember(self, source: Source, speaker: Speaker) -> Speaker:
        """Keeps an unnamed source for when it comes back as 'the officials'."""
        if source.head and not source.definite:
            self.unnamed[source.head] = replace(speaker, via=())
        return speaker

    def _unnamed_before(self, source: Source) -> Speaker | None:
        """'the officials' after 'two Western officials'."""
        known = self.unnamed.get(source.head) if source.definite else None
        if known is None or not set(source.text.lower().split()) <= set(known.name.lower().split()):
            return None
        return known

    def note(self, speaker: Speaker, at: int) -> None:
        """Remembers who spoke last."""
        self.spoke.append((at, speaker))

    def _named(self, source: Source) -> Speaker:
        source = self._nominative(source)
        organisation = self._organisation_named(source.name)
        person = self.person(source.name)
        if person is None and organisation is not None:
            return Speaker(organisation.name, kind=Kind.ORGANISATION)
        if person is None:
            return Speaker(source.text, source.role, kind=source.kind)
        if source.gender in ("m", "f") and not person.gender:
            person.gender = source.gender
        return Speaker(person.name, source.role or person.role_at(source.start), person, kind=Kind.PERSON)

    def _nominative(self, source: Source) -> Source:
        """The source with name and role in the nominative, where the language inflects."""
        lex = self.lexicon
        if not lex.lemmas:
            return source
        name, gender = source.name, ""
        if source.kind is Kind.PERSON and " " in name:
            name, gender = person_nominative(name, oblique=source.oblique)
        elif source.oblique and self.person(name) is None:
            name = surname_nominative(name) or name_nominative(name)
        role = phrase_nominative(source.role.split(), lex.lemmas) if source.role and source.oblique else source.role
        return replace(source, name=name, text=name, role=role, gender=source.gender or gender)

    def person(self, name: str) -> Person | None:
        """The person known by a full name, a surname, or an inflected form of one."""
        key = name.lower()
        for person in self.people:
            if person.name.lower() == key:
                return person.fullest()
        surname = key.rsplit(" ", 1)[-1]
        same = [p for p in self.people if p.surname == surname or surname in p.forms]
        if not same and " " not in key:
            same = [p for p in self.people if p.name.lower().split()[0] == key and p.fuller is None]
            same = same if len({p.fullest().name for p in same}) == 1 else []
        if " " in key:
            given = key.split(" ", 1)[0]
            same = [p for p in same if p.matches_given(given)]
        return max(same, key=lambda p: (p.sure, p.mentions)).fullest() if same else None

    def _role(self, source: Source, at: int) -> Speaker:
        if not source.definite and self.lexicon.definite and not self.lexicon.lemmas:
            return self._remember(source, Speaker(source.text, kind=source.kind))
        if (earlier := self._unnamed_before(source)) is not None:
            return earlier
        wanted = self._synonyms(source.head)
        further = [w for w in source.text.lower().split() if w != source.head and len(w) > 3]
        spoken = [s.person for _, s in reversed(self.spoke) if s.person]
        for person in [*spoken, *sorted(self._before(at), key=lambda p: -p.first)]:
            if person.has_role(wanted) and person.shares_role(further):
                return Speaker(person.name, person.role_at(at), person, kind=Kind.PERSON)
        definite = source.definite or bool(self.lexicon.lemmas)
        last = self._last_person(at, source.gender) if definite and not further else None
        plain = source.head in self.lexicon.role_plain or (bool(self.lexicon.lemmas) and bool(source.gender))
        if last and last.person and (plain or not last.person.roles):
            return last
        return Speaker(source.text, kind=source.kind)

    def _before(self, at: int) -> list[Person]:
        return [p for p in self.people if p.first < at]

    def _synonyms(self, head: str) -> frozenset[str]:
        found = {head}
        for group in self.lexicon.role_synonyms:
            if head in group:
                found |= group
        return frozenset(found)

    def _pronoun(self, source: Source, at: int) -> Speaker | None:
        if source.gender in ("m", "f"):
            return self._last_person(at, source.gender, unnamed=True)
        near = [s for offset, s in reversed(self.spoke) if at - offset < _NEAR]
        if source.gender == "n":
            return self._last_organisation(at) or next(
                (s for s in near[:2] if s.person is None or not s.person.gender), None
            )
        return next((s for s in near if s.plural), None) or (near[0] if near else None)

    def _last_organisation(self, at: int) -> Speaker | None:
        """The organisation that spoke or was named last."""
        spoke = [(o, s) for o, s in self.spoke if s.kind is Kind.ORGANISATION and o < at and at - o < _NEAR]
        named = [(o.last_before(at), Speaker(o.name, kind=Kind.ORGANISATION)) for o in self.organisations]
        found = [*spoke[-1:], *((offset, s) for offset, s in named if offset >= 0 and at - offset < _NEAR)]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def _last_person(self, at: int, gender: str, *, unnamed: bool = False) -> Speaker | None:
        """The last one to speak, unless somebody else has been the subject of a sentence since."""
        spoken, since = None, -1
        for offset, speaker in reversed(self.spoke):
            if unnamed and speaker.kind in (Kind.ROLE, Kind.OTHER) and not speaker.plural and at - offset < _NEAR:
                spoken, since = speaker, offset
                break
            if speaker.person and speaker.person.may_be(gender) and at - offset < _NEAR:
                spoken, since = speaker, offset
                break
        newer = [
            (offset, person)
            for person in self.people
            for offset in person.subject_at
            if since < offset < at and at - offset < _NEAR and person.may_be(gender)
        ]
        if newer:
            person = max(newer, key=lambda pair: pair[0])[1].fullest()
            return Speaker(person.name, person.role_at(at), person, kind=Kind.PERSON)
        if spoken:
            return spoken
        mentioned = [
            (offset, p) for p in self.people for offset in p.at if offset < at and at - offset < _NEAR and p.may_be(gender)
        ]
        if not mentioned:
            return None
        person = max(mentioned, key=lambda pair: pair[0])[1].fullest()
        return Speaker(person.name, person.role_at(at), person, kind=Kind.PERSON)

    def protagonist(self) -> Speaker | None:
        """Whom the article is about: the person it names most."""
        if not self.people:
            return None
        person = max(self.people, key=lambda p: (bool(p.roles), p.mentions, -p.first)).fullest()
        return Speaker(person.name, person.role_at(person.first), person, kind=Kind.PERSON)

    def knows(self, speaker: Speaker) -> bool:
        """Whether the article names the speaker elsewhere too."""
        if speaker.person is not None or self._organisation_named(speaker.name) is not None:
            return True
        return self.article.count(speaker.name) > 1

    # -- organisations, documents, carriers

    def _organisation_named(self, name: str) -> Organisation | None:
        key = name.lower()
        for organisation in self.organisations:
            if key in (organisation.name.lower(), organisation.acronym.lower()) or key in organisation.forms:
                return organisation
        return None

    def _organisation(self, source: Source, at: int) -> Speaker:
        if source.oblique and self.lexicon.lemmas:
            text = phrase_nominative(source.text.split(), self.lexicon.lemmas)
            source = replace(source, text=text, name=text if source.name else "", oblique=False)
        source = self._without_genitive(source)
        known = self._organisation_named(source.name or source.text) or (
            self._organisation_named(source.acronym) if source.acronym else None
        )
        if known is not None:
            return Speaker(known.name, kind=Kind.ORGANISATION)
        definite = source.definite or bool(self.lexicon.lemmas)
        if source.name or not definite or " " in source.text:
            return Speaker(source.text, kind=Kind.ORGANISATION)
        named = [o for o in self.organisations if source.head in o.heads and o.first < at]
        if named:
            return Speaker(max(named, key=lambda o: o.last_before(at)).name, kind=Kind.ORGANISATION)
        if source.head in self.lexicon.generic_outlets:
            return Speaker(self._last_outlet(at) or source.text, kind=Kind.ORGANISATION)
        if source.head in self.lexicon.companies:
            spoken = [s for _, s in reversed(self.spoke) if s.person is None and s.name[:1].isupper()]
            if spoken:
                return spoken[0]
        return Speaker(source.text, kind=Kind.ORGANISATION)

    def _without_genitive(self, source: Source) -> Source:
        """German 'nach Angaben des Ministeriums'."""
        stem = source.text[:-1]
        if not (self.lexicon.nouns_capitalised and source.oblique and source.text.endswith("s") and " " not in stem):
            return source
        known = stem.lower().endswith(tuple(self.lexicon.organisations))
        return replace(source, text=stem, name=stem if source.name else "", head=stem.lower()) if known else source

    def _document(self, source: Source, at: int) -> Speaker:
        if source.issuer:
            issuer = self.phrases.source(source.issuer)
            if issuer is not None and self.lexicon.lemmas:
                issuer = replace(issuer, oblique=True)
            if issuer is not None and issuer.kind is not Kind.OTHER:
                found = self.resolve(issuer, at)
                if found is not None:
                    self.documents[source.head] = found
                    return found
        if source.owner and source.head in self.lexicon.transparent:
            owner = self._pronoun(Source(Kind.PRONOUN, "", gender=source.owner), at)
            if owner is not None:
                return owner
        if source.definite and not source.via and (known := self._document_before(source.head)):
            return known
        speaker = Speaker(source.text, via=source.via, kind=source.kind)
        self.documents.setdefault(source.head, Speaker(source.text, kind=source.kind))
        return speaker

    def _document_before(self, head: str) -> Speaker | None:
        """Whoever 'the report' was found to be before, also under another noun ('the paper' for a study)."""
        same = next((group for group in self.lexicon.document_synonyms if head in group), frozenset([head]))
        return self.documents.get(head) or next((s for h, s in self.documents.items() if h in same), None)

    def carriers(self, via: Sequence[Carrier | Source], claimant: Speaker | None, at: int) -> tuple[str, ...]:
        """The names of the carriers, outwards, each once; persons told and the outlet itself are left out."""
        names: list[str] = []
        for item in via:
            name = self._carrier_name(item, at)
            if name and name not in names and (claimant is None or name != claimant.name):
                names.append(name)
        self.carried += [name for name in names if name not in PLATFORMS.values()]
        return tuple(names)

    def _carrier_name(self, item: Carrier | Source, at: int) -> str | None:
        if isinstance(item, Source):
            speaker = self.resolve(item, at)
            return speaker.name if speaker and (speaker.name[:1].isupper() or item.kind is Kind.ROLE) else None
        if not item.name:
            return self._last_outlet(at)
        if self.lexicon.lemmas:
            name = self._seen_nominative(item.name) if item.quoted else self._carrier_nominative(item.name)
            item = replace(item, name=name or item.name)
        organisation = self._organisation_named(item.name)
        if organisation is not None:
            return organisation.name
        if self.person(item.name) is not None and not is_media(item.name):
            return None
        if self.outlet and item.name.casefold() == self.outlet.casefold():
            return None
        return item.name

    def _carrier_nominative(self, name: str) -> str:
        if self._organisation_named(name) or name in PLATFORMS.values():
            return name
        parts = name.split()
        seen = [self._seen_nominative(part) for part in parts]
        if len(parts) == 1 and seen[0]:
            return seen[0]
        return phrase_nominative(parts, self.lexicon.lemmas)

    def _seen_nominative(self, word: str) -> str:
        """The word in the form of a dictionary, if the article has that form somewhere."""
        for cut in (1, 2, 3):
            for ending in ("", "й", "ь", "а", "я", "о", "е"):
                form = word[: len(word) - cut] + ending
                if len(form) > 3 and form != word and form in self.capitals:
                    return form
        return ""

    def _last_outlet(self, at: int) -> str | None:
        if self.carried:
            return self.carried[-1]
        named = [o for o in self.organisations if o.first < at and is_media(o.name)]
        return max(named, key=lambda o: o.last_before(at)).name if named else None
