"""Bulk import ÷ raw COPY of the rows that come of it; export over HTTP ÷ COPY TO of the same JSON; at 10×.

The import is all of it: the body stored, the job run, and every row that follows from a claim with a verdict
(its document, what finds it, its place in the log, its event, its changes). Its peer copies those same rows
into tables with the same indexes that hold the same rows already; another into such tables whose foreign keys
are checked, too, as those of the registry are. The export's peer is COPY TO by the same client; of both every
line is parsed as it arrives.
"""

from __future__ import annotations

import http.client
import json
import platform
import statistics
import time
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from bench.articles import claim_texts
from bench.report import Report
from bench.serving import WSGI, serving
from claims.models import Claim, ImportJob
from claims.services.import_running import import_advance
from claims.services.imports import import_receive

_TABLES = (
    "sources_source",
    "claims_claim",
    "claims_claim_topics",
    "claims_sighting",
    "claims_importedrow",
    "claims_claimdocument",
    "claims_matchdocument",
    "claims_matchpending",
    "claims_claimwords",
    "claims_verdict",
    "claims_currentverdict",
    "claims_ledgerentry",
    "claims_ledgernode",
    "webhooks_event",
    "webhooks_feedentry",
    "common_change",
)
_PIECE = 1024 * 1024
_WARMED = 16
"""Exports before the first that is measured: each of the server's processes loads what it needs but once."""
_LABELS = (("Wrong", 1, "false"), ("Half right", 3, "mixed"), ("Right", 5, "true"))


def run(*, quick: bool) -> Report:
    """Measure both with few claims there, then with ten times as many."""
    call_command("migrate", verbosity=0)
    owner = User.objects.create_superuser("bench")
    size, turns = (1_000, 1) if quick else (10_000, 5)
    _import(owner, _rows(0, size))
    found = {}
    for times in (1, 10):
        _fill(owner, size * times)
        found[f"{times}×"] = (*_imports(owner, size, turns), *_exports(turns))
    ratios, figures = {}, {}
    for name, (ours, copied, checked, streamed, peer, megabytes) in found.items():
        ratios[f"import ÷ raw COPY, {name}"] = copied / ours
        ratios[f"import ÷ raw COPY with foreign keys, {name}"] = checked / ours
        ratios[f"export over HTTP ÷ COPY TO, {name}"] = peer / streamed
        figures[f"claims imported a second, {name}"] = size / ours
        figures[f"MB exported a second, {name}"] = megabytes / streamed
    return Report(
        name="exchange",
        ratios=ratios,
        figures=figures,
        conditions={
            "claims": f"{size:,} imported into {size:,} and into {10 * size:,}; every claim has a verdict",
            "turns": f"{turns}, at the median; parsing every line exported is part of the time",
            "server": "granian",
            "database": "embedded PostgreSQL, durable",
            "python": platform.python_version(),
        },
    )


def _rows(first: int, count: int) -> bytes:
    lines = []
    for number, text in enumerate(claim_texts(first, count), start=first):
        label, value, normalised = _LABELS[number % 3]
        verdict = {
            "publisher": {"name": f"Desk {number % 20}", "domain": f"desk{number % 20}.example"},
            "rating": {"label": label, "value": value, "worst": 1, "best": 5, "normalised": normalised},
            "summary": "The annual report says otherwise; the figure was taken from another table.",
            "review_url": f"https://desk{number % 20}.example/{number}",
            "effective_at": "2026-03-01T08:00:00Z",
        }
        row = {
            "id": str(number),
            "text": text,
            "language": "en",
            "claimant": {"name": f"Speaker {number % 500}", "kind": "person"},
            "topics": [f"topic-{number % 30}"],
            "appearances": [f"https://post.example/{number}"],
            "verdicts": [verdict],
        }
        lines.append(json.dumps(row))
    return ("\n".join(lines) + "\n").encode()


def _import(owner: User, body: bytes) -> float:
    """Seconds that it took, from the first byte to the last row."""
    pieces = (body[at : at + _PIECE] for at in range(0, len(body), _PIECE))
    started = time.perf_counter()
    job = import_receive(owner=owner, format=ImportJob.Format.NDJSON, body=pieces)
    while job.finished_at is None:
        import_advance(job_id=job.pk)
        job.refresh_from_db()
    took = time.perf_counter() - started
    assert (job.state, job.created) == ("done", body.count(b"\n")), (job.failure, job.created)
    return took


