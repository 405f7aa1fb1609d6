"""What keeps indexes, log and documents up, and the merge of a source, are killed amid their work."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection

from bench.articles import claim_texts
from claims.document_selectors import claims_made_by
from claims.matching import segments
from claims.matching.documents import documents_of
from claims.matching.matcher import RegistryMatcher
from claims.matching.numbers import unpacked
from claims.models import (
    Claim,
    ClaimDocument,
    ImportJob,
    MatchDocument,
    MatchPending,
    MatchPosting,
    SourceMerge,
)
from claims.search_selectors import claims_found
from claims.services import match_index
from claims.services.import_running import import_advance
from claims.services.imports import import_receive
from claims.services.ledger import ledger_checkpoint
from claims.services.ledger_audit import LedgerBroken, ledger_audit
from claims.services.match_index import match_index_fold, match_index_rebuild, match_index_write
from claims.services.rebuilding import documents_check, documents_rebuild
from claims.services.source_merges import source_merge, source_unmerge
from claims.source_merge_selectors import source_merges_last
from registry.first_start import database_migrate
from registry.supervisor import Supervisor
from sources.models import Source
from tests import factories
from tests.faults.outcome import FaultFound, wait_for

_LONGEST_REPRIEVE = 0.6  # seconds that a job is left alone at most once it has begun
_NUMBERS = 10**6
_BEGUN = b"begun\n"
_CHILD = """
import sys, django
django.setup()
from tests.faults.upkeep import over_and_over
over_and_over(sys.argv[1], int(sys.argv[2]))
"""
_LEFT = 20.0  # seconds in which PostgreSQL must have noticed that a client is gone
_OF_OUTLET = 4  # one claim of so many is the outlet's
_OUTLET, _SURVIVOR = "Velmar Gazette", "Gazette of Velmar"
_LEFTOVERS = """
SELECT (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')
     + (SELECT count(*) FROM pg_class WHERE relpersistence = 't')
"""

Job = Callable[[random.Random], object]


def run(registry: Supervisor, *, full: bool) -> None:
    """Kill each job some times, and look at everything after each kill. Raises FaultFound."""
    database_migrate()
    rows, kills = (2_000, 10) if full else (300, 2)
    _fill(rows)
    for at, (name, job) in enumerate(_JOBS.items()):
        started = time.monotonic()
        for seed in range(at * kills, (at + 1) * kills):
            _kill(name, seed)
            if name == "documents":
                documents_rebuild()
            _check(rows)
            job(random.Random(seed))  # it runs through where it is left alone
            _check(rows)
        print(
            f"killed {kills} times at the {name}: each of {rows:,} claims is there once, and found; "
            f"{time.monotonic() - started:.0f} s"
        )


def _fill(rows: int) -> None:
    owner = User.objects.create_superuser("fault-run")
    job = import_receive(owner=owner, format=ImportJob.Format.NDJSON, body=list(_body(rows)))
    while not ImportJob.objects.filter(pk=job.pk, finished_at__isnull=False).exists():
        import_advance(job_id=job.pk)
    factories.source(kind=Source.Kind.ORGANISATION, name=_SURVIVOR)


def _body(rows: int) -> Iterator[bytes]:
    for number, text in enumerate(claim_texts(1, rows)):
        verdict = {"publisher": f"Desk {number % 5}", "rating": {"label": "Wrong", "normalised": "false"}}
        row: dict[str, object] = {"id": str(number), "text": text, "language": "en", "verdicts": [verdict]}
        if number % _OF_OUTLET == 0:
            row["claimant"] = {"name": _OUTLET, "kind": "organisation"}
        yield json.dumps(row).encode() + b"\n"


def _kill(name: str, seed: int) -> None:
    """Kill a process that does the job over and over. All must be well after."""
    command = [sys.executable, "-c", _CHILD, name, str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            if process.stdout is None or process.stdout.readline() != _BEGUN:
                raise FaultFound(f"{name} did not begin")
            time.sleep(random.uniform(0, _LONGEST_REPRIEVE))
            if process.poll() is not None:
                raise FaultFound(f"{name} ended by itself with code {process.returncode}")
        finally:
            process.kill()
    wait_for("the end of what the killed process held", _nothing_left, seconds=_LEFT)


def _nothing_left() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_LEFTOVERS)
        return bool(cursor.fetchone() == (0,))


# ── In the process that is killed ────────────────────────────────────────────────────────────────
def over_and_over(name: str, seed: int) -> None:
    """Say that it begins, and do the job of that name until killed: over little, but in the steps of much."""
    chance = random.Random(seed)
    factories.numbers_from((seed + 1) * _NUMBERS)
    match_index._FOLDED_AT_ONCE = match_index._REBUILT_AT_ONCE = 50
    segments._LARGE = 0
    sys.stdout.buffer.write(_BEGUN)
    sys.stdout.flush()
    while True:
        _JOBS[name](chance)


def _fold(chance: random.Random) -> None:
    keys = list(Claim.objects.values_list("pk", flat=True))
    match_index_write(claims=chance.sample(keys, len(keys) // 3))
    match_index_fold()


def _rebuild(_: random.Random) -> None:
    match_index_rebuild()


def _sign(_: random.Random) -> None:
    factories.verdict(Claim.objects.order_by("?")[0])
    ledger_checkpoint()


def _rebuild_documents(chance: random.Random) -> None:
    keys = list(ClaimDocument.objects.values_list("pk", flat=True))
    ClaimDocument.objects.filter(pk__in=chance.sample(keys, len(keys) // 3)).update(body="{}")
    documents_rebuild()


def _merge(_: random.Random) -> None:
    actor = User.objects.get(username="fault-run")
    outlet, survivor = (Source.objects.get(name=name) for name in (_OUTLET, _SURVIVOR))
    if outlet.survivor_id:
        source_unmerge(source_id=outlet.pk, actor=actor, reason="They are two.")
    else:
        source_merge(source_id=outlet.pk, into_id=survivor.pk, actor=actor, reason="They are one.")


_JOBS: dict[str, Job] = {
    "fold of the index": _fold,
    "rebuild of the index": _rebuild,
    "signing": _sign,
    "merge of a source": _merge,
    "documents": _rebuild_documents,
}


# ── What holds afterwards ────────────────────────────────────────────────────────────────────────
def _check(claims: int) -> None:
    """Raises FaultFound where something is lost, there twice, or not found."""
    there = Claim.objects.count(), ClaimDocument.objects.count()
    if there != (claims, claims):
        raise FaultFound(f"of {claims} claims and their documents there are {there}")
    _check_index()
    _check_found()
    _check_kept()
    _check_merge(claims)


def _check_index() -> None:
    """Each claim stands with its present number under each of its terms, once."""
    held: dict[int, Counter[int]] = {}
    for term, numbers in MatchPosting.objects.values_list("term", "numbers").iterator():
        held.setdefault(term, Counter()).update(unpacked(numbers).tolist())
    for number, terms, pairs in MatchPending.objects.values_list("number", "terms", "pairs").iterator():
        for term in {*terms, *pairs}:
            held.setdefault(term, Counter())[number] += 1
    keys = list(Claim.objects.values_list("pk", flat=True))
    numbers_of = dict(MatchDocument.objects.values_list("claim_id", "number"))
    for each in documents_of(keys):
        number = numbers_of[UUID(str(each.claim_id))]
        if wrong := [term for term in each.terms | each.pairs if held.get(term, Counter())[number] != 1]:
            raise FaultFound(f"claim {each.claim_id}, number {number}, stands wrongly under {wrong[:5]}")


def _check_found() -> None:
    matcher = RegistryMatcher()
    for claim in Claim.objects.order_by("?")[:20]:
        if claim.pk not in {match.claim_id for match in matcher.match(claim.text, language="en")}:
            raise FaultFound(f"claim {claim.pk} does not match its own text {claim.text!r}")
        if claim.pk not in {hit.id for hit in claims_found(Claim.objects.all(), claim.text).hits}:
            raise FaultFound(f"claim {claim.pk} is not found by its own text {claim.text!r}")


def _check_kept() -> None:
    if differed := documents_check().differed:
        raise FaultFound(f"{differed} documents are not what their claims' rows say")
    try:
        ledger_audit(progress=lambda _done, _all: None)
    except LedgerBroken as error:
        raise FaultFound(str(error)) from error


def _check_merge(claims: int) -> None:
    """The outlet is merged, or it is not: with all that is its own."""
    outlet, survivor = (Source.objects.get(name=name) for name in (_OUTLET, _SURVIVOR))
    its, theirs = claims_made_by(outlet.pk), claims_made_by(survivor.pk)
    last = source_merges_last([outlet.pk]).first()
    merged = last is not None and last.action == SourceMerge.Action.MERGED
    wanted = [0, -(-claims // _OF_OUTLET)]
    found = [len(its), len(theirs)] if merged else [len(theirs), len(its)]
    if found != wanted or (outlet.survivor_id == survivor.pk) != merged:
        raise FaultFound(f"half a merge: of its claims {len(its)} are its own and {len(theirs)} the other's")
