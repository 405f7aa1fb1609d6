"""The minimal pairs of tests/data, read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "data" / "minimal_pairs.txt"
KINDS = {"n": "number", "p": "name", "t": "date", "l": "place", "d": "direction"}
_SLOT = re.compile(r"\{(\w):([^~}]*)~([^}]*)\}")


@dataclass(frozen=True)
class Item:
    """A claim, what is another claim but for a word (by kind of change), and the same claim reworded."""

    claim: str
    changed: dict[str, str]
    paraphrase: str


def items() -> list[Item]:
    return list(_items())


def _items() -> Iterator[Item]:
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for template, denial, paraphrase in zip(*[iter(lines)] * 3, strict=True):
        changed = {KINDS[slot[1]]: _filled(template, changing=slot[1]) for slot in _SLOT.finditer(template)}
        yield Item(_filled(template), changed | {"negation": denial[2:]}, paraphrase[2:])


def _filled(template: str, *, changing: str = "") -> str:
    return _SLOT.sub(lambda slot: slot[3] if slot[1] == changing else slot[2], template)
