"""Show what the proposer finds in an article; nothing is stored and no service is needed."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.proposing.types import ArticleText, Proposal
from ingest.components import proposed, proposers
from ingest.extraction import Extracted, NothingExtracted, extract, extract_text
from registry.article_file import read_article, read_moment

_GARBLED = 0.05
"""More than this share of unreadable characters means that the input is no text."""
_WIDEST = 100  # columns


class Command(BaseCommand):
    """Prints the proposals as a table, or as JSON for other programs."""

    help = "Propose the checkable claims of an article: a text or HTML file, or '-' for standard input."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """PATH|-, --published and --format."""
        parser.add_argument("article", metavar="PATH|-", help="A text or HTML file, or '-'.")
        parser.add_argument("--published", help="When it was published: 2025-12-28; else what the page says.")
        parser.add_argument("--format", choices=["table", "json"], default="table", dest="form")

    def handle(self, *args: Any, article: str, published: str | None, form: str, **options: Any) -> None:
        """Raises CommandError, one line long, for what cannot be read."""
        moment = read_moment(published) if published else None
        text = _article_text(read_article(article))
        if moment is not None:
            text = replace(text, published=moment.date())
        if not proposers():
            raise CommandError("PROPOSERS in the settings names no proposer")
        found = [proposal for each in proposed(text) for proposal in each.proposals]
        if form == "json":
            self.stdout.write(json.dumps([as_json(p) for p in found], ensure_ascii=False, indent=2))
            return
        for line in _table(found):
            self.stdout.write(line)


def _article_text(given: dict[str, str]) -> ArticleText:
    """The article in what was read. Raises CommandError where there is none."""
    try:
        found = extract(given["html"], None) if "html" in given else _plain(given["text"])
    except NothingExtracted as reason:
        raise CommandError(" ".join(str(reason).split())) from reason
    return ArticleText(
        text=found.text,
        language=found.language,
        published=found.published_at.date() if found.published_at else None,
        outlet=found.site_name,
        title=found.title,
    )


def _plain(text: str) -> Extracted:
    if "\x00" in text or text.count("\ufffd") > _GARBLED * len(text):
        raise CommandError("the input is no text: give a text file in UTF-8, or an HTML page")
    return extract_text(text)


def as_json(proposal: Proposal) -> dict[str, Any]:
    """A proposal as an object of the JSON output."""
    said_on = proposal.said_on
    return {
        "text": proposal.text,
        "sentence": proposal.sentence,
        "start": proposal.start,
        "end": proposal.end,
        "score": proposal.score,
        "reasons": list(proposal.reasons),
        "claimant": proposal.claimant,
        "role": proposal.role,
        "via": list(proposal.via),
        "addressee": proposal.addressee,
        "said_on": said_on
        and {
            "text": said_on.text,
            "date": said_on.date and said_on.date.isoformat(),
            "precision": said_on.precision,
        },
        "quote": proposal.quote,
        "language": proposal.language,
    }


def _table(found: Sequence[Proposal]) -> Iterator[str]:
    """Each proposal as its claim and, below it, who said it to whom and when, and why it is worth a look."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    if not found:
        yield "No claims found."
    for number, proposal in enumerate(found, start=1):
        head = f"{number:3}  {proposal.score:.2f}  "
        yield from textwrap.wrap(proposal.text, width, initial_indent=head, subsequent_indent=" " * len(head))
        for name, value in _facts(proposal):
            line = f"{name:<10}{value}"
            yield from textwrap.wrap(
                line, width, initial_indent=" " * len(head), subsequent_indent=" " * (len(head) + 10)
            )


def _facts(proposal: Proposal) -> Iterator[tuple[str, str]]:
    claimant = proposal.claimant or "the outlet itself"
    yield "claimant", f"{claimant}, {proposal.role}" if proposal.role else claimant
    if proposal.via:
        yield "via", " → ".join(proposal.via)
    if proposal.addressee is not None:
        yield "said to", proposal.addressee
    if proposal.said_on is not None:
        day = proposal.said_on.date
        known = f"{day.isoformat()}, to the {proposal.said_on.precision}" if day else "date unknown"
        yield "said on", f"{proposal.said_on.text} ({known})"
    if proposal.text_edited:
        yield "from", proposal.sentence
    manner = ["own words"] if proposal.quote else []
    yield "because", ", ".join([*proposal.reasons, *manner]) or "a plain statement"
    yield "at", f"{proposal.start}-{proposal.end}"
