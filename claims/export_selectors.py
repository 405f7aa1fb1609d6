"""Everything at once, as a stream: PostgreSQL's own COPY, passed on as it comes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection

from claims.document_selectors import documents_filter
from claims.exchange.table import COLUMNS, cells_of_document, written

_PIECE = 256 * 1024
# Neither character stands in a document, whose control characters are escaped: so nothing is ever quoted.
_AS_IT_IS = "(FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')"


def claims_ndjson(**wanted: Any) -> Iterator[bytes]:
    """The documents of the claims for which all holds that is given, a line each, in no particular order.

    In pieces of some hundred kilobytes that end with a line. All are as they were when the stream began.
    """
    documents = documents_filter(**wanted).values_list("body")
    query, params = documents.query.sql_with_params()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT {_AS_IT_IS}", params) as copy:
        waiting, size = [], 0
        for line in copy:
            waiting.append(line)
            size += len(line)
            if size >= _PIECE:
                yield b"".join(waiting)
                waiting, size = [], 0
        yield b"".join(waiting)


def claims_csv(**wanted: Any) -> Iterator[bytes]:
    """The same as a table, a line for each standing verdict of a claim, at least one."""
    yield written([list(COLUMNS)]).encode()
    for piece in claims_ndjson(**wanted):
        documents = (json.loads(line) for line in piece.splitlines())
        yield written(cells for document in documents for cells in cells_of_document(document)).encode()
