"""Claims from elsewhere in a schema of their own, indexed as ours are, beside those of the registry."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from claims.matching.frequencies import frequencies
from claims.matching.held import held
from claims.models import (
    Appearance,
    Claim,
    ClaimTopic,
    ClaimWords,
    CurrentVerdict,
    MatchDocument,
    MatchLexeme,
    MatchPending,
    MatchPosting,
    MatchSegment,
    MatchUnembedded,
    Variant,
    Verdict,
)
from claims.services.embeddings import embeddings_fill
from claims.services.match_index import match_index_rebuild
from common.ids import new_id
from sources.models import Source

_TABLES = [
    model._meta.db_table  # noqa: SLF001
    for model in (Source, Claim, ClaimTopic, Variant, Verdict, CurrentVerdict, Appearance, MatchDocument,
                  MatchLexeme, MatchPending, MatchPosting, MatchSegment, MatchUnembedded, ClaimWords)
]  # fmt: skip
_AT_ONCE = 20_000
_LONGEST_BODY = 20_000


@dataclass(frozen=True, slots=True)
class ScratchClaim:
    """A claim of a file. `date` is ISO 8601 or empty."""

    key: str
    text: str
    title: str = ""
    body: str = ""
    speaker: str = ""
    date: str = ""
    language: str = ""


@contextmanager
def scratch_schema() -> Iterator[str]:
    """Inside, this connection reads and writes empty tables of claims and their index, dropped at the end.

    Every process has its own, whose name is given.
    """
    name = f"scratch_claims_{os.getpid()}"
    schema = sql.Identifier(name)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {0} CASCADE; CREATE SCHEMA {0}").format(schema))
        for table in _TABLES:
            cursor.execute(
                sql.SQL("CREATE TABLE {0}.{1} (LIKE public.{1} INCLUDING ALL)").format(
                    schema, sql.Identifier(table)
                )
            )
        cursor.execute(sql.SQL("SET search_path TO {}, public").format(schema))
    _forget()
    try:
        yield name
    finally:
        _forget()
        with connection.cursor() as cursor:
            cursor.execute("SET search_path TO DEFAULT")
            cursor.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(schema))


def _forget() -> None:
    frequencies.forget()
    held.forget()


def scratch_load(claims: Sequence[ScratchClaim]) -> dict[UUID, str]:
    """Store the claims, published, and index them. Returns the key of each claim's id.

    A title becomes a variant, a body the explanation of a verdict, a speaker the claimant. Where an embedding
    is set, they are embedded. Raises Unusable for the model, Unavailable where the database has no vectors.
    """
    ids = [new_id() for _ in claims]
    speakers = {name: new_id() for name in sorted({claim.speaker for claim in claims} - {""})}
    for start in range(0, len(claims), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        _store(list(zip(ids[part], claims[part], strict=True)), speakers)
    _insert("sources_source", _sources(speakers))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_claim, claims_variant, claims_verdict, claims_currentverdict")
    match_index_rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE claims_matchdocument, claims_matchposting, claims_matchlexeme")
    if settings.MATCHING_EMBEDDING:
        embeddings_fill(progress=lambda left: None)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE claims_embedding")
    return {claim_id: claim.key for claim_id, claim in zip(ids, claims, strict=True)}


@transaction.atomic
def _store(claims: Sequence[tuple[UUID, ScratchClaim]], speakers: dict[str, UUID]) -> None:
    _insert(
        "claims_claim",
        (
            {"id": i, "text": c.text, "language": c.language, "claimant_id": speakers.get(c.speaker),
             "state": "published", "verdicts_conflict": False, "created_at": "now", "updated_at": "now"}
            for i, c in claims
        ),
    )  # fmt: skip
    _insert(
        "claims_variant",
        (
            {"id": new_id(), "claim_id": i, "text": c.title, "language": c.language}
            for i, c in claims
            if c.title
        ),
    )
    bodies = [(new_id(), i, c) for i, c in claims if c.body or c.date]
    _insert("claims_verdict", (_verdict(verdict_id, i, c) for verdict_id, i, c in bodies))
    _insert(
        "claims_currentverdict",
        ({"claim_id": i, "publisher_id": i, "verdict_id": verdict_id} for verdict_id, i, _ in bodies),
    )


def _sources(speakers: dict[str, UUID]) -> Iterator[dict[str, Any]]:
    for name, source_id in speakers.items():
        yield {"id": source_id, "kind": "person", "name": name[:300], "aliases": [], "domain": "",
               "country": "", "languages": [], "same_as": [], "notes": "", "methodology_url": "",
               "corrections_policy_url": "", "ethics_url": "", "four_eyes": False, "created_at": "now",
               "updated_at": "now"}  # fmt: skip


def _verdict(verdict_id: UUID, claim_id: UUID, claim: ScratchClaim) -> dict[str, Any]:
    """A row as the index reads it; who published it and when is nobody's question here."""
    return {"id": verdict_id, "claim_id": claim_id, "claim_text": claim.text, "publisher_id": claim_id,
            "publisher_name": "", "seq": 1, "kind": "initial", "rating_id": claim_id, "original_label": "",
            "summary": claim.date.replace("-", " "), "explanation": claim.body[:_LONGEST_BODY], "reason": "",
            "note": "", "language": claim.language, "review_url": "", "effective_at": "now",
            "recorded_at": "now", "actor_id": 0}  # fmt: skip


def _insert(table: str, rows: Iterable[dict[str, Any]]) -> None:
    """COPY rows that all have the same columns."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    columns = list(first)
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy(
            sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
        ) as copy,
    ):
        copy.write_row([first[column] for column in columns])
        for row in rows:
            copy.write_row([row[column] for column in columns])
