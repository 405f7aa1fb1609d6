"""From a text to the documents that share its rarest words, at a cost that has a bound.

Scores are sums of the words' inverse frequencies. Words are taken from the rarest on, within a budget;
commoner ones are not read. Pairs of words bring theirs in as well, so that a text without a rare word is
found by what it says in a row.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from claims.matching import asking
from claims.matching.frequencies import frequencies
from claims.matching.postings import Postings, read
from claims.matching.segments import listed
from claims.matching.side import Likeness
from claims.matching.spelling import deletions, is_near, is_spellable
from claims.matching.terms import Text, body_term, term

_TERMS = 48
"""Of a text's words and runs of characters, the rarest so many are looked for."""
_GRAM = 0.35
_BODY = 0.4
_MISSPELT = 0.8
_SUSPECTS = 8
_RARE = 12
"""A word in more documents is not looked on as misspelt."""
_LONG = 1_000
"""Postings of what it may mean that are not read before it is known what else is."""
_PAIR = 1.0
"""A pair beside a word as rare, for a document to be retrieved."""
_BRINGING = 5_000
"""Postings of words that bring documents in, of one text; those of commoner words add to what is in."""
_WORDS, _PAIRS = 14_000, 8_000
"""Postings of words, and of pairs, that are looked at."""
_ENOUGH = 200
"""Where there are so many others, documents with one of the commoner words or pairs alone are left out."""
_ALWAYS, _SHARE, _SMALL = 8, 0.05, 20_000
"""Pending documents are looked for by the eight rarest words and as many more as a twentieth of all documents
have, or of 20,000 where they are fewer."""

# One look into the index for each hash: of many at once the planner expects too much, and reads the table.
_NEAR = """
SELECT near.lexeme, near.deletions, near.term, p.documents, p.numbers
  FROM (
    SELECT DISTINCT ON (known.lexeme) known.*
      FROM unnest(%s::int[]) hash
     CROSS JOIN LATERAL (
        SELECT lexeme, deletions, term FROM claims_matchlexeme WHERE deletions @> ARRAY[hash] OFFSET 0
     ) known
  ) near
 CROSS JOIN LATERAL (
    SELECT coalesce(sum(documents), 0) AS documents,
           CASE WHEN sum(documents) <= %s THEN string_agg(numbers, '') END AS numbers
      FROM claims_matchposting WHERE term = near.term
  ) p
"""


class Wanted(NamedTuple):
    """A term looked for, what finding it is worth, and in how many documents it is.

    `beside`: it is a word of fact-checks, not of claims. `of`: the terms of a pair's words.
    """

    term: int
    weight: float
    documents: int
    beside: bool = False
    of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A text with what is looked for, words apart from pairs, each the rarest first.

    `meant` is what its misspelt stems may mean, `alike` compares its letters with those of others.
    """

    text: Text
    wanted: tuple[Wanted, ...]
    pairs: tuple[Wanted, ...]
    meant: Mapping[str, tuple[str, ...]]
    alike: Likeness


class Retrieved(NamedTuple):
    """A document: what of the text's words and what of its pairs it has, by weight.

    `beside` is what of `score` only its fact-checks have.
    """

    number: int
    score: float
    paired: float
    beside: float


def prepare(texts: Sequence[Text]) -> tuple[list[Query], Postings]:
    """What to look for, of each text, and the rarest of it read; in two statements for all of them."""
    words = [_weighed(text) for text in texts]
    pairs = [text.pairs for text in texts]
    wanted = {of(each) for of_text in words for each in of_text for of in (term, body_term)}
    postings = read(wanted.union(*pairs), most=(_WORDS + _PAIRS) * len(texts))
    frequencies.note(postings.counts, documents=postings.documents)
    suspects = [_suspects(text) for text in texts]
    near = _near({each for of_text in suspects for each in of_text}, postings)
    return [
        _query(text, of_words, of_pairs, {each: near[each] for each in of_suspects if each in near})
        for text, of_words, of_pairs, of_suspects in zip(texts, words, pairs, suspects, strict=True)
    ], postings


def complete(queries: Sequence[Query], postings: Postings) -> None:
    """Read what is lacking of what is looked for; at most one statement for all.

    A document is either pending or in a segment, and never missed: what is read here and what `prepare` read
    must be of one moment.
    """
    words = [_within_budget(query.wanted, _WORDS) for query in queries]
    pairs = [_within_budget(query.pairs, _PAIRS) for query in queries]
    postings.complete(
        {each.term for terms in (*words, *pairs) for each in terms},
        telling={each.term for of_text in words for each in _telling(of_text)},
    )


def retrieve(query: Query, postings: Mapping[int, array[int]], *, limit: int) -> list[Retrieved]:
    """The `limit` documents that stand best, of two alike the later one; of postings that are complete."""
    words, pairs = _within_budget(query.wanted, _WORDS), _within_budget(query.pairs, _PAIRS)
    bringing = _within_budget(words, _BRINGING)
    having = {each.term: set(postings.get(each.term, ())) for each in bringing}
    having.update([(each.term, _having_pair(each, postings, having)) for each in pairs])
    worth = _several(bringing, pairs, having)
    # Most share but one word or pair with the text, and a pair alone is mostly another of the same number.
    common = max((each.weight for each in pairs), default=0.0)
    for each in sorted((*bringing, *pairs), key=lambda each: -each.weight):
        if each.weight <= common and len(worth) >= max(limit, _ENOUGH):
            break
        worth |= having[each.term]
    commoner = words[len(bringing) :]
    having.update([(each.term, worth.intersection(postings.get(each.term, ()))) for each in commoner])
    _with_their_words(pairs, commoner, having)
    of_words, of_pairs = _sums(words, having, worth), _sums(pairs, having, worth)
    by_word, by_pair = of_words.get, of_pairs.get
    standing = [(by_word(number, 0.0) + by_pair(number, 0.0), number) for number in worth]
    best = [number for _, number in sorted(standing, reverse=True)[:limit]]
    beside = _sums([each for each in words if each.beside], having, set(best)).get
    return [
        Retrieved(number, by_word(number, 0.0), by_pair(number, 0.0), beside(number, 0.0)) for number in best
    ]


def _having_pair(
    pair: Wanted, postings: Mapping[int, array[int]], having: Mapping[int, set[int]]
) -> set[int]:
    """What has a pair, and those of its words that are read.

    Many pairs share a number: of the documents that have it, most have another pair.
    """
    numbers = postings.get(pair.term, ())
    words = [having[word] for word in pair.of if word in having]
    return words[0].intersection(numbers, *words[1:]) if words else set(numbers)


def _with_their_words(pairs: Sequence[Wanted], words: Sequence[Wanted], having: dict[int, set[int]]) -> None:
    """Leave of what has a pair what has those of its words that are among these, too."""
    read = {each.term for each in words}
    for pair in pairs:
        for word in read.intersection(pair.of):
            having[pair.term] &= having[word]


def _weighed(text: Text) -> dict[str, float]:
    """The text's stems and runs of characters with what each counts beside a word."""
    weighed = {each: _GRAM for word in text.words for each in word.grams}
    return weighed | dict.fromkeys(text.stems, 1.0)


