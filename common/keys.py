"""The shape of an API key: `crk_` + 30 random base62 characters + 6 of CRC-32, and what is kept of it. Pure.

The checksum lets a mistyped or truncated key be refused without asking the database, and lets secret
scanners tell a real key from noise.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import string
import zlib

BRAND = "crk"
_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM_LENGTH = 30
_CHECKSUM_LENGTH = 6
# The brand and eight characters: enough to name a key, while 22 characters (131 bits) stay secret.
_PREFIX_LENGTH = len(BRAND) + 1 + 8
_SHAPE = re.compile(rf"{BRAND}_[0-9A-Za-z]{{{_RANDOM_LENGTH + _CHECKSUM_LENGTH}}}", re.ASCII)


def new_key() -> str:
    """A fresh key with 178 bits of randomness."""
    body = f"{BRAND}_" + "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_LENGTH))
    return body + _checksum(body)


def is_well_formed(key: str) -> bool:
    """Whether the text has a key's shape and its checksum is right."""
    return bool(_SHAPE.fullmatch(key)) and key[-_CHECKSUM_LENGTH:] == _checksum(key[:-_CHECKSUM_LENGTH])


def key_prefix(key: str) -> str:
    """The part of a key that may be stored and shown, by which it is found."""
    return key[:_PREFIX_LENGTH]


def key_hash(key: str) -> str:
    """SHA-256 of a key in hexadecimal: a key is random, so a slow hash would protect nothing more."""
    return hashlib.sha256(key.encode("utf-8")).hexdigest()


def _checksum(body: str) -> str:
    number = zlib.crc32(body.encode("utf-8"))
    digits = []
    for _ in range(_CHECKSUM_LENGTH):
        number, digit = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))
