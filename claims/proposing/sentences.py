"""Where one sentence of a paragraph ends and the next begins; one pass, linear in the text's length."""

from __future__ import annotations

import itertools
import re
from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from claims.proposing.lexicon.base import Lexicon

_END = re.compile(
    r"(?<![.!?…。！？])(?P<mark>[.!?…。！？]+)(?P<close>[\"'”’“»›)\]]*)(?P<gap>\s+)(?P<open>[\"'“„«‹‘([]*)(?:[—–-]\s+)?(?=\S)"
)
_WORD_BEFORE = re.compile(r"(?:[^\W_]+[.'’-])*[^\W_]+$")
_WORD_AT = re.compile(r"[^\W\d_]{1,24}")
_MAX_WORD = 24


class Sentence(NamedTuple):
    """`text[start:end]`, without blanks around it; `block` is its paragraph's number."""

    start: int
    end: int
    block: int


def split(
    text: str, start: int, end: int, lexicon: Lexicon, block: int = 0, whole: Iterable[tuple[int, int]] = ()
) -> list[Sentence]:
    """The sentences of `text[start:end]`, a single paragraph; the spans `whole` (names) are never split."""
    found: list[Sentence] = []
    at = start
    spans = deque(itertools.takewhile(lambda span: span[0] < end, whole))
    for match in _END.finditer(text, start, end):
        if not _is_boundary(text, match, at, end, lexicon):
            continue
        while spans and spans[0][1] <= match.start():
            spans.popleft()
        if spans and spans[0][0] < match.start() and match.end("close") < spans[0][1]:
            continue
        cut = match.end("close")
        _append(found, text, at, cut, block)
        at = match.end("gap")
    _append(found, text, at, end, block)
    return found


def _append(found: list[Sentence], text: str, start: int, end: int, block: int) -> None:
    while start < end and (text[start].isspace() or text[start] in "—–-•*"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        found.append(Sentence(start, end, block))


def _is_boundary(text: str, match: re.Match[str], start: int, end: int, lexicon: Lexicon) -> bool:
    following = text[match.end()] if match.end() < end else ""
    if following.islower():
        return False
    if following and not following.isalnum() and following not in "\"'“„«‹‘([—–$€£¥₴#@":
        return False
    if match.group("mark") != "." or match.group("close"):
        return True
    return not _is_abbreviation(text, match, start, following, lexicon)


def _is_abbreviation(text: str, match: re.Match[str], start: int, following: str, lexicon: Lexicon) -> bool:
    """Whether the full stop belongs to the word before it."""
    dot = match.start("mark")
    word_match = _WORD_BEFORE.search(text, max(start, dot - _MAX_WORD), dot)
    if word_match is None:
        return False
    word = word_match.group()
    if word.isdigit():
        return word_match.start() == start or (_is_ordinal(word, lexicon) and not following.isdigit())
    low = word.lower().replace("’", "'")
    if len(word) == 1 and word.isupper():
        return not _starts_sentence(text, match.end(), lexicon)
    if low not in lexicon.abbreviations:
        return False
    if low not in lexicon.closing_abbreviations:
        return True
    if lexicon.lemmas:  # 5 млн грн. 2019 р., but г. Тернов
        return (
            len(low) == 1
            and not text[max(start, word_match.start() - 5) : word_match.start()].strip().isdigit()
        )
    return not _starts_sentence(text, match.end(), lexicon)


def _starts_sentence(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether the word at `at` is capital only because a sentence starts there: The, He, But."""
    word = _WORD_AT.match(text, at)
    return word is not None and word.group().lower() in lexicon.common_capitals


def _is_ordinal(word: str, lexicon: Lexicon) -> bool:
    """German writes '3. März'; elsewhere a number may end a sentence."""
    return lexicon.nouns_capitalised and len(word) <= 2
