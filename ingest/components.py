"""The proposers that the settings name by dotted path, each made once per process."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from claims.proposing.types import ArticleText, Incomplete, Proposal, Proposer

logger = logging.getLogger(__name__)

_BUILT_IN = "claims.proposing.proposer.LinguisticProposer"
"""Reads what another proposer could not."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What one proposer found."""

    proposer: str
    version: str
    proposals: Sequence[Proposal]


def proposers() -> list[Proposer]:
    """What settings.PROPOSERS lists, in that order. Raises ImportError for a path that leads nowhere."""
    return [_proposer(path) for path in settings.PROPOSERS]


def waiting() -> timedelta:
    """How long the proposers may wait for other computers, all in all; zero where none does."""
    return timedelta(seconds=sum(proposer.waits for proposer in proposers()))


def proposed(article: ArticleText) -> Iterator[Proposed]:
    """What every proposer finds in an article, each in its own name.

    Where one could not read all of it and the built-in one is not listed anyway, that one reads the rest.
    """
    built_in = _proposer(_BUILT_IN)
    listed = proposers()
    unread: list[tuple[int, int]] = []
    for proposer in listed:
        try:
            found = proposer.propose(article)
        except Incomplete as incomplete:
            logger.warning(
                "%s read only parts of an article, the built-in proposer reads the rest: %s",
                proposer.name, incomplete.reason,
            )  # fmt: skip
            found = incomplete.found
            unread += incomplete.unread
        yield Proposed(proposer.name, proposer.version, found)
    if unread and built_in not in listed:
        rest = [p for p in built_in.propose(article) if any(a <= p.start and p.end <= b for a, b in unread)]
        yield Proposed(built_in.name, built_in.version, rest)


@cache
def _proposer(path: str) -> Proposer:
    made: Proposer = import_string(path)()
    return made
