"""Searching by words at a million claims, against ranking all that match, and while claims are written.

The peer is what one writes first with PostgreSQL: websearch_to_tsquery over the same index, every match
ranked by ts_rank_cd, the best fifty taken. It knows one language and no slips of the fingers.
"""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from itertools import accumulate
from uuid import UUID

from django.core.management import call_command
from django.db import connection, transaction

from bench.report import Report
from claims.facets import facets_of
from claims.models import Claim
from claims.search_selectors import claims_found
from claims.services.match_index import match_index_fold, match_index_write
from claims.services.words import claim_words_write
from common.ids import new_id

_CLAIMS = 1_000_000
_WORDS = 60_000
_AT_ONCE = 20_000
_MEASURED = 5_000
_WRITES_A_SECOND = 200
_PEER = """
SELECT c.id, ts_rank_cd(w.words, q.q) AS rank
FROM claims_claimwords w JOIN claims_claim c ON c.id = w.claim_id,
    websearch_to_tsquery('english', %s) AS q (q)
WHERE w.words @@ q.q AND c.state = 'published' ORDER BY rank DESC, c.id DESC LIMIT 50
"""
_LOAD = """
INSERT INTO claims_claim (id, text, language, state, verdicts_conflict, created_at, updated_at, compared_at)
SELECT id, text, 'en', 'published', false, now() + n * interval '1 ms', now(), now()
FROM unnest(%s::uuid[], %s::text[]) WITH ORDINALITY AS made (id, text, n)
"""

_BULK = """
INSERT INTO claims_claimwords (claim_id, configurations, words)
SELECT id, '{english}', setweight(to_tsvector('english', text), 'A') FROM claims_claim WHERE id = ANY(%s)
"""


