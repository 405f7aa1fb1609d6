"""History is tampered with as database superuser, triggers off; an outsider with a checkpoint must notice.

Each mutation is made in a transaction that is rolled back, and looked at through the real API by the
verifier that is handed out. The attacker also has the registry's signing key.
"""

from __future__ import annotations

import json
import logging
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from claims.document_selectors import documents_build
from claims.ledger.leaf import leaf_bytes
from claims.ledger.merkle import Frontier, leaf_hash, position
from claims.ledger.verifier import Broken, Checkpoint
from claims.ledger_selectors import ledger_record
from claims.models import (
    ClaimDocument,
    LedgerCheckpoint,
    LedgerEntry,
    LedgerNode,
    Rating,
    RatingScale,
    Verdict,
)
from claims.rules import Kind
from claims.services.ledger import ledger_checkpoint
from common.ids import new_id
from registry.first_start import database_migrate
from registry.supervisor import Supervisor
from tests import factories, ledger
from tests.faults.outcome import FaultFound

_SEED = random.randrange(10**6)
_CHANCE = random.Random(_SEED)
_VERDICTS = 27
_TEXTS = ("claim_text", "publisher_name", "original_label", "summary", "explanation", "reason", "language")

Mutation = Callable[[], None]


class _Impossible(Exception):
    """There is nothing to do this to, or the database's constraints forbid it even to a superuser."""


def run(registry: Supervisor, *, full: bool) -> None:
    """Make the mutations, printing how many of each kind were found. Raises FaultFound."""
    database_migrate()
    tamper(10_000 if full else 200)


def tamper(times: int) -> None:
    """Mutate a history of its own that often. Raises FaultFound for one that is not found."""
    started = time.monotonic()
    logging.disable(logging.ERROR)  # the registry's complaints about what is done to it
    _history()
    key = ledger.public_key()
    earlier = ledger.verify(key, proofs=True)
    done: Counter[str] = Counter()
    while done.total() < times:
        mutation = _CHANCE.choice(_MUTATIONS)
        with transaction.atomic():
            try:
                _as_superuser(mutation)
            except (_Impossible, DatabaseError):
                transaction.set_rollback(True)
                continue
            name = mutation.__name__.lstrip("_")
            if not _found(key, earlier, proofs=mutation in _SEEN_BY_PROOF):
                raise FaultFound(f"{name} was not noticed after {done.total()} others; the seed is {_SEED}")
            done[name] += 1
            transaction.set_rollback(True)
    ledger.verify(key, earlier, proofs=True)
    logging.disable(logging.NOTSET)
    for name, count in sorted(done.items()):
        print(f"  {count:>6} × {name.replace('_', ' ')}")
    print(
        f"{done.total()} of {done.total()} mutations of a history of {earlier.size} verdicts were found "
        f"by the verifier, in {time.monotonic() - started:.0f} s"
    )


def _history() -> None:
    """Claims of which some have two publishers and long histories; checkpoints on the way."""
    desks = [factories.fact_checker() for _ in range(3)]
    chains: dict[tuple[UUID, UUID], Kind] = {}
    claims = [factories.claim(text=f"The dam is {number} metres high.") for number in range(8)]
    for number in range(_VERDICTS):
        claim, desk = _CHANCE.choice(claims), _CHANCE.choice(desks)
        last = chains.get((claim.id, desk.id))
        after = [Kind.UPDATE, Kind.RETRACTION] if last and last is not Kind.RETRACTION else [Kind.INITIAL]
        kind = chains[claim.id, desk.id] = _CHANCE.choice(after)
        factories.verdict(claim, kind=kind, publisher=desk)
        if number % 5 == 0:
            ledger_checkpoint()
    ledger_checkpoint()


def _found(key: str, earlier: Checkpoint, *, proofs: bool) -> bool:
    """Does the verifier say that the history is broken? That it could not be checked is not enough."""
    try:
        ledger.verify(key, earlier, proofs=proofs)
    except (Broken, KeyError, TypeError, ValueError, AttributeError, IndexError):
        return True
    return False


def _as_superuser(mutation: Mutation) -> None:
    _sql("SET LOCAL session_replication_role = replica")
    with transaction.atomic():
        mutation()
    _sql("SET LOCAL session_replication_role = origin")


