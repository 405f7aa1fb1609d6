"""From a text to the documents that share most with it, at a cost that has a bound.

Scores are sums of the words' inverse frequencies. Words bring documents in from the rarest on, within a
budget; commoner ones count for those. Pairs of words bring theirs in as well, so that a text without a rare
word is found by what it says in a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from claims.matching import asking
from claims.matching.frequencies import frequencies
from claims.matching.postings import Postings, read
from claims.matching.segments import listed
from claims.matching.side import Likeness
from claims.matching.spelling import deletions, is_near, is_spellable
from claims.matching.standing import Retrieved, Wanted, best, brought_in
from claims.matching.terms import Text, body_term, term

_TERMS = 48
"""Of a text's words and runs of characters, the rarest so many are looked for."""
_UNHEARD = 15
"""And of its words, as those of fact-checks and claimants, so many that only pending documents can have."""
_GRAM = 0.35
_BODY = 0.4
_MISSPELT = 0.8
_SUSPECTS = 8
_RARE = 12
"""A word in more documents is not looked on as misspelt."""
_LONG = 1_000
"""Postings of what it may mean that are not read before it is known what else is."""
_PAIR = 0.25
"""A pair beside a word as rare."""
_BRINGING, _PAIRS = 5_000, 8_000
"""Postings of words, and of pairs, that bring documents in, of one text; commoner words count for those."""
_AT_ONCE = 13_000
"""Postings of one text that are read with how many there are."""
_ALWAYS, _SHARE, _SMALL = 8, 0.05, 20_000
"""Pending documents are looked for by the eight rarest words and as many more as a twentieth of all documents
have, or of 20,000 where they are fewer."""

# One look into the index for each hash: of many at once the planner expects too much, and reads the table.
_NEAR = """
SELECT near.lexeme, near.deletions, near.term, p.documents, p.segments, p.numbers
  FROM (
    SELECT DISTINCT ON (known.lexeme) known.*
      FROM unnest(%s::int[]) hash
     CROSS JOIN LATERAL (
        SELECT lexeme, deletions, term FROM claims_matchlexeme WHERE deletions @> ARRAY[hash] OFFSET 0
     ) known
  ) near
 CROSS JOIN LATERAL (
    SELECT coalesce(sum(documents), 0) AS documents, coalesce(array_agg(segment), '{}') AS segments,
           CASE WHEN sum(documents) <= %s THEN string_agg(numbers, '') END AS numbers
      FROM claims_matchposting WHERE term = near.term
  ) p
"""


@dataclass(frozen=True, slots=True)
class Query:
    """A text with what is looked for, words apart from pairs, each the rarest first.

    `unheard`: words of fact-checks and claimants in no segment, which pending documents may have, though.
    `meant` is what its misspelt stems may mean, `alike` compares its letters with those of others.
    """

    text: Text
    wanted: tuple[Wanted, ...]
    unheard: tuple[Wanted, ...]
    pairs: tuple[Wanted, ...]
    meant: Mapping[str, tuple[str, ...]]
    alike: Likeness

    @property
    def words(self) -> tuple[Wanted, ...]:
        """All of the words."""
        return (*self.unheard, *self.wanted)


def prepare(texts: Sequence[Text]) -> tuple[list[Query], Postings]:
    """What to look for, of each text, and the rarest of it read; in two statements for all of them.

    A third is asked when there are segments that the process has not met.
    """
    words = [_weighed(text) for text in texts]
    pairs = [text.pairs for text in texts]
    wanted = {of(each) for of_text in words for each in of_text for of in (term, body_term)}
    postings = read(wanted.union(*pairs), most=_AT_ONCE * len(texts))
    frequencies.note(postings.counts, documents=postings.documents)
    suspects = [_suspects(text) for text in texts]
    near = _near({each for of_text in suspects for each in of_text}, postings)
    return [
        _query(text, of_words, of_pairs, {each: near[each] for each in of_suspects if each in near}, postings)
        for text, of_words, of_pairs, of_suspects in zip(texts, words, pairs, suspects, strict=True)
    ], postings


def complete(queries: Sequence[Query], postings: Postings) -> None:
    """Read what is lacking of what is looked for; at most one statement for all.

    A document is either pending or in a segment, and never missed: what is read here and what `prepare` read
    must be of one moment.
    """
    terms = [each.term for query in queries for each in (*query.words, *_pairs(query))]
    telling = {each.term for query in queries for each in (*_telling(query.wanted), *query.unheard)}
    postings.complete(terms, telling=telling)


def retrieve(query: Query, postings: Postings, *, limit: int) -> list[Retrieved]:
    """The `limit` documents that stand best, of two alike the later one; of postings that are complete."""
    bringing, pairs = _within_budget(query.words, _BRINGING), _pairs(query)
    return best(brought_in(bringing, pairs, postings), query.words, pairs, postings, limit)


def _pairs(query: Query) -> Sequence[Wanted]:
    return _within_budget(query.pairs, _PAIRS)


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
    for lexeme, _, number, count, segments, packed in known:
        if lexeme in meant and number not in postings.counts:
            postings.add(number, count, segments, packed)
    frequencies.note(postings.counts)
    return {word: found for word, found in near.items() if found}


def _query(
    text: Text,
    weighed: Mapping[str, float],
    near: Mapping[int, tuple[str, str]],
    meant: Mapping[str, tuple[str, ...]],
    postings: Postings,
) -> Query:
    wanted, unheard = dict[int, Wanted](), dict[int, tuple[int, Wanted]]()
    for word, share in weighed.items():
        head, body = term(word), body_term(word)
        wanted[head] = Wanted(head, share * frequencies.rarity(head), frequencies.count(head))
        if not (count := postings.counts[body]) and not (postings.pending and share == 1.0):
            continue
        beside = Wanted(body, _BODY * share * frequencies.rarity(body), count, share == 1.0)
        if count:
            wanted[body] = beside
        else:
            unheard[body] = wanted[head].documents, beside
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
    said = tuple([each for _, each in sorted(unheard.values())[:_UNHEARD]])
    return Query(text, _rarest(wanted.values()), said, _rarest(pairs), meant, Likeness(text.cleaned.lower()))


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
