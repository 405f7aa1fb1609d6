"""Objects whose members may be misspelt, wrapped, listed where one is meant, or a mere text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claims.claimreview.notes import Code, Notes


@dataclass(frozen=True)
class Thing:
    """An object of schema.org; its members are found in any case, with or without a `schema:` before them."""

    members: Mapping[str, Any]

    @classmethod
    def of(cls, found: Mapping[str, Any], notes: Notes) -> Thing:
        """With the members of a nested `properties` beside its own."""
        members = {_plain(name): value for name, value in found.items() if isinstance(name, str)}
        nested = members.get("properties")
        if isinstance(nested, Mapping):
            notes.add(Code.NESTED_PROPERTIES, "its members are nested in `properties`")
            inner = {_plain(name): _single(value) for name, value in nested.items()}
            members = {**inner, **{name: value for name, value in members.items() if name != "properties"}}
        return cls(members)

    def get(self, name: str) -> Any:
        """The member, None where there is none."""
        return self.members.get(name.lower())

    @property
    def kinds(self) -> tuple[str, ...]:
        """Its types, by their bare names."""
        given = self.members.get("@type", self.members.get("type"))
        names = given if isinstance(given, list) else [given]
        return tuple(name.rpartition("/")[2].rpartition(":")[2] for name in names if isinstance(name, str))


def things(value: object, notes: Notes, name: str, *, under: str = "name") -> list[Thing]:
    """The objects there: one, several, or texts, each taken for the member `under` of an object."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Mapping):
            found.append(Thing.of(one, notes))
        elif isinstance(one, str) and one.strip():
            notes.add(Code.TEXT_FOR_OBJECT, f"{name} is a text where an object belongs")
            found.append(Thing({under: one}))
    return found


def _plain(name: str) -> str:
    return name.strip().lower().removeprefix("https://schema.org/").removeprefix("schema:")


def _single(value: object) -> object:
    return value[0] if isinstance(value, list) and len(value) == 1 else value
