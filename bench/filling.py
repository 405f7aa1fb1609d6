"""A registry of any size, made in SQL: published claims with an appearance, a verdict and a document each.

A million takes some minutes. The documents are made by PostgreSQL, and some are compared with what the
registry makes of the same rows.
"""

from __future__ import annotations

import json
import random

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction

from bench.peers.queries import document
from claims.document_selectors import documents_build
from claims.models import Claim, ClaimDocument
from sources.models import Source

_COMPARED = 50
_MOMENT = "timestamptz '2024-01-01 00:00:00.000001+00' + n * interval '40 seconds'"
_ARTICLES = """
INSERT INTO sources_article (id, source_id, url, title, byline, published_at, language, state, failure,
    attempts, created_at, updated_at)
SELECT uuidv7(), outlets[1 + n % cardinality(outlets)], 'https://outlet.example/' || n,
    'Council papers, part ' || n, '', {moment}, 'en', 'matched', '', 0, {moment}, {moment}
FROM generate_series(1, {articles}) AS n,
    (SELECT array_agg(id) AS outlets FROM sources_source WHERE kind = 'outlet');
INSERT INTO sources_articleversion (id, article_id, number, text, content_hash, fingerprint, media_type,
    snapshot, etag, last_modified, fetched_at)
SELECT uuidv7(), id, 1, '', '', '{{}}', 'text/plain', '', '', '', created_at FROM sources_article;
"""
_SEED = """
CREATE TEMPORARY TABLE seed ON COMMIT DROP AS
SELECT n, uuidv7() AS claim_id, uuidv7() AS verdict_id, {moment} AS moment,
    'The reservoir of district ' || n % 977 || ' holds water for ' || n % 31 || ' months, the ' ||
    (ARRAY['mayor', 'water board', 'minister', 'engineer'])[1 + n % 4] || ' said in statement ' || n || '.'
        AS text,
    people.ids[1 + n % cardinality(people.ids)] AS claimant_id,
    desks.ids[1 + n % cardinality(desks.ids)] AS publisher_id,
    versions.ids[1 + n % cardinality(versions.ids)] AS version_id,
    ratings.ids[1 + n % cardinality(ratings.ids)] AS rating_id
FROM generate_series(1, {claims}) AS n,
    (SELECT array_agg(id) AS ids FROM sources_source WHERE kind = 'person') AS people,
    (SELECT array_agg(id) AS ids FROM sources_source WHERE kind = 'fact_checker') AS desks,
    (SELECT array_agg(id) AS ids FROM sources_articleversion) AS versions,
    (SELECT array_agg(r.id) AS ids
     FROM claims_rating AS r JOIN claims_ratingscale AS s ON s.id = r.scale_id
     WHERE s.publisher_id IS NULL) AS ratings
"""
_CLAIMS = """
INSERT INTO claims_claim (id, text, language, claimant_id, state, verdicts_conflict, created_at, updated_at)
SELECT claim_id, text, 'en', claimant_id, 'published', false, moment, moment FROM seed;
INSERT INTO claims_claim_topics (claim_id, topic_id) SELECT claim_id, 'topic-' || n % 50 FROM seed;
INSERT INTO claims_appearance (id, article_version_id, start, "end", sentence, quote, claimant, role, via,
    addressee, said_on_text, said_on, said_on_precision, claim_id, created_at)
SELECT uuidv7(), version_id, 0, length(text), text, false, 'Oda Brekke', 'water minister', '{{Radio North}}',
    '', 'on Sunday', moment::date, 'day', claim_id, moment FROM seed;
INSERT INTO claims_verdict (id, claim_id, claim_text, publisher_id, publisher_name, seq, kind, rating_id,
    original_label, summary, explanation, reason, note, language, review_url, effective_at, recorded_at,
    actor_id)
SELECT verdict_id, claim_id, text, publisher_id, 'Control Desk', 1, 'initial', rating_id, 'False',
    'The annual report of the board says otherwise.', repeat('The figure was taken from another table. ', 4),
    '', '', 'en', 'https://desk.example/' || n, moment, moment, {actor} FROM seed;
INSERT INTO claims_currentverdict (claim_id, publisher_id, verdict_id)
SELECT claim_id, publisher_id, verdict_id FROM seed;
ANALYZE sources_source, sources_article, sources_articleversion, claims_claim, claims_claim_topics,
    claims_topic, claims_appearance, claims_verdict, claims_currentverdict, claims_rating, claims_ratingscale;
INSERT INTO claims_claimdocument (claim_id, revision, state, created_at, changed_at, reviewed_at, body)
SELECT c.id, 1, c.state, c.created_at, c.created_at, c.created_at, {document}::text FROM claims_claim AS c
"""


def registry_fill(claims: int) -> None:
    """Fill an empty, migrated database. Raises RuntimeError where a document is not the registry's."""
    actor = User.objects.create_user("bench-filling")
    kinds = {Source.Kind.OUTLET: 200, Source.Kind.PERSON: 5_000, Source.Kind.FACT_CHECKER: 20}
    Source.objects.bulk_create(
        Source(kind=kind, name=f"{kind.label} {number}")
        for kind, count in kinds.items()
        for number in range(count)
    )
    with transaction.atomic(), connection.cursor() as cursor:
        # Nothing here breaks a rule that the triggers check, which for a million rows take minutes.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL synchronous_commit = off; SET LOCAL work_mem = '256MB'")
        cursor.execute(
            "INSERT INTO claims_topic SELECT 'topic-' || n, 'Topic ' || n FROM generate_series(0, 49) AS n"
        )
        cursor.execute(_ARTICLES.format(moment=_MOMENT, articles=max(claims // 20, 1)))
        cursor.execute(_SEED.format(moment=_MOMENT, claims=claims))
        made = _CLAIMS.format(actor=actor.pk, document=document(settings.PUBLIC_URL))
        for statement in made.split(";\n"):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    _compare()


def _compare() -> None:
    keys = list(Claim.objects.order_by("pk").values_list("pk", flat=True)[: _COMPARED * 20])
    chosen = random.Random(1).sample(keys, min(_COMPARED, len(keys)))
    stored = ClaimDocument.objects.in_bulk(chosen)
    for built in documents_build(chosen):
        if json.loads(built.body) != json.loads(stored[built.claim_id].body):
            raise RuntimeError(f"the document of {built.claim_id} is not what the registry makes of its rows")
