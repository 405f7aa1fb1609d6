"""The registry's matcher: retrieve by rare words, weigh, rank, compare what decides, and say why."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from uuid import UUID

from django.db import OperationalError, connection, transaction
from rapidfuzz.fuzz import token_ratio

from claims.matching.candidates import Candidate, candidates, weigh_all
from claims.matching.configured import ranker
from claims.matching.contrast import Contrast, contrast
from claims.matching.explaining import explain, reasons_of
from claims.matching.features import Features, features
from claims.matching.meaning import Chosen, Found, Meanings
from claims.matching.ranker import probability
from claims.matching.retrieval import Query, Retrieved, prepare, retrieve
from claims.matching.side import Side
from claims.matching.terms import take_apart
from claims.matching.types import NO_FILTERS, Filters, Match, Relation
from common.errors import Invalid, Unavailable

_RETRIEVED = 60
_RETRIEVED_FILTERED = 2_000
_RANKED = 36
_SPARE = 5
_SECONDS = 5
_AT_ONCE = 25
_CONTRADICTION = 4.0
"""Log odds that a contradiction takes from two texts that are otherwise the same."""
_MOST_CONTRADICTED = 0.5
_COMPARABLE = 0.6
"""Of two texts that share less, one may well say more than the other without saying otherwise."""
_SHORT_OF_SAME = 0.01
_FACT_CHECK = 6.0
"""What the share of the text that only a fact-check has adds to a margin; the training data has none."""
_RESEMBLING = 0.16
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A candidate and how its nearest wording, which is at `place` and weighed as `other`, compares."""

    candidate: Candidate
    place: int
    other: Side
    side: Side
    contrast: Contrast
    features: Features
    margin: float


class RegistryMatcher:
    """Finds known claims in the index that `match_index_write` keeps."""

    name = "registry-1"

    def match(
        self, text: str, *, language: str = "", limit: int = 10, filters: Filters = NO_FILTERS
    ) -> Sequence[Match]:
        """At most `limit` matches, the best first. Raises Invalid (it has a NUL), Unavailable (too slow)."""
        return self.match_many([text], languages=[language], limit=limit, filters=filters)[0]

    def match_many(
        self,
        texts: Sequence[str],
        *,
        languages: Sequence[str] = (),
        limit: int = 10,
        filters: Filters = NO_FILTERS,
    ) -> Sequence[Sequence[Match]]:
        """What `match` gives for each text, in few statements for every 25 of them."""
        if any("\0" in text for text in texts):
            raise Invalid("a text cannot hold the character U+0000", field="text")
        told = list(languages) or [""] * len(texts)
        found: list[Sequence[Match]] = []
        for start in range(0, len(texts), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            with _one_moment():
                found += _match(texts[part], told[part], limit, filters)
        return found


@contextmanager
def _one_moment() -> Iterator[None]:
    """One snapshot with a deadline for its statements; in a caller's transaction, that one's."""
    if connection.in_atomic_block:
        yield
        return
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
                    f" SET LOCAL statement_timeout = '{_SECONDS}s'"
                )
            yield
    except OperationalError as error:
        if "statement timeout" not in str(error):
            raise
        raise Unavailable("the search took too long; try a shorter text") from error


def _match(
    texts: Sequence[str], languages: Sequence[str], limit: int, filters: Filters
) -> list[Sequence[Match]]:
    queries, sides, chosen, theirs = _weighed(texts, languages, filters)
    return [
        _matches(query, side, of_text, theirs, limit)
        for query, side, of_text in zip(queries, sides, chosen, strict=True)
    ]


def _weighed(
    texts: Sequence[str], languages: Sequence[str], filters: Filters
) -> tuple[list[Query], list[Side], list[list[Chosen]], dict[int, list[Side]]]:
    """Each text as a query and weighed, with its candidates; and the candidates' wordings by number."""
    queries = prepare(take_apart(texts, languages))
    retrieved = retrieve(queries, limit=_RETRIEVED_FILTERED if filters else _RETRIEVED)
    meanings = Meanings([query.text.cleaned for query in queries], filters)
    numbers = {number for of_text in retrieved for number, *_ in of_text}.union(*meanings.near)
    known = candidates(sorted(numbers), filters)
    chosen = meanings.chosen(
        [_nearest(query, of_text, known) for query, of_text in zip(queries, retrieved, strict=True)], known
    )
    distinct = list({each.number: each for of_text in chosen for each, *_ in of_text}.values())
    sides, weighed_claims = weigh_all(queries, distinct)
    return queries, sides, chosen, dict(zip((e.number for e in distinct), weighed_claims, strict=True))


def _nearest(query: Query, retrieved: Sequence[Retrieved], known: Mapping[int, Candidate]) -> list[Found]:
    """The candidates worth weighing: by where they stand and by likeness of the letters, half each."""
    found = [(known[each.number], each) for each in retrieved if each.number in known][:_RETRIEVED]
    if not found:
        return []
    highest, best = found[0][1].standing or 1.0, max(each.score for _, each in found) or 1.0
    lowered = query.text.cleaned.lower()
    scored = [
        (
            each.standing / highest
            + max(token_ratio(lowered, w.lower()) for w in candidate.wordings[:3]) / 100,
            candidate,
            each.score,
        )
        for candidate, each in found
    ]
    scored.sort(key=itemgetter(0), reverse=True)
    return [(candidate, score / best, score) for _, candidate, score in scored[:_RANKED]]


