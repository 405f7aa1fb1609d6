"""What was found out about single words, kept because the same words come again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

MAX_KEPT = 60
"""Longer 'words' are none, and what was found out about them is not kept in memory."""
_MAX_WORDS = 1 << 14


class PerWord(dict[str, Value]):
    """Finds something out about a word when first asked; forgets everything when it knows too many words."""

    def __init__(self, find_out: Callable[[str], Value]) -> None:
        super().__init__()
        self._find_out = find_out

    def __missing__(self, word: str) -> Value:
        value = self._find_out(word)
        if len(word) <= MAX_KEPT:
            if len(self) >= _MAX_WORDS:
                self.clear()
            self[word] = value
        return value
