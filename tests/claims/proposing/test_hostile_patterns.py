"""No pattern of the proposer can be made to run for long, and no text to take more than its length's share.

What is compared is work: processor time on four times the text against once, with generous limits, so that
a busy machine changes nothing while anything worse than linear stands out.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
import tracemalloc
from collections.abc import Iterator

import pytest

import claims.proposing
from claims.proposing import dates, layout, worth
from claims.proposing.language import LEXICONS
from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText

LENGTH = 2_000
"""Characters on which a pattern is tried: the longest sentence that any is given."""
ALLOWED = 1.0
"""Seconds for one pattern on one text; a linear one takes some thousandths."""
REPEATED = [
    "a", "A", "я", "Я", "1", " ", "\t", ".", ",", "-", "—", "'", "’", '"', "“", "(", "[", "/", "|", ":", "?",
    "a ", "A ", "Aa ", "a.", "A. ", "a-", "a'", "1 ", "1,", "1.", ". ", "- ", ": ", "a, ", "(a", "a b/", "a|",
    " ,", "  .", "the ", "walks ", "by A ", "Photo ", "a\n", "\n ", "am 1. ", "1 May ", "May ", "last ",
    "refused to ", "did not ", "не ", "він ", "за ", "Read also ", "Читайте ", "é", "😀", "a\u0301", "\u200b",
]  # fmt: skip
ENDINGS = ["", "!", "x\n"]


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern of the package: of its modules, and of each language."""
    for module in pkgutil.walk_packages(claims.proposing.__path__, "claims.proposing."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern):
                yield f"{module.name}.{name}", value
    for code, lexicon in LEXICONS.items():
        for name, pattern in layout._patterns(lexicon).items():
            yield f"layout {code} {name}", pattern
        nothing, address = worth._patterns(lexicon)
        for name, pattern in (
            ("says nothing", nothing.further), ("opens saying nothing", nothing.start), ("address", address)
        ):  # fmt: skip
            yield f"worth {code} {name}", pattern
        pattern_of_dates = dates._pattern(lexicon)
        if pattern_of_dates is not None:
            yield f"dates {code}", pattern_of_dates


PATTERNS = dict(patterns())
LINE_STARTS = ("_BULLET", "_DASH", "_DATELINE", "_SPEAKER", "address", "opens saying nothing")


def is_anchored(name: str) -> bool:
    """Whether the proposer looks for it only where a line or sentence starts."""
    return name.endswith(LINE_STARTS) or (name.startswith("layout") and not name.endswith("credit"))


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) > 60


@pytest.mark.parametrize("name", PATTERNS)
def test_no_repetition_makes_a_pattern_run_away(name: str) -> None:
    pattern = PATTERNS[name]
    attempt = pattern.match if is_anchored(name) else pattern.search
    slow = {}
    for piece in REPEATED:
        text = piece * (LENGTH // len(piece))
        for ending in ENDINGS:
            started = time.process_time()
            attempt(text + ending)
            taken = time.process_time() - started
            if taken > ALLOWED:
                slow[piece, ending] = taken
    assert not slow


GROWING = {
    "no full stop": "said the dam that ",
    "sentences": "Viktor Orlik said on Tuesday that 12 roads were closed. He told Reuters so. ",
    "nested marks": "“«„",
    "alternating marks": "« “ „ ' \" » ” ",
    "names": "Ana Weiss told Jan Holt, the mayor of Velmar, ",
    "citations": "according to X, citing Y, as reported by Z, ",
    "lines": "Read also: A said B\n",
    "unclosed": '"The dam broke. ',
    "cyrillic": "За словами речника Івана Лося, як повідомляє Reuters з посиланням на джерела, загинули 5. ",
    "dialogue": "— так, — сказав він. ",
    "commas": "Orlik, head of it, said, ",
}


@pytest.mark.parametrize("name", GROWING)
def test_four_times_the_text_is_about_four_times_the_work(name: str) -> None:
    proposer, piece = LinguisticProposer(threshold=0.0), GROWING[name]
    language = "uk" if piece[0] in "З—" else "en"

    def work(size: int) -> float:
        article = ArticleText(piece * (size // len(piece)), language)
        started = time.process_time()
        proposer.propose(article)
        return time.process_time() - started

    work(5_000)
    once = min(work(25_000) for _ in range(3))
    assert min(work(100_000) for _ in range(2)) <= 10 * once + 0.2


@pytest.mark.parametrize("name", ["no full stop", "sentences"])
def test_a_megabyte_needs_no_more_than_its_share_of_memory(name: str) -> None:
    piece = GROWING[name]
    article = ArticleText(piece * (1_000_000 // len(piece)), "en")
    tracemalloc.start()
    LinguisticProposer().propose(article)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 400 * 1024**2
