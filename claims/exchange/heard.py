"""What a sender said under one name before, and whether that is new which a row says now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

_ROWS, _HELD = "rows", "held"
_SHORT = 16
"""Hexadecimal digits of a row's digest: they tell the few rows of one name apart."""


class Place(NamedTuple):
    """Where a row stands: in which import, and on which line of its body."""

    job: str
    line: int


class Heard:
    """What is noted of the rows of one name, `said`, which is kept up to date, read beside a row that came.

    Of each part of what rows say (the claim's wording, a publisher's verdict) all digests are noted, in the
    order in which they became the sender's word. A file may have several rows of one name, as a table has
    that lists each of a publisher's verdicts: when it is sent again, its first rows say what they said
    before, and only its last tells whether the sender returned to that. So it is held until the import's end.
    """

    def __init__(self, said: dict[str, Any], *, last: str, row: str, at: Place | None) -> None:
        """`last` and `row` are digests of whole rows; without a place nothing is held."""
        self._said, self._at = said, at
        self._is_whole = _ROWS in said
        rows = dict.fromkeys([*said.get(_ROWS, []), *filter(None, [last[:_SHORT]])])
        self.knows_row = row[:_SHORT] in rows
        said[_ROWS] = [*rows, *([] if self.knows_row else [row[:_SHORT]])]
        if at and said.get(_HELD, {}).get("job") != at.job:
            said.pop(_HELD, None)

    @property
    def holds(self) -> bool:
        """Whether something is held until the import's end."""
        return _HELD in self._said

    def is_new(
        self, of: str, digest: str, *, formerly: str = "", was_said: Callable[[], bool] = lambda: False
    ) -> bool:
        """Whether the sender's word of this part is another now, which is noted.

        `was_said` tells it of a time when only the last word was noted, and `formerly` is what the part was
        called then.
        """
        given = self._said.get(of, self._said.pop(formerly, []))
        words = [given] if isinstance(given, str) else list(given)
        self._let_go(of)
        if words[-1:] == [digest]:
            return False
        is_again = digest in words or (not self._is_whole and was_said())
        if self.knows_row and not is_again:
            # Two verdicts of the row were one publisher's here.
            return False
        if is_again and self._at:
            self._hold(of, self._at)
            words = words if digest in words else [digest, *words]
        else:
            words = [*(one for one in words if one != digest), digest]
        self._said[of] = words if len(words) > 1 else words[0]
        return not self.holds_of(of)

    def holds_of(self, of: str) -> bool:
        """Whether what was said of this part is held."""
        return of in self._said.get(_HELD, {}).get("of", {})

    def _hold(self, of: str, at: Place) -> None:
        held = self._said.setdefault(_HELD, {"job": at.job, "of": {}, "changed": []})
        held["of"][of] = at.line

    def note_changed(self) -> None:
        """That the row, of which something is held, changed something else and was counted for that."""
        if self._at and self.holds:
            self._said[_HELD]["changed"].append(self._at.line)

    def _let_go(self, of: str) -> None:
        held = self._said.get(_HELD, {"of": {}})["of"]
        held.pop(of, None)
        if not held:
            self._said.pop(_HELD, None)


class Held(NamedTuple):
    """What is held of one name until the end of an import, `job`.

    `parts` by the lines that said them; of the lines `counted` something else changed, and was counted.
    """

    job: str
    parts: dict[int, list[str]]
    counted: list[int]


def held_of(said: dict[str, Any]) -> Held:
    """Of no import, and nothing, where nothing is held."""
    held = said.get(_HELD, {"job": "", "of": {}, "changed": []})
    parts: dict[int, list[str]] = {}
    for of, line in held["of"].items():
        parts.setdefault(line, []).append(of)
    return Held(held["job"], parts, held["changed"])
