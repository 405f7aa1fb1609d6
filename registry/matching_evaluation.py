"""The registry's matcher on files of claims and texts, over the real database, in a schema of their own."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from claims.evaluation.errors import EvaluationError
from claims.evaluation.matching import Answer, Matching, measure
from claims.evaluation.retrieval_files import read_claims, read_qrels, read_queries
from claims.matching.configured import ranker
from claims.matching.encoder import Unusable
from claims.matching.matcher import weighed
from claims.matching.training import Example
from claims.matching.types import Matcher, Relation
from claims.matching.words import clean, tokens
from common.errors import Unavailable
from registry.embedded import Stack
from registry.processes import StackError
from registry.scratch_claims import ScratchClaim, scratch_load, scratch_schema

_DEPTH = 20


def arguments(parser: CommandParser) -> None:
    """The files of claims, texts and which repeats which."""
    parser.add_argument(
        "--claims", required=True, metavar="FILE",
        help="TSV with a header: id, claim, title and, where there are, body, speaker, date, language.",
    )  # fmt: skip
    parser.add_argument("--queries", required=True, metavar="FILE", help="TSV with a header: id, text.")
    parser.add_argument(
        "--qrels", required=True, metavar="FILE", help="Which claims each text repeats: query 0 claim 1."
    )
    parser.add_argument("--text-column", metavar="COL", help="The claims' text, where not called claim.")
    parser.add_argument("--query-column", metavar="COL", help="The queries' text, where not the second.")


def evaluate(options: Mapping[str, Any]) -> Matching:
    """Load, ask, measure. Raises EvaluationError for files or a database that cannot be used."""
    claims, queries, truths = _read(options)
    with _usable(), database(), scratch_schema():
        embedding = ranker().embedding
        started = time.perf_counter()
        keys = scratch_load(claims)
        load_seconds = time.perf_counter() - started
        matcher: Matcher = import_string(settings.MATCHER)()
        for query in list(truths)[:5]:  # what a process loads once is not measured
            matcher.match(queries[query], limit=_DEPTH)
        answers = {query: _answer(matcher, queries[query], keys) for query in truths}
    return measure(
        answers,
        truths,
        copies=copies(claims),
        claims=len(claims),
        load_seconds=load_seconds,
        embedding=embedding,
    )


def copies(claims: Sequence[ScratchClaim]) -> dict[str, list[str]]:
    """The keys of claims that have the same words in the same order, by each of them; others are left out."""
    worded: dict[tuple[str, ...], list[str]] = {}
    for claim in claims:
        worded.setdefault(tuple(token.norm for token in tokens(clean(claim.text))), []).append(claim.key)
    return {key: keys for keys in worded.values() if len(keys) > 1 for key in keys}


def examples(options: Mapping[str, Any]) -> list[Example]:
    """What the ranker learns from: each text's candidates, and which is right. Raises EvaluationError.

    A claim with the very words of a right one is right as well.
    """
    claims, queries, truths = _read(options)
    alike = copies(claims)
    right = {
        query: {key for truth in of_text for key in (truth, *alike.get(truth, ()))}
        for query, of_text in truths.items()
    }
    with _usable(), database(), scratch_schema():
        keys = scratch_load(claims)
        found = {query: weighed(queries[query]) for query in truths}
    return [
        Example(
            tuple(tuple(each) for _, each in of_text),
            tuple(keys[claim] in right[query] for claim, _ in of_text),
        )
        for query, of_text in found.items()
    ]


def _read(options: Mapping[str, Any]) -> tuple[list[ScratchClaim], dict[str, str], dict[str, set[str]]]:
    claims = [
        ScratchClaim(row.pop("id"), row.pop("text"), **row)
        for row in read_claims(options["claims"], options["text_column"])
    ]
    queries = read_queries(options["queries"], options["query_column"])
    truths = {query: found for query, found in read_qrels(options["qrels"]).items() if query in queries}
    if not truths:
        raise EvaluationError("none of the queries has a claim that is known to answer it")
    return claims, queries, truths


def _answer(matcher: Matcher, text: str, keys: Mapping[Any, str]) -> Answer:
    started = time.perf_counter()
    found = matcher.match(text, limit=_DEPTH)
    seconds = time.perf_counter() - started
    return Answer(
        keys=[keys[match.claim_id] for match in found],
        score=found[0].score if found else 0.0,
        same_claim=bool(found) and found[0].relation is Relation.SAME_CLAIM,
        seconds=seconds,
    )


@contextmanager
def _usable() -> Iterator[None]:
    try:
        yield
    except (Unusable, Unavailable) as error:
        raise EvaluationError(str(error)) from error


@contextmanager
def database() -> Iterator[None]:
    """The database of the settings; the embedded one is started for the while where it is not running."""
    try:
        connection.ensure_connection()
        running = True
    except OperationalError as error:
        if not settings.EMBEDDED:
            raise EvaluationError(f"the database does not answer: {str(error).splitlines()[0]}") from error
        running = False
    try:
        with nullcontext() if running else Stack(settings.DATA_DIR):
            if not running:
                settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
                call_command("migrate", verbosity=0)
            _require_migrated()
            yield
            if not running:
                connection.close()
    except StackError as error:
        raise EvaluationError(str(error)) from error


def _require_migrated() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise EvaluationError("the database is not of this version; run `manage.py migrate` first")
