"""Claims in the words of Google's Fact Check Tools API."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from claims.models import Claim, CurrentVerdict
from claims.moments import day_known, day_reported
from claims.public.addresses import claim_url


def claim_document(claim: Claim) -> dict[str, Any]:
    """A `Claim` of theirs; of `claims.public_selectors.reviewed_claims`. What is not known is left out."""
    family = [claim, *claim.absorbed.all()]
    read = (day_known(row) for one in family for row in one.appearances.all())
    reported = (day_reported(row) for one in family for row in one.sightings.all())
    first = min(filter(None, (*read, *reported)), default=None)
    return _known(
        {
            "text": claim.text,
            "claimant": claim.claimant.name if claim.claimant else "",
            "claimDate": _timestamp(first),
            "claimReview": [
                _review_document(one, held) for one in family for held in one.current_verdicts.all()
            ],
        }
    )


def _review_document(claim: Claim, held: CurrentVerdict) -> dict[str, Any]:
    """`claim` is the one that was judged, whose address leads to the one that stands for it."""
    verdict = held.verdict
    url = verdict.review_url or claim_url(claim.id)
    site = held.publisher.domain or (urlsplit(verdict.review_url).hostname or "").removeprefix("www.")
    return _known(
        {
            "publisher": _known({"name": verdict.publisher_name, "site": site}),
            "url": url,
            "title": verdict.summary,
            "reviewDate": _timestamp(verdict.effective_at),
            "textualRating": verdict.original_label or (verdict.rating.label if verdict.rating else ""),
            "languageCode": verdict.language or claim.language,
        }
    )


def _timestamp(day: date | datetime | None) -> str:
    if day is None:
        return ""
    moment = day if isinstance(day, datetime) else datetime.combine(day, time(), UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _known(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}
