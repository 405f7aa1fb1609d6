"""The database itself refuses rows that contradict themselves or others, whoever writes them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection

from claims.rules import Kind
from tests import factories
from tests.triggers import triggers_off

pytestmark = pytest.mark.django_db

_SECOND_POINTER = (
    "INSERT INTO claims_currentverdict (claim_id, publisher_id, verdict_id) "
    "SELECT claim_id, publisher_id, id FROM claims_verdict WHERE seq = 1"
)
_SECOND_ENTRY = (
    "INSERT INTO claims_ledgerentry (index, verdict_id, leaf) SELECT 9, id, '' FROM claims_verdict LIMIT 1"
)


@pytest.mark.parametrize(
    ("constraint", "statement"),
    [
        ("verdict_seq", "UPDATE claims_verdict SET seq = 1"),
        ("verdict_rating", "UPDATE claims_verdict SET rating_id = NULL WHERE seq = 2"),
        ("verdict_rating", "UPDATE claims_verdict SET kind = 'retraction', note = '' WHERE seq = 2"),
        ("verdict_reason", "UPDATE claims_verdict SET reason = '' WHERE seq = 2"),
        ("verdict_note", "UPDATE claims_verdict SET note = '' WHERE seq = 2"),
        ("verdict_note", "UPDATE claims_verdict SET note = 'We misread it.' WHERE seq = 1"),
        ("verdict_approver_is_another", "UPDATE claims_verdict SET approver_id = actor_id"),
        ("currentverdict_once", _SECOND_POINTER),
        ("verdictdraft_published", "UPDATE claims_verdictdraft SET state = 'published'"),
        ("verdictdraft_published", "UPDATE claims_verdictdraft SET verdict_id = claim_id"),
        ("claim_merged", "UPDATE claims_claim SET state = 'published' WHERE state = 'merged_open'"),
        ("claim_merged", "UPDATE claims_claim SET survivor_id = NULL WHERE state = 'merged_open'"),
        ("claim_merged", "UPDATE claims_claim SET merged_into_id = NULL WHERE state = 'merged_open'"),
        ("claim_merged", "UPDATE claims_claim SET state = 'merged' WHERE state = 'published'"),
        ("evidence_of_one", "UPDATE claims_evidence SET claim_id = NULL"),
        ("evidence_of_one", "UPDATE claims_evidence SET draft_id = claim_id"),
        ("evidence_somewhere", "UPDATE claims_evidence SET url = ''"),
        ("evidence_withdrawn_whole", "UPDATE claims_evidence SET withdrawn_at = now()"),
        ("evidence_withdrawn_whole", "UPDATE claims_evidence SET withdrawn_reason = 'A mistake.'"),
        ("ledgerhead_only_one", "INSERT INTO claims_ledgerhead (id, size, frontier) VALUES (2, 0, '')"),
        ("claims_ledgerentry_verdict_id_key", _SECOND_ENTRY),
    ],
)
def test_what_no_service_writes_is_refused(constraint: str, statement: str) -> None:
    first = factories.verdict()
    factories.verdict(first.claim, publisher=first.publisher, kind=Kind.CORRECTION)
    factories.draft(first, author=factories.user())
    factories.merged_claim(first.claim)
    factories.evidence(first.claim)
    # Without its triggers: what they refuse of a verdict is every change.
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), triggers_off():
        connection.cursor().execute(statement)
