"""Reads of the log of verdicts: its checkpoints, entries and proofs."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from claims.ledger.leaf import PublisherRecord, RatingRecord, VerdictRecord
from claims.ledger.merkle import (
    Node,
    Range,
    consistency_ranges,
    inclusion_ranges,
    leaf_hash,
    position,
    proof_nodes,
    range_hash,
)
from claims.made import NewVerdict
from claims.models import LedgerCheckpoint, LedgerEntry, LedgerHead, LedgerNode, Rating, Verdict
from claims.rules import Kind
from common.errors import Invalid, NotFound

logger = logging.getLogger(__name__)

_NOTABLE = timedelta(minutes=1)
_MOMENT = "SELECT clock_timestamp(), max(latest) FROM claims_ledgerhead"
_END = """
    SELECT clock_timestamp(), latest, id, seq, kind
    FROM (SELECT max(latest) AS latest FROM claims_ledgerhead) AS head LEFT JOIN (
        SELECT id, seq, kind FROM claims_verdict WHERE claim_id = %(claim)s AND publisher_id = %(publisher)s
        ORDER BY seq DESC LIMIT 1
    ) AS last ON true
"""


@dataclass(frozen=True, slots=True)
class HistoryEnd:
    """A publisher's last row on a claim (seq 0, and None: there is none), and the `moment` of the next."""

    moment: datetime
    last_id: UUID | None
    seq: int
    kind: Kind | None


def ledger_record(verdict: Verdict | NewVerdict) -> VerdictRecord:
    """What the log holds of the verdict; its rating's scale is read if it is not there yet."""
    (record,) = ledger_records([verdict])
    return record


def ledger_records(verdicts: Sequence[Verdict | NewVerdict]) -> list[VerdictRecord]:
    """The same of many, of which few are by other publishers or rated otherwise than another."""
    called = {(verdict.publisher_id, verdict.publisher_name) for verdict in verdicts}
    publishers = {each: PublisherRecord(id=each[0], name=each[1]) for each in called}
    rated = {verdict.rating_id: verdict.rating for verdict in verdicts if verdict.rating}
    ratings = {rating_id: _rating_record(rating) for rating_id, rating in rated.items()}
    return [
        _record(each, publishers[each.publisher_id, each.publisher_name], ratings.get(each.rating_id))
        for each in verdicts
    ]


def _record(
    verdict: Verdict | NewVerdict, publisher: PublisherRecord, rating: RatingRecord | None
) -> VerdictRecord:
    return VerdictRecord(
        id=verdict.id,
        claim=verdict.claim_id,
        claim_text=verdict.claim_text,
        publisher=publisher,
        seq=verdict.seq,
        kind=verdict.kind,
        rating=rating,
        original_label=verdict.original_label,
        summary=verdict.summary,
        explanation=verdict.explanation,
        reason=verdict.reason,
        note=verdict.note,
        language=verdict.language,
        review_url=verdict.review_url,
        effective_at=verdict.effective_at,
        recorded_at=verdict.recorded_at,
    )


