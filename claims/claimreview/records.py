"""Finding ClaimReviews in whatever holds them: JSON, JSON lines, feeds, pages, texts within texts."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from claims.claimreview.lenient_json import loads
from claims.claimreview.notes import Code, Note, Notes, RecordRefused
from claims.claimreview.read import review_read
from claims.claimreview.review import Review
from claims.claimreview.values import urls_of

logger = logging.getLogger(__name__)

_TOKEN = re.compile(
    r'(?<!\\)\\*+["\'](?:https?:\\*/\\*/schema\.org\\*/|schema:)?ClaimReview\\*["\']', re.IGNORECASE
)
_PAGE = re.compile(r"<(?:!doctype|html|head|body|script|article|div)\b", re.IGNORECASE)
_ALL = {"html", "body"}
_MAX_DEPTH = 60
_CUT = Note(Code.CUT_SHORT, "the page does not end; what was behind it is not known")
_FAILED = Note(Code.FAILED, "the registry failed to read it: tell its keeper, whose log says more")


@dataclass(frozen=True)
class Record:
    """One ClaimReview that was met: read, with what was repaired in it, or refused with the reason.

    Without either, its notes are of the text as such.
    `line` counts from 1 in what was read; `name` is the address it has, as far as one was found.
    """

    line: int
    review: Review | None
    notes: tuple[Note, ...] = ()
    refusal: Note | None = None
    name: str = ""


def records_read(text: str, *, base: str = "", first_line: int = 1) -> Iterator[Record]:
    """Every ClaimReview in the text, in its order. `base` is the address of the page, where it is known."""
    try:
        yield from _read(text, base, first_line)
    except Exception:
        logger.exception("a text could not be looked through for ClaimReviews")
        yield Record(first_line, None, (), _FAILED, base)


def _read(text: str, base: str, first_line: int) -> Iterator[Record]:
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start not in {"{", "[", "\\"} and _PAGE.search(text[:20_000]):
        page = _Scripts()
        page.feed(text)
        page.close()
        for line, block in page.blocks:
            if _TOKEN.search(block) or "claimreview" in block.lower():
                yield from _block(block, base or page.address, first_line + line - 1)
        if not page.is_whole:
            yield Record(first_line + text.count("\n"), None, (_CUT,), None, base or page.address)
    elif _is_lines(text):
        for number, one in enumerate(text.split("\n"), start=first_line):
            if one.strip():
                yield from _block(one, base, number)
    else:
        yield from _block(text, base, first_line)


def _is_lines(text: str) -> bool:
    """Whether it is JSON lines: several lines, of which one of the first stands by itself."""
    lines = [line for line in text.lstrip("\ufeff")[:2_000_000].split("\n") if line.strip()][:5]
    return len(lines) > 1 and any(_stands_alone(line) for line in lines)


def _stands_alone(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


class _Scripts(HTMLParser):
    """The JSON-LD of a page, with the lines it starts at, and the page's own address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[tuple[int, str]] = []
        self.address = ""
        self._inside: list[str] | None = None
        self._open = False
        self._line = 1

    @property
    def is_whole(self) -> bool:
        """Whether it ends, so that no ClaimReview was lost with its end."""
        return not self._open and self._inside is None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and "ld+json" in given.get("type", "").lower():
            self._inside, self._line = [], self.getpos()[0]
        elif tag == "link" and given.get("rel", "").lower() == "canonical":
            self.address = self.address or given.get("href", "")
        elif tag in _ALL:
            self._open = True

    def handle_data(self, data: str) -> None:
        if self._inside is not None:
            self._inside.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._inside is not None:
            self.blocks.append((self._line, "".join(self._inside)))
            self._inside = None
        elif tag in _ALL:
            self._open = False


def _block(text: str, base: str, first_line: int) -> Iterator[Record]:
    lines = iter(_lines(text, first_line))
    try:
        values, notes = loads(text)
    except RecordRefused as refusal:
        if _TOKEN.search(text):
            yield Record(next(lines), None, (), refusal.note, base)
        return
    line = first_line
    for value in values:
        for found, more in _found(value):
            if isinstance(found, Note):
                yield Record(line, None, (*notes, *more), found, base)
            else:
                line = next(lines)
                yield _record(found, (*notes, *more), base, line)


def _lines(text: str, first_line: int) -> Iterator[int]:
    """The line of each mention of the type, in the order of the text; the last one again after the last."""
    line, at = first_line, 0
    for found in _TOKEN.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        yield line
    while True:
        yield line


def _record(found: Mapping[str, Any], notes: tuple[Note, ...], base: str, line: int) -> Record:
    name = next(iter(urls_of(found.get("url"), Notes(), "url", base=base)), base)
    try:
        review, said = review_read(found, base=base, notes=notes)
    except RecordRefused as refusal:
        return Record(line, None, notes, refusal.note, name[:2048])
    except Exception:
        logger.exception("a ClaimReview could not be read")
        return Record(line, None, notes, _FAILED, name[:2048])
    return Record(line, review, said, None, review.url)


def _found(
    value: object, notes: tuple[Note, ...] = (), depth: int = 0
) -> Iterator[tuple[Mapping[str, Any] | Note, tuple[Note, ...]]]:
    """The ClaimReviews within a value, each with the notes of the texts it was unwrapped from."""
    if depth > _MAX_DEPTH:
        yield Note(Code.INVALID_JSON, f"the JSON is nested deeper than {_MAX_DEPTH} levels"), notes
        return
    if isinstance(value, str):
        if "{" in value and "claimreview" in value.lower():
            yield from _within_text(value, notes, depth)
    elif isinstance(value, list):
        for one in value:
            yield from _found(one, notes, depth + 1)
    elif isinstance(value, Mapping):
        if is_claim_review(value):
            yield value, notes
            return
        for name, member in value.items():
            if name == "item":
                empty = [one for one in (member if isinstance(member, list) else [member]) if not one]
                yield from ((Note(Code.NULL_ITEM, "an item of the feed is null"), notes) for _ in empty)
            yield from _found(member, notes, depth + 1)


def _within_text(
    text: str, notes: tuple[Note, ...], depth: int
) -> Iterator[tuple[Mapping[str, Any] | Note, tuple[Note, ...]]]:
    try:
        values, more = loads(text)
    except RecordRefused as refusal:
        if _TOKEN.search(text):
            yield refusal.note, notes
        return
    yield from _found(values, (*notes, *more), depth + 1)


def is_claim_review(value: Mapping[str, Any]) -> bool:
    """Whether the object says so itself, under `@type` or `type`, in any spelling of the name."""
    kinds = value.get("@type", value.get("type"))
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(
        isinstance(name, str) and re.split("[/:#]", name.strip())[-1].lower() == "claimreview"
        for name in names
    )
