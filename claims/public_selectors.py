"""Reads of the public face: searched reviews, a claim's whole history, verdict changes, the sitemap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import IsNull

from claims.models import Appearance, Claim, CurrentVerdict, Rating, Verdict
from claims.selectors import appearance_rows, claim_list, claim_seen
from sources.selectors import sources_at

_FEW = 2000
"""Of so many verdicts of a site the claims are looked up; of more the newest claims are looked through."""


@dataclass(frozen=True, kw_only=True)
class ReviewFilter:
    """Which standing verdicts are meant; an empty member leaves it open.

    `site` is the host name of the publisher's site; `language` a primary language subtag of BCP 47, of the
    verdict or, where that has none, of the claim.
    """

    site: str = ""
    language: str = ""


def reviewed_claims(reviews: ReviewFilter, *, since: datetime | None = None) -> QuerySet[Claim]:
    """Published claims with a standing verdict that fits, each with those verdicts and where it was said.

    Also those on claims that were merged into it, which come with it. `since` wants one of them, or the claim
    itself, to be no older.
    """
    held, of_merged = _standing(reviews), _of_merged(_standing(reviews))
    if reviews.site and len(held.values("pk")[: _FEW + 1]) <= _FEW:
        ids = held.values("claim").union(of_merged.values("claim__survivor"))
        claims = claim_list().filter(pk__in=ids)
    else:
        claims = claim_list().filter(_has(held, "claim") | _has(of_merged, "claim__survivor"))
    if since:
        recent = {"verdict__effective_at__gte": since}
        newly = _has(held.filter(**recent), "claim") | _has(of_merged.filter(**recent), "claim__survivor")
        claims = claims.filter(newly | _said_since(since))
    said = (Prefetch("appearances", appearance_rows()), "sightings")
    shown = ("publisher", "verdict__rating")
    absorbed = Claim.objects.only("id", "survivor", "language").order_by("created_at", "id")
    absorbed = absorbed.prefetch_related(
        Prefetch("current_verdicts", of_merged.select_related(*shown).order_by("id")), *said
    )
    # In the place of what a list of claims shows of them.
    return claims.prefetch_related(None).prefetch_related(
        Prefetch("current_verdicts", held.select_related(*shown).order_by("id")),
        Prefetch("absorbed", absorbed),
        *said,
    )


def _has(held: QuerySet[CurrentVerdict], claim: str) -> Q:
    """That there is one of `held` whose `claim` it is.

    As the first that is found and not as EXISTS: where either of two will do, PostgreSQL would read all of
    them before the first claim.
    """
    found = held.filter(**{claim: OuterRef("pk")}).order_by().values("pk")[:1]
    return Q(IsNull(Subquery(found), False))


def _of_merged(held: QuerySet[CurrentVerdict]) -> QuerySet[CurrentVerdict]:
    """Those of `held` on a merged claim whose publisher said nothing newer of the one it became.

    The same as ClaimReviews are given of (claims.claimreview_selectors).
    """
    there = CurrentVerdict.objects.filter(claim=OuterRef("claim__survivor"), publisher=OuterRef("publisher"))
    at, known = "verdict__effective_at", "verdict__recorded_at"
    later = Q(**{f"{at}__gt": OuterRef(at)})
    newer = there.filter(later | Q(**{at: OuterRef(at), f"{known}__gt": OuterRef(known)}))
    return held.filter(~Exists(newer), claim__survivor__isnull=False)


def _standing(reviews: ReviewFilter) -> QuerySet[CurrentVerdict]:
    held = CurrentVerdict.objects.filter(verdict__rating__isnull=False)
    if reviews.site:
        # Known beforehand, so that PostgreSQL sees whether it is a publisher of many verdicts or of few.
        held = held.filter(publisher__in=sources_at(reviews.site))
    if reviews.language:
        of_verdict = _in_language("verdict__language", reviews.language)
        held = held.filter(
            of_verdict | (Q(verdict__language="") & _in_language("claim__language", reviews.language))
        )
    return held


def _in_language(field: str, language: str) -> Q:
    return Q(**{f"{field}__iexact": language}) | Q(**{f"{field}__istartswith": f"{language}-"})


def _said_since(since: datetime) -> Q:
    """That the day of a claim's first appearance (claims.moments.day_said) is not before that of `since`."""
    article = "article_version__article"
    ahead = ExpressionWrapper(F(f"{article}__utc_offset") * timedelta(minutes=1), DurationField())
    there = F(f"{article}__published_at") + Coalesce(ahead, timedelta(0))
    published = ExpressionWrapper(there, DateTimeField())
    day = Coalesce("said_on", TruncDate(Coalesce(published, "created_at")))
    dated = Appearance.objects.annotate(day=day)
    # Apart, since PostgreSQL finds neither by an index where either will do.
    own, absorbed = (dated.filter(**{to: OuterRef("pk")}) for to in ("claim", "claim__survivor"))
    earlier = [Exists(found.filter(day__lt=since.date())) for found in (own, absorbed)]
    return (Q(Exists(own)) | Q(Exists(absorbed))) & ~Q(earlier[0]) & ~Q(earlier[1])


def claim_family_verdicts(claim: Claim) -> QuerySet[Verdict]:
    """Every verdict row on the claim and on what was merged into it, the newest first.

    `claim` comes from claims.selectors.claim_detail.
    """
    family = [claim.pk, *(one.pk for one in claim.absorbed.all())]
    rows = Verdict.objects.filter(claim__in=family).select_related("publisher", "rating__scale")
    return rows.order_by("-recorded_at", "-id")


def verdict_changes(
    *,
    publisher: UUID | None = None,
    normalised: str = "",
    verdict: str = "",
    reviewed_since: datetime | None = None,
    reviewed_until: datetime | None = None,
    topic: str = "",
    language: str = "",
    claimant: UUID | None = None,
    conflict: bool | None = None,
    **seen: Any,
) -> QuerySet[Verdict]:
    """Verdict rows for which all holds that is given, the newest first.

    `verdict` is the publisher's label, in any case; `reviewed_since` and `reviewed_until` are about when the
    row holds from. `topic`, `language` (with its regional forms), `claimant` and `conflict` are the claim's,
    and `seen` is about one appearance of it, as in claims.selectors.claim_seen. Sources are such as stand for
    themselves.
    """
    rows = Verdict.objects.select_related("publisher", "rating")
    if publisher:
        rows = rows.filter(publisher=publisher)
    if normalised or verdict:
        rows = rows.filter(rating__in=_ratings(normalised, verdict))
    if reviewed_since:
        rows = rows.filter(effective_at__gte=reviewed_since)
    if reviewed_until:
        rows = rows.filter(effective_at__lt=reviewed_until)
    if claimant:
        rows = rows.filter(claim__claimant=claimant)
    if topic:
        rows = rows.filter(claim__topics=topic)
    if language:
        rows = rows.filter(_in_language("claim__language", language))
    if conflict is not None:
        rows = rows.filter(claim__verdicts_conflict=conflict)
    if seen:
        rows = rows.filter(claim_seen("claim", **seen))
    return rows.order_by("-recorded_at", "-id")


def _ratings(normalised: str, label: str) -> list[Rating]:
    """Known beforehand, so that PostgreSQL sees whether there are many or few such verdicts."""
    ratings = Rating.objects.all()
    if normalised:
        ratings = ratings.filter(normalised=normalised)
    if label:
        ratings = ratings.filter(label__iexact=label)
    return list(ratings)
