"""The proposer that asks a language model and believes only what the article holds."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.conf import settings

from claims.proposing import language
from claims.proposing.types import ArticleText, Incomplete, Proposal
from ingest.llm.answers import Reader
from ingest.llm.budget import Budget, Limits
from ingest.llm.chat import MAX_TOKENS, AskingFailed, Server, ask
from ingest.llm.parts import Span, parts_of
from ingest.llm.prompt import PROMPT_VERSION, request_body

logger = logging.getLogger(__name__)

_MOST_PARTS = 40
"""Beyond them an article is left to the built-in proposer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the model made of an article: `unread` are the parts without an answer, `why` the last reason."""

    proposals: list[Proposal]
    unread: list[Span]
    why: str
    parts: int
    dropped: dict[str, int]
    reworded: int
    tokens: int
    money: float
    seconds: float


class LLMProposer:
    """Reads an article part by part with the model that the settings name (LLM_…)."""

    name = "llm"

    def __init__(
        self, server: Server | None = None, model: str | None = None, limits: Limits | None = None
    ) -> None:
        """By default as the settings say. Raises ValueError where they name no address or no model."""
        self._server = server or _server()
        self._model = model or settings.LLM_MODEL
        self._limits = limits or _limits()
        if not self._server.url or not self._model:
            raise ValueError("set LLM_URL and LLM_MODEL, or take the LLM proposer out of PROPOSERS")
        self.version = f"{PROMPT_VERSION}:{self._model}"
        self.waits = self._limits.seconds

    def propose(self, article: ArticleText) -> list[Proposal]:
        """What the model found and the article bears out. Raises Incomplete where parts were not read."""
        outcome = self.read(article)
        logger.info(
            "%s %s: %d of %d parts read, %d claims, dropped %s, %d reworded; %d tokens, %.4f, %.1f s",
            self.name, self.version, outcome.parts - len(outcome.unread), outcome.parts,
            len(outcome.proposals), outcome.dropped, outcome.reworded,
            outcome.tokens, outcome.money, outcome.seconds,
        )  # fmt: skip
        if outcome.unread:
            raise Incomplete(outcome.proposals, outcome.unread, outcome.why)
        return outcome.proposals

    def read(self, article: ArticleText) -> Outcome:
        """Ask about each part while the budget lasts."""
        reader = Reader(article.text, language.detect(article.text, article.language))
        budget = Budget(self._limits)
        spans = parts_of(article.text)
        unread, why = spans[_MOST_PARTS:], "The article is too long." if spans[_MOST_PARTS:] else ""
        for span in spans[:_MOST_PARTS]:
            try:
                self._ask(article, span, reader, budget)
            except AskingFailed as failure:
                unread, why = [*unread, span], str(failure)
        return Outcome(
            proposals=reader.proposals(),
            unread=sorted(unread),
            why=why,
            parts=len(spans),
            dropped={str(why): count for why, count in reader.dropped.items()},
            reworded=reader.reworded,
            tokens=budget.tokens,
            money=budget.money,
            seconds=budget.elapsed,
        )

    def _ask(self, article: ArticleText, span: Span, reader: Reader, budget: Budget) -> None:
        start, end = span
        body = request_body(
            article, article.text[start:end], first=start == 0, model=self._model, max_tokens=MAX_TOKENS
        )
        ask(self._server, body, budget, accept=lambda answer: reader.read(answer, span))


def _server() -> Server:
    return Server(
        url=settings.LLM_URL,
        key=settings.LLM_API_KEY,
        allow=settings.LLM_ALLOW,
        attempts=settings.LLM_ATTEMPTS,
        deadline=settings.LLM_REQUEST_SECONDS,
    )


def _limits() -> Limits:
    return Limits(
        seconds=settings.LLM_SECONDS,
        tokens=settings.LLM_TOKENS,
        prices=settings.LLM_PRICES,
        money=settings.LLM_MONEY or None,
    )
