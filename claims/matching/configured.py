"""The matcher that the settings name by dotted path, made once per process."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from claims.matching.types import Matcher


def matcher() -> Matcher:
    """What settings.MATCHER names. Raises ImportError for a path that leads nowhere."""
    return _matcher(settings.MATCHER)


@cache
def _matcher(path: str) -> Matcher:
    made: Matcher = import_string(path)()
    return made
