"""The owner's check of the log: everything recomputed from the verdicts, and compared with what is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from claims.ledger.checkpoint import Checkpoint, CheckpointInvalid, verify
from claims.ledger.leaf import leaf_bytes
from claims.ledger.merkle import Frontier, Node, leaf_hash
from claims.ledger.verifier import OUT_OF_ORDER
from claims.ledger_selectors import ledger_nodes, ledger_origin, ledger_record
from claims.models import CurrentVerdict, LedgerCheckpoint, LedgerEntry, LedgerHead, Verdict
from claims.services.ledger import head_frontier, ledger_public_keys

_BATCH = 1000
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class LedgerBroken(Exception):
    """The log does not follow from the verdicts; the message names the first place."""


@dataclass(frozen=True)
class Audit:
    """What was compared, and how many of the checkpoints are signed by a key that is not in use now."""

    entries: int
    checkpoints: int
    of_other_keys: int


def ledger_audit(*, progress: Callable[[int, int], None]) -> Audit:
    """Compare the verdicts, entries, nodes, head, checkpoints and current verdicts with each other.

    `progress` is told now and then how many entries of how many are done. Verdicts may be recorded
    meanwhile. Raises LedgerBroken.
    """
    _check_head(LedgerHead.objects.first())
    head = LedgerHead.objects.first() or LedgerHead()
    checkpoints = list(LedgerCheckpoint.objects.filter(size__lte=head.size).order_by("size"))
    roots = {checkpoint.size: checkpoint for checkpoint in checkpoints}
    frontier, latest = Frontier(), _BEFORE_ALL
    _check_root(frontier, roots)
    while frontier.size < head.size:
        frontier, latest = _check_batch(frontier, latest, head.size, roots)
        progress(frontier.size, head.size)
    if frontier != head_frontier(head) or latest != (head.latest or _BEFORE_ALL):
        raise LedgerBroken(f"the head at {head.size} entries is not what they lead to")
    _check_completeness()
    origin = ledger_origin()
    of_other_keys = sum(not _signed_by_us(checkpoint, origin) for checkpoint in checkpoints)
    return Audit(frontier.size, len(checkpoints), of_other_keys)


def _check_batch(
    frontier: Frontier, latest: datetime, size: int, roots: dict[int, LedgerCheckpoint]
) -> tuple[Frontier, datetime]:
    """Go on by a batch of entries; `latest` is when the latest one before was recorded."""
    end = min(frontier.size + _BATCH, size)
    made: dict[Node, bytes] = {}
    for entry in _entries(frontier.size, end):
        if entry.index != frontier.size:
            raise LedgerBroken(f"entry {frontier.size} is missing")
        if bytes(entry.leaf) != leaf_bytes(ledger_record(entry.verdict)):
            raise LedgerBroken(f"verdict {entry.verdict_id} is not what entry {entry.index} holds of it")
        if latest - entry.verdict.recorded_at > OUT_OF_ORDER:
            raise LedgerBroken(f"entry {entry.index} is backdated: it follows one recorded {latest}")
        latest = max(latest, entry.verdict.recorded_at)
        frontier, nodes = frontier.append(leaf_hash(bytes(entry.leaf)))
        made |= nodes
        _check_root(frontier, roots)
    if frontier.size != end:
        raise LedgerBroken(f"entry {frontier.size} is missing")
    stored = ledger_nodes(node for node in made if node[0])
    for node, value in made.items():
        if node[0] and stored.get(node) != value:
            raise LedgerBroken(f"node {node[1]} of level {node[0]} is not the hash of what is below it")
    return frontier, latest


def _entries(start: int, end: int) -> QuerySet[LedgerEntry]:
    entries = LedgerEntry.objects.filter(index__gte=start, index__lt=end).order_by("index")
    return entries.select_related("verdict__rating__scale")


def _check_root(frontier: Frontier, roots: dict[int, LedgerCheckpoint]) -> None:
    checkpoint = roots.get(frontier.size)
    if checkpoint is None:
        return
    root = frontier.root()
    body = Checkpoint(checkpoint.note.partition("\n")[0], frontier.size, root).body()
    if bytes(checkpoint.root) != root or not checkpoint.note.startswith(f"{body}\n"):
        raise LedgerBroken(f"the checkpoint of {frontier.size} entries is not of the entries that are there")


def _check_head(head: LedgerHead | None) -> None:
    if head is None and Verdict.objects.exists():
        raise LedgerBroken("the log has no head")


def _check_completeness() -> None:
    """What is there beyond the head, or not in the log at all. Each question is one statement."""
    size = LedgerHead.objects.values("size")[:1]
    without = Verdict.objects.filter(ledger_entry=None).first()
    if without:
        raise LedgerBroken(f"verdict {without.id} is not in the log")
    extra = LedgerEntry.objects.filter(index__gte=size).first()
    if extra:
        raise LedgerBroken(f"entry {extra.index} is beyond the head")
    _check_node_count()
    checkpoint = LedgerCheckpoint.objects.filter(size__gt=size).first()
    if checkpoint:
        raise LedgerBroken(f"a checkpoint of {checkpoint.size} entries was signed, and there are fewer")
    later = Verdict.objects.filter(
        claim=OuterRef("claim"), publisher=OuterRef("publisher"), seq__gt=OuterRef("seq")
    )
    last = Verdict.objects.filter(~Exists(later))
    current = CurrentVerdict.objects.filter(verdict=OuterRef("pk"), claim=OuterRef("claim"))
    unshown = last.filter(~Exists(current.filter(publisher=OuterRef("publisher")))).first()
    if unshown:
        raise LedgerBroken(f"verdict {unshown.id} is its publisher's last and is not shown as such")
    theirs = Verdict.objects.filter(pk=OuterRef("verdict"), claim=OuterRef("claim"))
    stray = CurrentVerdict.objects.filter(~Exists(theirs.filter(publisher=OuterRef("publisher")))).first()
    if stray:
        raise LedgerBroken(
            f"claim {stray.claim_id} is said to have the verdict {stray.verdict_id} of the publisher "
            f"{stray.publisher_id}, and there is none"
        )


def _check_node_count() -> None:
    """Those that must be there are; now, that there are no others."""
    counted = RawSQL("SELECT count(*) FROM claims_ledgernode", ())
    head = LedgerHead.objects.annotate(nodes=counted).values_list("size", "nodes").first()
    size, nodes = head or (0, 0)
    expected = sum(size >> level for level in range(1, size.bit_length()))
    if nodes != expected:
        raise LedgerBroken(f"there are {nodes} nodes above {size} entries, not {expected}")


def _signed_by_us(checkpoint: LedgerCheckpoint, origin: str) -> bool:
    return any(_signed_by(checkpoint, origin, key) for key in ledger_public_keys())


def _signed_by(checkpoint: LedgerCheckpoint, origin: str, key: Ed25519PublicKey) -> bool:
    try:
        verify(checkpoint.note, key, origin)
    except CheckpointInvalid:
        return False
    return True
