"""What is kept of a review that was read: its words, its sightings, and what an import met of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from claims.claimreview.review import Review
from claims.claimreview.said import words_digest
from claims.models import Evidence, ImportedReview, ImportJob, MetReview, Sighting, Verdict
from claims.services.evidence import evidence_add
from common.errors import Invalid


def review_met(*, row: ImportedReview, job: ImportJob | None) -> MetReview:
    """What the import has met of the review so far, and what its page said before; None: it is no import's.

    While another import is at the same page, what the page said before that one counts as said before, too:
    neither knows which of them reads the later state of the page.
    """
    met = list(row.met.all())
    mine = next((one for one in met if job and one.job_id == job.pk), None)
    before = {*row.words}.union(*(one.before for one in met))
    return mine or MetReview(review=row, before=sorted(before), words=[])


def review_met_note(*, met: MetReview, document: dict[str, Any], job: ImportJob | None) -> None:
    """Keep that the import met the review saying this, in the transaction that took it in."""
    digest = words_digest(document)
    met.words = sorted({*met.words, digest})
    met.document = None if met.review.document == document else document
    if job:
        met.job = job
        met.save()


def review_keep(*, row: ImportedReview, document: dict[str, Any], review: Review) -> None:
    """Keep what the review says, and where its claim is said to have appeared."""
    row.document = document
    row.save()
    row.sightings.all().delete()
    Sighting.objects.bulk_create(
        Sighting(
            claim=row.claim,
            review=row,
            claimant=item.claimant.name if item.claimant else "",
            organisation=bool(item.claimant and item.claimant.organisation),
            role=item.claimant.job_title if item.claimant else "",
            same_as=list(item.claimant.same_as) if item.claimant else [],
            said_on=item.said_on,
            said_on_precision=item.said_on_precision,
            first_url=item.first_appearance,
            urls=list(item.appearances),
        )
        for item in review.items
    )


def review_cite(*, review: Review, verdict: Verdict, actor: User) -> None:
    """What the review cites is evidence of the verdict that was recorded from it."""
    for url in review.citations:
        try:
            evidence_add(stance=Evidence.Stance.CONTEXT, actor=actor, verdict_id=verdict.pk, url=url)
        except Invalid:
            # An address that the registry may not read is no evidence; the review itself still stands.
            continue
