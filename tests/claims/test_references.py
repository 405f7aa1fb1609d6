"""What is checked once a statement: the database refuses what refers to nothing, for many rows at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Model

from claims.models import ClaimTopic, ImportedRow, LedgerEntry, Sighting, Topic, Verdict
from common.ids import new_id
from tests import factories
from tests.locks import elsewhere, until_somebody_waits

pytestmark = pytest.mark.django_db

# Of two rows at once: one that refers to what is there, and one to what is given.
_SIGHTINGS = """
INSERT INTO claims_sighting (
    id, claim_id, sentence, quote, claimant, organisation, role, same_as, via, addressee,
    said_on_precision, first_url, urls
)
SELECT gen_random_uuid(), claim, '', false, '', false, '', '{}', '{}', '',
       'day', '', '{}'
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
_TOPICS = """
INSERT INTO claims_claim_topics (claim_id, topic_id)
SELECT claim, slug FROM claims_topic, (SELECT id AS claim FROM claims_claim UNION ALL SELECT %s) AS claims
"""
_OF_TOPICS = """
INSERT INTO claims_claim_topics (claim_id, topic_id)
SELECT id, topic
  FROM claims_claim, (SELECT slug AS topic FROM claims_topic UNION ALL SELECT %s::text) AS topics
"""
_RATED = """
INSERT INTO claims_verdict
SELECT (jsonb_populate_record(verdict, others)).*
  FROM claims_verdict AS verdict, (
    SELECT jsonb_build_object('id', gen_random_uuid(), 'seq', 2 + row_number() OVER (), 'rating_id', rating)
        AS others
      FROM (SELECT id AS rating FROM claims_rating UNION ALL SELECT %s) AS ratings
  ) AS each
"""
_ENTRIES = "INSERT INTO claims_ledgerentry (index, verdict_id, leaf) SELECT 9, %s, ''"


@pytest.mark.parametrize(
    ("model", "statement"),
    [
        (Sighting, _SIGHTINGS),
        (ImportedRow, _ROWS),
        (ClaimTopic, _TOPICS),
        (ClaimTopic, _OF_TOPICS),
        (Verdict, _VERDICTS),
        (Verdict, _RATED),
        (LedgerEntry, _ENTRIES),
    ],
)
def test_rows_that_refer_to_nothing_are_refused(model: type[Model], statement: str) -> None:
    factories.verdict()
    factories.topic()
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
        "UPDATE claims_topic SET slug = 'dams'",
        "UPDATE claims_claim_topics SET topic_id = 'dams'",
    ],
)
def test_what_refers_to_what_stays_as_it_is(statement: str) -> None:
    """So that what came in with what it refers to never loses it."""
    claim = factories.verdict().claim
    claim.topics.set([factories.topic()])
    with connection.cursor() as cursor:
        cursor.execute(_SIGHTINGS.replace("UNION ALL SELECT %s", ""))
        cursor.execute(_ROWS.replace("UNION ALL SELECT %s", ""))
        with pytest.raises(ProgrammingError, match="pgtrigger: Cannot"), transaction.atomic():
            cursor.execute(statement)
        cursor.execute("UPDATE claims_sighting SET role = 'minister' WHERE claim_id = %s", [claim.pk])
        cursor.execute("UPDATE claims_importedrow SET digest = 'other' WHERE claim_id = %s", [claim.pk])


_DELETED = "DELETE FROM claims_topic WHERE slug = 'water'"


def test_a_topic_goes_once_no_claim_is_about_it() -> None:
    claim = factories.claim(topics=("water",))
    with connection.cursor() as cursor:
        refusal = pytest.raises(ProgrammingError, match="water still has rows in claims_claim_topics")
        with refusal, transaction.atomic():
            cursor.execute(_DELETED)
        claim.topics.set([])
        cursor.execute(_DELETED)
    assert not Topic.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_topic_stays_that_a_claim_is_just_being_given() -> None:
    claim, topic = factories.claim(), factories.topic()

    def delete() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_DELETED)

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            claim.topics.set([topic])
            deleting = other.submit(elsewhere, delete)
            until_somebody_waits()
        with pytest.raises(ProgrammingError, match="water still has rows"):
            deleting.result()
    assert [*claim.topics.all()] == [topic]
