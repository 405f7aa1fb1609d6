"""Secrets at rest: encrypted with the newest of settings.ENCRYPTION_KEYS, readable with any of them."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import QuerySet

_PURPOSE = b"claim registry: secrets at rest, v1"


class DecryptionFailed(Exception):
    """The text was not encrypted with any of the keys that are set, or was tampered with."""


def encrypt(text: str) -> str:
    """The text under the newest key, authenticated; never twice the same."""
    return _cipher().encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """What `encrypt` was given. Raises DecryptionFailed."""
    try:
        return _cipher().decrypt(token.encode()).decode()
    except InvalidToken:
        raise DecryptionFailed(
            "a stored secret was encrypted with a key that ENCRYPTION_KEYS lacks"
        ) from None


def column_renew(rows: QuerySet[Any], column: str) -> tuple[int, int]:
    """Encrypt what a column holds with the newest key; a row that changes meanwhile keeps its change.

    Returns how many rows were, and how many cannot be read and stay as they are.
    """
    renewed = unreadable = 0
    for key, token in rows.values_list("pk", column).iterator(chunk_size=1000):
        try:
            text = decrypt(token)
        except DecryptionFailed:
            unreadable += 1
        else:
            renewed += rows.filter(**{"pk": key, column: token}).update(**{column: encrypt(text)})
    return renewed, unreadable


def _cipher() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in settings.ENCRYPTION_KEYS])


@lru_cache(maxsize=8)
def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
