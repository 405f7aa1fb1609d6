"""The tasks of claims."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from claims.services.clusters import clusters_close
from claims.services.embeddings import embeddings_write
from claims.services.import_running import import_advance
from claims.services.imports import imports_sweep
from claims.services.ledger import ledger_checkpoint
from claims.services.links import evidence_check
from claims.services.match_index import match_index_fold
from claims.services.resemblance import claims_compare
from common.changes import changes_place


@shared_task(name="claims.ledger_checkpoint")
def sign_checkpoint() -> None:
    """Sign the log where it has grown."""
    ledger_checkpoint()


@shared_task(name="claims.evidence_check")
def check_evidence() -> None:
    """Check whether the evidence that is due can still be read."""
    evidence_check()


@shared_task(name="claims.import_advance")
def advance_import(job_id: str) -> None:
    """Go on with an import."""
    import_advance(job_id=UUID(job_id))


@shared_task(name="claims.imports_sweep")
def sweep_imports() -> None:
    """Wake a worker for every import that is due."""
    imports_sweep()


@shared_task(name="claims.changes_place")
def place_changes() -> None:
    """Give new changes their positions."""
    changes_place()


@shared_task(name="claims.compare")
def compare_claims() -> None:
    """Look for what resembles the claims that are new."""
    claims_compare()


@shared_task(name="claims.clusters_close")
def close_clusters() -> None:
    """Close the clusters that no candidate joined for long."""
    clusters_close()


@shared_task(name="claims.match_fold")
def fold_match_index() -> None:
    """Fold the claims written lately into the segments of the index."""
    match_index_fold()


@shared_task(name="claims.match_embed")
def embed_claims() -> None:
    """Embed the claims written lately, where an embedding is set."""
    embeddings_write()
