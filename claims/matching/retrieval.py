"""From a text to the documents that share its rarest words, at a cost that has a bound.

Scores are sums of the words' inverse frequencies. Words are taken from the rarest on: those within the budget
bring their documents in, commoner ones only add to documents that are in already, the commonest are not read.
Pairs of words bring theirs in as well, so that a text without a rare word is found by what it says in a row.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from django.db import connection

from claims.matching.frequencies import frequencies
from claims.matching.segments import unpack
from claims.matching.spelling import deletions, is_near, is_spellable
from claims.matching.terms import BODY, HEAD, Text, term

_TERMS = 48
"""Of a text's words and runs of characters, the rarest so many are looked for."""
_GRAM = 0.35
_BODY = 0.4
_MISSPELT = 0.8
_SUSPECTS = 8
_RARE = 12
"""A word in more documents is not looked on as misspelt."""
_PAIR = 0.25
"""A pair beside a word as rare: many share its number."""
_BRINGING = 4_000
"""Postings of words that may bring documents in, of one text."""
_ADDING = 10_000
"""Postings of words more that may add to them."""
_PAIRED = 8_000
"""Postings of pairs, which bring documents in too."""
_MOST = 100_000
"""Postings read of one word in one segment."""
_ALWAYS, _SHARE, _SMALL = 8, 0.05, 20_000
"""Pending documents are looked for by the eight rarest words and as many more as a twentieth of all documents
have, or of 20,000 where they are fewer."""

_POSTINGS = """
SELECT NULL AS term, number, terms || pairs, NULL AS numbers FROM claims_matchpending WHERE terms && %s::int[]
 UNION ALL
SELECT term, NULL, NULL, substr(numbers, 1, %s) FROM claims_matchposting WHERE term = ANY(%s::int[])
"""
# One look into the index for each hash: of many at once the planner expects too much, and reads the table.
_NEAR = """
SELECT DISTINCT ON (near.lexeme) near.lexeme, near.deletions, near.term,
       (SELECT coalesce(sum(documents), 0) FROM claims_matchposting p WHERE p.term = near.term)
  FROM unnest(%s::int[]) hash
 CROSS JOIN LATERAL (
    SELECT lexeme, deletions, term FROM claims_matchlexeme WHERE deletions @> ARRAY[hash] OFFSET 0
 ) near
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term looked for, what finding it is worth, and in how many documents it is."""

    term: int
    weight: float
    count: int


@dataclass(frozen=True, slots=True)
class Query:
    """A text with what is looked for, words apart from pairs, each the rarest first.

    `meant` is what its misspelt stems may mean.
    """

    text: Text
    wanted: tuple[Wanted, ...]
    pairs: tuple[Wanted, ...]
    meant: Mapping[str, tuple[str, ...]]


class Retrieved(NamedTuple):
    """A document: what its words weigh together, and where it stands with its pairs."""

    number: int
    score: float
    standing: float


class _Chosen(NamedTuple):
    bringing: Sequence[Wanted]
    adding: Sequence[Wanted]
    pairs: Sequence[Wanted]


def prepare(texts: Sequence[Text]) -> list[Query]:
    """What to look for, of each text, in two statements for all of them."""
    words = [_weighed(text) for text in texts]
    frequencies.learn(
        {term(each, where) for of_text in words for each in of_text for where in (HEAD, BODY)}.union(
            *(text.pairs for text in texts)
        ),
        fresh=True,
    )
    suspects = [_suspects(text) for text in texts]
    near = _near({each for of_text in suspects for each in of_text})
    return [
        _query(text, of_text, {each: near[each] for each in of_suspects if each in near})
        for text, of_text, of_suspects in zip(texts, words, suspects, strict=True)
    ]


def retrieve(queries: Sequence[Query], *, limit: int) -> list[list[Retrieved]]:
    """Of each query, the `limit` best documents; one statement for all.

    It sees one moment: a document is either pending or in a segment, and never missed.
    """
    chosen = [_within_budget(query) for query in queries]
    postings = _postings(
        {each.term for of_text in chosen for each in _telling(of_text.bringing)},
        {each.term for of_text in chosen for terms in of_text for each in terms},
    )
    return [_best(of_text, postings, limit) for of_text in chosen]


def _weighed(text: Text) -> dict[str, float]:
    """The text's stems and runs of characters with what each counts beside a word."""
    weighed = {each: _GRAM for word in text.words for each in word.grams}
    return weighed | dict.fromkeys(text.stems, 1.0)


def _suspects(text: Text) -> list[str]:
    """The rarest words that may be misspelt."""
    counts = {each: frequencies.count(term(each)) for each in text.stems if is_spellable(each)}
    rare = [each for each, count in counts.items() if count <= _RARE]
    return sorted(rare, key=lambda each: (counts[each], each))[:_SUSPECTS]


