"""Standard Webhooks signatures over id, time and the exact bytes sent. Pure.

A secret `whsec_…` signs with HMAC-SHA256 (`v1`), a key `whsk_…` with Ed25519 (`v1a`), which whoever has its
public key `whpk_…` can verify without being able to sign.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SECRET_PREFIX = "whsec_"  # noqa: S105 - the public prefix of every secret, not one
KEY_PREFIX = "whsk_"
PUBLIC_PREFIX = "whpk_"
SECRET_BYTES = 32


class MalformedSecret(ValueError):
    """Not `whsec_` and the base64 of at least 24 bytes, nor `whsk_` and the base64 of 32."""


def new_secret() -> str:
    """A fresh secret for HMAC: `whsec_` and the base64 of 32 random bytes."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def new_key() -> tuple[str, str]:
    """A fresh pair for Ed25519: the private key `whsk_…` and the public one `whpk_…`."""
    key = Ed25519PrivateKey.generate()
    private, public = key.private_bytes_raw(), key.public_key().public_bytes_raw()
    return (
        KEY_PREFIX + base64.b64encode(private).decode("ascii"),
        PUBLIC_PREFIX + base64.b64encode(public).decode("ascii"),
    )


class Signer:
    """One secret or key, taken apart once for any number of signatures. Raises MalformedSecret."""

    def __init__(self, secret: str) -> None:
        prefix = KEY_PREFIX if secret.startswith(KEY_PREFIX) else SECRET_PREFIX
        raw = _decoded(secret.removeprefix(prefix))
        if not secret.startswith(prefix) or len(raw) < 24 or (prefix == KEY_PREFIX and len(raw) != 32):
            raise MalformedSecret(
                f"a secret is {SECRET_PREFIX} and the base64 of at least 24 bytes, "
                f"or {KEY_PREFIX} and the base64 of 32"
            )
        self._hmac = raw
        self._key = Ed25519PrivateKey.from_private_bytes(raw) if prefix == KEY_PREFIX else None

    def sign(self, event_id: str, timestamp: int, body: bytes) -> str:
        """`v1,` or `v1a,` and the base64 of the signature of `<id>.<timestamp>.<body>`."""
        signed = f"{event_id}.{timestamp}.".encode() + body
        if self._key is None:
            version, signature = "v1", hmac.digest(self._hmac, signed, "sha256")
        else:
            version, signature = "v1a", self._key.sign(signed)
        return f"{version},{base64.b64encode(signature).decode('ascii')}"


def signed_headers(event_id: str, timestamp: int, body: bytes, signers: Sequence[Signer]) -> dict[str, str]:
    """The three headers of a webhook: `webhook-id`, `webhook-timestamp` (Unix seconds) and
    `webhook-signature`, which holds one signature of each signer.
    """
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signer.sign(event_id, timestamp, body) for signer in signers),
    }


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""
