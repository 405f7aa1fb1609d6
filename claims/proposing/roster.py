"""Everybody an article names and who spoke in it so far, to be looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from claims.proposing.lexicon.base import Lexicon
from claims.proposing.members import Mentions, NameIndex, Organisation, Person
from claims.proposing.nounphrases import PhraseReader
from claims.proposing.source import Kind

NEAR = 2500
"""Characters back from a pronoun within which whoever it means must have been named."""


class Speaker(NamedTuple):
    """Whom a source turned out to be: the fullest name, the role, and whether a single person is meant."""

    name: str
    role: str | None = None
    person: Person | None = None
    plural: bool = False
    via: tuple[str, ...] = ()
    kind: Kind = Kind.OTHER


def person_speaker(person: Person) -> Speaker:
    """A person as a speaker, by the fullest name."""
    fullest = person.fullest()
    return Speaker(fullest.name, fullest.role or person.role, fullest, kind=Kind.PERSON)


@dataclass
class Roster:
    """An article's people and organisations, filled beforehand, and its speakers, filled while reading."""

    article: str
    lexicon: Lexicon
    phrases: PhraseReader
    outlet: str | None = None
    people: list[Person] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    unsure: list[Person] = field(default_factory=list)
    spoke: list[tuple[int, Speaker]] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    documents: dict[str, Speaker] = field(default_factory=dict)
    unnamed: dict[str, Speaker] = field(default_factory=dict)
    capitals: frozenset[str] = frozenset()
    _asked: dict[str, Person | None] = field(default_factory=dict)
    """Whom the names asked for so far mean."""

    def note(self, speaker: Speaker, at: int) -> None:
        """Remembers who spoke last."""
        self.spoke.append((at, speaker))

    def person(self, name: str) -> Person | None:
        """The person known by a full name, a surname, a given name, or an inflected form of one."""
        if name not in self._asked:
            self._asked[name] = self._person(name.lower())
        return self._asked[name]

    def _person(self, key: str) -> Person | None:
        exact = self._index.full.get(key)
        if exact is not None:
            return exact.fullest()
        surname, alone = key.rsplit(" ", 1)[-1], " " not in key
        same = self._index.surnames.get(surname, [])
        if not alone:
            same = [p for p in same if p.matches_given(key.split(" ", 1)[0])]
        elif not same:
            same = self._by_given(key) or self._index.unsure.get(surname, [])
        return max(same, key=lambda p: (p.sure, p.mentions)).fullest() if same else None

    def _by_given(self, given: str) -> list[Person]:
        """Whoever alone bears a given name."""
        same = [p for p in self._index.given.get(given, []) if p.fuller is None]
        return same if len({p.fullest().name for p in same}) == 1 else []

    def organisation_named(self, name: str) -> Organisation | None:
        """The organisation known by a full name or an acronym."""
        return self._index.organisations.get(name.lower()) if name else None

    @cached_property
    def _index(self) -> NameIndex:
        return NameIndex.of(self.people, self.unsure, self.organisations)

    @cached_property
    def mentions(self) -> Mentions:
        """Every mention of a person or organisation, to be found by its place."""
        return Mentions.of(self.people, self.organisations)

    def spoke_near(self, at: int) -> Iterator[tuple[int, Speaker]]:
        """Who spoke in the text just before `at`, the last one first."""
        for offset, speaker in reversed(self.spoke):
            if at - offset >= NEAR:
                break
            yield offset, speaker

    def seen_nominative(self, word: str) -> str:
        """The word in the form of a dictionary, if the article has that form somewhere."""
        for cut in (1, 2, 3):
            for ending in ("", "й", "ь", "а", "я", "о", "е"):
                form = word[: len(word) - cut] + ending
                if len(form) > 3 and form != word and form in self.capitals:
                    return form
        return ""
