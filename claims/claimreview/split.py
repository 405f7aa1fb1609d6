"""Splitting what may be of any size into pieces to be read one by one: lines, elements of a feed, pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

LARGEST = 16 * 1024 * 1024
"""Of one piece, in characters; a feed of any size is split into its elements."""
_HEAD = 256 * 1024
_LIST = re.compile(r'\s*\[|\s*\{(?:[^\[\]]|\[[^\[\]{}]*\])*?"dataFeedElement"\s*:\s*\[', re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,]*")
_MARKS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|(?P<endless>))|[{}\[\]]', re.DOTALL)
_BRACKETS = re.compile(r"[{}\[\]]")
_DECODER = json.JSONDecoder(strict=False)


class TooLarge(ValueError):
    """One piece is larger than any may be."""


class CutShort(ValueError):
    """The text ends in the middle of its list, on that line; all the pieces before were read."""

    def __init__(self, line: int) -> None:
        super().__init__("the list does not end; what was behind it is not known")
        self.line = line


def pieces_of(chunks: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each piece with the line, from 1, on which it starts. Raises TooLarge, CutShort."""
    text = _Text(iter(chunks))
    text.fill(_HEAD)
    head = text.waiting.lstrip("\ufeff")
    text.drop(len(text.waiting) - len(head))
    if found := _LIST.match(head):
        text.drop(found.end())
        yield from _elements(text)
    elif head.lstrip().startswith("{") and _is_lines(head):
        yield from _lines(text)
    else:
        text.fill(LARGEST + 1)
        if len(text.waiting) > LARGEST:
            raise TooLarge(f"a page or document may have {LARGEST:,} characters")
        yield text.line, text.waiting


class _Text:
    """What is read but not used, and where it stands."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self.waiting = ""
        self.line = 1
        self.ended = False

    def fill(self, size: int) -> None:
        """Read on until so much waits, or all there is."""
        more = [self.waiting]
        have = len(self.waiting)
        while have < size and not self.ended:
            chunk = next(self._chunks, None)
            if chunk is None:
                self.ended = True
            else:
                more.append(chunk)
                have += len(chunk)
        self.waiting = "".join(more)

    def drop(self, count: int) -> None:
        """Forget what was used."""
        self.line += self.waiting.count("\n", 0, count)
        self.waiting = self.waiting[count:]


def _is_lines(head: str) -> bool:
    """Whether one of the first lines is an object by itself, and is not all there is."""
    lines = head.split("\n", 5)
    for line in lines[:5]:
        try:
            alone = isinstance(json.loads(line), dict)
        except (ValueError, RecursionError):
            continue
        return alone and len([line for line in lines if line.strip()]) > 1
    return False


def _lines(text: _Text) -> Iterator[tuple[int, str]]:
    while text.waiting or not text.ended:
        while (end := text.waiting.find("\n")) < 0 and not text.ended:
            text.fill(2 * len(text.waiting) + _HEAD)
            if len(text.waiting) > LARGEST:
                raise TooLarge(f"a line may have {LARGEST:,} characters")
        size = end + 1 if end >= 0 else len(text.waiting)
        if (line := text.waiting[:size]).strip():
            yield text.line, line
        text.drop(size)


def _elements(text: _Text) -> Iterator[tuple[int, str]]:
    """The elements of a list. What follows its end is not looked at."""
    while True:
        text.fill(_HEAD)
        text.drop(_BETWEEN.match(text.waiting).end())  # type: ignore[union-attr]  # it matches nothing, too
        if not text.waiting:
            if text.ended:
                raise CutShort(text.line)
            continue
        if text.waiting[0] == "]":
            return
        size = _element_size(text)
        yield text.line, text.waiting[:size]
        text.drop(size)


def _element_size(text: _Text) -> int:
    while True:
        try:
            return _DECODER.raw_decode(text.waiting)[1]
        except (ValueError, RecursionError):
            if text.ended or len(text.waiting) > LARGEST // 4:
                return _balanced(text.waiting)
            text.fill(2 * len(text.waiting))


def _balanced(waiting: str) -> int:
    """Up to where brackets balance, of an element that is not JSON; all there is where they never do."""
    depth = 0
    for found in _marks(waiting):
        mark = found[0]
        depth += (mark in "{[") - (mark in "}]") if len(mark) == 1 else 0
        if depth <= 0 and mark in "}]":
            return found.end()
    return len(waiting)


def _marks(waiting: str) -> Iterator[re.Match[str]]:
    """Texts and the brackets outside of them. Once a text does not end none behind it does: brackets only."""
    for found in _MARKS.finditer(waiting):
        if found["endless"] is None:
            yield found
        else:
            yield from _BRACKETS.finditer(waiting, found.start())
