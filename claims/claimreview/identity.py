"""By what a claim is known again, whoever writes it down."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# What makes another number of the same digits.
_IN_A_NUMBER = re.compile(
    r"(?<=\d)[^\w]+(?=\d)"  # between two: 4.5, 4-5, 1 000, 24/7
    r"|(?<!\w)(?:-(?=\W{0,3}\d)|[.,](?=\d))"  # before one, and not behind a letter, as in COVID-19: -5, .5
)
_PER_PART = "%‰‱٪"


def claim_key(text: str) -> str:
    """SHA-256, in hexadecimal, of the wording without case and, numbers apart, punctuation and spaces.

    4.5 percent is not 45 percent, nor is -5 degrees 5 degrees, or > 5 the same as < 5. The same number
    written in two ways (1,000 and 1000) makes two keys: no key is to stand for two numbers.
    """
    plain = _plain(text)
    numbers = {at for found in _IN_A_NUMBER.finditer(plain) for at in range(*found.span())}
    telling = {char for char in set(plain) if _tells(char)}
    kept = "".join(char for at, char in enumerate(plain) if char in telling or at in numbers)
    if not any(map(str.isalnum, telling)):
        kept = unicodedata.normalize("NFKC", text)
    return hashlib.sha256(kept.encode("utf-8", "replace")).hexdigest()


def _plain(text: str) -> str:
    """In one way of writing each character."""
    alike = text.translate({ord(char): _alike(char) for char in set(text)})
    plain = unicodedata.normalize("NFKC", alike).casefold()
    unseen = {ord(char): None for char in set(plain) if unicodedata.category(char) == "Cf"}
    return re.sub(" +", " ", plain.translate(unseen))


def _alike(char: str) -> str:
    category = unicodedata.category(char)
    if category == "No":
        return f" {char} "  # 10² is not 102, nor 5½ 51⁄2
    if category == "Pd" or char == "−":
        return "-"
    return " " if char.isspace() else char


def _tells(char: str) -> bool:
    """Whether it is a letter, a digit or a word's sign: of money, of arithmetic, of parts in a hundred."""
    category = unicodedata.category(char)
    return category[0] in "LMN" or category in {"Sc", "Sm"} or char in _PER_PART


def same_name(one: str, other: str) -> bool:
    """Whether two names of claimants are written alike, case and spaces aside."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
