"""Direct speech: every passage between quotation marks, and dialogue set off by dashes.

A quotation runs from its opening mark to its closing one, over as many sentences as lie between; one that is
opened again at each paragraph and closed at the last is one speech in several quotes, joined by `continues`.
Words in quotation marks that are no speech (“pockets”, names of outlets) have `direct` False.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.proposing.lexicon.base import Lexicon

_OPENERS = {
    "“": "”“",
    "„": "“”„",
    "«": "»",
    "‹": "›",
    "‘": "’",
    '"': '"',
    "'": "'",
    "»": "«",
    "”": "”",
    "‟": "”",
}
_MARKS = re.compile("[“”„‟«»‹›‘’\"']")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_DIALOGUE_BREAK = re.compile(r"[,.!?…]\s*[—–-]\s+")
_SINGLE_CLOSE = re.compile(r"[\w.,!?…]['’](?!\w)")
_SINGLE_CLOSE_AFTER_STOP = re.compile(r"[.,!?…]['’](?!\w)")
_DASH_OPENS = re.compile(r"[.!?…]\s+[—–]\s+(?=[^\W\d_a-zа-яіїєґ])")
_DIRECT_WORDS = 4
_LOOK_AHEAD = 3000


@dataclass(frozen=True, slots=True)
class Quote:
    """`text[start:end]`, quotation marks included where there are any."""

    start: int
    end: int
    direct: bool
    continues: bool = False
    """It goes on where the quotation before it, in the paragraph above, was left open."""


def find(text: str, spans: list[tuple[int, int, bool]], lexicon: Lexicon) -> list[Quote]:
    """The outermost quotations of the paragraphs `spans` (start, end, opens with a dialogue dash), in
    order.
    """
    found: list[Quote] = []
    was_open = False
    for start, end, dialogue in spans:
        if dialogue and (pieces := _dialogue(text, start, end, lexicon)):
            found.extend(pieces)
            was_open = False
            continue
        inside, still_open = _in_paragraph(text, start, end)
        inside = sorted([*inside, *_dashed(text, start, end, inside, lexicon)], key=lambda quote: quote.start)
        if was_open and inside and inside[0].start == start:
            inside[0] = Quote(inside[0].start, inside[0].end, direct=True, continues=True)
        found.extend(inside)
        was_open = still_open
    return found


def _in_paragraph(text: str, start: int, end: int) -> tuple[list[Quote], bool]:
    found: list[Quote] = []
    opened, mark, depth = -1, "", 0
    for match in _MARKS.finditer(text, start, end):
        at, char = match.start(), match.group()
        if opened < 0:
            if _opens(text, at, char, start, end):
                opened, mark, depth = at, char, 1
            continue
        if (
            char == mark
            and mark in "«„“"
            and _opens(text, at, char, start, end)
            and char not in _closing(mark, text, at)
        ):
            depth += 1
        elif (char in _OPENERS[mark] and _closes(text, at, char, end)) or (
            mark == "“" and char == "’" and text[at - 1 : at] == "’" and not text[at + 1 : at + 2].isalnum()
        ):  # an agency's way of writing ”
            depth -= 1
            if depth <= 0:
                found.append(_quote(text, opened, at + 1))
                opened = -1
    if opened >= 0 and mark not in "'‘»":
        found.append(Quote(opened, end, direct=_words(text, opened, end) >= _DIRECT_WORDS))
        return found, True
    return found, False


def _closing(mark: str, text: str, at: int) -> str:
    """What closes `mark` here: a second “ closes the first only with a word before it."""
    if mark == "“" and at > 0 and (text[at - 1].isspace() or text[at - 1] in "(["):
        return "”"
    return _OPENERS[mark]


def _opens(text: str, at: int, char: str, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if char in "“„«‹‟":
        return not (char == "“" and before.isalnum() and not after.isalnum())
    if after.isspace() or not (before.isspace() or before in "([—–-/:„“«\"'"):
        return False
    if char == "»":
        return after.isalnum() and text.find("«", at, min(end, at + _LOOK_AHEAD)) > 0
    if char in "'‘":
        return after.isupper() or _finds_single_close(text, at, end)
    return char != "’" or (after.isupper() and _finds_single_close(text, at, end))


def _finds_single_close(text: str, at: int, end: int) -> bool:
    return _SINGLE_CLOSE.search(text, at + 2, min(end, at + 400)) is not None


def _closes(text: str, at: int, char: str, end: int) -> bool:
    after = text[at + 1] if at + 1 < end else " "
    if char in "'’":
        return not after.isalnum() and not _is_plural_possessive(text, at, end)
    if char == '"':
        return not after.isalnum() or not text[at - 1].isspace()
    return True


def _is_plural_possessive(text: str, at: int, end: int) -> bool:
    """farmers' fields: an s before it, a lower-case word after it, and a better close further on."""
    if text[at - 1] != "s" or at + 2 >= end or text[at + 1] != " " or not text[at + 2].islower():
        return False
    return _SINGLE_CLOSE_AFTER_STOP.search(text, at + 2, min(end, at + 400)) is not None


def _quote(text: str, start: int, end: int) -> Quote:
    inner = text[start + 1 : end - 1].rstrip()
    count = _words(text, start, end)
    spoken = count >= 2 and bool(inner) and inner[-1] in ",.!?…" and inner[:1].isupper()
    following = text[end : end + 3].lstrip()
    spoken = spoken or (
        count >= 1 and inner[-1:] in "!?…" and following[:1] in ("—", "–", ",") and inner[:1].isupper()
    )
    spoken = spoken or (count >= 3 and following.startswith((",", "—", "–")) and inner[:1].isupper())
    return Quote(start, end, direct=count >= _DIRECT_WORDS or spoken)


def _words(text: str, start: int, end: int) -> int:
    count = 0
    for _ in _WORD.finditer(text, start, end):
        count += 1
        if count >= _DIRECT_WORDS:
            break
    return count


def _dashed(text: str, start: int, end: int, marked: list[Quote], lexicon: Lexicon) -> list[Quote]:
    """'… . — Міст закрито, — сказав він.': a remark set off by dashes within a paragraph."""
    if not lexicon.lemmas:
        return []
    found: list[Quote] = []
    for match in _DASH_OPENS.finditer(text, start, end):
        stop = _DIALOGUE_BREAK.search(text, match.end(), min(end, match.end() + 400))
        free = stop and not any(q.start < stop.start() and q.end > match.end() for q in marked)
        if stop and free and _reports(text, stop.end(), end, lexicon):
            found.append(Quote(match.end(), stop.start() + 1, direct=True))
    return found


def _dialogue(text: str, start: int, end: int, lexicon: Lexicon) -> list[Quote]:
    """'— A, — сказав X. — B': the quotes A and B; empty where nobody is named, as in a list."""
    breaks = list(_DIALOGUE_BREAK.finditer(text, start, end))
    for number, match in enumerate(breaks):
        if not _reports(text, match.end(), end, lexicon):
            continue
        found = [Quote(start, match.start() + 1, direct=True)]
        if number + 1 < len(breaks):
            found.append(Quote(breaks[number + 1].end(), end, direct=True))
        return found
    return []


def _reports(text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a reporting verb stands among the first words from `at`."""
    words = (match.group().lower() for match in _WORD.finditer(text, at, min(end, at + 80)))
    return text[at : at + 1].islower() and any(
        word in lexicon.verbs for word, _ in zip(words, range(4), strict=False)
    )
