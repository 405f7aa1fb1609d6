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
# One row: the page joined, how many rows there were, and the keys of its first and last, in the order they
# are read in, which on the way back is the other way round.
_JOINED = """
SELECT convert_to(string_agg(body, ',' ORDER BY place {way}) FILTER (WHERE place <= {size}), 'UTF8'),
    count(*),
    (array_agg({moment} ORDER BY place))[1], (array_agg(claim_id ORDER BY place))[1],
    (array_agg({moment} ORDER BY place))[least(count(*), {size})],
    (array_agg(claim_id ORDER BY place))[least(count(*), {size})], {changes}
FROM (SELECT rows.*, row_number() OVER () AS place FROM ({rows}) AS rows) AS page
"""


@dataclass(frozen=True)
class DocumentPage:
    """The documents joined by commas, the page's neighbours, and the validator of all pages by then."""

    documents: bytes
    page: Page[Any]
    validator: int


def documents_page(
    wanted: Mapping[str, Any], *, size: int, cursor: str | None, order: str | None = None
) -> DocumentPage:
    """The documents of the claims wanted (`documents_filter`), by one of ORDERS.

    Raises Malformed for a cursor that is not ours.
    """
    turn, sql, params = _statement(tuple(wanted.items()), size, cursor, order or ORDERS[0])
    with connection.cursor() as executing:
        # As the server's own bytes, which are what is answered with.
        executing.cursor.format = Format.BINARY
        executing.execute(sql, params)
        documents, count, *ends, changes = executing.fetchone()
    if not count:
        return DocumentPage(b"", Page([], None, None), changes)
    first, last = (ends[:2], ends[2:]) if turn.forwards else (ends[2:], ends[:2])
    return DocumentPage(documents, Page([], *turn.neighbours(first, last, more=count > size)), changes)


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
    way = "ASC" if turn.forwards else "DESC"
    sql = _JOINED.format(rows=rows, way=way, size=size, moment=moment, changes=CHANGES_COUNT)
    return turn, sql, params
