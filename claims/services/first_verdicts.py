"""The first verdicts on claims that were made in this very transaction, many at once.

What `verdict_record` does one by one, in a few statements: nobody else can know these claims yet, so there is
nothing to lock, no row before and nothing to be refused but for the publisher's four eyes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User

from claims import events
from claims.models import Claim, CurrentVerdict, Rating, Verdict
from claims.roles import Right
from claims.rules import Kind
from claims.services.ledger import ledger_extend
from claims.services.rights import right_require
from claims.services.verdicts import RESOURCE, Statement
from common.changes import changes_record
from common.errors import Refused
from common.models import Change
from common.tables import rows_copy, values_copy
from sources.models import Source


def first_verdict(
    *, claim: Claim, publisher: Source, rating: Rating, statement: Statement, actor: User, now: datetime
) -> Verdict:
    """The row, not stored yet. Raises Refused where somebody else than its author has to publish it."""
    if publisher.four_eyes:
        raise Refused(f"{publisher.name} keeps to four eyes: draft the verdict, for somebody else to publish")
    return Verdict(
        claim=claim,
        claim_text=claim.text,
        publisher=publisher,
        publisher_name=publisher.name,
        seq=1,
        kind=Kind.INITIAL,
        rating=rating,
        original_label=statement.original_label or rating.label,
        summary=statement.summary,
        explanation=statement.explanation,
        language=statement.language or claim.language,
        review_url=statement.review_url,
        effective_at=statement.effective_at or now,
        recorded_at=now,
        actor=actor,
    )


def first_verdicts_record(*, verdicts: Sequence[Verdict], actor: User) -> None:
    """Append them, point to them and announce them, as the last thing that the transaction does.

    Their claims are stored, marked as published, and have their documents. Raises Refused.
    """
    right_require(actor=actor, right=Right.PUBLISH_VERDICT)
    if not verdicts:
        return
    rows_copy(verdicts)
    pointers = [(verdict.claim_id, verdict.publisher_id, verdict.pk) for verdict in verdicts]
    values_copy(CurrentVerdict, ("claim", "publisher", "verdict"), pointers)
    changes_record(RESOURCE, [(verdict.pk, Change.Kind.CREATED) for verdict in verdicts])
    events.publish(events.FirstVerdicts(verdicts=verdicts))
    ledger_extend(verdicts=verdicts)