def weighed(text: str, *, language: str = "") -> list[tuple[UUID, Features]]:
    """The claims that are ranked for a text, with what the ranker weighs: what it is trained on."""
    with _one_moment():
        queries, sides, chosen, theirs = _weighed([text], [language], NO_FILTERS)
    lexemes = _lexemes(queries[0], sides[0])
    return [
        (each[0].claim_id, _features(queries[0], sides[0], each, theirs[each[0].number], lexemes))
        for each in chosen[0]
    ]


def _matches(
    query: Query, side: Side, chosen: Sequence[Chosen], theirs: Mapping[int, list[Side]], limit: int
) -> Sequence[Match]:
    compared = [
        _compare(query, side, candidate, theirs[candidate.number], found, margin)
        for margin, candidate, found in _likeliest(query, side, chosen, theirs)[: limit + _SPARE]
    ]
    ranked, logits = _copies_together(_once_each(compared))
    return [_shown(query, each, logit) for each, logit in zip(ranked[:limit], logits, strict=False)]


def _copies_together(ranked: Sequence[_Ranked]) -> tuple[list[_Ranked], list[float]]:
    """Claims of the very same words are as likely as the likeliest of them, and come behind it."""
    bests: dict[tuple[str, ...], float] = {}
    for each in ranked:
        bests.setdefault(each.other.reading.words, each.margin)
    logits = dict(zip(bests, ranker().logits(list(bests.values())), strict=True))
    together = sorted(ranked, key=lambda each: -bests[each.other.reading.words])
    return together, [logits[each.other.reading.words] for each in together]


def _likeliest(
    query: Query, side: Side, chosen: Sequence[Chosen], theirs: Mapping[int, list[Side]]
) -> list[tuple[float, Candidate, Features]]:
    """The candidates that share enough, or are close enough, to be worth showing, by the ranker's margin."""
    likely, lexemes, learned = [], _lexemes(query, side), ranker()
    for each in chosen:
        found = _features(query, side, each, theirs[each[0].number], lexemes)
        beside = _beside(query, side, found)
        shared = found.covered_text + found.covered_claim + beside
        if shared >= _RESEMBLING or found.closeness >= learned.close:
            likely.append((learned.margin(found) + _FACT_CHECK * beside, each[0], found))
    return sorted(likely, key=lambda item: (-item[0], item[1].claim_id))


def _beside(query: Query, side: Side, found: Features) -> float:
    """The share of the text that only the fact-check has: what retrieval counted beyond the claim's words.

    Where words are found by their runs of characters it cannot be told, and is 0.
    """
    if not side.total or any(word.grams for word in query.text.words):
        return 0.0
    return max(0.0, 10 * found.retrieved - math.expm1(found.weight_shared)) / side.total


def _lexemes(query: Query, side: Side) -> set[str]:
    """What its misspelt stems may mean, apart from its own stems."""
    return set[str]().union(*query.meant.values()).difference(side.weights)


def _features(query: Query, side: Side, chosen: Chosen, sides: Sequence[Side], lexemes: set[str]) -> Features:
    _, share, score, close = chosen
    return features(
        side,
        sides,
        retrieved=score,
        retrieved_of_best=share,
        closeness=close,
        meant=query.meant,
        lexemes=lexemes,
    )


def _compare(
    query: Query,
    side: Side,
    candidate: Candidate,
    sides: Sequence[Side],
    found: Features,
    margin: float,
) -> _Ranked:
    """With what decides; a contradiction takes from the margin, the more the more is shared."""
    place = 0
    if len(sides) > 1:
        place = max(range(len(sides)), key=lambda at: token_ratio(side.lowered, sides[at].lowered))
    differs = contrast(side, sides[place], query.meant)
    margin -= _CONTRADICTION * found.covered_both**3 * differs.contradicts
    return _Ranked(candidate, place, sides[place], side, differs, found, margin)


def _once_each(ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """The best first, each claim once: one that others were merged into has their documents too."""
    best: dict[UUID, _Ranked] = {}
    for each in sorted(ranked, key=lambda each: (-each.margin, each.candidate.claim_id)):
        best.setdefault(each.candidate.claim_id, each)
    return list(best.values())


def _shown(query: Query, ranked: _Ranked, logit: float) -> Match:
    score = probability(logit)
    if ranked.contrast.contradicts and ranked.features.covered_both >= _COMPARABLE:
        score = min(score, _MOST_CONTRADICTED)
    elif ranked.contrast.is_substitution:
        score = min(score, ranker().same_claim - _SHORT_OF_SAME)
    explanation = explain(
        ranked.side,
        ranked.other,
        ranked.contrast,
        query.meant,
        own_wording=ranked.place == 0,
        closeness=_closeness(ranked.features),
    )
    return Match(
        claim_id=ranked.candidate.claim_id,
        score=round(score, 4),
        relation=_relation(ranked, score),
        reasons=reasons_of(explanation),
        explanation=explanation,
    )


def _closeness(found: Features) -> float | None:
    return round(found.closeness, 3) if found.closeness >= ranker().close else None


def _relation(ranked: _Ranked, score: float) -> Relation:
    learned = ranker()
    if score >= learned.same_claim and not ranked.contrast.contradicts:
        return Relation.SAME_CLAIM
    if score >= learned.similar or ranked.features.covered_both >= _ALIKE:
        return Relation.SIMILAR
    return Relation.RELATED