def _sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _verdict() -> Verdict:
    return _CHANCE.choice(list(Verdict.objects.select_related("rating").order_by("id")))


def _entry() -> LedgerEntry:
    return _CHANCE.choice(list(LedgerEntry.objects.order_by("index")))


def _token() -> str:
    return f"x{_CHANCE.getrandbits(40):x}"


# ── Verdicts ─────────────────────────────────────────────────────────────────────────────────────
def _edit_a_text() -> None:
    Verdict.objects.filter(pk=_verdict().pk).update(**{_CHANCE.choice(_TEXTS): _token()})


def _edit_a_moment() -> None:
    by = timedelta(seconds=_CHANCE.choice([-1, 1]) * _CHANCE.randint(1, 10**7))
    column = _CHANCE.choice(["effective_at", "recorded_at"])
    Verdict.objects.filter(pk=_verdict().pk).update(**{column: F(column) + by})


def _edit_a_reference() -> None:
    verdict, column = _verdict(), _CHANCE.choice(["claim_id", "publisher_id", "rating_id", "id"])
    if column == "rating_id" and verdict.rating is None:
        raise _Impossible
    other = new_id() if column == "id" else getattr(_verdict(), column)
    if other in {None, getattr(verdict, column)}:
        raise _Impossible
    Verdict.objects.filter(pk=verdict.pk).update(**{column: other})


def _edit_the_kind_or_number() -> None:
    verdict = _verdict()
    if _CHANCE.random() < 0.5:
        Verdict.objects.filter(pk=verdict.pk).update(seq=F("seq") + _CHANCE.randint(1, 9))
        return
    kinds = {Kind.INITIAL.value, Kind.UPDATE.value} - {verdict.kind}
    Verdict.objects.filter(pk=verdict.pk).update(kind=_CHANCE.choice(sorted(kinds)))


def _edit_a_rating_or_its_scale() -> None:
    rating = _verdict().rating
    if rating is None:
        raise _Impossible
    if _CHANCE.random() < 0.5:
        column = _CHANCE.choice(["label", "normalised", "value"])
        value = _CHANCE.randint(10, 99) if column == "value" else _token()
        Rating.objects.filter(pk=rating.pk).update(**{column: value})
    else:
        column = _CHANCE.choice(["name", "version", "best", "worst"])
        value = _token() if column == "name" else _CHANCE.randint(10, 99)
        RatingScale.objects.filter(pk=rating.scale_id).update(**{column: value})


def _delete_a_verdict() -> None:
    verdict = _verdict()
    _forget(verdict.id, entry=_CHANCE.random() < 0.5)


def _insert_a_verdict_beside_the_log() -> None:
    _copy(_verdict())


# ── The log, as it lies there ────────────────────────────────────────────────────────────────────
def _edit_a_leaf() -> None:
    entry = _entry()
    leaf = bytearray(entry.leaf)
    leaf[_CHANCE.randrange(len(leaf))] ^= _CHANCE.randint(1, 255)
    _sql("UPDATE claims_ledgerentry SET leaf = %s WHERE index = %s", bytes(leaf), entry.index)


def _delete_an_entry() -> None:
    _sql("DELETE FROM claims_ledgerentry WHERE index = %s", _entry().index)


def _swap_two_entries() -> None:
    one, other = _entry(), _entry()
    if one.index == other.index:
        raise _Impossible
    _sql("DELETE FROM claims_ledgerentry WHERE index IN (%s, %s)", one.index, other.index)
    whole = _CHANCE.random() < 0.5
    for index, entry, leaf in ((one.index, other, one.leaf), (other.index, one, other.leaf)):
        LedgerEntry.objects.create(
            index=index, verdict_id=entry.verdict_id, leaf=bytes(entry.leaf if whole else leaf)
        )


def _edit_or_delete_a_node() -> None:
    node = LedgerNode.objects.filter(pk=_CHANCE.choice(list(LedgerNode.objects.order_by("pk"))).pk)
    if _CHANCE.random() < 0.5:
        node.delete()
    else:
        node.update(hash=_CHANCE.randbytes(32))


