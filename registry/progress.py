"""How an article's way in is shown on a terminal."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable, Iterator
from uuid import UUID

from claims.models import Candidate
from ingest.selectors import article_report
from sources.models import Article
from sources.selectors import article_get

_POLL = 0.1  # seconds between two looks
_STILL = 5.0  # seconds without a change after which a line says that it is still at work
_ENDS = {Article.State.MATCHED, Article.State.FAILED, Article.State.DISMISSED}
_NEXT = {
    Article.State.QUEUED: "fetching",
    Article.State.FETCHED: "extracting",
    Article.State.EXTRACTED: "proposing",
    Article.State.PROPOSED: "matching",
}


def follow(article_id: UUID, *, say: Callable[[str], None], check: Callable[[], None]) -> Article:
    """Say each state of an article as it is reached, until the last, and return it then.

    `check` is called at every look and raises where there is no point in waiting on.
    """
    started = changed = time.monotonic()
    shown = None
    while True:
        article = article_get(article_id)
        now = time.monotonic()
        if article.state != shown:
            say(f"  {now - started:5.1f} s  {article.state}")
            shown, changed = article.state, now
        if article.state in _ENDS:
            return article
        if now - changed > _STILL:
            say(f"  {now - started:5.1f} s  {_waiting(article)}")
            changed = now
        check()
        time.sleep(_POLL)


def article_lines(article_id: UUID) -> Iterator[str]:
    """The article as stored, then its candidates, ready to be printed."""
    report = article_report(article_id)
    article, version = report.article, report.article.current_version
    yield f"article    {article.id}"
    yield f"address    {article.url}"
    for name, value in (
        ("title", article.title),
        ("outlet", article.source.name if article.source else ""),
        ("byline", article.byline),
        ("published", f"{article.published_at:%Y-%m-%d}" if article.published_at else "date unknown"),
        ("language", article.language),
    ):
        if value:
            yield f"{name:<10} {value}"
    if version is not None:
        size = f"{len(version.text):,} characters"
        yield f"version    {version.number}, {size}, sha256 {version.content_hash[:16]}…"
    if article.syndicated_from_id:
        yield f"copied     from article {article.syndicated_from_id}"
    yield f"candidates {len(report.candidates)}"
    for candidate in report.candidates:
        yield from candidate_lines(candidate)


def candidate_lines(candidate: Candidate) -> Iterator[str]:
    """One candidate: score and wording, then who says so, through whom and when."""
    wording = f"{candidate.score:.2f}  {candidate.text}"
    yield from textwrap.wrap(wording, 108, initial_indent="  ", subsequent_indent="        ")
    yield f"        {attribution(candidate)}"
    for suggestion in candidate.suggestions.all():
        yield f"        resembles ({suggestion.relation}, {suggestion.score:.2f}) {suggestion.claim.text}"


def attribution(candidate: Candidate) -> str:
    """Who says so, what they are, through whom, to whom, and when: in one line."""
    parts = [candidate.claimant or "the outlet itself"]
    if candidate.role:
        parts.append(f"({candidate.role})")
    if candidate.via:
        parts.append("via " + " ← ".join(candidate.via))
    if candidate.addressee:
        parts.append(f"to {candidate.addressee}")
    if candidate.said_on_text:
        on_a_day = candidate.said_on and candidate.said_on_precision == "day"
        parts.append(f"said {candidate.said_on if on_a_day else candidate.said_on_text}")
    return "— " + " ".join(parts)


def _waiting(article: Article) -> str:
    if article.failure:
        return f"waiting to try again: {article.failure}"
    return f"still {_NEXT.get(Article.State(article.state), 'at work')}"
