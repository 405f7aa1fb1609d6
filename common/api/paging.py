"""Keyset paging: a page is found by its neighbour's key in the index, so any depth costs the same.

A cursor is signed and opaque. It holds the key of a page's first or last row, and the way to go from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import BooleanField, DateTimeField, F, Field, Func, Model, QuerySet, UUIDField, Value
from django.db.models.lookups import GreaterThan, LessThan

from common.api.exceptions import Malformed

Row = TypeVar("Row", bound=Model)

CURSOR_MAX_LENGTH = 500


@dataclass(frozen=True)
class Ordering:
    """The fields of a list's index, all in one direction; together they are unique.

    `name` is the list's own: a cursor of one list is refused by another.
    """

    name: str
    fields: Mapping[str, Field[Any, Any]]
    descending: bool = True

    @classmethod
    def by_time(cls, name: str, moment: str = "created_at", *, descending: bool = True) -> Ordering:
        """By the field `moment` and, where that ties, by `id`."""
        return cls(name, {moment: DateTimeField(), "id": UUIDField()}, descending)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page in the list's order; the cursors lead to its neighbours, None where there is none."""

    rows: list[Row]
    next: str | None
    previous: str | None


def keyset_page(
    rows: QuerySet[Row], *, ordering: Ordering, size: int, cursor: str | None = None
) -> Page[Row]:
    """The page at the cursor, the first one without. Raises Malformed for a cursor that is not ours."""
    forwards, key = _read(ordering, cursor) if cursor else (True, None)
    # Towards the end of a descending list the keys get smaller; on the way back it is the other way round.
    down = ordering.descending == forwards
    if key is not None:
        compare = LessThan if down else GreaterThan
        rows = rows.filter(compare(_row(ordering, None), _row(ordering, key)))
    sign = "-" if down else ""
    found = list(rows.order_by(*(f"{sign}{name}" for name in ordering.fields))[: size + 1])
    more = len(found) > size
    found = found[:size]
    if not forwards:
        found.reverse()
    has_next = more if forwards else True
    has_previous = key is not None if forwards else more
    return Page(
        rows=found,
        next=_write(ordering, found[-1], forwards=True) if found and has_next else None,
        previous=_write(ordering, found[0], forwards=False) if found and has_previous else None,
    )


def _row(ordering: Ordering, key: list[Any] | None) -> Func:
    """`ROW(created_at, id)`, of the table or of a key: PostgreSQL compares rows within one index."""
    if key is None:
        parts: list[F | Value] = [F(name) for name in ordering.fields]
    else:
        parts = [Value(v, output_field=f) for v, f in zip(key, ordering.fields.values(), strict=True)]
    return Func(*parts, function="ROW", output_field=BooleanField())


def _signer(ordering: Ordering) -> Signer:
    return Signer(salt=f"api.cursor.{ordering.name}", sep=".")


def _write(ordering: Ordering, row: Model, *, forwards: bool) -> str:
    key = [_plain(getattr(row, name)) for name in ordering.fields]
    return _signer(ordering).sign_object(["n" if forwards else "p", *key])


def _plain(value: object) -> str:
    return value.hex if isinstance(value, UUID) else str(value)


def _read(ordering: Ordering, cursor: str) -> tuple[bool, list[Any]]:
    try:
        way, *key = _signer(ordering).unsign_object(cursor)
        return way == "n", [f.to_python(v) for v, f in zip(key, ordering.fields.values(), strict=True)]
    except (BadSignature, ValidationError, TypeError, ValueError) as error:
        raise Malformed(
            "the cursor is not one that this list gave out; start without it", parameter="cursor"
        ) from error