def _fill(owner: User, count: int) -> None:
    there = Claim.objects.count()
    if there < count:
        _import(owner, _rows(there, count - there))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _imports(owner: User, size: int, turns: int) -> tuple[float, float, float]:
    """Seconds of an import and of its peers, in turns, at the median."""
    ours, copied, checked = [], [], []
    for _ in range(turns):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            before = cursor.fetchone()[0]
        rows = _rows(Claim.objects.count(), size)
        _settle()
        ours.append(_import(owner, rows))
        copied.append(_copy(before, foreign_keys=False))
        checked.append(_copy(before, foreign_keys=True))
    return statistics.median(ours), statistics.median(copied), statistics.median(checked)


def _copy(before: int, *, foreign_keys: bool) -> float:
    """Seconds to COPY what was inserted since that transaction into tables that hold what was there."""
    columns = {table: _columns(table) for table in _TABLES}
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS peer CASCADE")
        cursor.execute("CREATE SCHEMA peer")
        batch = {}
        for table, names in columns.items():
            cursor.execute(f"CREATE TABLE peer.{table} (LIKE public.{table} INCLUDING ALL)")
            made = sql.SQL("SELECT {} FROM {} WHERE xmin::text::bigint").format(
                sql.SQL(names), sql.Identifier("public", table)
            )
            older, newer = (sql.SQL("{} {} {}").format(made, sql.SQL(sign), before) for sign in ("<", ">="))
            into = sql.SQL("INSERT INTO {} ({}) {}")
            cursor.execute(into.format(sql.Identifier("peer", table), sql.SQL(names), older))
            with cursor.copy(sql.SQL("COPY ({}) TO STDOUT").format(newer)) as out:
                batch[table] = b"".join(out)
        if foreign_keys:
            _refer(cursor)
    _settle()
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for table, body in batch.items():
            with cursor.copy(f"COPY peer.{table} ({columns[table]}) FROM STDIN") as into:
                for at in range(0, len(body), _PIECE):
                    into.write(body[at : at + _PIECE])
    return time.perf_counter() - started


def _settle() -> None:
    """Have nothing left to be written of what was done before, which would be in the time of what follows."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("CHECKPOINT")


def _refer(cursor: CursorWrapper) -> None:
    """Give the copies the foreign keys of their tables, to each other where what is referred to is copied."""
    cursor.execute(
        "SELECT conrelid::regclass::text, confrelid::regclass::text, pg_get_constraintdef(oid) "
        "FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
        [list(_TABLES)],
    )
    for table, other, key in cursor.fetchall():
        to = f"peer.{other}" if other in _TABLES else other
        cursor.execute(
            f"ALTER TABLE peer.{table} ADD {key.replace(f'REFERENCES {other}(', f'REFERENCES {to}(')}"
        )


def _columns(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) "
            "FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        return str(cursor.fetchone()[0])


def _exports(turns: int) -> tuple[float, float, float]:
    """Seconds of an export and of its peer, in turns, at the median; and megabytes."""
    streamed, peer, size = [], [], 0
    with serving(WSGI, "registry.wsgi:application") as port:
        for _ in range(_WARMED):
            _parsed(_streamed(port))
        for _ in range(turns + 1):
            started = time.perf_counter()
            ours, size = _parsed(_streamed(port))
            streamed.append(time.perf_counter() - started)
            started = time.perf_counter()
            copied, _ = _parsed(_copied())
            peer.append(time.perf_counter() - started)
            assert ours == copied, (len(ours), len(copied))
    # What is loaded once is not measured.
    return statistics.median(streamed[1:]), statistics.median(peer[1:]), size / 1e6


def _parsed(lines: Iterator[bytes]) -> tuple[set[str], int]:
    """The claims that the lines are about, and how many bytes they have."""
    ids, size = set(), 0
    for line in lines:
        ids.add(json.loads(line)["id"])
        size += len(line)
    return ids, size


def _streamed(port: int) -> Iterator[bytes]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    client.request("GET", "/api/v1/exports/claims.ndjson", headers={"Host": "localhost"})
    answer = client.getresponse()
    assert answer.status == http.client.OK, answer.read()
    rest = b""
    while piece := answer.read1(_PIECE):
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
    client.close()


def _copied() -> Iterator[bytes]:
    query = "SELECT body FROM claims_claimdocument WHERE state = 'published'"
    # As it is: PostgreSQL's own format would double each backslash, and the line be no JSON.
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')") as out,
    ):
        yield from map(bytes, out)
