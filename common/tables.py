"""Many new rows of one table at once, by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Model

from common.behind import rows_send
from common.ids import Id


def values_copy(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows given as values of these fields of the model, behind the caller (common.behind)."""
    meta = model._meta  # noqa: SLF001 - Django's documented name for it
    columns = ", ".join(f'"{_column(meta, name)}"' for name in names)
    rows_send(f'COPY "{meta.db_table}" ({columns}) FROM STDIN', rows)


def _column(meta: Any, name: str) -> str:
    found = next(field for field in meta.local_concrete_fields if name in {field.name, field.attname})
    return str(found.column)


def plain_array(values: Iterable[int | Id]) -> str:
    """An array of numbers, identifiers or words without a special sign, as PostgreSQL reads it.

    The driver takes longer for each element of a list than PostgreSQL does.
    """
    return f"{{{','.join(map(str, values))}}}"


def numbers_array(values: list[int]) -> str:
    """The same of numbers in a list, which Python writes in one go."""
    return f"{{{str(values)[1:-1]}}}"


@lru_cache(maxsize=1000)
def moment_plain(value: datetime) -> str:
    """A moment as PostgreSQL reads it: the driver takes longer for one than for a row's other values."""
    return value.isoformat()


def bytes_array(values: Iterable[bytes]) -> str:
    """The same of bytes."""
    return plain_array(f'"\\\\x{value.hex()}"' for value in values)


def texts_array(values: Iterable[str]) -> str:
    """The same of texts."""
    given = list(values)
    joined = '","'.join(given)
    # Hardly any has a sign that is special, as is told of all of them at once.
    if "\\" in joined or joined.count('"') > 2 * max(len(given) - 1, 0):
        joined = '","'.join([value.replace("\\", "\\\\").replace('"', '\\"') for value in given])
    return f'{{"{joined}"}}' if given else "{}"
