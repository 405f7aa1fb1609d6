"""By what a claim is known again, whoever writes it down."""

from __future__ import annotations

import hashlib
import unicodedata


def claim_key(text: str) -> str:
    """SHA-256, in hexadecimal, of the wording without case, punctuation and spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(char for char in plain if unicodedata.category(char)[0] in "LMN")
    return hashlib.sha256((kept or plain).encode("utf-8", "replace")).hexdigest()


def same_name(one: str, other: str) -> bool:
    """Whether two names of claimants are written alike, case and spaces aside."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
