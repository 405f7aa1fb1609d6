"""The built-in proposer against splitting the same text into sentences and nothing else, on one core."""

from __future__ import annotations

import platform
import resource
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.articles import article_text
from bench.report import Report
from claims.proposing import language, layout, sentences
from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText

_WORDS = (1_000, 10_000, 100_000)
"""Lengths of the articles whose cost by the sentence is compared."""
_GOLD = Path(__file__).resolve().parents[1] / "tests" / "data" / "gold" / "tuning" / "articles"


def run(*, quick: bool) -> Report:
    """Generated articles of three lengths, and the project's own annotated ones in six languages."""
    made = [ArticleText(article_text(seed, 40), "en") for seed in range(30 if quick else 200)]
    mixed = [ArticleText(file.read_text(encoding="utf-8")) for file in sorted(_GOLD.glob("*.txt"))]
    proposer = LinguisticProposer()
    for article in [*made[:5], *mixed]:
        proposer.propose(article)  # what is loaded once is not measured
    on_made = _Speed(made, proposer, rounds=2 if quick else 5)
    on_mixed = _Speed(mixed, proposer, rounds=2 if quick else 5)
    lengths = _WORDS[:2] if quick else _WORDS
    long = {words: _of_length(words) for words in lengths}
    each = {words: _Speed([text], proposer, rounds=3).seconds for words, text in long.items()}
    ratios = {
        "sentences a second, proposer ÷ splitting alone": on_made.split_seconds / on_made.seconds,
        "the same on annotated articles in six languages": on_mixed.split_seconds / on_mixed.seconds,
    } | {f"time a sentence, {words:,} words ÷ 1,000": each[words] / each[_WORDS[0]] for words in lengths[1:]}
    figures = {
        "sentences a second": 1 / on_made.seconds,
        "sentences a second, six languages": 1 / on_mixed.seconds,
        "sentences a second, splitting alone": 1 / on_made.split_seconds,
        "MB of memory for the longest, at its peak": _peak(proposer, long[lengths[-1]]),
        "MB of the whole process, at its peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    } | {f"µs a sentence, {words:,} words": 1e6 * seconds for words, seconds in each.items()}
    conditions: dict[str, str | int | float] = {
        "articles": f"{len(made)} generated, {len(mixed)} annotated",
        "sentences": on_made.sentences,
        "python": platform.python_version(),
    }
    return Report(name="proposing", ratios=ratios, figures=figures, conditions=conditions)


class _Speed:
    """Seconds of a sentence, proposed and merely split: the best of some rounds, taken in turn."""

    def __init__(self, articles: Sequence[ArticleText], proposer: LinguisticProposer, *, rounds: int) -> None:
        self.sentences = sum(map(_split, articles))
        best, best_split = float("inf"), float("inf")
        for _ in range(rounds):
            best = min(best, _seconds(articles, proposer.propose))
            best_split = min(best_split, _seconds(articles, _split))
        self.seconds = best / self.sentences
        self.split_seconds = best_split / self.sentences


def _seconds(articles: Sequence[ArticleText], work: Callable[[ArticleText], object]) -> float:
    started = time.process_time()
    for article in articles:
        work(article)
    return time.process_time() - started


def _split(article: ArticleText) -> int:
    """How many sentences an article has; nothing else is done to it but to find its paragraphs."""
    lexicon = language.lexicon_for(language.detect(article.text, article.language))
    blocks = layout.blocks_of(article.text, lexicon, article.title)
    return sum(
        len(sentences.split(article.text, block.start, block.end, lexicon, number))
        for number, block in enumerate(blocks)
    )


def _of_length(words: int) -> ArticleText:
    """One article of so many words."""
    parts: list[str] = []
    seed, count = 1000, 0
    while count < words:
        parts.append(article_text(seed, 10))
        count += len(parts[-1].split())
        seed += 1
    return ArticleText("\n\n".join(parts), "en")


def _peak(proposer: LinguisticProposer, article: ArticleText) -> float:
    tracemalloc.start()
    proposer.propose(article)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1024**2
