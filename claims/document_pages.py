"""Pages of documents of claims, as few steps from the table to the answer as there can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Field, QuerySet, UUIDField
from psycopg.pq import Format

from claims.document_selectors import documents_filter
from common.api.paging import Ordering, Page, Turn, keyset_turn
from common.changes import CHANGES_COUNT

# By the documents' own columns, so that a page is read from one index of one table.
_MOMENTS = {"created_at": "created_at", "updated_at": "changed_at", "reviewed_at": "reviewed_at"}
ORDERS = [f"{way}{name}" for name in _MOMENTS for way in ("-", "")]
"""How pages may be ordered; `-`: the latest first."""
# With each row the count of changes, of the very moment at which the page is read.
_ROWS = "SELECT page.*, {changes} FROM ({rows}) AS page"
_BODY = 2


@dataclass(frozen=True)
class DocumentPage:
    """The documents, each as JSON, the page's neighbours, and the validator of all pages by then.

    Of a page without a document the validator is None.
    """

    documents: list[bytes]
    page: Page[Any]
    validator: int | None


def documents_page(
    wanted: Mapping[str, Any], *, size: int, cursor: str | None, order: str | None = None
) -> DocumentPage:
    """The documents of the claims wanted (`documents_filter`), by one of ORDERS.

    Raises Malformed for a cursor that is not ours.
    """
    turn, sql, params = _statement(tuple(wanted.items()), size, cursor, order or ORDERS[0])
    with connection.cursor() as executing:
        # The driver's own, from which what was found is read without a detour for each step.
        found = executing.cursor
        found.format = Format.BINARY
        executing.execute(sql, params)
        count, shown = found.rowcount, min(found.rowcount, size)
        if not count:
            return DocumentPage([], Page([], None, None), None)
        # As the server's own bytes, which are what is answered with; PostgreSQL takes longer to join them.
        value = found.pgresult.get_value
        bodies = [value(row, _BODY) for row in (range(shown) if turn.forwards else range(shown - 1, -1, -1))]
        nearest = found.fetchone()
        found.scroll(shown - 1, mode="absolute")
        farthest = found.fetchone()
    first, last = (nearest, farthest) if turn.forwards else (farthest, nearest)
    neighbours = turn.neighbours(first[:_BODY], last[:_BODY], more=count > size)
    return DocumentPage(bodies, Page([], *neighbours), first[-1])


@lru_cache(maxsize=1024)
def _statement(
    wanted: tuple[tuple[str, Any], ...], size: int, cursor: str | None, order: str
) -> tuple[Turn[Any], str, tuple[Any, ...]]:
    """The SQL of a page, which follows from what is asked for and takes longer to write than to carry out."""
    documents: QuerySet[Any, Any] = documents_filter(**dict(wanted))
    moment = _MOMENTS[order.removeprefix("-")]
    documents = documents.values_list(moment, "claim_id", "body")
    fields: dict[str, Field[Any, Any]] = {moment: DateTimeField(), "claim_id": UUIDField()}
    ordering = Ordering(f"claims/{order}", fields, descending=order.startswith("-"))
    turn = keyset_turn(documents, ordering=ordering, size=size, cursor=cursor)
    rows, params = turn.rows.query.sql_with_params()
    return turn, _ROWS.format(rows=rows, changes=CHANGES_COUNT), params
