"""Searching claims by words: which claims a query finds, the best first, and what is to be said of them.

No query reads more than a bounded number of claims, however many there are: `DEPTH` says how many are shown,
`READ` how many are ranked. What finds more is ranked among the first that come and the newest, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import BooleanField, F, FloatField, Func, Q, QuerySet, Value

from claims.claimreview.identity import claim_key
from claims.models import Claim
from claims.search_spelling import read_as
from claims.searching.folding import Span, fold_traced
from claims.searching.highlights import CLOSING, OPENING, spans, without_marks
from claims.searching.query import MAX_TERMS, Alternative, Term, TooMany, parse
from claims.searching.tsquery import to_tsquery_text
from claims.text_search import configuration_of
from common.errors import Invalid
from common.selectors import rows_identified

DEPTH = 1000
"""Claims that a search shows, at most."""
READ = 5000
"""Claims that it ranks, at most, beside the newest."""
DEADLINE_MS = 2000
_NEWEST = 10_000
_HIGHLIGHTED = 2000
_STATEMENT_TIMEOUT = "57014"
_BEHIND = ",.;:!?。"

# What the query is in each configuration in use, without those in which it would find all there is. Which are
# in use is told by the index: from each combination of them to the next.
_IN_EACH = """
WITH RECURSIVE combination AS (
    (SELECT configurations FROM claims_claimwords ORDER BY configurations LIMIT 1)
    UNION ALL
    SELECT (SELECT w.configurations FROM claims_claimwords AS w
            WHERE w.configurations > combination.configurations ORDER BY w.configurations LIMIT 1)
    FROM combination WHERE combination.configurations IS NOT NULL
), used AS (SELECT DISTINCT unnest(configurations) AS configuration FROM combination)
SELECT array_agg(configuration), query::text FROM (
    SELECT configuration, to_tsquery(configuration::regconfig, %s) AS query FROM used
) AS each
WHERE numnode(query) > 0 AND querytree(query) <> 'T'
GROUP BY query::text
"""
# With LIMIT the planner may bet on meeting matches soon while it reads a table through, and lose: words that
# are common one by one may have no claim in common.
_BOUNDED = dict.fromkeys(("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit"), "off")
_SET = """
SELECT name, before FROM (
    SELECT name, current_setting(name) AS before, set_config(name, value, true)
    FROM unnest(%s::text[], %s::text[]) AS given (name, value)
) AS done
"""
_MARKED = """
SELECT ts_headline(asked.configuration::regconfig, asked.text, %s::tsquery, %s)
FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS asked (configuration, text, n) ORDER BY n
"""
_MARKS = f'HighlightAll=true, StartSel="{OPENING}", StopSel="{CLOSING}"'


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A claim found. `rank` is for comparing within one search only."""

    rank: int
    id: UUID


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search found, the best first.

    `complete` is false where more claims match than were ranked, or are shown. `read_as` tells, for words
    that no claim has, which were looked up beside them.
    """

    hits: list[Hit]
    complete: bool
    read_as: Mapping[str, Sequence[str]] = field(default_factory=dict)
    queries: Sequence[tuple[Sequence[str], str]] = ()


NOTHING = Found(hits=[], complete=True)


def claims_found(claims: QuerySet[Claim], query: str, *, include_open: bool = False) -> Found:
    """Which of `claims` match a reader's query (claims.searching.query), by relevance.

    The one with that identifier, as its page shows it or whole, comes first, or the one into which that was
    merged. Words and identifiers are read as those that public claims have, or with `include_open` any.
    Raises Invalid for a query of too many words, or one that finds too much to be answered in time.
    """
    try:
        alternatives = parse(query)
    except TooMany as error:
        raise Invalid(str(error)) from error
    shown = " ".join(query.lower().split()).removeprefix("claim ")
    if named := _identified(claims, shown, include_open=include_open):
        # Its digits are no slip of the fingers, but they may be a word of other claims, too.
        return _before(named, _found(claims, alternatives, {}))
    return _found(claims, alternatives, read_as(alternatives, include_open=include_open))


def _identified(claims: QuerySet[Claim], text: str, *, include_open: bool) -> list[UUID]:
    known = Claim.objects.all() if include_open else Claim.objects.filter(state__in=Claim.PUBLIC)
    meant = rows_identified(known, text).values_list("pk", "survivor")
    keys = {key for pair in meant for key in pair if key}
    return list(claims.filter(pk__in=keys).values_list("pk", flat=True)) if keys else []


def _before(named: Sequence[UUID], found: Found) -> Found:
    others = [hit for hit in found.hits if hit.id not in named]
    first = max((hit.rank for hit in others), default=0) + 1
    hits = [*(Hit(rank=first, id=pk) for pk in sorted(named, reverse=True)), *others]
    return replace(found, hits=hits[:DEPTH], complete=found.complete and len(hits) <= DEPTH)


def claims_started(claims: QuerySet[Claim], text: str) -> QuerySet[Claim]:
    """Those of `claims` that hold every word of `text`, each perhaps only begun; or the one with that id.

    Where that one is not among `claims` and was merged, the one that it became. For whoever is still typing;
    at most DEPTH of them. Raises what `claims_found` raises.
    """
    if (meant := rows_identified(claims, text)).exists():
        return meant
    if named := _identified(claims, text, include_open=True):
        return claims.filter(pk__in=named)
    words = re.findall(r"\w+", text)[:MAX_TERMS]
    if not words:
        return claims
    begun = tuple(Term(text=word, begun=True) for word in words)
    found = _found(claims, [begun], {})
    return claims.filter(pk__in=[hit.id for hit in found.hits])


def claims_worded(text: str) -> list[Claim]:
    """Claims of that very wording, as its key has it; also those merged since.

    They are looked for by the longest words of it that no punctuation parts, nor is likely to stand beside.
    """
    given = text.split()
    whole = {word.rstrip(_BEHIND) for word in given[1:-1] or given}
    words = sorted((word for word in whole if word.isalnum()), key=len, reverse=True)[:MAX_TERMS]
    if not words:
        return []
    found = _found(Claim.objects.all(), [tuple(Term(text=word) for word in words)], {})
    key = claim_key(text)
    near = Claim.objects.filter(pk__in=[hit.id for hit in found.hits]).select_related("claimant", "survivor")
    return [claim for claim in near.order_by("pk") if claim_key(claim.text) == key]


def _found(
    claims: QuerySet[Claim], alternatives: Sequence[Alternative], meant: Mapping[str, Sequence[str]]
) -> Found:
    text = to_tsquery_text(alternatives, meant)
    if not text:
        return NOTHING
    with _deadline():
        queries = _in_each_configuration(text)
        if not queries:
            return NOTHING
        return _ranked(claims.order_by(), queries, meant)


def highlights(found: Found, claims: Sequence[Claim]) -> dict[UUID, list[Span]]:
    """Where in the texts of the claims the words stand that were looked for. One query."""
    if not claims or not found.queries:
        return {}
    traced = {claim.pk: fold_traced(without_marks(claim.text[:_HIGHLIGHTED])) for claim in claims}
    with connection.cursor() as cursor:
        configurations = [configuration_of(claim.language) for claim in claims]
        texts = [traced[claim.pk].text for claim in claims]
        cursor.execute(_MARKED, [_any_of(found.queries), _MARKS, configurations, texts])
        marked = [row[0] for row in cursor.fetchall()]
    return {claim.pk: spans(traced[claim.pk], text) for claim, text in zip(claims, marked, strict=True)}


def _in_each_configuration(text: str) -> list[tuple[list[str], str]]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL client_min_messages = warning")  # it would tell of each stop word
        cursor.execute(_IN_EACH, [text])
        return [(configurations, query) for configurations, query in cursor.fetchall()]


def _ranked(
    claims: QuerySet[Claim], queries: Sequence[tuple[list[str], str]], meant: Mapping[str, Sequence[str]]
) -> Found:
    matching = claims.filter(_matches(queries)).annotate(rank=_rank(_any_of(queries)))
    rows = dict(matching.values_list("pk", "rank")[: READ + 1])
    broad = len(rows) > READ
    if broad:
        rows |= dict(_newest(matching))
    hits = [Hit(rank=round(rank * 1_000_000), id=pk) for pk, rank in rows.items()]
    hits.sort(key=lambda hit: (hit.rank, hit.id), reverse=True)
    complete = not broad and len(hits) <= DEPTH
    return Found(hits=hits[:DEPTH], complete=complete, read_as=meant, queries=queries)


def _newest(matching: QuerySet[Any]) -> list[tuple[UUID, float]]:
    """The newest of them, among so many of the newest claims."""
    newest = Claim.objects.order_by("-created_at", "-id").values_list("created_at", flat=True)
    since = newest[_NEWEST : _NEWEST + 1].first()
    if since is not None:
        matching = matching.filter(created_at__gte=since)
    return list(matching.order_by("-created_at", "-id").values_list("pk", "rank")[:DEPTH])


def _matches(queries: Sequence[tuple[Sequence[str], str]]) -> Q:
    """The words in any configuration, which the index tells; then those of the claim's own."""
    exactly = Q()
    for configurations, query in queries:
        exactly |= Q(words__configurations__overlap=list(configurations)) & Q(_has_words(query))
    return Q(_has_words(_any_of(queries))) & exactly


def _any_of(queries: Sequence[tuple[Sequence[str], str]]) -> str:
    return " | ".join(f"({query})" for _, query in queries)


def _has_words(query: str) -> Func:
    return Func(
        F("words__words"),
        Value(query),
        template="(%(expressions)s::tsquery)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def _rank(query: str) -> Func:
    """Higher for words that stand close together, in the claim itself, and in a short one."""
    return Func(
        F("words__words"),
        Value(query),
        template="ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', %(expressions)s::tsquery, 1)",
        output_field=FloatField(),
    )


@contextmanager
def _deadline() -> Iterator[None]:
    try:
        with transaction.atomic():
            before = _settings(_BOUNDED | {"statement_timeout": str(DEADLINE_MS)})
            yield
            _settings(before)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != _STATEMENT_TIMEOUT:
            raise
        raise Invalid("this finds more than can be looked through; add a word or a filter") from error


def _settings(values: Mapping[str, str]) -> dict[str, str]:
    """Set them until the transaction ends; returns what they were."""
    with connection.cursor() as cursor:
        cursor.execute(_SET, [list(values), list(values.values())])
        return dict(cursor.fetchall())
