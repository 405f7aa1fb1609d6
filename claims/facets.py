"""How the claims that a search found divide: by verdict, publisher, language, topic and claimant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, Count, F, Func, QuerySet
from django.db.models.functions import Lower

from claims.models import Claim, CurrentVerdict

# Without parameters, so that PostgreSQL sees the same expression where it groups by it.
_FIRST_PART = Lower(
    Func(F("language"), template="split_part(%(expressions)s, '-', 1)", output_field=CharField())
)

VALUES = 20
"""Values of a facet that are told, those with most claims."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """A value of a facet, its name for people, and how many of the claims found have it."""

    value: str
    name: str
    count: int


def facets_of(claim_ids: Sequence[UUID]) -> dict[str, list[Share]]:
    """Of each facet the values that occur among these claims. Five queries, however many claims."""
    claims = Claim.objects.filter(pk__in=claim_ids)
    held = CurrentVerdict.objects.filter(claim__in=claim_ids, verdict__rating__isnull=False)
    return {
        "normalised": _shares(held, "verdict__rating__normalised"),
        "publisher": _shares(held, "publisher_id", "publisher__name"),
        "language": _shares(claims.exclude(language="").annotate(first=_FIRST_PART), "first"),
        "topic": _shares(claims.exclude(topics=None), "topics__slug", "topics__name"),
        "claimant": _shares(claims.exclude(claimant=None), "claimant_id", "claimant__name"),
    }


def _shares(rows: QuerySet[Claim] | QuerySet[CurrentVerdict], value: str, name: str = "") -> list[Share]:
    """The values with most claims; a claim counts once for each, whoever gave it."""
    of_claim = "claim" if rows.model is CurrentVerdict else "pk"
    counted = rows.order_by().values_list(value, name or value)
    counted = counted.annotate(claims=Count(of_claim, distinct=True)).order_by("-claims", value)
    return [Share(value=str(what), name=str(called), count=count) for what, called, count in counted[:VALUES]]