def _spoil_the_frontier_and_go_on() -> None:
    _sql("UPDATE claims_ledgerhead SET frontier = overlay(frontier PLACING %s FROM 1)", _CHANCE.randbytes(32))
    factories.verdict()
    ledger_checkpoint()


def _edit_or_delete_checkpoints() -> None:
    way = _CHANCE.randrange(4)
    if way == 0:
        _sql("DELETE FROM claims_ledgercheckpoint")
    elif way == 1:
        _sql(
            "DELETE FROM claims_ledgercheckpoint WHERE size = (SELECT max(size) FROM claims_ledgercheckpoint)"
        )
    elif way == 2:
        _sql("UPDATE claims_ledgercheckpoint SET note = replace(note, E'\\n', E'\\n1')")
    else:
        newest = LedgerCheckpoint.objects.latest("size")
        note = newest.note.replace(f"\n{newest.size}\n", f"\n{newest.size + 1}\n")
        LedgerCheckpoint.objects.create(size=newest.size + 1, root=newest.root, note=note)


def _show_another_verdict_as_current() -> None:
    verdict = _verdict()
    later = Verdict.objects.filter(
        claim=verdict.claim_id, publisher=verdict.publisher_id, seq__gt=verdict.seq
    )
    if later.exists():
        _sql(
            "UPDATE claims_currentverdict SET verdict_id = %s WHERE claim_id = %s AND publisher_id = %s",
            verdict.id,
            verdict.claim_id,
            verdict.publisher_id,
        )
    else:
        _sql("DELETE FROM claims_currentverdict WHERE verdict_id = %s", verdict.id)
    _show(verdict.claim_id)


def _hide_a_claim() -> None:
    claim_id = _verdict().claim_id
    _sql("UPDATE claims_claim SET state = 'open' WHERE id = %s", claim_id)
    _show(claim_id)


def _edit_a_claims_document() -> None:
    document = _CHANCE.choice(list(ClaimDocument.objects.order_by("pk")))
    body = json.loads(document.body)
    if not body["verdicts"]:
        raise _Impossible
    way, verdict = _CHANCE.randrange(5), _CHANCE.choice(body["verdicts"])
    if way == 0:
        body["verdicts"].remove(verdict)
    elif way == 1:
        verdict[_CHANCE.choice(["summary", "original_label", "recorded_at"])] = _token()
    elif way == 2:
        body["verdicts_conflict"] = not body["verdicts_conflict"]
    elif way == 3 and body["positions"]:
        _CHANCE.choice(body["positions"])[_CHANCE.choice(["normalised", "side"])] = _token()
    elif way == 4 and verdict["rating"]:
        verdict["rating"]["normalised"] = _token()
    else:
        raise _Impossible
    ClaimDocument.objects.filter(pk=document.pk).update(body=json.dumps(body))


def _show(claim_id: UUID) -> None:
    """What the API answers for the claim, made of its rows as they are now."""
    (built,) = documents_build([claim_id])
    ClaimDocument.objects.filter(pk=claim_id).update(body=built.body, state=built.state)


# ── The log made anew around the change, and signed with the stolen key ──────────────────────────
def _edit_a_verdict_and_rebuild() -> None:
    order = _order()
    _CHANCE.choice([_edit_a_text, _edit_a_moment, _edit_a_rating_or_its_scale])()
    _rebuild(order)


def _delete_a_verdict_and_rebuild() -> None:
    order, verdict = _order(), _verdict()
    _forget(verdict.id, entry=True)
    _rebuild([each for each in order if each != verdict.id])
    _perhaps_go_on()


def _insert_a_verdict_and_rebuild() -> None:
    order = _order()
    order.insert(_CHANCE.randrange(len(order)), _copy(_verdict()))
    _rebuild(order)


def _reorder_and_rebuild() -> None:
    order = _order()
    shuffled = _CHANCE.sample(order, len(order))
    if shuffled == order:
        raise _Impossible
    _rebuild(shuffled)


def _truncate_the_tail_and_rebuild() -> None:
    order = _order()
    kept = _CHANCE.randrange(len(order))
    for verdict_id in reversed(order[kept:]):
        _forget(verdict_id, entry=True)
    _rebuild(order[:kept])
    _perhaps_go_on()


