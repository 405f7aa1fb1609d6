"""How a language is named: by a tag of BCP 47. Pure."""

from __future__ import annotations

import re

from common.errors import Invalid

TAG = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"
HOW = "give the code of a language, such as en, pt-BR or zh-Hant"
LONGEST = 35
_TAG = re.compile(TAG)


def is_language(tag: str) -> bool:
    """Whether it is formed as the tags of languages are, which begin with two letters or three."""
    return len(tag) <= LONGEST and bool(_TAG.fullmatch(tag))


def language_check(tag: str, *, field: str = "language") -> None:
    """Raises Invalid for what is no tag of a language; an empty one says that it is not known."""
    if tag and not is_language(tag):
        raise Invalid(HOW, field=field)