def run(*, quick: bool) -> Report:
    """Measure each kind of query, ours and the peer's in turn."""
    call_command("migrate", verbosity=0)
    count, each = (_CLAIMS // 50, 5) if quick else (_CLAIMS, 30)
    chance = random.Random(7)
    written = _fill(count, chance)
    kinds = _queries(chance, each)
    ours: dict[str, list[float]] = {kind: [] for kind in kinds}
    peers: dict[str, list[float]] = {kind: [] for kind in kinds}
    for kind, queries in kinds.items():
        for query in queries:
            ours[kind].append(_timed(_ours, query))
            peers[kind].append(_timed(_peer, query))
    every = [query for queries in kinds.values() for query in queries]
    quiet = [_timed(_ours, query) for query in every]
    busy, missed, rate = _while_writing(every)
    ratios = {f"p50, {kind}": _p(ours[kind], 50) / _p(peers[kind], 50) for kind in kinds}
    ratios |= {f"slowest, {kind}": max(ours[kind]) / max(peers[kind]) for kind in kinds}
    ratios["p99 while claims are written ÷ quiet"] = _p(busy, 99) / _p(quiet, 99)
    figures = {f"ms p50, {kind}": 1000 * _p(ours[kind], 50) for kind in kinds}
    figures |= {f"ms slowest, {kind}": 1000 * max(ours[kind]) for kind in kinds}
    figures |= {f"ms p50 of the peer, {kind}": 1000 * _p(peers[kind], 50) for kind in kinds}
    figures["ms for facets of 1,000 claims"] = 1000 * _timed(_facets, every[0])
    figures["claims a second into the index of words"] = written
    figures["claims a second written meanwhile"] = rate
    figures["MB, index of words"] = _size() / 1e6
    figures["committed before a query and missed by it"] = float(missed)
    conditions: dict[str, str | int | float] = {"claims": count, "queries of a kind": each, "words": _WORDS}
    return Report(name="search", ratios=ratios, figures=figures, conditions=conditions)


def _word(number: int) -> str:
    """A word of its own for each number, of letters only."""
    consonants, vowels = "bdfgklmnprstvz", "aeiou"
    made = ""
    number += 200
    while number:
        number, rest = divmod(number, 70)
        made += consonants[rest // 5] + vowels[rest % 5]
    return made + "k"


_CUMULATED = list(accumulate(1 / (rank + 3) for rank in range(_WORDS)))


def _text(chance: random.Random) -> str:
    numbers = chance.choices(range(_WORDS), cum_weights=_CUMULATED, k=chance.randint(7, 16))
    return " ".join(map(_word, numbers)).capitalize() + "."


def _fill(count: int, chance: random.Random) -> float:
    """Store claims with their words, and the vocabulary once; returns claims a second by the service."""
    first = _load(_MEASURED, chance)
    seconds = _timed(_write_words, first)
    with connection.cursor() as cursor:
        # Built at once it is what it would be when filled bit by bit, and much sooner.
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'claimwords_words'")
        (index,) = cursor.fetchone() or ("",)
        cursor.execute("DROP INDEX claimwords_words")
        for start in range(_MEASURED, count, _AT_ONCE):
            cursor.execute(_BULK, [_load(min(_AT_ONCE, count - start), chance)])
        cursor.execute(index)
    vocabulary = [" ".join(map(_word, range(at, min(at + 30, _WORDS)))) for at in range(0, _WORDS, 30)]
    ids = [new_id() for _ in vocabulary]
    with connection.cursor() as cursor:
        cursor.execute(_LOAD, [ids, vocabulary])
    match_index_write(claims=ids)
    match_index_fold()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE claims_claim, claims_claimwords, claims_matchlexeme")
    return _MEASURED / seconds


def _load(count: int, chance: random.Random) -> list[UUID]:
    made = [new_id() for _ in range(count)]
    with connection.cursor() as cursor:
        cursor.execute(_LOAD, [made, [_text(chance) for _ in made]])
    return made


def _write_words(ids: Sequence[UUID]) -> None:
    claim_words_write(claims=ids)


def _queries(chance: random.Random, each: int) -> dict[str, list[str]]:
    def word(low: int, high: int) -> str:
        return _word(chance.randrange(low, high))

    def slip(text: str) -> str:
        at = chance.randrange(1, len(text) - 1)
        return text[:at] + text[at + 1 :]

    return {
        "a rare word": [word(20_000, _WORDS) for _ in range(each)],
        "a common word": [word(5, 60) for _ in range(each)],
        "the commonest words": [word(0, 5) for _ in range(each)],
        "two common words": [f"{word(5, 60)} {word(60, 200)}" for _ in range(each)],
        "a common word and a rare one": [f"{word(5, 60)} {word(5_000, 40_000)}" for _ in range(each)],
        "one or the other": [f"{word(60, 400)} or {word(60, 400)}" for _ in range(each)],
        "a phrase": [f'"{word(0, 20)} {word(0, 20)}"' for _ in range(each)],
        "an exclusion": [f"{word(100, 600)} -{word(0, 10)}" for _ in range(each)],
        "twenty words": [" or ".join(word(500, 30_000) for _ in range(20)) for _ in range(each)],
        "a misspelt word": [slip(word(5_000, 40_000)) for _ in range(each)],
        "a beginning": [f"{word(2_000, 40_000)[:4]}*" for _ in range(each)],
    }


def _ours(query: str) -> None:
    claims_found(Claim.objects.filter(state="published"), query)


def _peer(query: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_PEER, [query])
        cursor.fetchall()


def _facets(query: str) -> None:
    newest = Claim.objects.order_by("-created_at").values_list("pk", flat=True)[:1000]
    facets_of(list(newest))


def _timed(work: Callable[..., None], argument: object) -> float:
    started = time.perf_counter()
    work(argument)
    return time.perf_counter() - started


def _while_writing(queries: Sequence[str]) -> tuple[list[float], int, float]:
    """Seconds of each query while claims come in, how many committed ones were missed, claims a second."""
    stop = threading.Event()
    committed: list[str] = []

    def write() -> None:
        chance = random.Random(11)
        while not stop.is_set():
            began = time.perf_counter()
            mark = f"zz{len(committed)}zz"
            made = [new_id() for _ in range(10)]
            texts = [f"{mark} {_text(chance)}" for _ in made]
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(_LOAD, [made, texts])
                match_index_write(claims=made)
            committed.append(mark)
            stop.wait(max(0.0, 10 / _WRITES_A_SECOND - (time.perf_counter() - began)))
        connection.close()

    writer = threading.Thread(target=write)
    started = time.perf_counter()
    writer.start()
    seconds, missed = [], 0
    for query in queries:
        seconds.append(_timed(_ours, query))
        if committed:
            found = claims_found(Claim.objects.filter(state="published"), committed[-1])
            missed += len(found.hits) != 10
    stop.set()
    writer.join()
    return seconds, missed, 10 * len(committed) / (time.perf_counter() - started)


def _p(seconds: Sequence[float], percent: int) -> float:
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]


def _size() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('claims_claimwords')")
        row = cursor.fetchone()
    return float(row[0]) if row else 0.0
