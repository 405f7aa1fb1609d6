"""The people and organisations of an article, each with its names, roles and places of mention."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Member = TypeVar("Member")


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
    _role_words: set[str] = field(default_factory=set)

    def add_role(self, at: int, role: str) -> None:
        """Notes what the article says at that place that they are."""
        self.roles.append((at, role))
        self._role_words.update(word.strip(",.") for word in role.lower().split())

    @property
    def mentions(self) -> int:
        """How often the name occurs."""
        return len(self.at)

    def fullest(self) -> Person:
        """The same person under the fullest name."""
        return self.fuller or self

    @property
    def role(self) -> str | None:
        """The role as first given; a plain rank or title only where the same place gives no more."""
        if not self.roles:
            return None
        first = [role for at, role in self.roles if at == self.roles[0][0]]
        return max(first, key=lambda role: " " in role)

    def has_role(self, wanted: frozenset[str]) -> bool:
        """Whether one of the words is among the roles' words."""
        return not self._role_words.isdisjoint(wanted)

    def shares_role(self, further: Sequence[str]) -> bool:
        """Whether one of a mention's further words ('the *ministry's* spokesman') is in a role; True for
        none.
        """
        roles = " ".join(role.lower() for _, role in self.roles)
        return not further or any(word[: max(4, len(word) - 2)] in roles for word in further)

    def may_be(self, gender: str) -> bool:
        """Whether a pronoun of that gender may mean them."""
        return not gender or gender not in ("m", "f") or not self.gender or self.gender == gender

    def matches_given(self, given: str) -> bool:
        """Whether a given name or an initial may be theirs."""
        own = self.name.lower().split(" ", 1)[0]
        return (
            own == given
            or (own[0] == given.strip(".")[:1] and len(given.strip(".")) == 1)
            or own[:4] == given[:4]
        )


@dataclass(slots=True, eq=False)
class Organisation:
    """An organisation by its full name; `heads` are the nouns it may be called by alone."""

    name: str
    acronym: str
    heads: frozenset[str]
    first: int
    at: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NameIndex:
    """People and organisations by the names they may be called by, in lower case."""

    full: dict[str, Person]
    surnames: dict[str, list[Person]]
    given: dict[str, list[Person]]
    unsure: dict[str, list[Person]]
    organisations: dict[str, Organisation]

    @classmethod
    def of(
        cls, people: Sequence[Person], unsure: Sequence[Person], organisations: Sequence[Organisation]
    ) -> NameIndex:
        """The index of an article's people and organisations; of two with a name, the first has it."""
        index = cls({}, {}, {}, {}, {})
        for person in people:
            index.full.setdefault(person.name.lower(), person)
            for form in {person.surname, *person.forms}:
                index.surnames.setdefault(form, []).append(person)
            index.given.setdefault(person.name.lower().split(" ", 1)[0], []).append(person)
        for person in unsure:
            for part in {person.surname, person.name.lower().split(" ", 1)[0]}:
                index.unsure.setdefault(part, []).append(person)
        for organisation in organisations:
            if organisation.acronym:
                index.organisations.setdefault(organisation.acronym.lower(), organisation)
        for organisation in organisations:
            index.organisations.setdefault(organisation.name.lower(), organisation)
        return index


@dataclass(frozen=True, slots=True)
class Mentions:
    """The places where people (as subjects, or at all) and organisations are named, in order."""

    subjects: list[tuple[int, Person]]
    people: list[tuple[int, Person]]
    organisations: list[tuple[int, Organisation]]

    @classmethod
    def of(cls, people: Sequence[Person], organisations: Sequence[Organisation]) -> Mentions:
        """Every mention of these."""
        return cls(
            sorted(((at, p) for p in people for at in p.subject_at), key=_place),
            sorted(((at, p) for p in people for at in p.at), key=_place),
            sorted(((at, o) for o in organisations for at in o.at), key=_place),
        )


def _place(mention: tuple[int, object]) -> int:
    return mention[0]


def before(mentions: Sequence[tuple[int, Member]], start: int, end: int) -> Iterator[tuple[int, Member]]:
    """The mentions from `start` up to `end`, the last one first."""
    at = bisect.bisect_left(mentions, end, key=_place) - 1
    while at >= 0 and mentions[at][0] >= start:
        yield mentions[at]
        at -= 1
