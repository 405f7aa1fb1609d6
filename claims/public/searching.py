"""One page of claims: searched, or all there are."""

from __future__ import annotations

from django.db.models import IntegerField, QuerySet, UUIDField

from claims.models import Claim
from claims.search_selectors import claims_found
from common.api.paging import Ordering, Page, keyset_page, list_page


def claims_page(
    claims: QuerySet[Claim], query: str, *, name: str, size: int, cursor: str = "", skip: int = 0
) -> Page[Claim]:
    """The page at the cursor of those of `claims` that the query finds, the best match first.

    Without a query, all of them, the newest first. `name` is the list's own, so that a cursor leads nowhere
    in another. `skip` leaves out results of the first page. Raises Malformed for a cursor that is not ours,
    Invalid for a query that cannot be answered.
    """
    if not query:
        ordering = Ordering.by_time(name)
        return keyset_page(claims, ordering=ordering, size=size, cursor=cursor or None, skip=skip)
    hits = claims_found(claims, query).hits
    ordering = Ordering(f"{name}.found", {"rank": IntegerField(), "id": UUIDField()})
    page = list_page(hits if cursor else hits[skip:], ordering=ordering, size=size, cursor=cursor or None)
    known = claims.in_bulk([hit.id for hit in page.rows])
    return Page([known[hit.id] for hit in page.rows if hit.id in known], page.next, page.previous)
