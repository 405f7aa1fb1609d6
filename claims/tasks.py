"""The tasks of claims."""

from __future__ import annotations

from celery import shared_task

from claims.services.ledger import ledger_checkpoint
from claims.services.links import evidence_check


@shared_task(name="claims.ledger_checkpoint")
def sign_checkpoint() -> None:
    """Sign the log where it has grown."""
    ledger_checkpoint()


@shared_task(name="claims.evidence_check")
def check_evidence() -> None:
    """Check whether the evidence that is due can still be read."""
    evidence_check()
