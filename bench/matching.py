"""Finding known claims: latency and recall ÷ tantivy's on the same texts, at 100,000 and a million claims.

Both answer each text in turn, in one process: tantivy from an index in memory-mapped files, by BM25 over all
words; the registry from PostgreSQL. Half of the texts are of a seed that nothing was tuned on. Before them
both answer others, as what serves has done; of these the first are told apart, since they are what a new
process is asked. No text comes twice. Then the same texts while 200 claims a second are being written, each
of which must be found by who asks after its commit.
"""

from __future__ import annotations

import gc
import multiprocessing
import platform
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tantivy
from django.core.management import call_command
from django.db import connection

from bench.claim_texts import KINDS, Asked, Texts
from bench.matching_writer import RATE, write_claims
from bench.report import Report
from claims.matching.matcher import RegistryMatcher
from registry.scratch_claims import ScratchClaim, scratch_load, scratch_schema

_DEPTH = 20
_TUNED, _HELD_OUT, _FIRST, _BEFORE = 11, 12, 13, 14
"""Seeds of texts."""
_TIMES = 8
"""As many texts are asked before those that count."""
_PUNCTUATION = re.compile(r"[^\w\s]")
_TABLES = ("matchdocument", "matchposting", "matchlexeme", "matchpending", "matchsegment")

Search = Callable[[str], Sequence[str]]


