"""Checkpoints: the origin, size and root of the log, signed. Pure.

The form is C2SP's tlog-checkpoint inside a signed note: lines of text, an empty line, then signature lines
`— <name> <base64 of key id and signature>`, with Ed25519 keys as in C2SP's signed-note.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_ED25519 = b"\x01"
_NAME = re.compile(r"[^\s+]+")


class CheckpointInvalid(ValueError):
    """The note is malformed or not signed by the key asked for."""


@dataclass(frozen=True)
class Checkpoint:
    """What the log commits to: `size` entries, whose tree has this `root` (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(checkpoint: Checkpoint, *keys: Ed25519PrivateKey) -> str:
    """The checkpoint as a note signed by each of the keys under its own origin as their name."""
    _check_name(checkpoint.origin)
    body = checkpoint.body()
    blobs = [_key_id(checkpoint.origin, key.public_key()) + key.sign(body.encode()) for key in keys]
    lines = [f"— {checkpoint.origin} {base64.b64encode(blob).decode()}\n" for blob in blobs]
    return f"{body}\n{''.join(lines)}"


def verify(note: str, key: Ed25519PublicKey, origin: str) -> Checkpoint:
    """The checkpoint in a note that `key` signed as `origin`. Raises CheckpointInvalid."""
    body, separator, signatures = note.partition("\n\n")
    body += "\n"
    expected = _key_id(origin, key)
    for line in signatures.splitlines() if separator else ():
        blob = _signature(line, origin)
        if blob[:4] != expected:
            continue
        try:
            key.verify(blob[4:], body.encode())
        except InvalidSignature as error:
            raise CheckpointInvalid("the signature does not fit the checkpoint") from error
        return _parse(body, origin)
    raise CheckpointInvalid(f"no signature of {origin} by this key")


def verifier_key(name: str, key: Ed25519PublicKey) -> str:
    """The public key in the form that is handed out: `<name>+<key id>+<base64>`."""
    _check_name(name)
    return f"{name}+{_key_id(name, key).hex()}+{base64.b64encode(_ED25519 + _raw(key)).decode()}"


def _parse(body: str, origin: str) -> Checkpoint:
    lines = body.splitlines()
    try:
        first, size, root = lines[:3]
        checkpoint = Checkpoint(first, int(size), base64.b64decode(root, validate=True))
    except ValueError as error:
        raise CheckpointInvalid("a checkpoint has an origin, a size and a root, a line each") from error
    if first != origin or checkpoint.size < 0 or len(checkpoint.root) != 32 or str(checkpoint.size) != size:
        raise CheckpointInvalid("the checkpoint is of another log, or malformed")
    return checkpoint


def _signature(line: str, origin: str) -> bytes:
    prefix = f"— {origin} "
    if not line.startswith(prefix):
        return b""
    try:
        return base64.b64decode(line[len(prefix) :], validate=True)
    except binascii.Error:
        return b""


def _key_id(name: str, key: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + _raw(key)).digest()[:4]


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"the origin {name!r} has a space or a plus sign, which a signed note does not allow"
        )
