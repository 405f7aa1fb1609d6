"""What the index holds of a claim: its wordings, its fact-checks, who says it and when."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from claims.matching.reading import pack, read
from claims.matching.spelling import is_spellable
from claims.matching.terms import LENGTHS, Said, TakenApart, Text
from common.ids import Id

_READ = """
SELECT c.id, c.text, c.language, coalesce(s.name, ''),
       ARRAY(SELECT v.text FROM claims_variant v WHERE v.claim_id = c.id ORDER BY v.id),
       ARRAY(SELECT v.language FROM claims_variant v WHERE v.claim_id = c.id ORDER BY v.id),
       ARRAY(SELECT concat_ws(' ', v.summary, v.explanation)
               FROM claims_currentverdict held JOIN claims_verdict v ON v.id = held.verdict_id
              WHERE held.claim_id = c.id AND v.rating_id IS NOT NULL ORDER BY held.id),
       (SELECT min(a.said_on)::text FROM claims_appearance a WHERE a.claim_id = c.id)
  FROM claims_claim c LEFT JOIN sources_source s ON s.id = c.claimant_id
 WHERE c.id = ANY(%s) ORDER BY c.id
"""
_FACT_CHECKS = 2
_WORDINGS = 30


class Document(NamedTuple):
    """A claim as the index takes it in.

    `readings` are those of the wordings, packed; `pairs` the terms of words near each other in them;
    `lexemes` the stems that a misspelt word may have meant.
    """

    claim_id: Id
    wordings: tuple[str, ...]
    readings: str
    claimant: str
    terms: set[int]
    pairs: set[int]
    lexemes: set[str]


class Known(NamedTuple):
    """What is to be known of a claim; `fact_checks`: what is said with each standing verdict."""

    claim_id: Id
    text: str
    language: str
    claimant: str
    variants: Sequence[str] = ()
    variant_languages: Sequence[str] = ()
    fact_checks: Sequence[str] = ()
    said_on: str | None = None

    @property
    def wordings(self) -> list[Said]:
        """The claim's text, then its variants."""
        variants = zip(self.variants[:_WORDINGS], self.variant_languages[:_WORDINGS], strict=True)
        return [(self.text, self.language), *variants]

    @property
    def beside(self) -> list[Said]:
        """What else the claim is found by, in its own language."""
        said_on = (self.said_on or "").replace("-", " ")
        texts = [*self.fact_checks[:_FACT_CHECKS], *filter(None, [self.claimant, said_on])]
        return [(text, self.language) for text in texts]

    @property
    def said(self) -> list[Said]:
        """All that the claim is found by."""
        return [*self.wordings, *self.beside]


def documents_of(claims: Collection[UUID]) -> list[Document]:
    """The claims as they are now, in the order of their ids; those that do not exist are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [list(claims)])
        found = [Known(*values) for values in cursor.fetchall()]
    return list(documents_made(found, TakenApart()))


def documents_made(claims: Sequence[Known], texts: TakenApart) -> Iterator[Document]:
    """The same of claims that are at hand: each is made when it is asked for.

    What was not of their texts is cut into words now, with at most one question to the database.
    """
    texts.cut(said for known in claims for said in known.said)
    texts.learn()
    return (
        _document(known, [texts[said] for said in known.wordings], [texts[said] for said in known.beside])
        for known in claims
    )


def _document(known: Known, wordings: Sequence[Text], beside: Sequence[Text]) -> Document:
    said = [word for text in wordings for word in text.words]
    # What the claim says is no news where a fact-check says it.
    body = set[int]().union(*[word.body_terms for text in beside for word in text.words])
    body.difference_update(*[word.body_terms for word in said])
    return Document(
        known.claim_id,
        tuple([text.cleaned for text in wordings]),
        pack([read(text) for text in wordings]),
        known.claimant,
        body.union(*[word.terms for word in said], [_length(wordings)]),
        set[int]().union(*[text.pair_terms for text in wordings]),
        set(filter(is_spellable, set[str]().union(*[text.stems for text in wordings]))),
    )


def _length(wordings: Sequence[Text]) -> int:
    """The term of how many words a wording has, of several the mean."""
    words = sum(len(text.stems) for text in wordings) / len(wordings)
    return LENGTHS[min(max(round(words), 1), len(LENGTHS))]
