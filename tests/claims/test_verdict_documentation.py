"""The tables of docs/verdicts.md are those of the code."""

from __future__ import annotations

from pathlib import Path

from claims.roles import MEANINGS, RIGHTS, Role
from claims.rules import EVENT_TYPES, NEEDS, SIDES, TRANSITIONS, Kind

GUIDE = (Path(__file__).parents[2] / "docs" / "verdicts.md").read_text(encoding="utf-8")


def table(header: str) -> list[list[str]]:
    """The rows of the table with that first row, without it."""
    lines = GUIDE.splitlines()
    start = lines.index(header) + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_what_may_follow_what() -> None:
    documented = {after: set(come.split(", ")) for after, come in table("| after | may come |")}
    assert documented == {str(last or "nothing"): set(kinds) for last, kinds in TRANSITIONS.items()}


def test_what_each_kind_carries() -> None:
    documented = table("| kind | rating | reason | note to the readers | event |")
    assert documented == [
        [
            kind.value,
            "required" if NEEDS[kind].rating else "none",
            "required" if NEEDS[kind].reason else "optional",
            "required" if NEEDS[kind].note else "none",
            f"`{EVENT_TYPES[kind]}`",
        ]
        for kind in Kind
    ]


def test_who_may_do_what() -> None:
    documented = table(f"| right | {' | '.join(Role)} |")
    assert documented == [
        [meaning.removeprefix("Can "), *("yes" if right in RIGHTS[role] else "no" for role in Role)]
        for right, meaning in MEANINGS.items()
    ]


def test_which_side_a_normalised_verdict_is_on() -> None:
    documented = dict(table("| normalised | side |"))
    assert documented == {value.value: str(side or "none") for value, side in SIDES.items()}
