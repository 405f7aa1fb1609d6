"""The proposers and the matcher that the settings name by dotted path, each made once per process."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from claims.matching.types import Matcher
from claims.proposing.types import Proposer


def proposers() -> list[Proposer]:
    """What settings.PROPOSERS lists, in that order. Raises ImportError for a path that leads nowhere."""
    return [_proposer(path) for path in settings.PROPOSERS]


def matcher() -> Matcher:
    """What settings.MATCHER names. Raises ImportError for a path that leads nowhere."""
    return _matcher(settings.MATCHER)


@cache
def _proposer(path: str) -> Proposer:
    made: Proposer = import_string(path)()
    return made


@cache
def _matcher(path: str) -> Matcher:
    made: Matcher = import_string(path)()
    return made
