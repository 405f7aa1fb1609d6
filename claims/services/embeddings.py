"""Keeping the vectors by which claims are found near a text in meaning, where an embedding is set.

Their table exists from the first `embeddings_prepare` on, so that a registry without an embedding needs no
extension. Writers note which claims they wrote; a task, of which one works at a time, embeds them afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from psycopg import sql

from claims.embedding_selectors import embeddings_left, pgvector_lack
from claims.matching.configured import encoder
from claims.matching.encoder import Encoder
from claims.matching.meaning import WORDINGS, index_name, prepared, statement, written
from claims.models import MatchUnembedded
from common.errors import Unavailable
from common.ids import Id

_EMBEDDED_AT_ONCE = 100
_EMBEDDING = 0x656D6264  # the advisory lock of whoever embeds
_SECONDS = 60
_OF_EACH = sql.Literal(WORDINGS)

_TABLE = """
CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;
CREATE TABLE IF NOT EXISTS claims_embedding (
    claim_id uuid NOT NULL,
    model text NOT NULL,
    wording bigint NOT NULL,
    embedding halfvec,
    PRIMARY KEY (claim_id, model, wording)
)
"""
_INDEX = """
CREATE INDEX IF NOT EXISTS {name} ON claims_embedding
 USING hnsw ((embedding::halfvec({dimensions})) halfvec_cosine_ops) WHERE model = {model}
"""
_LACKING = """
SELECT DISTINCT d.claim_id, hashtextextended(w, 0) AS wording, w
  FROM claims_matchdocument d CROSS JOIN LATERAL unnest(d.wordings[1:{wordings}]) w
 WHERE {among} AND NOT EXISTS (SELECT FROM claims_embedding e
     WHERE e.claim_id = d.claim_id AND e.model = {model} AND e.wording = hashtextextended(w, 0))
"""
_NOTE = """
INSERT INTO claims_matchunembedded (claim_id)
SELECT DISTINCT claim_id FROM ({lacking}) lacking
 WHERE NOT EXISTS (SELECT FROM claims_matchunembedded noted WHERE noted.claim_id = lacking.claim_id)
"""
_TAKE = """
DELETE FROM claims_matchunembedded WHERE id IN (SELECT id FROM claims_matchunembedded ORDER BY id LIMIT %s)
RETURNING claim_id
"""
_DROP_OUTDATED = """
DELETE FROM claims_embedding e WHERE e.model = {model} AND e.claim_id = ANY(%s)
   AND NOT EXISTS (SELECT FROM claims_matchdocument d CROSS JOIN LATERAL unnest(d.wordings[1:{wordings}]) w
                    WHERE d.claim_id = e.claim_id AND hashtextextended(w, 0) = e.wording)
"""
_PUT = """
INSERT INTO claims_embedding (claim_id, model, wording, embedding)
SELECT claim_id, {model}, wording, embedding::halfvec
  FROM unnest(%s::uuid[], %s::bigint[], %s::text[]) made (claim_id, wording, embedding)
    ON CONFLICT DO NOTHING
"""


def embeddings_note(*, claims: Collection[Id]) -> None:
    """Note that the claims are to be embedded, in the transaction that writes their wordings."""
    if settings.MATCHING_EMBEDDING:
        MatchUnembedded.objects.bulk_create([MatchUnembedded(claim_id=claim_id) for claim_id in claims])


def embeddings_prepare() -> None:
    """Make the table of vectors and the index for the model that is set, where they are not there yet.

    Raises Unavailable where the database cannot hold them, and Unusable for the model.
    """
    model = _model()
    if lack := pgvector_lack():
        raise Unavailable(lack)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_TABLE)
            cursor.execute(statement(_INDEX, model, name=sql.Identifier(index_name(model.identity))))
    except ProgrammingError as error:
        why = str(error).partition("\n")[0]
        raise Unavailable(f"the vectors' table cannot be made, perhaps for want of rights: {why}") from error


def embeddings_note_missing() -> int:
    """Note every claim that is not embedded as it is now by the model that is set; returns how many."""
    model = _model()
    lacking = statement(_LACKING, model, among=sql.SQL("true"), wordings=_OF_EACH)
    with connection.cursor() as cursor:
        cursor.execute(statement(_NOTE, model, lacking=lacking))
        noted: int = cursor.rowcount
    return noted


def embeddings_write(*, seconds: float = _SECONDS) -> int:
    """Embed claims that are noted for as long, and return how many.

    Does nothing where no embedding is set, its index was not prepared, or another is at it.
    """
    model = encoder()
    if model is None or not prepared(model):
        return 0
    until, embedded = time.monotonic() + seconds, 0
    while (count := _embed_some(model)) and time.monotonic() < until:
        embedded += count
    return embedded + count


@transaction.atomic
def _embed_some(model: Encoder) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_EMBEDDING])
        if cursor.fetchone() != (True,):
            return 0
        cursor.execute(_TAKE, [_EMBEDDED_AT_ONCE])
        taken = [claim_id for (claim_id,) in cursor.fetchall()]
        cursor.execute(statement(_DROP_OUTDATED, model, wordings=_OF_EACH), [taken])
        among = sql.SQL("d.claim_id = ANY(%s)")
        cursor.execute(statement(_LACKING, model, among=among, wordings=_OF_EACH), [taken])
        lacking = cursor.fetchall()
        vectors = [written(vector) for vector in model.encode([text for *_, text in lacking])]
        columns = [claim_id for claim_id, *_ in lacking], [wording for _, wording, _ in lacking]
        cursor.execute(statement(_PUT, model), [*columns, vectors])
    return len(taken)


def embeddings_fill(*, progress: Callable[[int], None]) -> None:
    """Embed every claim by the model that is set, beside traffic, and forget what other models made.

    May be ended at any time and goes on from there when called again. `progress` is told how many are left.
    Raises Unavailable and Unusable as `embeddings_prepare` does.
    """
    embeddings_prepare()
    embeddings_note_missing()
    while left := embeddings_left():
        progress(left)
        if not embeddings_write(seconds=2):
            time.sleep(1)  # another is at it
    _forget_others(_model())


def _forget_others(model: Encoder) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT model FROM claims_embedding WHERE model <> %s", [model.identity])
        for (other,) in cursor.fetchall():
            cursor.execute(sql.SQL("DROP INDEX IF EXISTS {}").format(sql.Identifier(index_name(other))))
        cursor.execute("DELETE FROM claims_embedding WHERE model <> %s", [model.identity])


def embeddings_drop() -> None:
    """Forget all vectors and notes, and the table; the extension stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS claims_embedding")
        MatchUnembedded.objects.all().delete()


def _model() -> Encoder:
    model = encoder()
    if model is None:
        raise Unavailable("no embedding is set; docs/matching.md says how")
    return model
