"""Signed checkpoints: what is signed is read back, and nothing else is."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from claims.ledger.checkpoint import Checkpoint, CheckpointInvalid, sign, verifier_key, verify

ORIGIN = "registry.example/ledger"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
CHECKPOINT = Checkpoint(ORIGIN, 42, bytes(range(32)))


def test_a_signed_checkpoint_is_read_back() -> None:
    assert verify(sign(CHECKPOINT, KEY), KEY.public_key(), ORIGIN) == CHECKPOINT


def test_the_note_has_the_form_of_the_standard() -> None:
    lines = sign(CHECKPOINT, KEY).split("\n")
    assert lines[:4] == [ORIGIN, "42", base64.b64encode(bytes(range(32))).decode(), ""]
    assert lines[4].startswith(f"— {ORIGIN} ")
    assert len(base64.b64decode(lines[4].rsplit(" ", 1)[1])) == 4 + 64
    assert lines[5:] == [""]


def test_other_signatures_beside_ours_are_passed_over() -> None:
    note = sign(CHECKPOINT, KEY)
    body, _, signature = note.partition("\n\n")
    witness = "— witness.example " + base64.b64encode(bytes(68)).decode()
    assert verify(f"{body}\n\n{witness}\n{signature}", KEY.public_key(), ORIGIN) == CHECKPOINT


@pytest.mark.parametrize(
    ("old", "new"), [("42", "43"), ("42", "042"), ("registry.example", "registry.elsewhere"), ("\n\n", "\n")]
)
def test_a_changed_note_is_refused(old: str, new: str) -> None:
    with pytest.raises(CheckpointInvalid):
        verify(sign(CHECKPOINT, KEY).replace(old, new, 1), KEY.public_key(), ORIGIN)


@pytest.mark.parametrize(("old", "new"), [("42", "042"), ("42", "-1"), (ORIGIN, "registry.elsewhere/ledger")])
def test_what_our_key_signed_is_refused_where_it_is_no_checkpoint_of_ours(old: str, new: str) -> None:
    body = CHECKPOINT.body().replace(old, new, 1)
    signature = bytes.fromhex(verifier_key(ORIGIN, KEY.public_key()).split("+")[1]) + KEY.sign(body.encode())
    with pytest.raises(CheckpointInvalid, match="of another log, or malformed"):
        verify(f"{body}\n— {ORIGIN} {base64.b64encode(signature).decode()}\n", KEY.public_key(), ORIGIN)


def test_another_key_is_refused() -> None:
    other = Ed25519PrivateKey.generate().public_key()
    with pytest.raises(CheckpointInvalid, match="no signature"):
        verify(sign(CHECKPOINT, KEY), other, ORIGIN)


def test_a_signed_note_that_is_no_checkpoint_is_refused() -> None:
    with pytest.raises(CheckpointInvalid, match="another log"):
        verify(sign(Checkpoint(ORIGIN, 1, b"short"), KEY), KEY.public_key(), ORIGIN)


def test_a_name_that_a_note_cannot_carry_is_refused() -> None:
    with pytest.raises(ValueError, match="space or a plus"):
        sign(Checkpoint("two words", 0, bytes(32)), KEY)


def test_the_verifier_key_carries_the_public_key() -> None:
    name, key_id, encoded = verifier_key(ORIGIN, KEY.public_key()).split("+", 2)
    assert (name, len(key_id)) == (ORIGIN, 8)
    assert base64.b64decode(encoded) == b"\x01" + KEY.public_key().public_bytes_raw()
