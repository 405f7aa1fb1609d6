"""How well a matcher finds the claims that texts are known to repeat."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from claims.evaluation.errors import EvaluationError
from claims.evaluation.metrics import ratio


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a text: the keys of claims, best first, and how sure of the first, in how long."""

    keys: Sequence[str]
    score: float
    same_claim: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Matching:
    """The figures, over the texts of which a claim is known.

    `precision_at_half` is the share of right best matches among the half of texts with the surest one;
    `same_claim_precision` among those called the same claim, which are `same_claim_share` of all; both
    `*_with_copies` where a claim with the very words of a right one is right as well. Times are milliseconds
    of one text after another. `embedding` is the model that meanings were compared by, empty where none was.
    """

    claims: int
    queries: int
    map_1: float
    map_5: float
    mrr: float
    hit_1: float
    hit_3: float
    hit_5: float
    hit_10: float
    hit_20: float
    precision_at_half: float
    precision_at_half_with_copies: float
    same_claim_precision: float
    same_claim_precision_with_copies: float
    same_claim_share: float
    p50: float
    p95: float
    p99: float
    per_second: float
    load_seconds: float
    embedding: str


def measure(
    answers: Mapping[str, Answer],
    truths: Mapping[str, Collection[str]],
    *,
    copies: Mapping[str, Collection[str]],
    claims: int,
    load_seconds: float,
    embedding: str,
) -> Matching:
    """The figures of the answers to the queries in `truths`. Raises EvaluationError where there is none.

    `copies` are the claims worded as a claim is, for those that are not the only one.
    """
    asked = [query for query in truths if query in answers]
    if not asked:
        raise EvaluationError("none of the queries has a claim that is known to answer it")
    ranks = [_rank(answers[query].keys, truths[query]) for query in asked]
    number = len(asked)
    alike = {
        query: {key for right in truths[query] for key in (right, *copies.get(right, ()))} for query in asked
    }
    sure = sorted(asked, key=lambda query: -answers[query].score)[: max(1, number // 2)]
    same = [query for query in asked if answers[query].same_claim]
    times = sorted(answers[query].seconds * 1000 for query in asked)
    return Matching(
        claims=claims,
        queries=number,
        map_1=_mean_ap(answers, truths, asked, 1),
        map_5=_mean_ap(answers, truths, asked, 5),
        mrr=sum(1 / rank for rank in ranks if rank) / number,
        **{f"hit_{at}": sum(0 < rank <= at for rank in ranks) / number for at in (1, 3, 5, 10, 20)},
        precision_at_half=_precision(answers, truths, sure),
        precision_at_half_with_copies=_precision(answers, alike, sure),
        same_claim_precision=_precision(answers, truths, same),
        same_claim_precision_with_copies=_precision(answers, alike, same),
        same_claim_share=len(same) / number,
        p50=_percentile(times, 0.5),
        p95=_percentile(times, 0.95),
        p99=_percentile(times, 0.99),
        per_second=1000 * number / max(sum(times), 1e-9),
        load_seconds=load_seconds,
        embedding=embedding,
    )


def _rank(keys: Sequence[str], right: Collection[str]) -> int:
    """The place of the first right one, from 1; 0 where there is none."""
    return next((place for place, key in enumerate(keys, 1) if key in right), 0)


def _mean_ap(
    answers: Mapping[str, Answer], truths: Mapping[str, Collection[str]], asked: Sequence[str], depth: int
) -> float:
    return sum(_ap(answers[query].keys[:depth], truths[query]) for query in asked) / len(asked)


def _ap(keys: Sequence[str], right: Collection[str]) -> float:
    """Average precision as the CheckThat! scorer has it: over all that are right, found or not."""
    found, total = 0, 0.0
    for place, key in enumerate(keys, 1):
        if key in right:
            found += 1
            total += found / place
    return ratio(total, len(right))


def _precision(
    answers: Mapping[str, Answer], truths: Mapping[str, Collection[str]], asked: Sequence[str]
) -> float:
    right = sum(_rank(answers[query].keys[:1], truths[query]) == 1 for query in asked)
    return ratio(right, len(asked))


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
