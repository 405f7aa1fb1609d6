"""Many new rows of one table at once, by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def values_copy(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows that are given as values of these fields of the model."""
    meta = model._meta  # noqa: SLF001 - Django's documented name for it
    columns = ", ".join(f'"{_column(meta, name)}"' for name in names)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{meta.db_table}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def _column(meta: Any, name: str) -> str:
    found = next(field for field in meta.local_concrete_fields if name in {field.name, field.attname})
    return str(found.column)


def numbers_array(values: Iterable[int]) -> str:
    """An array as COPY takes it; the driver takes longer for each element than PostgreSQL does."""
    return f"{{{','.join(map(str, values))}}}"


def texts_array(values: Iterable[str]) -> str:
    """The same of texts."""
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"
