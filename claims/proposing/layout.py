"""The lines of an article: which are prose, and which are headings, captions, lists of links and the like.

Nothing here looks inside a sentence. Prose comes out as `Block`s, each one paragraph (or one list item, or
one turn of a transcript); everything else is left out.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from claims.proposing.lexicon.base import Lexicon

_BULLET = re.compile(r"[ \t]*(?:[•●▪◦‣·*►▶→✔✓]|[-–—](?=\s|$)|\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))\s*")
_DASH = re.compile(r"[ \t]*[–—-]\s+")
_CLOSED = re.compile(r"[.!?…;:][\"'”“’»›)\]]*\s*$")
_SPEAKER = re.compile(r"([^\W\d_a-zа-яіїєґ][^:.!?\n\"“«]{0,70}?)\s*:\s+(?=\S)")
_DATELINE = re.compile(
    r"(?:[A-ZÀ-ÞА-ЯІЇЄҐ][\w.'’ -]{1,40}(?:,\s[^—–.!?\n]{1,45})?"
    r"\s*+(?:\([^)\n]{1,40}\)\s*+)?(?:[,.]\s*+)?(?:—|–|--|-)\s+)"
)
_ENDS = '.!?…:;"”»›)'
_MAX_HEADING = 200
_MIN_BODY = 60


class Line(NamedTuple):
    """A line or several wrapped ones, without its surrounding blanks."""

    start: int
    end: int
    after_blank: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of prose: `text[start:end]`.

    `kind` is 'body', 'item' (of a list) or 'turn' (of a transcript, by `speaker`); `dialogue` says that it
    opens with a dash; `dateline` is the piece before the first sentence, if any ('KOVEL, 3 March —',
    'BREAKING:').
    """

    start: int
    end: int
    kind: str = "body"
    speaker: str | None = None
    dialogue: bool = False
    dateline: tuple[int, int] | None = None
    introduces: bool = False
    """It ends in a colon: what follows is what it announces."""


@lru_cache(maxsize=16)
def _patterns(lexicon: Lexicon) -> dict[str, re.Pattern[str]]:
    none = r"(?!)"
    return {
        "section": re.compile(rf"\W*(?:{lexicon.read_also or none})\W*$", re.IGNORECASE),
        "inline": re.compile(rf"\W*(?:{lexicon.read_also or none})\s*[:|–—-]\s*\S", re.IGNORECASE),
        "footer": re.compile(rf"\W*(?:{lexicon.footers or none})\W*$", re.IGNORECASE),
        "boilerplate": re.compile(rf"\W*(?:{lexicon.boilerplate or none})", re.IGNORECASE),
        "flash": re.compile(rf"(?:{lexicon.flashes or none})\s?:\s+(?=\S)", re.IGNORECASE),
        "caption": re.compile(rf"\W*(?:{lexicon.captions or none})", re.IGNORECASE),
        "credit": re.compile(
            rf"(?:[.!?]|\s[|/–—-])\s*\(?(?:{lexicon.captions or none}).{{0,80}}$|"
            r"(?:\(|[/|©]\s?)[^()\n/|]{0,60}"
            r"(?:/[^()\n]{1,40}|©[^()\n]{1,40}|Getty Images|Reuters|AFP|AP|EPA)\)?\.?$",
            re.IGNORECASE,
        ),
        "byline": re.compile(rf"\W*(?:{lexicon.bylines or none})", re.IGNORECASE),
    }


def lines_of(text: str) -> list[Line]:
    """The non-blank lines; hard-wrapped ones joined into their paragraph."""
    raw = [Line(*span) for span in _raw_lines(text)]
    if not raw:
        return []
    wrapped = _is_wrapped(text, raw)
    joined = [raw[0]]
    for line in raw[1:]:
        last = joined[-1]
        if not line.after_blank and _continues(text, last, line, wrapped=wrapped):
            joined[-1] = Line(last.start, line.end, last.after_blank)
        else:
            joined.append(line)
    return joined


def _raw_lines(text: str) -> list[tuple[int, int, bool]]:
    found: list[tuple[int, int, bool]] = []
    at, blank = 0, True
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body:
            start = at + line.index(body[0])
            found.append((start, start + len(body), blank))
        blank = not body
        at += len(line)
    return found


def _is_wrapped(text: str, lines: list[Line]) -> bool:
    """Whether a column limit, not the author, broke the lines."""
    followed = [a.end - a.start for a, b in itertools.pairwise(lines) if not b.after_blank]
    if len(followed) < 3:
        return False
    broken = sum(
        1 for a, b in itertools.pairwise(lines) if not b.after_blank and text[a.end - 1] not in _ENDS
    )
    if broken < 0.5 * len(followed):
        return False
    widest = max(line.end - line.start for line in lines)
    full = sum(1 for length in followed if length >= widest - 18)
    return 40 <= widest <= 120 and full >= 0.7 * len(followed)


def _continues(text: str, last: Line, line: Line, *, wrapped: bool) -> bool:
    if _BULLET.match(text, line.start, line.end):
        return False
    if wrapped and last.end - last.start > 30:
        return True
    open_ended = text[last.end - 1] not in _ENDS
    return open_ended and text[line.start].islower() and last.end - last.start > 30


def blocks_of(
    text: str, lexicon: Lexicon, title: str | None = None, lines: list[Line] | None = None
) -> list[Block]:
    """The prose of `text`, in order; `lines` are its lines, where they are known."""
    return _Layout(text, lexicon, title, lines_of(text) if lines is None else lines).blocks()


