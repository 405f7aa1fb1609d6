"""The people and organisations of one article, and whom each mention of them means."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from claims.proposing.cast_reader import CastReader
from claims.proposing.inflection import (
    name_nominative,
    person_nominative,
    phrase_nominative,
    surname_nominative,
)
from claims.proposing.lexicon.base import Lexicon
from claims.proposing.members import Person, before
from claims.proposing.nounphrases import PhraseReader
from claims.proposing.organisations import organisation
from claims.proposing.pronouns import by_pronoun, last_person
from claims.proposing.roster import Roster, Speaker, person_speaker
from claims.proposing.source import Kind, Source
from claims.proposing.tokens import Token

_OF_NATION = ("ський", "ська", "цький", "цька", "зький", "зька", "ский", "ская", "цкий", "цкая")
_JUST = 500
"""Characters within which whoever spoke last may be described anew."""
_MANY = ("ів", "їв", "ов", "ев", "ей")
"""Endings of genitives that tell of several, of whom the dictionary has one."""
_MAX_CANDIDATES = 200
"""As many people are looked at, at most, to find the bearer of a role."""


class Cast(Roster):
    """Finds out whom each mention of somebody means."""

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
        cast = cls(
            article, lexicon, phrases, outlet, reader.people(), reader.organisations(), reader.unsure()
        )
        if lexicon.lemmas:
            cast.capitals = frozenset(t.text for tokens in sentences for t in tokens if t.is_capital)
        return cast

    def resolve(self, source: Source, at: int) -> Speaker | None:
        """Whom the source means at that place; None where only a pronoun without a referent is left."""
        if source.kind is Kind.PRONOUN:
            return by_pronoun(self, source, at)
        if source.kind in (Kind.PERSON, Kind.NAME):
            return self._named(source)
        if source.kind is Kind.ROLE:
            return self._role(source, at)
        if source.kind is Kind.ORGANISATION:
            return organisation(self, source, at)
        if source.kind in (Kind.DOCUMENT, Kind.POSTS):
            return self._document(source, at)
        if self.lexicon.nouns_capitalised and (person := self.person(source.text)) is not None:
            return person_speaker(person)
        earlier = self._unnamed_before(source)
        if earlier is not None:
            return earlier
        if source.definite and source.kind is Kind.OTHER:
            last = last_person(self, at, source.gender)
            return last or Speaker(source.text, kind=source.kind)
        speaker = Speaker(source.text, plural=source.kind is Kind.GROUP, via=source.via, kind=source.kind)
        return self._remember(source, speaker)

    def _remember(self, source: Source, speaker: Speaker) -> Speaker:
        """Keeps an unnamed source for when it comes back as 'the officials'."""
        if source.head and not source.definite:
            self.unnamed[source.head] = speaker._replace(via=())
        return speaker

    def _unnamed_before(self, source: Source) -> Speaker | None:
        """'the officials' after 'two Western officials'."""
        known = self.unnamed.get(source.head) if source.definite else None
        if known is None or not set(source.text.lower().split()) <= set(known.name.lower().split()):
            return None
        return known

    def _named(self, source: Source) -> Speaker:
        source = self._nominative(source)
        organisation = self.organisation_named(source.name)
        person = self.person(source.name)
        if person is None and self._is_national(source) and (last := last_person(self, source.start, "")):
            return last
        if person is None and organisation is not None:
            return Speaker(organisation.name, kind=Kind.ORGANISATION)
        if person is None:
            return Speaker(source.text, source.role, kind=source.kind)
        if source.gender in ("m", "f") and not person.gender:
            person.gender = source.gender
        if source.role and not person.roles:
            person.add_role(source.start, source.role)
        return Speaker(person.name, person.role or source.role, person, kind=Kind.PERSON)

    def _is_national(self, source: Source) -> bool:
        """'the Italian', by whom the article means somebody it has named."""
        lex = self.lexicon
        if source.kind is not Kind.NAME or not source.name.lower().endswith(lex.nationals or ("\n",)):
            return False
        before = self.article[max(0, source.start - 8) : source.start].lower().split()
        return bool(before) and before[-1] in lex.definite

    def _nominative(self, source: Source) -> Source:
        """The source with name and role in the nominative, where the language inflects."""
        lex = self.lexicon
        if not lex.lemmas:
            return source
        name, gender = source.name, ""
        if source.kind is Kind.PERSON and " " in name:
            name, gender = person_nominative(name, self.lexicon.code, oblique=source.oblique)
        elif source.oblique and self.person(name) is None:
            name = surname_nominative(name) or name_nominative(name)
        role = (
            phrase_nominative(source.role.split(), lex.lemmas, self.lexicon.code)
            if source.role and source.oblique
            else source.role
        )
        return source._replace(name=name, text=name, role=role, gender=source.gender or gender)

    def _role(self, source: Source, at: int) -> Speaker:
        lex = self.lexicon
        if not source.definite and (source.via or not lex.lemmas):
            return self._remember(source, Speaker(source.text, via=source.via, kind=source.kind))
        if (earlier := self._unnamed_before(source)) is not None:
            return earlier
        wanted = self._synonyms(lex.lemmas.get(source.head, source.head))
        further = [w for w in source.text.lower().split() if not w.endswith(source.head) and len(w) > 3]
        for person in self._candidates(at):
            if person.has_role(wanted) and person.shares_role(further):
                return person_speaker(person)
        if not further:
            return self._role_alone(source, wanted, at)
        return self._described(source, wanted, further, at) or self._whoever(source)

    def _described(
        self, source: Source, wanted: frozenset[str], further: Sequence[str], at: int
    ) -> Speaker | None:
        """'the head of state', who was introduced as president; 'the Labour councillor', who just spoke."""
        lex = self.lexicon
        if all(word.removesuffix("'s") in lex.bodies for word in further):
            bearer = next((p for p in self._candidates(at) if p.has_role(wanted)), None)
            if bearer is not None:
                return person_speaker(bearer)
        tied = any(
            word.endswith(("'s", "’s", "s'", "s’")) or word in lex.organisations or word in lex.prepositions
            for word in further
        )
        foreign = all(word.endswith(_OF_NATION) for word in further)  # 'литовська міністерка'
        if tied or source.via or (lex.lemmas and not (foreign and source.gender)):
            return None
        offset, last = self.spoke[-1] if self.spoke else (0, None)
        if last is None or last.kind is not Kind.PERSON or at - offset >= _JUST:
            return None
        return last if last.person is None or last.person.may_be(source.gender) else None

    def _candidates(self, at: int) -> list[Person]:
        """Whom a role may mean: those who spoke, then those named before, the last one first, each once."""
        spoke = [s.person for _, s in self.spoke[: -_MAX_CANDIDATES - 1 : -1]]
        named = [p for _, p in islice(before(self.mentions.people, 0, at), _MAX_CANDIDATES)]
        return [person for person in dict.fromkeys([*spoke, *named]) if person is not None]

    def _role_alone(self, source: Source, wanted: frozenset[str], at: int) -> Speaker:
        """'the mayor' of whom nobody before is known as one: a later one, or whoever spoke last."""
        bearers = [p for p in islice(self.people, _MAX_CANDIDATES) if p.has_role(wanted)]
        if len(bearers) == 1 and source.definite:
            return person_speaker(bearers[0])
        last = last_person(self, at, source.gender, unnamed=source.head in self.lexicon.role_plain)
        if last and last.person is None and last.kind in (Kind.PERSON, Kind.ROLE):
            return last
        plain = source.head in self.lexicon.role_plain or (bool(self.lexicon.lemmas) and bool(source.gender))
        if last and last.person and (plain or not last.person.roles):
            return last
        return self._whoever(source)

    def _whoever(self, source: Source) -> Speaker:
        """Somebody known by what they are alone: 'за словами міністра' is said by a 'міністр'."""
        text, lemmas = source.text, self.lexicon.lemmas
        head = next((word for word in text.lower().split()[:4] if word in lemmas), "")
        if source.oblique and head and not head.endswith(_MANY):
            text = phrase_nominative(text.split(), lemmas, self.lexicon.code)
        return Speaker(text, kind=source.kind)

    def _synonyms(self, head: str) -> frozenset[str]:
        found = {head}
        for group in self.lexicon.role_synonyms:
            if head in group:
                found |= group
        return frozenset(found)

    def protagonist(self) -> Speaker | None:
        """Whom the article is about: the person it names most."""
        if not self.people:
            return None
        person = max(self.people, key=lambda p: (bool(p.roles), p.mentions, -p.first)).fullest()
        return person_speaker(person)

    def knows(self, speaker: Speaker) -> bool:
        """Whether the article names the speaker elsewhere too."""
        if speaker.kind is Kind.NAME and speaker.name.lower() not in self.lexicon.label_words:
            return bool(self.lexicon.label_words) or self.article.count(speaker.name) > 1
        if speaker.person is not None or self.organisation_named(speaker.name) is not None:
            return True
        return self.article.count(speaker.name) > 1

    def _document(self, source: Source, at: int) -> Speaker:
        if source.issuer:
            issuer = self.phrases.source(source.issuer)
            if issuer is not None and self.lexicon.lemmas:
                issuer = issuer._replace(oblique=True)
            if issuer is not None and issuer.kind is not Kind.OTHER:
                found = self.resolve(issuer, at)
                if found is not None:
                    self.documents[source.head] = found
                    return found
        if source.owner and source.head in self.lexicon.transparent:
            owner = by_pronoun(self, Source(Kind.PRONOUN, "", gender=source.owner), at)
            if owner is not None:
                return owner
        if source.definite and not source.via and (known := self._document_before(source.head)):
            return known
        if source.oblique and source.definite and source.head in self.lexicon.documents and self.spoke:
            offset, last = self.spoke[-1]  # 'ідеться у зведенні': of whoever was just said to have said it
            if at - offset < _JUST and last.kind is Kind.ORGANISATION:
                return last
        speaker = Speaker(source.text, via=source.via, kind=source.kind)
        self.documents.setdefault(source.head, Speaker(source.text, kind=source.kind))
        return speaker

    def _document_before(self, head: str) -> Speaker | None:
        """Whoever 'the report' was found to be before, also under another noun ('the paper' for a study)."""
        same = next((group for group in self.lexicon.document_synonyms if head in group), frozenset([head]))
        return self.documents.get(head) or next((s for h, s in self.documents.items() if h in same), None)
