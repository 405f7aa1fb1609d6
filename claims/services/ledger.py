"""The log of verdicts: an entry with each verdict, in its transaction, and checkpoints signed of it."""

from __future__ import annotations

import base64
import binascii

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from claims.ledger.checkpoint import Checkpoint, sign, verifier_key
from claims.ledger.leaf import leaf_bytes
from claims.ledger.merkle import Frontier, leaf_hash, position
from claims.ledger_selectors import ledger_record
from claims.models import LedgerCheckpoint, LedgerEntry, LedgerHead, LedgerNode, Verdict

_HASH = 32


def ledger_append(*, verdict: Verdict) -> LedgerEntry:
    """Enter a verdict just inserted, as the last thing that its transaction does.

    Whoever appends holds the head until the transaction ends, so that entries are numbered in the order of
    the commits; everything that can be done before is.
    """
    leaf = leaf_bytes(ledger_record(verdict))
    hashed = leaf_hash(leaf)
    head = _lock_head()
    grown, made = head_frontier(head).append(hashed)
    entry = LedgerEntry.objects.create(index=head.size, verdict=verdict, leaf=leaf)
    above = [LedgerNode(position=position(node), hash=value) for node, value in made if node[0]]
    LedgerNode.objects.bulk_create(above)
    LedgerHead.objects.filter(pk=head.pk).update(size=grown.size, frontier=b"".join(grown.hashes))
    return entry


def ledger_checkpoint() -> LedgerCheckpoint | None:
    """Sign what there is now, unless that was signed already; None then."""
    head = LedgerHead.objects.first() or LedgerHead()
    if LedgerCheckpoint.objects.filter(size__gte=head.size).exists():
        return None
    root = head_frontier(head).root()
    note = sign(Checkpoint(settings.LEDGER_ORIGIN, head.size, root), *_keys())
    made = LedgerCheckpoint(size=head.size, root=root, note=note)
    # Two that sign at once sign the same; the second is not needed.
    LedgerCheckpoint.objects.bulk_create([made], ignore_conflicts=True)
    return made


def ledger_verifier_keys() -> list[str]:
    """The public keys under which checkpoints are signed, the newest first."""
    return [verifier_key(settings.LEDGER_ORIGIN, key) for key in ledger_public_keys()]


def ledger_public_keys() -> list[Ed25519PublicKey]:
    """The same as keys."""
    return [key.public_key() for key in _keys()]


def head_frontier(head: LedgerHead) -> Frontier:
    """The frontier that the head keeps."""
    joined = bytes(head.frontier)
    return Frontier(head.size, tuple(joined[at : at + _HASH] for at in range(0, len(joined), _HASH)))


def _lock_head() -> LedgerHead:
    heads = LedgerHead.objects.select_for_update()
    head = heads.first()
    if head is None:
        LedgerHead.objects.bulk_create([LedgerHead()], ignore_conflicts=True)
        head = heads.get()
    return head


def _keys() -> list[Ed25519PrivateKey]:
    return [Ed25519PrivateKey.from_private_bytes(_seed(key)) for key in settings.LEDGER_KEYS]


def _seed(text: str) -> bytes:
    try:
        seed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        seed = b""
    if len(seed) != 32:
        raise ImproperlyConfigured(
            "each of LEDGER_KEYS must be 32 random bytes in URL-safe base64; make one with: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return seed
