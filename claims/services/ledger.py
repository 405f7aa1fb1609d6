"""The log of verdicts: an entry with each verdict, in its transaction, and checkpoints signed of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import datetime
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from claims.ledger.checkpoint import Checkpoint, sign, verifier_key
from claims.ledger.keys import seed
from claims.ledger.leaf import leaf_bytes, moment
from claims.ledger.merkle import Frontier, leaf_hash, position
from claims.ledger.verifier import OUT_OF_ORDER
from claims.ledger_selectors import ledger_origin, ledger_records
from claims.made import NewVerdict
from claims.models import LedgerCheckpoint, LedgerHead, Verdict
from common.behind import statement_send, statements_behind
from common.errors import Unavailable
from common.ids import Id
from common.tables import bytes_array, plain_array

_HASH = 32
_MANY = 100
_EXTEND = """
    WITH entry AS (
        INSERT INTO claims_ledgerentry (index, verdict_id, leaf)
        SELECT %(first)s + number - 1, verdict, leaf
        FROM unnest(%(verdicts)s::uuid[], %(leaves)s::bytea[])
        WITH ORDINALITY AS fresh (verdict, leaf, number)
    ), nodes AS (
        INSERT INTO claims_ledgernode (position, hash)
        SELECT * FROM unnest(%(positions)s::bigint[], %(hashes)s::bytea[])
    )
    UPDATE claims_ledgerhead SET size = %(size)s, frontier = %(frontier)s, latest = %(latest)s
"""


class _Entry(NamedTuple):
    """A verdict's, before it has its place."""

    verdict_id: Id
    recorded_at: datetime
    leaf: bytes
    hash: bytes


_waiting: ContextVar[list[_Entry] | None] = ContextVar("waiting", default=None)


def ledger_append(*, verdict: Verdict) -> None:
    """Enter a verdict just inserted, as the last thing that its transaction does."""
    ledger_extend(verdicts=[verdict])


@contextmanager
def ledger_together() -> Iterator[None]:
    """Within it verdicts are entered all together at its end, in their order.

    For a transaction of many: it takes the head when it has every other lock already, and so waits for
    nobody who waits for the head. One in another hands its verdicts to that at its end; if it is left with
    an error, as its savepoint is, they are forgotten.
    """
    outer, mine = _waiting.get(), list[_Entry]()
    before = _waiting.set(mine)
    try:
        yield
    finally:
        _waiting.reset(before)
    if outer is not None:
        outer += mine
    elif mine:
        _enter(mine)


def ledger_extend(*, verdicts: Sequence[Verdict | NewVerdict]) -> None:
    """Enter verdicts just inserted, in their order, as the last thing that their transaction does.

    They were recorded at a `ledger_moment`. Raises Unavailable where that is so long ago that they would seem
    backdated to whoever checks the log, which cannot be mended afterwards.

    Whoever appends holds the head until the transaction ends, so that entries are numbered in the order of
    the commits; everything that can be done before is, and what is left is one statement.
    """
    leaves = [leaf_bytes(record) for record in ledger_records(verdicts)]
    entries = [
        _Entry(verdict.id, verdict.recorded_at, leaf, leaf_hash(leaf))
        for verdict, leaf in zip(verdicts, leaves, strict=True)
    ]
    waiting = _waiting.get()
    if waiting is None:
        _enter(entries)
    else:
        waiting += entries


def _enter(entries: Sequence[_Entry]) -> None:
    head = _lock_head()
    grown, made = head_frontier(head).append(*(entry.hash for entry in entries))
    above = [(position(node), value) for node, value in made if node[0]]
    latest = head.latest
    for entry in entries:
        latest = _later(latest, entry.recorded_at)
    extension = {
        "first": head.size,
        "verdicts": plain_array(entry.verdict_id for entry in entries),
        "leaves": bytes_array(entry.leaf for entry in entries),
        "positions": plain_array(number for number, _ in above),
        "hashes": bytes_array(value for _, value in above),
        "size": grown.size,
        "frontier": b"".join(grown.hashes),
        "latest": latest,
    }
    # Many take long enough for something else to be done meanwhile.
    with statements_behind() if len(entries) >= _MANY else nullcontext():
        statement_send(_EXTEND, extension)


def _later(latest: datetime | None, recorded: datetime) -> datetime:
    """The later of the two, unless the second is too early to follow the first."""
    if latest is None or recorded >= latest:
        return recorded
    if recorded < latest - OUT_OF_ORDER:
        raise Unavailable(
            f"a verdict of {moment(recorded)} took so long that others of {moment(latest)} are in the log "
            "already; nothing of it was kept: do it once more"
        )
    return latest


def ledger_checkpoint() -> LedgerCheckpoint | None:
    """Sign what there is now, unless that was signed already; None then."""
    head = LedgerHead.objects.first() or LedgerHead()
    if LedgerCheckpoint.objects.filter(size__gte=head.size).exists():
        return None
    root = head_frontier(head).root()
    note = sign(Checkpoint(ledger_origin(), head.size, root), *_keys())
    made = LedgerCheckpoint(size=head.size, root=root, note=note)
    # Two that sign at once sign the same; the second is not needed.
    LedgerCheckpoint.objects.bulk_create([made], ignore_conflicts=True)
    return made


def ledger_verifier_keys() -> list[str]:
    """The public keys under which checkpoints are signed, the newest first."""
    origin = ledger_origin()
    return [verifier_key(origin, key) for key in ledger_public_keys()]


def ledger_public_keys() -> list[Ed25519PublicKey]:
    """The same as keys."""
    return [key.public_key() for key in _keys()]


def head_frontier(head: LedgerHead) -> Frontier:
    """The frontier that the head keeps."""
    joined = bytes(head.frontier)
    return Frontier(head.size, tuple(joined[at : at + _HASH] for at in range(0, len(joined), _HASH)))


def _lock_head() -> LedgerHead:
    heads = LedgerHead.objects.select_for_update()
    head = heads.filter(pk=1).first()
    if head is None:
        LedgerHead.objects.bulk_create([LedgerHead()], ignore_conflicts=True)
        head = heads.get()
    return head


def _keys() -> list[Ed25519PrivateKey]:
    return [Ed25519PrivateKey.from_private_bytes(seed(key)) for key in settings.LEDGER_KEYS]
