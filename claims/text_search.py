"""Which of PostgreSQL's text-search configurations a text is read by."""

from __future__ import annotations

from claims.matching.stems import DICTIONARIES, dictionary_of

_PLAIN = "simple"

CONFIGURATIONS = (*sorted(set(DICTIONARIES.values())), _PLAIN)
"""Every one that a claim may be read by."""


def configuration_of(language: str) -> str:
    """That of a BCP 47 language; one without stems or stop words where PostgreSQL has none for it."""
    return dictionary_of(language.replace("_", "-").split("-")[0].lower()) or _PLAIN
