"""How far the embedding of known claims is, and whether the database can hold it."""

from __future__ import annotations

from django.db import connection
from django.db.backends.utils import CursorWrapper

from claims.models import MatchUnembedded

OLDEST_PGVECTOR = (0, 8)
"""The first with half-precision vectors and searches that go on until enough is found."""


def pgvector_lack() -> str:
    """What the database lacks to keep vectors, as what to do about it; empty where it lacks nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(installed_version, default_version) FROM pg_available_extensions"
            " WHERE name = 'vector'"
        )
        row = cursor.fetchone()
    if row is None:
        return "PostgreSQL lacks the extension pgvector; install it (docker-compose.yml has an image with it)"
    if tuple(map(int, row[0].split(".")[:2])) < OLDEST_PGVECTOR:
        return f"pgvector is {row[0]}, and {'.'.join(map(str, OLDEST_PGVECTOR))} is needed; update it"
    return ""


def embeddings_left() -> int:
    """How many notes there are of claims still to be embedded."""
    return MatchUnembedded.objects.count()


def embeddings_begun(model: str) -> bool:
    """Whether any vector of the model is kept."""
    with connection.cursor() as cursor:
        if not _table_exists(cursor):
            return False
        cursor.execute("SELECT EXISTS (SELECT FROM claims_embedding WHERE model = %s)", [model])
        return bool(cursor.fetchone()[0])


def embeddings_kept() -> dict[str, int]:
    """Of each model of which vectors are kept, of how many claims."""
    with connection.cursor() as cursor:
        if not _table_exists(cursor):
            return {}
        cursor.execute("SELECT model, count(DISTINCT claim_id) FROM claims_embedding GROUP BY 1 ORDER BY 1")
        return dict(cursor.fetchall())


def _table_exists(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT to_regclass('claims_embedding') IS NOT NULL")
    return bool(cursor.fetchone()[0])