def _suspects(text: Text) -> list[str]:
    """The rarest words that may be misspelt."""
    counts = {each: frequencies.count(term(each)) for each in text.stems if is_spellable(each)}
    rare = [each for each, count in counts.items() if count <= _RARE]
    return sorted(rare, key=lambda each: (counts[each], each))[:_SUSPECTS]


def _near(words: Iterable[str], postings: Postings) -> dict[str, tuple[str, ...]]:
    """For each word the stems that known claims use and that are one slip away, where there are any.

    Their postings are taken in, unless they are long.
    """
    deleted = {each: set(deletions(each)) for each in words}
    if not deleted:
        return {}
    known = asking.rows(_NEAR, [listed(set().union(*deleted.values())), _LONG])
    near = {
        word: tuple(
            lexeme for lexeme, theirs, *_ in known if not own.isdisjoint(theirs) and is_near(word, lexeme)
        )
        for word, own in deleted.items()
    }
    meant = set[str]().union(*near.values())
    for lexeme, _, number, count, packed in known:
        if lexeme in meant and number not in postings.counts:
            postings.counts[number] = count
            if packed is not None:
                postings.add(number, packed)
    frequencies.note(postings.counts)
    return {word: found for word, found in near.items() if found}


def _query(
    text: Text,
    weighed: Mapping[str, float],
    near: Mapping[int, tuple[str, str]],
    meant: Mapping[str, tuple[str, ...]],
) -> Query:
    wanted = {}
    for word, share in weighed.items():
        head, body = term(word), body_term(word)
        wanted[head] = Wanted(head, share * frequencies.rarity(head), frequencies.count(head))
        if count := frequencies.count(body):
            wanted[body] = Wanted(body, _BODY * share * frequencies.rarity(body), count, share == 1.0)
    for lexemes in meant.values():
        for lexeme in lexemes:
            other = term(lexeme)
            if other not in wanted:
                count = frequencies.count(other)
                wanted[other] = Wanted(other, _MISSPELT * frequencies.rarity(other), count)
    pairs = [
        Wanted(pair, _PAIR * frequencies.rarity(pair), frequencies.count(pair), of=(term(one), term(other)))
        for pair, (one, other) in near.items()
    ]
    return Query(text, _rarest(wanted.values()), _rarest(pairs), meant, Likeness(text.cleaned.lower()))


def _rarest(wanted: Iterable[Wanted]) -> tuple[Wanted, ...]:
    return tuple(sorted(wanted, key=lambda each: (each.documents, -each.weight, each.term))[:_TERMS])


def _within_budget(wanted: Sequence[Wanted], most: int) -> Sequence[Wanted]:
    """The rarest, and of words the very rarest that is known however many documents have it."""
    spent = accumulate(each.documents for each in wanted)
    return [
        each for each, count in zip(wanted, spent, strict=True) if count <= most or count == each.documents
    ]


def _telling(words: Sequence[Wanted]) -> Iterator[Wanted]:
    bound, spent = _SHARE * max(frequencies.documents, _SMALL), 0
    for place, each in enumerate(words):
        spent += each.documents
        if place >= _ALWAYS and spent > bound:
            return
        yield each


def _several(words: Sequence[Wanted], pairs: Sequence[Wanted], having: Mapping[int, set[int]]) -> set[int]:
    """The documents that have several of the terms; who has a pair of which these are one has both."""
    bringing = {each.term for each in words}
    apart = [each for each in pairs if bringing.isdisjoint(each.of)]
    *shorter, longest = set[int](), *sorted([having[each.term] for each in (*words, *apart)], key=len)
    once: set[int] = set()
    several: set[int] = set()
    for numbers in shorter:
        several |= once & numbers
        once |= numbers
    several |= once & longest
    return several.union(*(having[each.term] for each in pairs if not bringing.isdisjoint(each.of)))


def _sums(terms: Iterable[Wanted], having: Mapping[int, set[int]], of: set[int]) -> dict[int, float]:
    """Of each of those documents that has any of the terms what they weigh together."""
    sums: dict[int, float] = {}
    known = sums.get
    for each in terms:
        weight = each.weight
        for number in of & having[each.term]:
            sums[number] = known(number, 0.0) + weight
    return sums
