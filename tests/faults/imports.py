"""The worker is killed in the middle of a bulk import again and again; every row is there exactly once."""

from __future__ import annotations

import json
import random
import time
from functools import partial

from django.contrib.auth.models import User
from django.db.models import Count

from bench.articles import claim_texts
from claims.ledger_selectors import ledger_size
from claims.models import Claim, ClaimDocument, CurrentVerdict, ImportedRow, ImportJob, ImportNote, Verdict
from claims.services.imports import LEASE, import_receive, imports_sweep
from claims.services.ledger_audit import LedgerBroken, ledger_audit
from registry.first_start import database_migrate
from registry.supervisor import Supervisor
from tests.faults.outcome import FaultFound, wait_for
from webhooks.models import Event

_LONGEST_REPRIEVE = 1.0  # seconds a worker is left alone at most once it has got on
_RECOVERY = 120.0
_BROKEN_EVERY = 97  # one row in so many is refused


def run(registry: Supervisor, *, full: bool) -> None:
    """Import, kill, start again, until all is there. Raises FaultFound."""
    database_migrate()
    rows, kills = (60_000, 20) if full else (12_000, 4)
    owner = User.objects.create_superuser("fault-run")
    job = import_receive(owner=owner, format=ImportJob.Format.NDJSON, body=_body(rows))
    inside = 0
    for _ in range(kills):
        before = _progress(job)
        _start_worker(registry)
        wait_for("progress", partial(_got_on, job, before), seconds=_RECOVERY)
        time.sleep(random.uniform(0, _LONGEST_REPRIEVE))
        registry.worker.kill()
        running = ImportJob.objects.filter(pk=job.pk, state=ImportJob.State.RUNNING)
        if not running.exists():
            break
        inside += 1
        # The lease would run out by itself after a while; a fault run does not wait for it.
        running.update(next_attempt_at=running.get().created_at)
    _start_worker(registry)
    registry.beat.start()
    took = wait_for("the end of the import", lambda: _ended(job), seconds=_RECOVERY * 4)
    _check(job, rows)
    print(
        f"killed the worker {inside} times inside an import of {rows:,} rows (lease {LEASE.seconds} s): "
        f"each there exactly once, {took:.0f} s after the last start"
    )
    if inside < min(kills, 2):
        raise FaultFound("too few kills hit the import for the run to mean anything")


def _body(rows: int) -> list[bytes]:
    lines = []
    for number, text in enumerate(claim_texts(1, rows)):
        verdict = {"publisher": f"Desk {number % 5}", "rating": {"label": "Wrong", "normalised": "false"}}
        row = {"id": str(number), "text": text, "language": "en", "verdicts": [verdict]}
        lines.append(b"{broken\n" if number % _BROKEN_EVERY == 0 else json.dumps(row).encode() + b"\n")
    return lines


def _progress(job: ImportJob) -> int:
    return int(ImportJob.objects.values_list("records", flat=True).get(pk=job.pk))


def _got_on(job: ImportJob, before: int) -> bool:
    return _progress(job) > before


def _ended(job: ImportJob) -> bool:
    return ImportJob.objects.filter(pk=job.pk, finished_at__isnull=False).exists()


def _start_worker(registry: Supervisor) -> None:
    (registry.folder.run / "worker.pid").unlink(missing_ok=True)
    registry.worker.start()
    imports_sweep()


def _check(job: ImportJob, rows: int) -> None:
    job.refresh_from_db()
    broken = (rows + _BROKEN_EVERY - 1) // _BROKEN_EVERY
    good = rows - broken
    if job.state != ImportJob.State.DONE:
        raise FaultFound(f"the job ended as {job.state}: {job.failure}")
    counted = {
        "records": (job.records, rows),
        "created": (job.created, good),
        "refused": (job.refused, broken),
        "notes": (ImportNote.objects.filter(job=job).count(), broken),
        "claims": (Claim.objects.count(), good),
        "keys": (ImportedRow.objects.count(), good),
        "documents": (ClaimDocument.objects.count(), good),
        "verdicts": (Verdict.objects.count(), good),
        "current verdicts": (CurrentVerdict.objects.count(), good),
        "entries of the log": (ledger_size(), good),
        "events": (Event.objects.count(), good),
    }
    if wrong := {name: pair for name, pair in counted.items() if pair[0] != pair[1]}:
        raise FaultFound(f"found and wanted differ: {wrong}")
    twice = Claim.objects.values("text").annotate(times=Count("pk")).filter(times__gt=1)
    if twice.exists():
        raise FaultFound("a row became two claims")
    try:
        ledger_audit(progress=lambda _done, _all: None)
    except LedgerBroken as error:
        raise FaultFound(str(error)) from error
