"""The keys that checkpoints are signed with, as they are set."""

from __future__ import annotations

import base64
import binascii

_SIZE = 32


class MalformedKey(ValueError):
    """What is set is no key; the message says how to make one."""


def seed(text: str) -> bytes:
    """The 32 bytes of an Ed25519 key in URL-safe base64, with or without padding. Raises MalformedKey."""
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != _SIZE:
        raise MalformedKey(
            "each of LEDGER_KEYS must be 32 random bytes in URL-safe base64; make one with: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return found
