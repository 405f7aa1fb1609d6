"""ClaimReviews of one fact-checker on one quay, and what becomes of them."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import User

from claims.claimreview.read import review_read
from claims.models import ImportJob, Verdict
from claims.services.claimreview import Outcome, review_import
from claims.services.import_running import import_advance
from claims.services.imports import import_receive

MIRA = {"@type": "Person", "name": "Mira Solberg"}
SEEN = {
    "@type": "Claim",
    "author": MIRA,
    "appearance": [{"@type": "CreativeWork", "url": "https://x.example/1"}],
}


def document(**values: Any) -> dict[str, Any]:
    return {
        "@type": "ClaimReview",
        "url": "https://facts.example/quay",
        "datePublished": "2026-05-10",
        "claimReviewed": "The quay of Vestmark is 90 metres long.",
        "author": {"@type": "Organization", "name": "Vestmark Facts", "url": "https://facts.example"},
        "reviewRating": rating("False", 1),
        "itemReviewed": {"@type": "Claim", "author": MIRA},
    } | values


def rating(label: str, value: int, **more: Any) -> dict[str, Any]:
    return {
        "@type": "Rating",
        "ratingValue": value,
        "worstRating": 1,
        "bestRating": 5,
        "alternateName": label,
    } | more


def take_in(owner: User, **values: Any) -> Outcome:
    review, _ = review_read(document(**values))
    return review_import(review=review, actor=owner)[0]


def history() -> list[tuple[str, str]]:
    return list(Verdict.objects.order_by("seq").values_list("kind", "original_label"))


def run(owner: User, *documents: dict[str, Any]) -> ImportJob:
    """Import a body of them."""
    body = b"\n".join(json.dumps(one).encode() for one in documents)
    job = import_receive(owner=owner, format=ImportJob.Format.CLAIMREVIEW, body=[body])
    import_advance(job_id=job.id)
    job.refresh_from_db()
    return job
