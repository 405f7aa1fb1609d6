"""What a review said, as it is kept (claims.claimreview.write), compared with what it says now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from claims.claimreview.notes import Notes
from claims.claimreview.review import Day, Review
from claims.claimreview.values import day_of
from claims.claimreview.write import day_text

Document = Mapping[str, Any]


def words_changed(before: Document, now: Document) -> list[str]:
    """What a review says otherwise than before of its verdict, each by the name that a reason calls it."""
    then, said = _words(before), _words(now)
    return [name for name in said if said[name] != then[name]]


def words_digest(document: Document) -> str:
    """Of all that a review says of its verdict: 32 hexadecimal digits."""
    told = json.dumps(_words(document), sort_keys=True)
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def _words(document: Document) -> dict[str, Any]:
    rating = dict(document.get("reviewRating", {}))
    return {
        "the label": rating.pop("alternateName", ""),
        "the summary": rating.pop("ratingExplanation", ""),
        "the rating": rating,
        "the text": document.get("reviewBody", ""),
        "the corrections": document.get("correction", []),
        "its standing": document.get("creativeWorkStatus", ""),
    }


def corrections_added(before: Document, review: Review) -> list[str]:
    """The texts of corrections that it did not have; none, where it is met for the first time."""
    if not before:
        return []
    had = before.get("correction", [])
    texts = {each.get("text") for each in (had if isinstance(had, list) else [had])}
    return [one.text for one in review.corrections if one.text not in texts]


def holds_from(before: Document, review: Review, *, read: datetime) -> datetime | None:
    """From when on what it says holds, by its own dates; None: they do not say.

    One met for the first time holds from its publication; a change of it from `dateModified`, where that is
    another than before. A date after it was `read` is taken for that moment: it is a day that has begun
    elsewhere, or a slip.
    """
    if not before:
        moment = _moment(review.published or review.modified)
    else:
        changed = day_text(review.modified) != before.get("dateModified", "")
        moment = _moment(review.modified) if changed else None
    return min(moment, read) if moment else None


def published_at(document: Document, *, met: datetime, read: datetime) -> datetime:
    """When it was published: by its own dates, but not after it was `read`; else when it was first `met`."""
    said = document.get("datePublished") or document.get("dateModified")
    moment = _moment(day_of(said, Notes(), "datePublished"))
    return min(moment, read) if moment else met


def _moment(day: Day | None) -> datetime | None:
    if day is None or isinstance(day, datetime):
        return day
    return datetime.combine(day, time(), tzinfo=UTC)
