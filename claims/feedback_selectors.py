"""Reads of what fact-checkers decided about proposals: each proposer's record, and what a model can learn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Trunc

from claims.evaluation.feedback import Counted, ProposerRecord, records
from claims.models import Candidate
from claims.rejections import REASONS, Worth, worth_of_rejected

PeriodKind = Literal["week", "month"]

OWN_WORDS = "In the fact-checker's own words"
"""Stands in the record for every reason that is not one of those offered."""

State = Candidate.State


def proposer_records(
    *, since: dt.datetime | None = None, until: dt.datetime | None = None, period: PeriodKind = "month"
) -> list[ProposerRecord]:
    """The record of every version of every proposer, in one query.

    `since` (first moment) and `until` (past the last) choose by when a candidate was decided; those that
    still wait are counted whenever they were proposed.
    """
    offered = When(state=State.REJECTED, decision_reason__in=REASONS, then=F("decision_reason"))
    own = When(state=State.REJECTED, then=Value(OWN_WORDS))
    rows = (
        _decided(since, until, or_pending=True)
        .annotate(
            starts=Trunc("decided_at", period),
            why=Case(offered, own, default=Value(""), output_field=CharField()),
        )
        .values("proposer", "proposer_version", "state", "starts", "why")
        .annotate(count=Count("id"), edited=Count("id", filter=~Q(better_text="")))
        .order_by()
    )
    return records(
        Counted(
            proposer=row["proposer"],
            version=row["proposer_version"],
            state=row["state"],
            starts_on=row["starts"] and row["starts"].date(),
            reason=row["why"],
            count=row["count"],
            edited=row["edited"],
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence and what a decision says of it; `worth` is None where it says nothing."""

    text: str
    worth: Worth | None
    decision: str
    reason: str
    claim: str
    language: str
    article: str
    proposer: str
    version: str
    decided_on: dt.date


def lessons(
    *, since: dt.datetime | None = None, until: dt.datetime | None = None, language: str = ""
) -> Iterator[Lesson]:
    """Every decided candidate as a lesson, the oldest decision first, a few at a time from the database.

    `claim` is the wording that fact-checkers left it with; `language` also finds its regional forms.
    """
    rows = _decided(since, until, or_pending=False).select_related("article_version")
    rows = rows.defer("article_version__text", "article_version__snapshot").order_by("decided_at", "id")
    if language:
        rows = rows.filter(Q(language=language) | Q(language__startswith=f"{language}-"))
    for row in rows.iterator(chunk_size=1000):
        if row.decided_at is None:
            continue
        rejected = row.state == State.REJECTED
        yield Lesson(
            text=" ".join(row.sentence.split()),
            worth=worth_of_rejected(row.decision_reason) if rejected else Worth.CHECK_WORTHY,
            decision=row.state,
            reason=row.decision_reason,
            claim=row.better_text or row.text,
            language=row.language,
            article=str(row.article_version.article_id),
            proposer=row.proposer,
            version=row.proposer_version,
            decided_on=row.decided_at.date(),
        )


def _decided(
    since: dt.datetime | None, until: dt.datetime | None, *, or_pending: bool
) -> QuerySet[Candidate]:
    within = Q(decided_at__isnull=False)
    if since is not None:
        within &= Q(decided_at__gte=since)
    if until is not None:
        within &= Q(decided_at__lt=until)
    return Candidate.objects.filter(within | Q(decided_at=None) if or_pending else within)