def ledger_moment() -> datetime:
    """When a verdict is recorded that is being recorded now: always after the log's last.

    By the database's clock, which is the same whichever server records it. Where that clock was once ahead,
    what follows is put right behind what was recorded then: a log that goes back in time proves nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MOMENT)
        return _moment(*cursor.fetchone())


def history_end(claim_id: UUID, publisher_id: UUID) -> HistoryEnd:
    """Where the publisher's history on the claim ends; whoever goes on with it holds the claim's lock."""
    with connection.cursor() as cursor:
        cursor.execute(_END, {"claim": claim_id, "publisher": publisher_id})
        clock, latest, last_id, seq, kind = cursor.fetchone()
    return HistoryEnd(_moment(clock, latest), last_id, seq or 0, Kind(kind) if kind else None)


def _moment(clock: datetime, latest: datetime | None) -> datetime:
    if latest is None or latest < clock:
        return clock
    if latest - clock > _NOTABLE:
        logger.warning(
            "the log's last verdict was recorded at %s, and by the database's clock it is %s: until then new "
            "ones are dated right after it; see whether that clock is right",
            latest,
            clock,
        )
    return latest + timedelta.resolution


def ledger_origin() -> str:
    """The log's name: what its checkpoints have been signed under, and LEDGER_ORIGIN where there is none yet.

    One that changed would be another log's to whoever holds a checkpoint or a key, which has the name in it.
    """
    note = LedgerCheckpoint.objects.order_by("-size").values_list("note", flat=True).first()
    origin: str = note.partition("\n")[0] if note else settings.LEDGER_ORIGIN
    return origin


def ledger_size() -> int:
    """How many entries the log has."""
    return LedgerHead.objects.values_list("size", flat=True).first() or 0


def ledger_checkpoint_get(size: int | None = None) -> LedgerCheckpoint:
    """The checkpoint of that size, or the newest. Raises NotFound."""
    checkpoints = LedgerCheckpoint.objects.order_by("-size")
    found = (checkpoints if size is None else checkpoints.filter(size=size)).first()
    if found is None and size is None:
        raise NotFound("no checkpoint was signed yet; the first one is within a minute of the start")
    if found is None:
        raise NotFound(f"no checkpoint was signed at {size} entries; ask without a size for the newest")
    return found


def ledger_entries(start: int, limit: int) -> QuerySet[LedgerEntry]:
    """At most `limit` entries from the index `start` on, in order."""
    return LedgerEntry.objects.filter(index__gte=start).order_by("index")[:limit]


def ledger_entry_of(verdict_id: UUID) -> LedgerEntry:
    """The entry of a verdict. Raises NotFound."""
    found = LedgerEntry.objects.filter(verdict=verdict_id).first()
    if found is None:
        raise NotFound(f"verdict {verdict_id} is not in the log")
    return found


def ledger_entry_at(index: int) -> LedgerEntry:
    """The entry at an index. Raises NotFound."""
    found = LedgerEntry.objects.filter(index=index).first()
    if found is None:
        raise NotFound(f"the log has no entry {index}")
    return found


def ledger_inclusion(index: int, size: int) -> list[bytes]:
    """The hashes that lead from an entry to the root of the tree of `size`. Raises Invalid, NotFound."""
    if not 0 <= index < size <= ledger_size():
        raise Invalid(
            f"a tree of {size} entries, of {ledger_size()} in the log, does not hold number {index + 1}; "
            "where it was recorded just now, ask again in a minute, when the next checkpoint is signed"
        )
    return _hashes(inclusion_ranges(index, size))


def ledger_consistency(old: int, size: int) -> list[bytes]:
    """The hashes that prove the tree of `old` the beginning of that of `size`. Raises Invalid, NotFound."""
    if not 0 < old <= size <= ledger_size():
        raise Invalid(f"a tree of {old} in one of {size} cannot be proven: the log has {ledger_size()}")
    return _hashes(consistency_ranges(old, size))


def ledger_nodes(wanted: Iterable[Node]) -> dict[Node, bytes]:
    """The hashes of those of the complete subtrees that are there, in two reads."""
    nodes = set(wanted)
    leaves = LedgerEntry.objects.filter(index__in=[index for level, index in nodes if not level])
    found: dict[Node, bytes] = {
        (0, index): leaf_hash(bytes(leaf)) for index, leaf in leaves.values_list("index", "leaf")
    }
    above = {position(node): node for node in nodes if node[0]}
    for number, value in LedgerNode.objects.filter(pk__in=above).values_list("position", "hash"):
        found[above[number]] = bytes(value)
    return found


def _hashes(ranges: list[Range]) -> list[bytes]:
    nodes = ledger_nodes(proof_nodes(ranges))
    try:
        return [range_hash(span, nodes) for span in ranges]
    except KeyError as error:
        logger.error("the log is damaged, node %s is missing; manage.py ledger_verify says more", error)
        raise NotFound(f"there is no such proof: the log is damaged, node {error} is missing") from error


def _rating_record(rating: Rating) -> RatingRecord:
    return RatingRecord(
        id=rating.id,
        label=rating.label,
        value=rating.value,
        worst=rating.scale.worst,
        best=rating.scale.best,
        normalised=rating.normalised,
        scale=rating.scale_id,
        scale_name=rating.scale.name,
        scale_version=rating.scale.version,
    )