def _append_a_backdated_verdict() -> None:
    made = _copy(_verdict())
    _sql("UPDATE claims_verdict SET recorded_at = recorded_at - interval '1 day' WHERE id = %s", made)
    _rebuild([*_order(), made])


def _order() -> list[UUID]:
    return list(LedgerEntry.objects.order_by("index").values_list("verdict_id", flat=True))


def _rebuild(order: list[UUID]) -> None:
    """Entries, tree, head and checkpoint, consistent in themselves, over the rows as they are now."""
    for model in (LedgerEntry, LedgerNode, LedgerCheckpoint):
        model.objects.all().delete()
    rows = Verdict.objects.select_related("rating__scale").in_bulk(order)
    leaves = [leaf_bytes(ledger_record(rows[verdict_id])) for verdict_id in order]
    frontier, nodes = Frontier(), []
    for leaf in leaves:
        frontier, made = frontier.append(leaf_hash(leaf))
        nodes += [LedgerNode(position=position(node), hash=value) for node, value in made if node[0]]
    LedgerNode.objects.bulk_create(nodes)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(index=index, verdict_id=verdict_id, leaf=leaf)
        for index, (verdict_id, leaf) in enumerate(zip(order, leaves, strict=True))
    )
    _sql("UPDATE claims_ledgerhead SET size = %s, frontier = %s", len(order), b"".join(frontier.hashes))
    ledger_checkpoint()


def _perhaps_go_on() -> None:
    for _ in range(_CHANCE.choice([0, 0, 1, 3])):
        factories.verdict()
    ledger_checkpoint()


def _forget(verdict_id: UUID, *, entry: bool) -> None:
    """Delete the row with its traces; the claim's pointer goes back to the one before."""
    verdict = Verdict.objects.get(pk=verdict_id)
    _sql("DELETE FROM claims_currentverdict WHERE verdict_id = %s", verdict_id)
    if entry:
        _sql("DELETE FROM claims_ledgerentry WHERE verdict_id = %s", verdict_id)
    _sql("DELETE FROM claims_verdict WHERE id = %s", verdict_id)
    chain = Verdict.objects.filter(claim=verdict.claim_id, publisher=verdict.publisher_id)
    _point_to_last(chain.order_by("-seq").first())


def _copy(verdict: Verdict) -> UUID:
    """Another row at the end of the verdict's history, shown as the current one; its id."""
    last = Verdict.objects.filter(claim=verdict.claim_id, publisher=verdict.publisher_id).latest("seq")
    verdict.pk, verdict.seq, verdict.summary = new_id(), last.seq + 1, _token()
    verdict.save(force_insert=True)
    _point_to_last(verdict)
    return verdict.pk


def _point_to_last(verdict: Verdict | None) -> None:
    if verdict is None:
        return
    claim, publisher = verdict.claim_id, verdict.publisher_id
    _sql("DELETE FROM claims_currentverdict WHERE claim_id = %s AND publisher_id = %s", claim, publisher)
    _sql(
        "INSERT INTO claims_currentverdict (claim_id, publisher_id, verdict_id) VALUES (%s, %s, %s)",
        claim,
        publisher,
        verdict.pk,
    )


# Those after which every verdict is still as it was, and only its proof has gone wrong.
_SEEN_BY_PROOF = {_edit_or_delete_a_node}
_MUTATIONS: list[Mutation] = [
    _edit_a_text,
    _edit_a_moment,
    _edit_a_reference,
    _edit_the_kind_or_number,
    _edit_a_rating_or_its_scale,
    _delete_a_verdict,
    _insert_a_verdict_beside_the_log,
    _edit_a_leaf,
    _delete_an_entry,
    _swap_two_entries,
    _edit_or_delete_a_node,
    _spoil_the_frontier_and_go_on,
    _edit_or_delete_checkpoints,
    _show_another_verdict_as_current,
    _hide_a_claim,
    _edit_a_claims_document,
    _edit_a_verdict_and_rebuild,
    _delete_a_verdict_and_rebuild,
    _insert_a_verdict_and_rebuild,
    _reorder_and_rebuild,
    _truncate_the_tail_and_rebuild,
    _append_a_backdated_verdict,
]