@dataclass
class _Found:
    """Seconds, and hits by kind of text, of one engine."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    hits: dict[str, list[bool]] = field(default_factory=dict)

    def percentile(self, share: float, kinds: Iterable[str] = KINDS) -> float:
        """Milliseconds."""
        ordered = sorted(seconds for kind in kinds for seconds in self.seconds[kind])
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def recall(self, kinds: Iterable[str]) -> float:
        """The share of texts whose claim was among the first 20."""
        hits = [hit for kind in kinds for hit in self.hits[kind]]
        return sum(hits) / len(hits)


def run(*, quick: bool) -> Report:
    """Measure at each size."""
    call_command("migrate", verbosity=0)
    sizes = (20_000,) if quick else (100_000, 1_000_000)
    each = 20 if quick else 50
    report = Report(name="matching", ratios={}, figures={}, conditions={})
    at: dict[int, _Found] = {}
    for size in sizes:
        at[size] = _measure(size, each, report)
    if len(sizes) > 1:
        small, large = at[sizes[0]].percentile(0.5), at[sizes[-1]].percentile(0.5)
        report.ratios[f"p50 at {sizes[-1]:,} ÷ at {sizes[0]:,}"] = large / small
    report.conditions.update(
        {
            "texts": f"{2 * each} of each kind ({', '.join(KINDS)}), half of a seed never tuned on, "
            f"after {(2 + _TIMES) * len(KINDS) * each:,} others, of which a fifth are the first",
            "database": "embedded PostgreSQL, durable, its default settings",
            "tantivy": "all words, OR, BM25, English stems, index in files",
            "python": platform.python_version(),
        }
    )
    return report


def _measure(size: int, each: int, report: Report) -> _Found:
    claims = list(Texts(1).claims(size))
    counts = {_TUNED: each, _HELD_OUT: each, _FIRST: 2 * each, _BEFORE: _TIMES * each}
    asked = {seed: Texts(seed).asked(claims, count) for seed, count in counts.items()}
    texts = [*asked[_TUNED], *asked[_HELD_OUT]]
    with scratch_schema() as schema, _tantivy(claims) as (peer, peer_bytes):
        started = time.perf_counter()
        keys = scratch_load([ScratchClaim(str(n), text, language="en") for n, text in enumerate(claims)])
        loaded = size / (time.perf_counter() - started)
        matcher = RegistryMatcher()
        gc.collect()
        gc.freeze()  # no process that answers holds all the texts and keys, to be looked through for garbage

        def ours(text: str) -> list[str]:
            return [keys.get(m.claim_id, "") for m in matcher.match(text, language="en", limit=_DEPTH)]

        engines = {"tantivy": peer, "registry": ours}
        _report_times(report, f"{size:,}, first", list(KINDS), _in_turns(engines, asked[_FIRST]))
        _in_turns(engines, asked[_BEFORE])
        found = _in_turns(engines, texts)
        _report(
            report, size, found, {"index bytes": _index_bytes(), "of tantivy": peer_bytes, "loaded": loaded}
        )
        _while_writing(report, size, schema, ours, asked[_HELD_OUT])
    return found["registry"]


def _in_turns(engines: dict[str, Search], texts: Sequence[Asked]) -> dict[str, _Found]:
    found = {name: _Found() for name in engines}
    for asked in texts:
        for name, search in engines.items():
            _ask(found[name], search, asked)
    return found


def _ask(found: _Found, search: Search, asked: Asked) -> None:
    started = time.perf_counter()
    keys = search(asked.text)
    found.seconds.setdefault(asked.kind, []).append(time.perf_counter() - started)
    found.hits.setdefault(asked.kind, []).append(str(asked.claim) in keys)


def _report(report: Report, size: int, found: dict[str, _Found], figures: dict[str, float]) -> None:
    ours, theirs = found["registry"], found["tantivy"]
    for name, kinds in {"all": list(KINDS), **{kind: [kind] for kind in KINDS}}.items():
        _report_times(report, f"{size:,}, {name}", kinds, found)
        report.ratios[f"recall@20 ÷ tantivy's at {size:,}, {name}"] = ours.recall(kinds) / max(
            theirs.recall(kinds), 1e-9
        )
        report.figures[f"recall@20 at {size:,}, {name}"] = ours.recall(kinds)
    report.figures[f"index MB at {size:,}"] = figures["index bytes"] / 2**20
    report.figures[f"index MB of tantivy at {size:,}"] = figures["of tantivy"] / 2**20
    report.figures[f"claims a second loaded and indexed, {size:,}"] = figures["loaded"]


def _report_times(report: Report, name: str, kinds: Sequence[str], found: dict[str, _Found]) -> None:
    for percentile, share in (("p50", 0.5), ("p99", 0.99)):
        mine, other = (found[engine].percentile(share, kinds) for engine in ("registry", "tantivy"))
        report.ratios[f"{percentile} ÷ tantivy's at {name}"] = mine / other
        report.figures[f"{percentile} ms at {name}"] = mine
        report.figures[f"{percentile} ms of tantivy at {name}"] = other


def _while_writing(report: Report, size: int, schema: str, ours: Search, texts: Sequence[Asked]) -> None:
    """The same texts quiet and while another process writes; and each claim just committed is looked up."""
    quiet, busy = _Found(), _Found()
    for asked in texts:
        _ask(quiet, ours, asked)
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    stop = context.Event()
    writer = context.Process(target=write_claims, args=(schema, sender, stop), daemon=True)
    writer.start()
    missed = looked = written = 0
    receiver.recv()  # it has begun
    started = time.perf_counter()
    matcher = RegistryMatcher()
    for asked in texts:
        _ask(busy, ours, asked)
        latest: tuple[Any, str] | None = None
        while receiver.poll():
            latest, written = receiver.recv(), written + 1
        if latest:
            claim_id, text = latest
            looked += 1
            missed += claim_id not in {m.claim_id for m in matcher.match(text, language="en", limit=_DEPTH)}
    seconds = time.perf_counter() - started
    stop.set()
    writer.join(30)
    report.ratios[f"p99 while {RATE} claims a second are written ÷ quiet, {size:,}"] = busy.percentile(
        0.99
    ) / quiet.percentile(0.99)
    report.figures[f"claims a second written meanwhile, {size:,}"] = written / seconds
    report.figures[f"just committed and looked up, {size:,}"] = looked
    report.figures[f"of those missed, {size:,}"] = missed


@contextmanager
def _tantivy(claims: Sequence[str]) -> Iterator[tuple[Search, int]]:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="en_stem")
    with tempfile.TemporaryDirectory() as folder:
        index = tantivy.Index(builder.build(), path=folder)
        writer = index.writer(128_000_000, 1)
        for number, text in enumerate(claims):
            writer.add_document(tantivy.Document(key=str(number), text=text))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        searcher = index.searcher()

        def search(text: str) -> list[str]:
            query = index.parse_query(_PUNCTUATION.sub(" ", text).lower(), ["text"])
            return [searcher.doc(address)["key"][0] for _, address in searcher.search(query, _DEPTH).hits]

        yield search, sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


def _index_bytes() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) name",
            [[f"claims_{table}" for table in _TABLES]],
        )
        return int(cursor.fetchone()[0])
