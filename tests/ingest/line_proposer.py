"""Proposers for tests of the pipeline: one takes every line, the others break in different ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from claims.proposing.types import ArticleText, Proposal, SaidOn


class LineProposer:
    """Every line of the text is a proposal; nothing is left out, so that what is lost or doubled shows."""

    name = "lines"
    version = "1"
    waits = 0.0

    def propose(self, article: ArticleText) -> list[Proposal]:
        proposals, start = [], 0
        for line in article.text.splitlines(keepends=True):
            sentence = line.rstrip("\n")
            if sentence:
                proposals.append(_proposal(sentence, start, article.language or "en"))
            start += len(line)
        return proposals


class MondayProposer(LineProposer):
    """Every line was said on the Monday before the article."""

    name = "mondays"

    def propose(self, article: ArticleText) -> list[Proposal]:
        said = article.published
        monday = said - timedelta(days=said.weekday()) if said else None
        said_on = SaidOn(text="on Monday", date=monday, precision="day")
        return [replace(proposal, said_on=said_on) for proposal in super().propose(article)]


class BrokenProposer:
    """Raises an ordinary error."""

    name = "broken"
    version = "1"
    waits = 0.0

    def propose(self, article: ArticleText) -> list[Proposal]:
        raise ZeroDivisionError("the proposer is broken")


class WorkerKilled(BaseException):
    """Goes through everything that handles errors, as the end of the process does."""


class KilledProposer(LineProposer):
    """Ends the work after the first proposer's candidates were written, before the stage is over."""

    name = "killed"

    def propose(self, article: ArticleText) -> list[Proposal]:
        raise WorkerKilled


class InventingProposer:
    """Proposes words that are not in the article."""

    name = "inventing"
    version = "1"
    waits = 0.0

    def propose(self, article: ArticleText) -> list[Proposal]:
        return [_proposal("The moon is made of cheese.", 0, "en")]


def _proposal(sentence: str, start: int, language: str) -> Proposal:
    return Proposal(
        text=sentence,
        text_edited=False,
        sentence=sentence,
        start=start,
        end=start + len(sentence),
        score=0.5,
        reasons=("a line",),
        claimant=None,
        role=None,
        via=(),
        said_on=None,
        quote=False,
        language=language,
    )
