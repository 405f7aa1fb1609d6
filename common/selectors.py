"""Reads of API keys, and of rows by their identifiers."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.db.models.lookups import Exact

from common.errors import NotFound
from common.ids import is_short_id
from common.keys import is_well_formed, key_hash, key_prefix
from common.models import SHORT_ID, ApiKey, Identified

M = TypeVar("M", bound=Model)


def rows_identified(rows: QuerySet[M], text: str) -> QuerySet[M]:
    """Those of `rows` whose identifier is `text`: whole, or its end, which several may share.

    By the whole one it is one look, and by its end where the table has an index for that (short_id_index);
    else all are looked through.
    """
    given = text.strip().lower()
    if is_short_id(given) and issubclass(rows.model, Identified):
        # Apart from what the rows bring along: then an index is all that is read.
        meant: QuerySet[M] = QuerySet(rows.model).filter(Exact(SHORT_ID, given))
        return rows.filter(pk__in=list(meant.values_list("pk", flat=True)))
    try:
        return rows.filter(pk=UUID(given)) if issubclass(rows.model, Identified) else rows.none()
    except ValueError:
        return rows.none()


def rows_asked_of(given: Mapping[str, Any], **known: QuerySet[Any]) -> None:
    """Refuse to list what belongs to a row that there is not: an empty list would say that it has nothing.

    By each name of `known` one of its rows may be `given`. Raises NotFound.
    """
    for name, rows in known.items():
        if name in given and not rows.filter(pk=given[name]).exists():
            raise NotFound(f"there is no {name} {given[name]}")


def api_key_find(key: str) -> ApiKey | None:
    """The row of a key, revoked and expired ones too; None for a key that was never issued.

    A text without a key's shape and checksum is refused without a query.
    """
    if not is_well_formed(key):
        return None
    row = ApiKey.objects.select_related("owner").filter(prefix=key_prefix(key)).first()
    if row is None or not hmac.compare_digest(row.secret_hash, key_hash(key)):
        return None
    return row
