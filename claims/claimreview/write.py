"""ClaimReviews as JSON-LD. What is not known is left out, so that nothing empty has to be understood."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from claims.claimreview.review import Claimant, Correction, Day, Item, Publisher, Rating, Review

CONTEXT = "https://schema.org"
MEDIA_TYPE = "application/ld+json"
_DIGITS = {"month": 7, "year": 4}


def review_document(review: Review) -> dict[str, Any]:
    """The ClaimReview object, without a context of its own; for one that stands alone add CONTEXT."""
    return _filled(
        {
            "@type": "ClaimReview",
            "url": review.url,
            "claimReviewed": review.claim,
            "datePublished": day_text(review.published),
            "dateModified": day_text(review.modified),
            "inLanguage": review.language,
            "author": _publisher(review.publisher),
            "reviewRating": _rating(review.rating),
            "itemReviewed": _one_or_list([_item(item) for item in review.items or (Item(),)]),
            "reviewBody": review.body,
            "citation": _one_or_list(review.citations),
            "correction": _one_or_list([_correction(row) for row in review.corrections]),
            "creativeWorkStatus": "Retracted" if review.retracted else "",
        }
    )


def graph(reviews: Iterable[Review]) -> dict[str, Any]:
    """Any number of reviews as one document, for a page or an answer."""
    return {"@context": CONTEXT, "@graph": [review_document(review) for review in reviews]}


def feed_element(reviews: Sequence[Review], *, modified: datetime) -> dict[str, Any]:
    """One element of a DataFeed: the reviews of one claim."""
    items = [{"@context": CONTEXT, **review_document(review)} for review in reviews]
    return {"@type": "DataFeedItem", "dateModified": day_text(modified), "item": items}


def feed_ends(*, name: str, url: str) -> tuple[str, str]:
    """What stands before and after the elements of a DataFeed, which are parted by commas."""
    head = f'{{"@context":"{CONTEXT}","@type":"DataFeed","name":{_quoted(name)},"url":{_quoted(url)}'
    return f'{head},"dataFeedElement":[', "]}"


def day_text(day: Day | None) -> str:
    """ISO 8601: a moment in UTC, and a midnight or a date as the day alone; '' for None."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        moment = day.astimezone(UTC)
        if moment.time() != time():
            return moment.isoformat().replace("+00:00", "Z")
        return moment.date().isoformat()
    return day.isoformat()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _publisher(publisher: Publisher) -> dict[str, Any]:
    return _filled(
        {
            "@type": "Organization",
            "name": publisher.name,
            "url": publisher.url,
            "correctionsPolicy": publisher.corrections_policy,
            "verificationFactCheckingPolicy": publisher.fact_checking_policy,
        }
    )


def _rating(rating: Rating) -> dict[str, Any]:
    known = rating.value is not None
    return _filled(
        {
            "@type": "Rating",
            "ratingValue": _number(rating.value),
            "bestRating": _number(rating.best) if known else None,
            "worstRating": _number(rating.worst) if known else None,
            "alternateName": rating.label,
            "ratingExplanation": rating.explanation,
        }
    )


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _item(item: Item) -> dict[str, Any]:
    works = [{"@type": "CreativeWork", "url": url} for url in item.appearances]
    first = {"@type": "CreativeWork", "url": item.first_appearance} if item.first_appearance else None
    return _filled(
        {
            "@type": "Claim",
            "author": _claimant(item.claimant) if item.claimant else None,
            "datePublished": _said_on(item),
            "firstAppearance": first,
            "appearance": works,
        }
    )


def _said_on(item: Item) -> str:
    """As exactly as it is known: `2026-04` of a month, `2026` of a year."""
    return day_text(item.said_on)[: _DIGITS.get(item.said_on_precision)]


def _claimant(claimant: Claimant) -> dict[str, Any]:
    return _filled(
        {
            "@type": "Organization" if claimant.organisation else "Person",
            "name": claimant.name,
            "jobTitle": claimant.job_title,
            "sameAs": _one_or_list(claimant.same_as),
        }
    )


def _correction(correction: Correction) -> dict[str, Any]:
    return _filled(
        {
            "@type": "CorrectionComment",
            "text": correction.text,
            "datePublished": day_text(correction.published),
        }
    )


def _one_or_list(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else list(values)


def _filled(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, "", [])}
