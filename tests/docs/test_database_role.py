"""The database role of docs/production.md can do all that the registry does, and undo nothing published."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from claims.models import Verdict
from claims.services.documents import documents_refresh
from claims.services.ledger import ledger_checkpoint
from claims.services.ledger_audit import ledger_audit
from claims.services.match_index import match_index_fold, match_index_rebuild
from claims.services.words import claim_words_rebuild
from common.changes import changes_place
from tests import doings
from webhooks.delivery import deliver_while_due
from webhooks.services.feed import feed_extend
from webhooks.services.retention import old_purge

PAGE = Path(__file__).resolve().parents[2] / "docs" / "production.md"


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def role(transactional_db: None) -> Iterator[None]:
    """Everything is done as the role that the page makes."""
    (statements,) = re.findall(r"^```sql\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    # A role is the server's, which has a database for each process of the tests.
    name = f"registry_app_of_{connection.settings_dict['NAME']}"
    run(statements.replace("registry_app", name))
    run(f"SET ROLE {name}")
    yield
    run("RESET ROLE")
    run(f"DROP OWNED BY {name}")
    run(f"DROP ROLE {name}")


def test_the_role_does_all_that_is_done(role: None) -> None:
    desk = doings.Desk(random.Random(1))
    doings.begin(desk)
    done = Counter(desk.do() for _ in range(120))
    assert done.total() - done[None] > 60
    changes_place()
    feed_extend()
    deliver_while_due()
    match_index_fold()
    match_index_rebuild()
    claim_words_rebuild()
    documents_refresh(claim_ids=[verdict.claim_id for verdict in Verdict.objects.all()])
    ledger_checkpoint()
    ledger_audit(progress=lambda done, of: None)
    old_purge()


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE claims_verdict DISABLE TRIGGER ALL",
        "TRUNCATE claims_verdict CASCADE",
        "DROP TABLE claims_ledgerentry CASCADE",
        "SET session_replication_role = replica",
    ],
)
def test_the_role_cannot_take_away_what_keeps_verdicts(role: None, statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"must be owner|permission denied"), transaction.atomic():
        run(statement)
