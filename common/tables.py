"""Many new rows of one table at once, by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import GeneratedField, Model

_BY_DATABASE = {"AutoField", "BigAutoField"}


def rows_copy(rows: Sequence[Model]) -> None:
    """Insert new rows of one model, with what the database fills in by itself left out."""
    if not rows:
        return
    names = [
        field.attname
        for field in rows[0]._meta.local_concrete_fields  # noqa: SLF001 - Django's documented name for it
        if not isinstance(field, GeneratedField) and field.get_internal_type() not in _BY_DATABASE
    ]
    values_copy(type(rows[0]), names, ([getattr(row, name) for name in names] for row in rows))


def values_copy(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows that are given as values of these fields of the model."""
    meta = model._meta  # noqa: SLF001 - as above
    columns = ", ".join(f'"{_column(meta, name)}"' for name in names)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{meta.db_table}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def _column(meta: Any, name: str) -> str:
    found = next(field for field in meta.local_concrete_fields if name in {field.name, field.attname})
    return str(found.column)