def asides_of(lines: list[Line], blocks: list[Block]) -> list[tuple[int, int]]:
    """The spans of the lines that are no prose: headings, captions and the like, which name people too."""
    starts = {block.start for block in blocks} | {block.dateline[0] for block in blocks if block.dateline}
    ends = {block.end for block in blocks}
    return [(line.start, line.end) for line in lines if line.start not in starts and line.end not in ends]


class _Layout:
    def __init__(self, text: str, lexicon: Lexicon, title: str | None, lines: list[Line]) -> None:
        self.text = text
        self.patterns = _patterns(lexicon)
        self.lexicon = lexicon
        self.title = " ".join(title.split()).casefold() if title else None
        self.lines = lines
        self.speakers = self._speakers()
        self.skipping = False
        self.pending_bullet = False
        self.introduced = False

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        for number, line in enumerate(self.lines):
            body = self.text[line.start : line.end]
            if self._ends_article(body, number):
                break
            block = self._block(line, body)
            if block is not None:
                found.append(block)
                self.introduced = block.introduces or (self.introduced and block.kind == "item")
        return found

    def _ends_article(self, body: str, number: int) -> bool:
        return number > 2 and len(body) < 60 and self._is("footer", body)

    def _is(self, name: str, body: str) -> bool:
        return self.patterns[name].match(body) is not None

    def _block(self, line: Line, body: str) -> Block | None:
        if len(body) < _MIN_BODY + 20 and self._is("section", body) and body[-1] not in ".!?":
            self.skipping = True
            return None
        bullet = _BULLET.match(self.text, line.start, line.end)
        if bullet and bullet.end() == line.end:
            self.pending_bullet = True
            return None
        is_item, self.pending_bullet = bool(bullet) or self.pending_bullet, False
        if self.skipping and not self._resumes(body, is_item=is_item):
            return None
        self.skipping = False
        if self._left_out(body):
            return None
        if is_item:
            return self._item(line, bullet.end() if bullet else line.start)
        turn = self._turn(line)
        if turn is not None:
            return turn
        return self._paragraph(line, body)

    def _resumes(self, body: str, *, is_item: bool) -> bool:
        """Prose after a list of links: a full paragraph, not another link."""
        return not is_item and len(body) >= _MIN_BODY + 20 and bool(_CLOSED.search(body[-8:]))

    def _left_out(self, body: str) -> bool:
        if self.title is not None and " ".join(body.split()).casefold() == self.title:
            return True
        if self._is("inline", body) and len(body) < 250:
            return True
        if len(body) < 300 and (self._is("boilerplate", body) or self._is("byline", body)):
            return True
        if len(body) < 400 and self.patterns["credit"].search(body[-160:]):
            return True
        return len(body) < 300 and self._is("caption", body)

    def _item(self, line: Line, start: int) -> Block | None:
        closed = _CLOSED.search(self.text[max(start, line.end - 8) : line.end])
        dialogue = _DASH.match(self.text, line.start, line.end) is not None
        if not (closed or self.introduced or line.end - start > 120):
            return None
        return Block(start, line.end, "item", dialogue=dialogue and bool(closed))

    def _paragraph(self, line: Line, body: str) -> Block | None:
        closed = _CLOSED.search(body[-8:])
        if not closed and len(body) < _MAX_HEADING and not self._has_inner_end(body):
            return None
        if closed is None and len(body) < 30:
            return None
        dateline = self._dateline(line)
        return Block(
            dateline[1] if dateline else line.start,
            line.end,
            dateline=dateline,
            introduces=body.endswith(":"),
        )

    def _has_inner_end(self, body: str) -> bool:
        return re.search(r"[.!?]['\"”»]?\s+[^\W\da-z]", body[20:]) is not None and len(body) > 100

    def _dateline(self, line: Line) -> tuple[int, int] | None:
        flash = self.patterns["flash"].match(self.text, line.start, line.end)
        if flash is not None:
            return flash.span()
        match = _DATELINE.match(self.text, line.start, min(line.end, line.start + 120))
        if match is None or not any(c.isupper() for c in match.group()):
            return None
        body = match.group()
        first = re.match(r"[\w.'’-]+", body)
        named = bool(first) and first is not None and first.group().isupper() and len(first.group()) > 2
        listed = "(" in body or re.search(r",\s.*\d", body) is not None
        return (match.start(), match.end()) if named or listed else None

    def _speakers(self) -> set[str]:
        """Labels that open several lines: the speakers of a transcript."""
        seen: dict[str, int] = {}
        for line in self.lines:
            label = self._label(line)
            if label:
                seen[label] = seen.get(label, 0) + 1
        total = sum(seen.values())
        return set(seen) if total >= 4 and max(seen.values()) >= 2 else set()

    def _label(self, line: Line) -> str | None:
        match = _SPEAKER.match(self.text, line.start, min(line.end, line.start + 90))
        if match is None or len(match.group(1).split()) > 7 or self._is("flash", match.group() + "x"):
            return None
        label = match.group(1)
        return None if self._is("caption", label + ":") or self._is("inline", match.group() + "x") else label

    def _turn(self, line: Line) -> Block | None:
        if not self.speakers:
            return None
        label = self._label(line)
        match = _SPEAKER.match(self.text, line.start, min(line.end, line.start + 90)) if label else None
        if match is None or label not in self.speakers:
            return None
        return Block(match.end(), line.end, "turn", speaker=label)
