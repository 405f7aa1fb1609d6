"""The registry's matcher: retrieve by rare words, weigh, rank, compare what decides, and say why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from claims.matching.asking import one_moment
from claims.matching.candidates import Candidate, candidates, weigh_all
from claims.matching.configured import ranker
from claims.matching.contrast import Contrast, contrast
from claims.matching.explaining import explain, reasons_of
from claims.matching.features import Features, features
from claims.matching.frequencies import frequencies
from claims.matching.meaning import Chosen, Found, Meanings
from claims.matching.postings import Postings
from claims.matching.ranker import Ranker, probability
from claims.matching.retrieval import Query, complete, prepare, retrieve
from claims.matching.side import Letters, Side
from claims.matching.standing import Retrieved
from claims.matching.terms import take_apart
from claims.matching.types import NO_FILTERS, Filters, Match, Relation
from common.errors import Invalid
from common.garbage import garbage_left

_FILTERED = 2_000
_RETRIEVED, _RANKED = 40, 16
"""Read, and of those compared in full; twice as many as are asked for, and as many, where that is more."""
_SPARE = 5
"""Of those, so many more than are shown are held against the text for what contradicts it."""
_TRAINED = 60, 36
"""Read, and of those compared in full, where the ranker learns."""
_AT_ONCE = 25
_CONTRADICTION = 4.0
"""Log odds that a contradiction takes from two texts that are otherwise the same."""
_MOST_CONTRADICTED = 0.5
_SUREST = 0.9999
"""No match is certain."""
_COMPARABLE = 0.6
"""Of two texts that share less, one may well say more than the other without saying otherwise."""
_FEW = 1_000
"""Among so few claims hardly a word is common, and what little two texts share says nothing by being rare."""
_SHORT_OF_SAME = 0.01
_FACT_CHECK = 6.0
"""What the share of the text that only a fact-check has adds to a margin; the training data has none."""
_RESEMBLING = 0.16
_ALIKE = 0.5


class _Ranked(NamedTuple):
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
            with garbage_left():  # nearly all that is made goes at the end, and is in no cycle
                found += _match(texts[part], told[part], limit, filters)
        return found


def _match(
    texts: Sequence[str], languages: Sequence[str], limit: int, filters: Filters
) -> list[Sequence[Match]]:
    with one_moment() as over:
        many = max(_RETRIEVED, 2 * limit), max(_RANKED, limit)
        queries, sides, chosen, theirs = _weighed(texts, languages, many, filters)
        over()
        return [
            _matches(query, side, of_text, theirs, limit)
            for query, side, of_text in zip(queries, sides, chosen, strict=True)
        ]


def _weighed(
    texts: Sequence[str], languages: Sequence[str], many: tuple[int, int], filters: Filters
) -> tuple[list[Query], list[Side], list[list[Chosen]], dict[int, list[Side]]]:
    """Each text as a query and weighed, with its candidates; and the candidates' wordings by number.

    `many` are read, and of those compared in full.
    """
    queries, postings = prepare(take_apart(texts, languages))
    complete(queries, postings)
    retrieved = [retrieve(query, postings, limit=many[0]) for query in queries]
    meanings = Meanings([query.text.cleaned for query in queries], filters)
    best = {each.number for of_text in retrieved for each in of_text}
    known = candidates(best.union(*meanings.near), filters)
    if filters:
        known |= _behind(queries, postings, retrieved, known, many, filters)
    found = [_nearest(query, of_text, known, many) for query, of_text in zip(queries, retrieved, strict=True)]
    chosen = meanings.chosen(found, known)
    distinct = list({each.number: each for of_text in chosen for each, *_ in of_text}.values())
    sides, weighed_claims = weigh_all(queries, distinct)
    return queries, sides, chosen, dict(zip((e.number for e in distinct), weighed_claims, strict=True))


def _behind(
    queries: Sequence[Query],
    postings: Postings,
    retrieved: list[list[Retrieved]],
    known: Mapping[int, Candidate],
    many: tuple[int, int],
    filters: Filters,
) -> dict[int, Candidate]:
    """Where filters left too few of what stands best, what stands behind it is retrieved as well."""
    read, compared = many
    others: set[int] = set()
    for place, of_text in enumerate(retrieved):
        if len(of_text) == read and sum(each.number in known for each in of_text) < compared:
            retrieved[place] = retrieve(queries[place], postings, limit=_FILTERED)
            others.update(each.number for each in retrieved[place])
    return candidates(others.difference(known), filters) if others else {}


def _nearest(
    query: Query, retrieved: Sequence[Retrieved], known: Mapping[int, Candidate], many: tuple[int, int]
) -> list[Found]:
    """The candidates worth comparing: by what they share and by likeness of the letters, half each."""
    read, compared = many
    found = [(known[each.number], each) for each in retrieved if each.number in known][:read]
    if not found:
        return []
    highest = max(each.standing for _, each in found) or 1.0
    best = max(each.score for _, each in found) or 1.0
    lowered = [[wording.lower() for wording in candidate.wordings[:3]] for candidate, _ in found]
    query.alike.learn(list(chain.from_iterable(lowered)))
    scored = [
        (each.standing / highest + max(map(query.alike.__getitem__, wordings)) / 100, candidate, each)
        for wordings, (candidate, each) in zip(lowered, found, strict=True)
    ]
    scored.sort(key=itemgetter(0), reverse=True)
    return [(candidate, each, each.score / best) for _, candidate, each in scored[:compared]]


def weighed(text: str, *, language: str = "") -> list[tuple[UUID, Features]]:
    """The claims that are ranked for a text, with what the ranker weighs: what it is trained on."""
    with one_moment():
        queries, sides, chosen, theirs = _weighed([text], [language], _TRAINED, NO_FILTERS)
    return [
        (candidate.claim_id, found)
        for candidate, found, _ in _features(queries[0], sides[0], chosen[0], theirs)
    ]


def _matches(
    query: Query, side: Side, chosen: Sequence[Chosen], theirs: Mapping[int, list[Side]], limit: int
) -> Sequence[Match]:
    compared = [
        _compare(query, side, candidate, theirs[candidate.number], found, margin)
        for margin, candidate, found in _likeliest(query, side, chosen, theirs)[: limit + _SPARE]
    ]
    ranked, logits = _copies_together(_once_each(compared))
    learned = ranker()
    return [_shown(query, each, logit, learned) for each, logit in zip(ranked[:limit], logits, strict=False)]


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
    likely, learned = [], ranker()
    for candidate, found, beside in _features(query, side, chosen, theirs):
        shared = found.covered_text + found.covered_claim + beside
        if shared >= _RESEMBLING or found.closeness >= learned.close:
            likely.append((learned.margin(found) + _FACT_CHECK * beside, candidate, found))
    return sorted(likely, key=lambda item: (-item[0], item[1].claim_id))


def _features(
    query: Query, side: Side, chosen: Sequence[Chosen], theirs: Mapping[int, list[Side]]
) -> Iterator[tuple[Candidate, Features, float]]:
    """Each candidate, what the ranker weighs, and the share of the text that only its fact-checks have."""
    spelt = [wording.spelt for candidate, *_ in chosen for wording in theirs[candidate.number]]
    letters = Letters(side, query.alike, set[str]().union(*spelt))
    lexemes = set[str]().union(*query.meant.values()).difference(side.weights)
    for candidate, retrieved, share, close in chosen:
        found = features(
            side, letters, theirs[candidate.number],
            retrieved=retrieved.score, retrieved_of_best=share, meant=query.meant, lexemes=lexemes,
            closeness=close,
        )  # fmt: skip
        yield candidate, found, retrieved.beside / (side.total or 1.0)


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
        place = max(range(len(sides)), key=lambda at: query.alike[sides[at].lowered])
    differs = contrast(side, sides[place], query.meant)
    margin -= _CONTRADICTION * found.covered_both**3 * differs.contradicts
    return _Ranked(candidate, place, sides[place], side, differs, found, margin)


def _once_each(ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """The best first, each claim once: one that others were merged into has their documents too."""
    best: dict[UUID, _Ranked] = {}
    for each in sorted(ranked, key=lambda each: (-each.margin, each.candidate.claim_id)):
        best.setdefault(each.candidate.claim_id, each)
    return list(best.values())


def _shown(query: Query, ranked: _Ranked, logit: float, learned: Ranker) -> Match:
    score = probability(logit)
    shared = ranked.features.covered_both / _COMPARABLE
    if ranked.contrast.contradicts and (shared >= 1 or frequencies.documents < _FEW):
        score = min(score, _MOST_CONTRADICTED * min(1.0, shared))
    elif ranked.contrast.is_substitution:
        score = min(score, learned.same_claim - _SHORT_OF_SAME)
    close = ranked.features.closeness
    explanation = explain(
        ranked.side,
        ranked.other,
        ranked.contrast,
        query.meant,
        own_wording=ranked.place == 0,
        closeness=round(close, 3) if close >= learned.close else None,
    )
    return Match(
        claim_id=ranked.candidate.claim_id,
        score=min(round(score, 4), _SUREST),
        relation=_relation(ranked, score, learned),
        reasons=reasons_of(explanation),
        explanation=explanation,
    )


def _relation(ranked: _Ranked, score: float, learned: Ranker) -> Relation:
    if score >= learned.same_claim and not ranked.contrast.contradicts:
        return Relation.SAME_CLAIM
    if score >= learned.similar or ranked.features.covered_both >= _ALIKE:
        return Relation.SIMILAR
    return Relation.RELATED
