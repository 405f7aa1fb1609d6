"""Keyset paging: a page is found by its neighbour's key in the index, so any depth costs the same.

A cursor is signed and opaque. It holds the key of a page's first or last row, and the way to go from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import BooleanField, DateTimeField, F, Field, Func, Model, QuerySet, UUIDField, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.http import QueryDict

from common.api.exceptions import Malformed

Row = TypeVar("Row")
ModelRow = TypeVar("ModelRow", bound=Model)

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


def list_page(rows: Sequence[Row], *, ordering: Ordering, size: int, cursor: str | None = None) -> Page[Row]:
    """The page at the cursor of rows that are at hand and in order, their keys being attributes.

    What comes and goes between two pages moves nothing. Raises Malformed for a cursor that is not ours.
    """
    forwards, key = _read(ordering, cursor) if cursor else (True, None)
    after = _after(rows, ordering, key) if key is not None else 0
    at = _after(rows, ordering, key, itself=False) if key is not None and not forwards else after
    start, end = (after, after + size) if forwards else (max(0, at - size), at)
    found = list(rows[start:end])
    if not found:
        return Page(found, None, None)
    first, last = _key(ordering, found[0]), _key(ordering, found[-1])
    return Page(
        rows=found,
        next=_write(ordering, last, forwards=True) if end < len(rows) else None,
        previous=_write(ordering, first, forwards=False) if start > 0 else None,
    )


def _after(rows: Sequence[Any], ordering: Ordering, key: Sequence[Any], *, itself: bool = True) -> int:
    """How many of the rows come before the key, or are at it."""

    def before(row: Any) -> bool:
        own = tuple(_key(ordering, row))
        if own == tuple(key):
            return itself
        return own > tuple(key) if ordering.descending else own < tuple(key)

    return sum(map(before, rows))


def keyset_page(
    rows: QuerySet[ModelRow], *, ordering: Ordering, size: int, cursor: str | None = None, skip: int = 0
) -> Page[ModelRow]:
    """The page at the cursor, the first one without. Raises Malformed for a cursor that is not ours.

    `skip` leaves out that many rows of the start, each of which is read; the caller bounds it.
    """
    turn = keyset_turn(rows, ordering=ordering, size=size, cursor=cursor, skip=skip)
    return turn.page(list(turn.rows))


@dataclass(frozen=True)
class Turn(Generic[ModelRow]):
    """What is to be read for a page: its rows and one more, from the cursor on."""

    rows: QuerySet[ModelRow]
    ordering: Ordering
    size: int
    forwards: bool
    is_first: bool

    def page(self, found: list[ModelRow]) -> Page[ModelRow]:
        """The page, of the rows as they were found."""
        more, found = len(found) > self.size, found[: self.size]
        if not self.forwards:
            found.reverse()
        if not found:
            return Page(rows=found, next=None, previous=None)
        first, last = _key(self.ordering, found[0]), _key(self.ordering, found[-1])
        return Page(found, *self.neighbours(first, last, more=more))

    def neighbours(
        self, first: Sequence[object], last: Sequence[object], *, more: bool
    ) -> tuple[str | None, str | None]:
        """The cursors of the next page and of the one before, by the keys of the first and the last row.

        `more`: one row more was found than belongs on the page.
        """
        has_next = more if self.forwards else True
        has_previous = not self.is_first if self.forwards else more
        return (
            _write(self.ordering, last, forwards=True) if has_next else None,
            _write(self.ordering, first, forwards=False) if has_previous else None,
        )


def keyset_turn(
    rows: QuerySet[ModelRow], *, ordering: Ordering, size: int, cursor: str | None = None, skip: int = 0
) -> Turn[ModelRow]:
    """What to read for the page at the cursor. Raises Malformed for a cursor that is not ours."""
    forwards, key = _read(ordering, cursor) if cursor else (True, None)
    # Towards the end of a descending list the keys get smaller; on the way back it is the other way round.
    down = ordering.descending == forwards
    if key is not None:
        compare = LessThan if down else GreaterThan
        rows = rows.filter(compare(_row(ordering, None), _row(ordering, key)))
    sign = "-" if down else ""
    found = rows.order_by(*(f"{sign}{name}" for name in ordering.fields))[skip : skip + size + 1]
    is_first = key is None and not skip
    return Turn(rows=found, ordering=ordering, size=size, forwards=forwards, is_first=is_first)


def rows_estimated(rows: QuerySet[Any]) -> int:
    """About how many rows there are, as PostgreSQL's planner thinks; the cost does not grow with them."""
    (plan,) = json.loads(rows.order_by().values("pk").explain(format="json"))
    return int(plan["Plan"]["Plan Rows"])


@lru_cache(maxsize=1024)
def neighbour_path(path: str, query_string: str, cursor: str) -> str:
    """The path and query of the page at the cursor, what else was asked for being the same."""
    kept = {name: value for name, value in QueryDict(query_string).items() if name != "cursor"}
    return f"{path}?{urlencode({**kept, 'cursor': cursor})}"


def _row(ordering: Ordering, key: list[Any] | None) -> Func:
    """`ROW(created_at, id)`, of the table or of a key: PostgreSQL compares rows within one index."""
    if key is None:
        parts: list[F | Value] = [F(name) for name in ordering.fields]
    else:
        parts = [Value(v, output_field=f) for v, f in zip(key, ordering.fields.values(), strict=True)]
    return Func(*parts, function="ROW", output_field=BooleanField())


def _signer(name: str) -> Signer:
    return Signer(salt=f"api.cursor.{name}", sep=".")


def _key(ordering: Ordering, row: object) -> list[object]:
    return [getattr(row, name) for name in ordering.fields]


def _write(ordering: Ordering, key: Sequence[object], *, forwards: bool) -> str:
    return _signed(ordering.name, "n" if forwards else "p", *map(_plain, key))


@lru_cache(maxsize=1024)
def _signed(name: str, *parts: str) -> str:
    """A page that is asked for again and again has the same neighbours until something comes between."""
    return _signer(name).sign_object(list(parts))


def _plain(value: object) -> str:
    return value.hex if isinstance(value, UUID) else str(value)


def _read(ordering: Ordering, cursor: str) -> tuple[bool, list[Any]]:
    try:
        way, *key = _signer(ordering.name).unsign_object(cursor)
        return way == "n", [f.to_python(v) for v, f in zip(key, ordering.fields.values(), strict=True)]
    except (BadSignature, ValidationError, TypeError, ValueError) as error:
        raise Malformed(
            "the cursor is not one that this list gave out; start without it", parameter="cursor"
        ) from error
