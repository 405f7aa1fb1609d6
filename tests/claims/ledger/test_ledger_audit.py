"""The owner's check finds what does not follow from the verdicts, and says where."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from claims.rules import Kind
from claims.services.ledger import ledger_checkpoint
from sources.models import Source
from tests import factories

pytestmark = pytest.mark.django_db

_DELETED = """WITH gone AS (DELETE FROM claims_verdict WHERE kind = 'update' RETURNING id),
    unlogged AS (DELETE FROM claims_ledgerentry USING gone WHERE verdict_id = gone.id)
    DELETE FROM claims_currentverdict USING gone WHERE verdict_id = gone.id"""
_SHOWN = """UPDATE claims_currentverdict AS shown SET verdict_id = earlier.id FROM claims_verdict AS earlier
    WHERE earlier.seq = 1 AND earlier.claim_id = shown.claim_id AND shown.verdict_id <> earlier.id"""

_MADE_UP = """INSERT INTO claims_currentverdict (claim_id, publisher_id, verdict_id)
    SELECT claim_id, gen_random_uuid(), gen_random_uuid() FROM claims_verdict LIMIT 1"""
_HEAD_SET_BACK = """UPDATE claims_ledgerhead SET size = 4, frontier = node.hash, latest = before.latest
    FROM claims_ledgernode AS node, (
        SELECT max(recorded_at) AS latest FROM claims_verdict AS verdict
        JOIN claims_ledgerentry ON verdict_id = verdict.id WHERE index < 4) AS before
    WHERE position = 3"""


@pytest.fixture(scope="module", autouse=True)
def history(rows_kept: None) -> None:
    publisher = factories.fact_checker()
    first = factories.verdict(publisher=publisher)
    factories.verdict(first.claim, kind=Kind.UPDATE, publisher=publisher)
    ledger_checkpoint()
    for _ in range(3):
        factories.verdict()
    ledger_checkpoint()


def _verify() -> str:
    out = io.StringIO()
    call_command("ledger_verify", stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_an_honest_log_is_said_to_hold() -> None:
    said = _verify()
    assert "5 verdicts are in the log" in said
    assert "2 checkpoints fit." in said


def test_a_publisher_that_is_called_otherwise_since_is_in_the_log_as_it_was_called() -> None:
    Source.objects.update(name="Control Desk")
    assert "5 verdicts are in the log" in _verify()


def test_checkpoints_of_a_retired_key_are_counted_as_such(settings: object) -> None:
    settings.LEDGER_KEYS = ["A" * 43]  # type: ignore[attr-defined]  # pytest-django's settings
    assert "2 of them by keys not in use now" in _verify()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE claims_verdict SET summary = 'x' WHERE kind = 'update'", "is not what entry 1 holds"),
        ("UPDATE claims_rating SET normalised = 'true'", "is not what entry 0 holds"),
        ("DELETE FROM claims_ledgerentry WHERE index = 2", "entry 2 is missing"),
        ("DELETE FROM claims_ledgerentry WHERE index = 4", "entry 4 is missing"),
        (_DELETED, "entry 1 is missing"),
        ("UPDATE claims_ledgerentry SET leaf = 'x' WHERE index = 3", "is not what entry 3 holds"),
        ("UPDATE claims_ledgernode SET hash = 'x' WHERE position = 3", "node 0 of level 2"),
        ("DELETE FROM claims_ledgernode WHERE position = 5", "node 1 of level 1"),
        ("INSERT INTO claims_ledgernode VALUES (9, 'x')", "4 nodes above 5 entries, not 3"),
        ("UPDATE claims_ledgerhead SET frontier = 'x'", "the head at 5 entries"),
        ("UPDATE claims_ledgerhead SET size = 4", "the head at 4 entries"),
        ("UPDATE claims_ledgerhead SET size = 6", "entry 5 is missing"),
        ("UPDATE claims_ledgerhead SET latest = latest + interval '1 hour'", "the head at 5 entries"),
        (_HEAD_SET_BACK, "entry 4 is beyond the head"),
        ("DELETE FROM claims_ledgerhead", "no head"),
        ("UPDATE claims_ledgercheckpoint SET root = 'x' WHERE size = 2", "checkpoint of 2"),
        (r"UPDATE claims_ledgercheckpoint SET note = replace(note, E'\n5\n', E'\n4\n')", "checkpoint of 5"),
        ("UPDATE claims_ledgercheckpoint SET size = 7 WHERE size = 5", "checkpoint of 7"),
        (_SHOWN, "is not shown as such"),
        ("DELETE FROM claims_currentverdict", "is not shown as such"),
        (_MADE_UP, "of the publisher .*, and there is none"),
    ],
)
def test_what_was_tampered_with_is_named(statement: str, said: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(CommandError, match=said):
        _verify()
