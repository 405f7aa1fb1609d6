"""Long alternations made quick: what starts with a word is tried only where a word starts.

A pattern of a hundred alternatives, most of them `\\b…` or `^…`, is otherwise tried a hundred times at each
character. Where it is found may change, not whether.
"""

from __future__ import annotations

import re

_NEVER = r"(?!)"
_EDGES = ("^", r"\b", "")
_PARTS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]")


class ByEdge:
    """A pattern found in the same texts, its alternatives sorted by what they start with."""

    def __init__(self, pattern: str) -> None:
        sorts: dict[str, list[str]] = {edge: [] for edge in _EDGES}
        for alternative in _alternatives(pattern):
            edge = next(edge for edge in _EDGES if alternative.startswith(edge))
            sorts[edge].append(alternative.removeprefix(edge))
        start, *further = (f"{edge}(?:{'|'.join(same)})" if same else "" for edge, same in sorts.items())
        self.start = re.compile(start or _NEVER)
        """What is found only where the text starts."""
        self.further = re.compile("|".join(filter(None, further)) or _NEVER)

    def is_in(self, text: str) -> bool:
        """Whether the pattern is found in a text."""
        return self.start.match(text) is not None or self.further.search(text) is not None


def _alternatives(pattern: str) -> list[str]:
    """The parts of a pattern between the bars that stand outside all brackets."""
    found, start, depth = [], 0, 0
    for match in _PARTS.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(match.group(), 0)
        if match.group() == "|" and not depth:
            found.append(pattern[start : match.start()])
            start = match.end()
    return [*found, pattern[start:]]
