"""Keeping the index of known claims that matching reads.

A writer only adds rows of its own, so that writers never wait for each other; what they added is found from
their commit on, and is folded into packed segments by a task, of which one works at a time.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction
from psycopg import sql

from claims.made import NewClaim
from claims.matching.documents import Document, documents_of
from claims.matching.segments import invert
from claims.matching.spelling import deletions
from claims.matching.terms import term
from claims.models import Claim, MatchDocument, MatchPending, MatchSegment
from claims.services.embeddings import embeddings_note
from claims.services.match_segments import (
    match_segment_add,
    match_segments_drop,
    match_segments_merge,
    match_segments_unite,
)
from claims.services.words import claim_words_add, claim_words_write
from common.ids import Id
from common.tables import numbers_array, texts_array, values_copy

_WRITTEN_AT_ONCE = 1_000
_FOLDED_AT_ONCE = 20_000
_REBUILT_AT_ONCE = 20_000
_FOLDING = 0x6D617463  # the advisory lock of whoever changes segments

_NUMBERS = "SELECT nextval('claims_matchdocument_numbers') FROM generate_series(1, %s)"


# One statement for the documents and what is pending of them.
_WRITE = """
WITH given AS (
    SELECT nextval('claims_matchdocument_numbers')::int AS number, each.*
      FROM jsonb_to_recordset(%s::jsonb)
        AS each (claim_id uuid, wordings text[], readings text, claimant text,
                 terms int[], pairs int[], lexemes text[])
), put AS (
    INSERT INTO claims_matchdocument (claim_id, number, wordings, readings, claimant)
    SELECT claim_id, number, wordings, readings, claimant FROM given
    ON CONFLICT (claim_id) DO UPDATE SET number = excluded.number, wordings = excluded.wordings,
        readings = excluded.readings, claimant = excluded.claimant
)
INSERT INTO claims_matchpending (number, terms, pairs, lexemes)
SELECT number, terms, pairs, lexemes FROM given
"""

_NEW_LEXEMES = """
SELECT l FROM unnest(%s::text[]) l
 WHERE NOT EXISTS (SELECT FROM claims_matchlexeme known WHERE known.lexeme = l)
"""
_PUBLIC = """
SELECT d.number FROM claims_matchdocument d JOIN claims_claim c ON c.id = d.claim_id
 WHERE d.number = ANY(%s::int[]) AND c.state = ANY(%s)
"""

# The documents of a rebuild: in place of those that are as they were known, and where there was none.
_PUT = (
    """
UPDATE claims_matchdocument d
   SET number = r.number, wordings = r.wordings, readings = r.readings, claimant = r.claimant
  FROM rebuilt r WHERE d.claim_id = r.claim_id AND d.number = r.known
RETURNING d.number
    """,
    """
