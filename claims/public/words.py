"""Texts with the language and the direction they are to be shown in. Pure."""

from __future__ import annotations

from dataclasses import dataclass

# Written from right to left, by their primary subtags, unless a script subtag says otherwise.
_RIGHT_TO_LEFT = frozenset(
    [
        "ar",
        "arc",
        "arz",
        "ckb",
        "dv",
        "fa",
        "he",
        "khw",
        "ks",
        "lrc",
        "mzn",
        "nqo",
        "pnb",
        "ps",
        "sd",
        "syr",
        "ug",
        "ur",
        "yi",
    ]
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset(["adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"])


@dataclass(frozen=True)
class Words:
    """A text, its language (BCP 47, '' where not known) and its direction, for its element's attributes."""

    text: str
    language: str = ""

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`; `auto` where the language is not known, so that the letters decide."""
        return direction(self.language)

    def __bool__(self) -> bool:
        return bool(self.text)


def direction(language: str) -> str:
    """The direction of a BCP 47 language: its script's if that is told, else its usual one."""
    primary, *others = language.lower().split("-")
    if not primary:
        return "auto"
    script = next((tag for tag in others if len(tag) == 4 and tag.isalpha()), None)
    right_to_left = script in _RIGHT_TO_LEFT_SCRIPTS if script else primary in _RIGHT_TO_LEFT
    return "rtl" if right_to_left else "ltr"
