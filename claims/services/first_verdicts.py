"""The first verdicts on claims that were made in this very transaction, many at once.

What `verdict_record` does one by one, in a few statements: nobody else can know these claims yet, so there is
nothing to lock, no row before and nothing to be refused but for the publisher's four eyes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

from django.contrib.auth.models import User

from claims import events
from claims.exchange.row import VerdictRow
from claims.made import NewClaim, NewVerdict
from claims.models import CurrentVerdict, Rating, Verdict
from claims.services.checks import held_from
from claims.services.ledger import ledger_extend
from claims.services.verdicts import RESOURCE
from common.changes import changes_record
from common.errors import Refused
from common.ids import id_text, new_id_text
from common.models import Change
from common.tables import moment_plain, values_copy
from sources.models import Source

_PLAIN = (
    *("id", "claim_id", "claim_text", "publisher_id", "publisher_name", "seq", "kind", "rating_id"),
    *("original_label", "summary", "explanation", "reason", "note", "language", "review_url", "actor_id"),
)
_COLUMNS = (*_PLAIN, "effective_at", "recorded_at")
_plain = attrgetter(*_PLAIN)
_POINTER = ("claim_id", "publisher_id", "verdict_id")


def first_verdict(
    *, claim: NewClaim, publisher: Source, rating: Rating, row: VerdictRow, actor: User, now: datetime
) -> NewVerdict:
    """The row, not stored yet.

    Raises Refused where somebody else than its author has to publish it, Invalid as verdict_record.
    """
    if publisher.four_eyes:
        raise Refused(f"{publisher.name} keeps to four eyes: draft the verdict, for somebody else to publish")
    return NewVerdict(
        id=new_id_text(),
        claim=claim,
        claim_id=claim.id,
        claim_text=claim.text,
        publisher=publisher,
        publisher_id=id_text(publisher.id),
        publisher_name=publisher.name,
        rating=rating,
        rating_id=id_text(rating.id),
        original_label=row.original_label or rating.label,
        summary=row.summary,
        explanation=row.explanation,
        language=row.language or claim.language,
        review_url=row.review_url,
        effective_at=held_from(row.effective_at, now=now),
        recorded_at=now,
        actor_id=actor.pk,
    )


def first_verdicts_write(*, verdicts: Sequence[NewVerdict]) -> None:
    """Append them and point to them. Their claims are stored, marked as published."""
    values_copy(Verdict, _COLUMNS, map(_values, verdicts))
    pointers = ((verdict.claim_id, verdict.publisher_id, verdict.id) for verdict in verdicts)
    values_copy(CurrentVerdict, _POINTER, pointers)


def first_verdicts_announce(*, verdicts: Sequence[NewVerdict]) -> None:
    """Tell of them, as the last thing that the transaction does: all that is shown of them is written."""
    if not verdicts:
        return
    changes_record(RESOURCE, [(verdict.id, Change.Kind.CREATED) for verdict in verdicts])
    ledger_extend(verdicts=verdicts)
    events.publish(events.FirstVerdicts(verdicts=verdicts))


def _values(verdict: NewVerdict) -> tuple[object, ...]:
    return (*_plain(verdict), moment_plain(verdict.effective_at), moment_plain(verdict.recorded_at))