INSERT INTO claims_matchdocument (claim_id, number, wordings, readings, claimant)
SELECT claim_id, number, wordings, readings, claimant FROM rebuilt WHERE known IS NULL
    ON CONFLICT (claim_id) DO NOTHING RETURNING number
    """,
)


@transaction.atomic(savepoint=False)
def match_index_write(*, claims: Collection[UUID]) -> None:
    """Take the claims' wordings, fact-checks and claimants into the index, as they are now; their words too.

    Call it in the transaction that makes or changes them: they are found from its commit on, and not if it
    is rolled back. Writers never wait for each other here.
    """
    keys = sorted(claims)
    for start in range(0, len(keys), _WRITTEN_AT_ONCE):
        _write(documents_of(keys[start : start + _WRITTEN_AT_ONCE]))
    claim_words_write(claims=keys)


def match_numbers_take(*, count: int) -> list[int]:
    """Numbers for as many documents that the index is to hold."""
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, [count])
        return [number for (number,) in cursor.fetchall()]


def match_index_add(*, claims: Sequence[NewClaim], documents: Iterable[tuple[int, Document]]) -> None:
    """Take claims made in this very transaction, which nobody else can have written, into the index.

    `documents` are theirs, each with its number, and may be made when they are asked for.
    """
    stored = list[tuple[object, ...]]()

    def pending() -> Iterator[tuple[object, ...]]:
        """Each is made while PostgreSQL takes the one before into its index."""
        for number, each in documents:
            stored.append((each.claim_id, number, texts_array(each.wordings), each.readings, each.claimant))
            arrays = (numbers_array(sorted(terms)) for terms in (each.terms, each.pairs))
            yield (number, *arrays, texts_array(sorted(each.lexemes)))

    claim_words_add(claims=claims)  # first: PostgreSQL is long at it, and Python at what comes next
    values_copy(MatchPending, ("number", "terms", "pairs", "lexemes"), pending())
    values_copy(MatchDocument, ("claim", "number", "wordings", "readings", "claimant"), stored)
    embeddings_note(claims=[claim.id for claim in claims])


def _write(documents: Sequence[Document]) -> None:
    if documents:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [json.dumps([_plain(each) for each in documents], ensure_ascii=False)])
        embeddings_note(claims=[each.claim_id for each in documents])


def _plain(document: Document) -> dict[str, object]:
    return {
        "claim_id": str(document.claim_id),
        "wordings": document.wordings,
        "readings": document.readings,
        "claimant": document.claimant,
        "terms": sorted(document.terms),
        "pairs": sorted(document.pairs),
        "lexemes": sorted(document.lexemes),
    }


def match_index_fold() -> int:
    """Fold what was written lately into segments, and make small segments one. Returns how many documents.

    Does nothing where another is at it.
    """
    if not MatchPending.objects.exists():
        return 0
    folded = 0
    with _folding(wait=False) as is_held:
        while is_held and (count := _fold_some()):
            folded += count
            match_segments_merge()
    if folded and not connection.in_atomic_block:
        with connection.cursor() as cursor:  # or every search would look at what is no longer pending
            cursor.execute("VACUUM (TRUNCATE false, SKIP_LOCKED) claims_matchpending")
    return folded


@transaction.atomic
def _fold_some() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM claims_matchpending WHERE number IN"
            " (SELECT number FROM claims_matchpending ORDER BY number LIMIT %s)"
            " RETURNING number, terms || pairs, lexemes",
            [_FOLDED_AT_ONCE],
        )
        found = sorted(cursor.fetchall())
    if found:
        _lexemes_add({number: lexemes for number, _, lexemes in found})
        match_segment_add(
            inverted=invert((number, terms) for number, terms, _ in found), documents=len(found)
        )
    return len(found)


def match_index_rebuild() -> int:
    """Write every claim into the index anew, beside traffic, and drop what is out of date. Returns how many.

    Claims that are written meanwhile stay as their writers left them. Waits for a fold that is under way.
    """
    with _folding(wait=True):
        before = MatchSegment.objects.order_by("-id").values_list("id", flat=True).first() or 0
        written = 0
        for batch in _claim_batches():
            written += _rebuild_some(batch)
            match_segments_merge(above=before)
        match_segments_drop(until=before)
        match_segments_unite(old=MatchSegment.objects.order_by("pk").values_list("pk", flat=True))
    return written


@contextmanager
def _folding(*, wait: bool) -> Iterator[bool]:
    """Nobody else changes segments inside, where it is true: always, if one waits for whoever is at it.

    A transaction of a connection of its own holds the lock: one of a session would be left, behind PgBouncer,
    on a connection that serves others next.
    """
    beside = connection.copy()
    try:
        beside.set_autocommit(False)
        with beside.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            # Without parameters: else the statement's snapshot stays, and keeps every vacuum from its work.
            lock = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
            cursor.execute(f"SELECT {lock}({_FOLDING})")
            (answer,) = cursor.fetchone() or (False,)
        yield wait or bool(answer)
        beside.rollback()
    finally:
        beside.close()


def _claim_batches() -> Iterator[list[UUID]]:
    last = UUID(int=0)
    while batch := list(
        Claim.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_REBUILT_AT_ONCE]
    ):
        yield batch
        last = batch[-1]


@transaction.atomic
def _rebuild_some(batch: Sequence[UUID]) -> int:
    known: dict[Id, int] = dict(
        MatchDocument.objects.filter(claim__in=batch).values_list("claim_id", "number")
    )
    written = documents_of(batch)
    numbers = match_numbers_take(count=len(written))
    put = _put_unchanged(list(zip(numbers, written, strict=True)), known)
    _lexemes_add({number: each.lexemes for number, each in put})
    inverted = invert((number, each.terms | each.pairs) for number, each in put)
    match_segment_add(inverted=inverted, documents=len(put))
    return len(put)


def _put_unchanged(
    written: Sequence[tuple[int, Document]], known: Mapping[Id, int]
) -> list[tuple[int, Document]]:
    """Put the documents whose claims nobody else has written since `known` was read."""
    columns = ("claim_id", "number", "wordings", "readings", "claimant", "known")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE rebuilt (claim_id uuid, number int, wordings text[], readings text,"
            " claimant text, known int) ON COMMIT DROP"
        )
        with cursor.cursor.copy(
            sql.SQL("COPY rebuilt ({}) FROM STDIN").format(sql.SQL(", ").join(map(sql.Identifier, columns)))
        ) as copy:
            for number, each in written:
                copy.write_row(
                    (each.claim_id, number, list(each.wordings), each.readings, each.claimant,
                     known.get(each.claim_id))
                )  # fmt: skip
        put: set[int] = set()
        for statement in _PUT:
            cursor.execute(statement)
            put.update(number for (number,) in cursor.fetchall())
        cursor.execute("DROP TABLE rebuilt")
    return [(number, each) for number, each in written if number in put]


def _lexemes_add(lexemes: Mapping[int, Collection[str]]) -> None:
    """Take in the lexemes of the documents of these numbers, and which of them are public."""
    with connection.cursor() as cursor:
        cursor.execute(_NEW_LEXEMES, [sorted(set[str]().union(*lexemes.values()))])
        new = sorted(lexeme for (lexeme,) in cursor.fetchall())
        cursor.execute(_PUBLIC, [list(lexemes), list(Claim.PUBLIC)])
        public = set[str]().union(*(lexemes[number] for (number,) in cursor.fetchall()))
        with cursor.cursor.copy(
            "COPY claims_matchlexeme (lexeme, term, deletions, public) FROM STDIN"
        ) as copy:
            for lexeme in new:
                copy.write_row((lexeme, term(lexeme), deletions(lexeme), lexeme in public))
        cursor.execute(
            "UPDATE claims_matchlexeme SET public = true WHERE lexeme = ANY(%s) AND NOT public",
            [sorted(public)],
        )
