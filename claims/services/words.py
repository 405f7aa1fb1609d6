"""Keeping the index of words that searching reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.db import connection, transaction

from claims.made import NewClaim
from claims.models import Claim
from claims.searching.folding import fold
from claims.text_search import configuration_of
from common.behind import statement_send
from common.ids import Id
from common.tables import plain_array, texts_array

_LONGEST = 20_000
"""Characters of one wording that are indexed."""
_WORDINGS = 50
_LONGEST_WORD = 500
"""Characters, which may have four bytes each; of longer texts the longest word is not known."""
_AT_ONCE = 1000
_Part = tuple[Id, str, str, str]
_REBUILT_AT_ONCE = 200

# What was merged into a claim is another wording of it; a public one is not found by what never was public.
_READ = """
SELECT claim.id, part.language, part.weight, left(part.text, %s)
  FROM claims_claim claim
 CROSS JOIN LATERAL (
    SELECT claim.language, 'A' AS weight, claim.text, 1 AS n
     UNION ALL
    (SELECT other.language, 'B', other.text, 2 FROM (
        SELECT v.language, v.text, 1 AS kind, v.id FROM claims_variant v WHERE v.claim_id = claim.id
         UNION ALL
        SELECT a.language, a.text, 2, a.id FROM claims_claim a
         WHERE a.survivor_id = claim.id AND (a.state = 'merged' OR claim.state = 'open')
      ) other ORDER BY other.kind, other.id LIMIT %s)
     UNION ALL
    SELECT claim.language, 'C', array_to_string(array_prepend(s.name, s.aliases), ' . '), 3
      FROM sources_source s WHERE s.id = claim.claimant_id
 ) part
 WHERE claim.id = ANY(%s)
 ORDER BY claim.id, part.n
"""
# The parts of each claim, one behind the other, with a bar between that no phrase reaches over.
_WRITE = """
INSERT INTO claims_claimwords (claim_id, configurations, words)
SELECT part.claim, array_agg(DISTINCT part.configuration),
    claims_tsvector_join(
        setweight(to_tsvector(part.configuration::regconfig, part.text), part.weight::"char")
            || '¦:1'::tsvector
        ORDER BY part.n
    )
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[])
    WITH ORDINALITY AS part (claim, configuration, weight, text, n)
GROUP BY part.claim
ORDER BY part.claim
ON CONFLICT (claim_id) DO UPDATE SET configurations = EXCLUDED.configurations, words = EXCLUDED.words
"""


@transaction.atomic(savepoint=False)
def claim_words_write(*, claims: Collection[UUID]) -> None:
    """Take the claims' wordings and who made them into the index of words, as they are now.

    Call it in the transaction that makes or changes them: they are found from its commit on.
    """
    keys = sorted(claims)
    for start in range(0, len(keys), _AT_ONCE):
        with connection.cursor() as cursor:
            cursor.execute(_READ, [_LONGEST, _WORDINGS, keys[start : start + _AT_ONCE]])
            found = cursor.fetchall()
        _put(
            (claim, configuration_of(language), weight, fold(text)) for claim, language, weight, text in found
        )


@transaction.atomic(savepoint=False)
def claim_words_add(*, claims: Sequence[NewClaim]) -> None:
    """The same for claims made in this very transaction, which have one wording each."""
    for start in range(0, len(claims), _AT_ONCE):
        _put(part for claim in claims[start : start + _AT_ONCE] for part in _parts(claim))


def _put(found: Iterable[_Part]) -> None:
    parts = list(found)
    if not parts:
        return
    if any(len(text) > _LONGEST_WORD for *_, text in parts):
        statement_send("SET LOCAL client_min_messages = warning")  # it would tell of words too long
    claims, *texts = zip(*parts, strict=True)
    statement_send(_WRITE, [plain_array(claims), *map(texts_array, texts)])


def _parts(claim: NewClaim) -> Iterator[_Part]:
    yield claim.id, configuration_of(claim.language), "A", fold(claim.text[:_LONGEST])
    if claim.claimant:
        names = " . ".join([claim.claimant.name, *claim.claimant.aliases])
        yield claim.id, configuration_of(claim.language), "C", fold(names[:_LONGEST])


def claim_words_rebuild() -> int:
    """Write the words of every claim anew, beside traffic: writers wait for a few claims at most.

    Returns how many claims there were.
    """
    last, count = UUID(int=0), 0
    while keys := _rebuild_some(last):
        last, count = keys[-1], count + len(keys)
    return count


@transaction.atomic
def _rebuild_some(after: UUID) -> list[UUID]:
    # Held, so that nobody's newer words are overwritten with older ones.
    claims = Claim.objects.filter(pk__gt=after).order_by("pk")[:_REBUILT_AT_ONCE]
    keys = [claim.pk for claim in claims.only("pk").select_for_update(no_key=True)]
    claim_words_write(claims=keys)
    return keys
