"""What refers to claims and verdicts: the database refuses what is none, for many rows at once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Model

from claims.models import ImportedRow, LedgerEntry, Sighting, Verdict
from common.ids import new_id
from tests import factories

pytestmark = pytest.mark.django_db

# Of two rows at once: one that refers to what is there, and one to what is given.
_SIGHTINGS = """
INSERT INTO claims_sighting (id, claim_id, claimant, organisation, role, same_as, first_url, urls)
SELECT gen_random_uuid(), claim, '', false, '', '{}', '', '{}'
  FROM (SELECT id AS claim FROM claims_claim UNION ALL SELECT %s) AS claims
"""
_ROWS = """
INSERT INTO claims_importedrow (id, owner_id, key, digest, said, claim_id)
SELECT gen_random_uuid(), actor_id, claim, '', '{}', claim
  FROM claims_verdict, (SELECT id AS claim FROM claims_claim UNION ALL SELECT %s) AS claims
"""
_VERDICTS = """
INSERT INTO claims_verdict
SELECT (jsonb_populate_record(verdict, others)).*
  FROM claims_verdict AS verdict, (
    SELECT jsonb_build_object('id', gen_random_uuid(), 'seq', 2, 'claim_id', claim) AS others
      FROM (SELECT id AS claim FROM claims_claim UNION ALL SELECT %s) AS claims
  ) AS each
"""
_ENTRIES = "INSERT INTO claims_ledgerentry (index, verdict_id, leaf) SELECT 9, %s, ''"


@pytest.mark.parametrize(
    ("model", "statement"),
    [(Sighting, _SIGHTINGS), (ImportedRow, _ROWS), (Verdict, _VERDICTS), (LedgerEntry, _ENTRIES)],
)
def test_rows_that_refer_to_nothing_are_refused(model: type[Model], statement: str) -> None:
    factories.verdict()
    stray, rows = new_id(), model._default_manager.all()
    before = set(rows)
    refusal = pytest.raises(IntegrityError, match=f"{model._meta.db_table}.*{stray}")
    with connection.cursor() as cursor, refusal, transaction.atomic():
        cursor.execute(statement, [stray])
    assert set(rows.all()) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_claim SET id = gen_random_uuid()",
        "DELETE FROM claims_claim",
        "UPDATE claims_sighting SET claim_id = gen_random_uuid()",
        "UPDATE claims_importedrow SET claim_id = gen_random_uuid()",
        "UPDATE claims_verdict SET claim_id = gen_random_uuid()",
        "UPDATE claims_ledgerentry SET verdict_id = gen_random_uuid()",
    ],
)
def test_what_refers_to_what_stays_as_it_is(statement: str) -> None:
    """So that what came in with what it refers to never loses it."""
    claim = factories.verdict().claim
    with connection.cursor() as cursor:
        cursor.execute(_SIGHTINGS.replace("UNION ALL SELECT %s", ""))
        cursor.execute(_ROWS.replace("UNION ALL SELECT %s", ""))
        with pytest.raises(ProgrammingError, match="pgtrigger: Cannot"), transaction.atomic():
            cursor.execute(statement)
        cursor.execute("UPDATE claims_sighting SET role = 'minister' WHERE claim_id = %s", [claim.pk])
        cursor.execute("UPDATE claims_importedrow SET digest = 'other' WHERE claim_id = %s", [claim.pk])