def _near(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each word the stems that known claims use and that are one slip away, where there are any."""
    deleted = {each: set(deletions(each)) for each in words}
    if not deleted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [sorted(set().union(*deleted.values()))])
        known = cursor.fetchall()
    frequencies.note({number: int(count) for _, _, number, count in known})
    near = {
        word: tuple(
            lexeme for lexeme, theirs, *_ in known if not own.isdisjoint(theirs) and is_near(word, lexeme)
        )
        for word, own in deleted.items()
    }
    return {word: found for word, found in near.items() if found}


def _query(text: Text, weighed: Mapping[str, float], meant: Mapping[str, tuple[str, ...]]) -> Query:
    wanted = {}
    for word, share in weighed.items():
        head, body = term(word, HEAD), term(word, BODY)
        wanted[head] = Wanted(head, share * frequencies.rarity(head), frequencies.count(head))
        if count := frequencies.count(body):
            wanted[body] = Wanted(body, _BODY * share * frequencies.rarity(body), count)
    for lexemes in meant.values():
        for lexeme in lexemes:
            other = term(lexeme)
            if other not in wanted:
                count = frequencies.count(other)
                wanted[other] = Wanted(other, _MISSPELT * frequencies.rarity(other), count)
    pairs = [Wanted(p, _PAIR * frequencies.rarity(p), frequencies.count(p)) for p in text.pairs]
    return Query(text, _rarest(wanted.values()), _rarest(pairs), meant)


def _rarest(wanted: Iterable[Wanted]) -> tuple[Wanted, ...]:
    return tuple(sorted(wanted, key=lambda each: (each.count, -each.weight, each.term))[:_TERMS])


def _within_budget(query: Query) -> _Chosen:
    """The terms that bring documents in, and those that add to them; the rarest that is known always does."""
    bringing: list[Wanted] = []
    adding: list[Wanted] = []
    spent = 0
    for each in query.wanted:
        if spent == 0 or spent + each.count <= _BRINGING:
            bringing.append(each)
        elif spent + each.count <= _BRINGING + _ADDING:
            adding.append(each)
        else:
            break
        spent += each.count
    return _Chosen(bringing, adding, _rarest_pairs(query.pairs))


def _rarest_pairs(pairs: Sequence[Wanted]) -> list[Wanted]:
    spent = accumulate(each.count for each in pairs)
    return [each for each, count in zip(pairs, spent, strict=True) if count <= _PAIRED]


def _telling(bringing: Sequence[Wanted]) -> Iterator[Wanted]:
    bound, spent = _SHARE * max(frequencies.documents, _SMALL), 0
    for place, each in enumerate(bringing):
        spent += each.count
        if place >= _ALWAYS and spent > bound:
            return
        yield each


def _postings(telling: set[int], every: set[int]) -> dict[int, array[int]]:
    if not every:
        return {}
    postings: dict[int, array[int]] = {}
    pending: list[tuple[int, list[int]]] = []
    with connection.cursor() as cursor:
        # As bytes: written as text, postings would be twice as long.
        cursor.cursor.execute(_POSTINGS, [list(telling), 4 * _MOST, list(every)], binary=True)
        for found, document, terms, packed in cursor.fetchall():
            if found is None:
                pending.append((document, terms))
            elif found in postings:
                postings[found].extend(unpack(packed))
            else:
                postings[found] = unpack(packed)
    for document, terms in pending:
        for found in every.intersection(terms):
            postings.setdefault(found, array("i")).append(document)
    return postings


def _best(chosen: _Chosen, postings: Mapping[int, array[int]], limit: int) -> list[Retrieved]:
    """The `limit` that stand best; pairs count for where a document stands, not for its score."""
    scores = _sums(chosen.bringing, postings)
    paired = _sums(chosen.pairs, postings)
    scores.update(dict.fromkeys(paired.keys() - scores.keys(), 0.0))
    for each in chosen.adding:
        for number in scores.keys() & postings.get(each.term, ()):
            scores[number] += each.weight
    standing = scores.copy()
    for number, weight in paired.items():
        standing[number] += weight
    least = sorted(standing.values())[-limit:][:1]
    best = sorted((-stands, number) for number, stands in standing.items() if [stands] >= least)[:limit]
    return [Retrieved(number, scores[number], -behind) for behind, number in best]


def _sums(terms: Sequence[Wanted], postings: Mapping[int, array[int]]) -> dict[int, float]:
    """Of each document, what its terms weigh together."""
    sums: dict[int, float] = {}
    for each in terms:
        numbers, weight = postings.get(each.term, ()), each.weight
        if sums:
            for number in numbers:
                sums[number] = sums.get(number, 0.0) + weight
        else:
            sums = dict.fromkeys(numbers, weight)
    return sums
