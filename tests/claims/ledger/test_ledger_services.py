"""The log and the verdicts stand or fall together, whoever writes at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, transaction

from claims.ledger.checkpoint import verify
from claims.ledger.keys import MalformedKey
from claims.ledger.merkle import Frontier, leaf_hash, position
from claims.ledger_selectors import ledger_consistency
from claims.models import Claim, LedgerCheckpoint, LedgerEntry, LedgerHead, LedgerNode, Verdict
from claims.rules import Kind
from claims.services.ledger import (
    head_frontier,
    ledger_checkpoint,
    ledger_together,
    ledger_verifier_keys,
)
from claims.services.ledger_audit import ledger_audit
from claims.services.verdicts import verdict_record
from common.errors import Conflict, Invalid
from tests import factories, ledger
from tests.locks import elsewhere, until_somebody_waits

pytestmark = pytest.mark.django_db


def _silent(done: int, of: int) -> None:
    pass


def test_each_verdict_is_entered_and_the_tree_grows_by_what_is_complete() -> None:
    made = [factories.verdict() for _ in range(7)]
    entries = list(LedgerEntry.objects.order_by("index"))
    assert [entry.verdict for entry in entries] == made
    assert [entry.index for entry in entries] == list(range(7))
    nodes: dict[int, bytes] = {}
    expected = Frontier()
    for entry in entries:
        expected, new = expected.append(leaf_hash(bytes(entry.leaf)))
        nodes |= {position(node): value for node, value in new if node[0]}
    assert head_frontier(LedgerHead.objects.get()) == expected
    assert {node.position: bytes(node.hash) for node in LedgerNode.objects.all()} == nodes
    assert len(nodes) == 4
    assert ledger_audit(progress=_silent).entries == 7


def test_a_verdict_rolled_back_leaves_no_entry() -> None:
    factories.verdict()
    with transaction.atomic():
        factories.verdict()
        transaction.set_rollback(True)
    factories.verdict()
    assert list(LedgerEntry.objects.order_by("index").values_list("index", flat=True)) == [0, 1]
    assert ledger_audit(progress=_silent).entries == 2


def test_verdicts_entered_together_are_entered_at_the_very_end_without_what_was_taken_back() -> None:
    with transaction.atomic(), ledger_together():
        with ledger_together():
            first = factories.verdict()
        with suppress(LookupError), transaction.atomic(), ledger_together():
            factories.verdict()
            raise LookupError
        second = factories.verdict()
        assert not LedgerEntry.objects.exists()
    assert [entry.verdict for entry in LedgerEntry.objects.order_by("index")] == [first, second]
    assert ledger_audit(progress=_silent).entries == 2


@pytest.mark.parametrize(("old", "size"), [(0, 1), (2, 1), (1, 2)])
def test_no_proof_is_made_of_a_beginning_that_is_none(old: int, size: int) -> None:
    factories.verdict()
    assert ledger_consistency(1, 1) == []
    with pytest.raises(Invalid, match="cannot be proven"):
        ledger_consistency(old, size)


def test_a_checkpoint_is_signed_once_for_each_size() -> None:
    empty = ledger_checkpoint()
    assert empty is not None
    assert empty.size == 0
    assert ledger_checkpoint() is None
    factories.verdict()
    factories.verdict()
    signed = ledger_checkpoint()
    assert signed is not None
    assert ledger_checkpoint() is None
    assert [row.size for row in LedgerCheckpoint.objects.order_by("size")] == [0, 2]
    assert bytes(LedgerCheckpoint.objects.get(size=2).root) == signed.root


@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_at_once_the_second_is_not_needed() -> None:
    factories.verdict()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            ledger_checkpoint()
            signing = pool.submit(elsewhere, ledger_checkpoint)
            until_somebody_waits()
        signing.result()
    assert LedgerCheckpoint.objects.get().size == 1


def test_while_the_key_changes_both_keys_sign(settings: Any) -> None:
    new, old = "A" * 43, "Q" * 43
    settings.LEDGER_KEYS, settings.LEDGER_ORIGIN = [new, old], "registry.example/ledger"
    signed = ledger_checkpoint()
    assert signed is not None
    assert len(ledger_verifier_keys()) == 2
    for seed in (bytes(32), b"\x41\x04\x10" * 10 + b"\x41\x04"):
        key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
        assert verify(signed.note, key, "registry.example/ledger").size == 0


def test_the_log_keeps_the_name_of_its_first_checkpoint_wherever_it_is_served(settings: Any) -> None:
    settings.LEDGER_ORIGIN = "127.0.0.1:8000/ledger"
    factories.verdict()
    ledger_checkpoint()
    key = ledger.public_key()
    earlier = ledger.verify(key)
    settings.LEDGER_ORIGIN = "127.0.0.1:8001/ledger"
    assert ledger.public_key() == key
    assert ledger.verify(key, earlier) == earlier
    factories.verdict()
    ledger_checkpoint()
    assert ledger.verify(key, earlier).size == 2
    audit = ledger_audit(progress=_silent)
    assert (audit.checkpoints, audit.of_other_keys) == (2, 0)


@pytest.mark.parametrize("key", ["short", "ä" * 43, "!" * 43, "A" * 44])
def test_a_key_that_is_none_is_named(settings: Any, key: str) -> None:
    settings.LEDGER_KEYS = [key]
    with pytest.raises(MalformedKey, match="LEDGER_KEYS"):
        ledger_checkpoint()
    with pytest.raises(SystemCheckError, match="LEDGER_KEYS"):
        call_command("check")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_ledgerentry SET leaf = ''",
        "DELETE FROM claims_ledgerentry",
        "UPDATE claims_ledgernode SET hash = ''",
        "DELETE FROM claims_ledgernode",
        "UPDATE claims_ledgercheckpoint SET note = ''",
        "DELETE FROM claims_ledgercheckpoint",
        "UPDATE claims_ledgerhead SET size = size - 1",
        "UPDATE claims_ledgerhead SET frontier = ''",
        "UPDATE claims_ledgerhead SET size = size + 1, latest = latest - INTERVAL '1 hour'",
        "DELETE FROM claims_ledgerhead",
    ],
)
def test_the_database_refuses_to_change_the_log(statement: str) -> None:
    factories.verdict()
    factories.verdict()
    ledger_checkpoint()
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def _at_once(acts: list[Any]) -> list[object]:
    """What each of the acts, begun together on connections of their own, returned or raised."""
    barrier = Barrier(len(acts))

    def run(act: Any) -> object:
        barrier.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - the outcome is what is compared
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


def _writer(claim: Claim, actor: User, publisher: Any, rating: Any) -> Any:
    return lambda: verdict_record(
        claim_id=claim.id,
        publisher_id=publisher.id,
        kind=Kind.INITIAL,
        rating_id=rating.id,
        actor=actor,
        expected_seq=0,
    )


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_on_fifty_claims_make_one_log_without_a_gap() -> None:
    actor, publisher, rating = factories.user(), factories.fact_checker(), factories.rating()
    claims = [factories.claim() for _ in range(50)]
    results = _at_once([_writer(claim, actor, publisher, rating) for claim in claims])
    assert [result for result in results if not isinstance(result, Verdict)] == []
    assert list(LedgerEntry.objects.order_by("index").values_list("index", flat=True)) == list(range(50))
    assert ledger_audit(progress=_silent).entries == 50


@pytest.mark.django_db(transaction=True)
def test_of_fifty_at_once_on_one_claim_one_wins_and_the_log_has_it_alone() -> None:
    actor, publisher, rating = factories.user(), factories.fact_checker(), factories.rating()
    claim = factories.claim()
    results = _at_once([_writer(claim, actor, publisher, rating) for _ in range(50)])
    assert sum(isinstance(result, Verdict) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 49
    assert LedgerEntry.objects.get().verdict == Verdict.objects.get()
    assert ledger_audit(progress=_silent).entries == 1
