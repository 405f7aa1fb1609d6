"""Everything at once, as a stream: PostgreSQL's own COPY, passed on as it comes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection

from claims.document_selectors import documents_filter
from claims.exchange.table import COLUMNS, cells_of_document, written
from sources.selectors import fact_checker_sites

_PIECE = 256 * 1024
# In PostgreSQL's binary format a text is as it is, where the others look at each of its characters: behind
# what begins the whole, and the count of columns and the length that begin each row. A short row is the end.
_BEGINNING, _FRAME = 19, 6


def claims_ndjson(**wanted: Any) -> Iterator[bytes]:
    """The documents of the claims for which all holds that is given, a line each, in no particular order.

    In pieces of some hundred kilobytes that end with a line. All are as they were when the stream began.
    """
    documents = documents_filter(**wanted).values_list("body")
    query, params = documents.query.sql_with_params()
    sql = f"COPY ({query}) TO STDOUT (FORMAT binary)"
    with connection.cursor() as cursor, cursor.copy(sql, params) as copy:
        waiting, size, start = [], 0, _BEGINNING + _FRAME
        for row in copy:
            if len(row) > start:
                waiting.append(row[start:])
                size += len(row)
            start = _FRAME
            if size >= _PIECE:
                yield b"\n".join([*waiting, b""])
                waiting, size = [], 0
        if waiting:
            yield b"\n".join([*waiting, b""])


def claims_csv(**wanted: Any) -> Iterator[bytes]:
    """The same as a table, a line for each standing verdict of a claim, at least one."""
    yield written([list(COLUMNS)]).encode()
    # Before the stream begins, behind which the connection answers nothing else.
    sites = fact_checker_sites()
    for piece in claims_ndjson(**wanted):
        documents = (json.loads(line) for line in piece.splitlines())
        yield written(
            cells for document in documents for cells in cells_of_document(document, sites)
        ).encode()
