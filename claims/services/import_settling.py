"""What an import of reviews comes to once it is read to its end: what the pages in it no longer say."""

from __future__ import annotations

import time
from collections.abc import Collection

from django.db import transaction
from django.db.models import F, Q

from claims.claimreview.said import words_digest
from claims.import_selectors import reviews_gone, reviews_unread
from claims.models import ImportedReview, ImportJob, ImportNote, MetReview
from claims.services.claimreview import review_fall_back
from claims.services.import_batches import Tally, counted_anew
from claims.services.imports import import_hold
from claims.services.ledger import ledger_together
from claims.services.turns import turn_take

_GONE = (
    "its page was read and has it no more; nothing was withdrawn by that: whoever knows that its publisher "
    "withdrew it retracts the verdict"
)


def reviews_settle(*, job: ImportJob, until: float) -> bool:
    """Compare what was met of each review with what is kept of it; whether that was done in time.

    It is done review by review and may be killed anywhere. Where a record of a page could not be taken in, or
    the body was cut short, nobody knows what that page no longer says: all that it said stays said. Raises
    Overtaken where the job was cancelled meanwhile.
    """
    if not job.met.exists():
        return True
    unread = reviews_unread(job)
    _gone_note(job, unread)
    differing = Q(document__isnull=False) | ~Q(review__words=F("words"))
    for pk in list(job.met.filter(differing).values_list("pk", flat=True)):
        _settle(job, pk, unread)
        if time.monotonic() > until:
            return False
    return True


@transaction.atomic
def _gone_note(job: ImportJob, unread: Collection[str] | None) -> None:
    """Say once of each review that its page was read and has it no more. That alone withdraws nothing."""
    import_hold(job=job)
    gone = [] if unread is None else [row for row in reviews_gone(job) if row.url not in unread]
    ImportedReview.objects.filter(pk__in=[row.pk for row in gone]).update(words=[])
    tally = Tally()
    for row in gone:
        tally.note(job, job.line, ImportNote.Severity.NOTICED, "review-gone", _GONE, row.url)
    ImportNote.objects.bulk_create(tally.notes)


@transaction.atomic
@ledger_together()
def _settle(job: ImportJob, pk: int, unread: Collection[str] | None) -> None:
    import_hold(job=job)
    turn_take(f"review:{ImportedReview.objects.get(met=pk).claim_key}")
    met = MetReview.objects.select_related("review__claim", "review__publisher").get(pk=pk)
    row = met.review
    kept = words_digest(row.document)
    # Otherwise an import that began later has heard it since.
    if kept in met.words or row.updated_at < job.created_at:
        is_whole = unread is not None and row.url not in unread
        several = met.before if len(met.before) > 1 else []
        row.words = met.words if is_whole else sorted({*met.words, *several})
        row.save(update_fields=["words"])
        is_beside = met.document not in (None, row.document) and words_digest(met.document or {}) == kept
        if is_beside or (is_whole and kept not in met.words):
            tally = Tally()
            with tally.taking(job, job.line, row.url):
                review_fall_back(met=met, actor=job.owner)
                tally.counts["updated"] += is_beside
            if tally.counts["updated"]:
                counted_anew(job=job, tally=tally)
            ImportNote.objects.bulk_create(tally.notes)
    met.words, met.document = row.words, None
    met.save()
