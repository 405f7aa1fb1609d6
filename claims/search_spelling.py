"""What words that no claim has may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from claims.matching.spelling import deletions, is_near, is_spellable
from claims.searching.folding import fold
from claims.searching.query import Alternative
from claims.text_search import CONFIGURATIONS

_AT_MOST = 5

# A word's stems in any language.
_STEMS = """
SELECT asked.word, array_agg(DISTINCT lexeme)
FROM unnest(%s::text[]) AS asked (word), unnest(%s::text[]) AS c (configuration),
    unnest(tsvector_to_array(to_tsvector(configuration::regconfig, asked.word))) AS lexeme
GROUP BY asked.word
"""
_KNOWN = "SELECT lexeme FROM claims_matchlexeme WHERE lexeme = ANY(%s) AND (public OR %s)"
_NEAR = """
SELECT lexeme, deletions FROM claims_matchlexeme WHERE deletions && %s::int[] AND (public OR %s) LIMIT 1000
"""


def read_as(alternatives: Sequence[Alternative], *, include_open: bool) -> dict[str, list[str]]:
    """For each word of a query that no claim has, the known words one slip of the fingers away, if any.

    A word that only open claims have is no known word, unless they are to be looked at too.
    """
    words = {fold(term.text).casefold(): term.text for terms in alternatives for term in terms if term.plain}
    words = {word: text for word, text in words.items() if is_spellable(word)}
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [list(words), list(CONFIGURATIONS)])
        stems: dict[str, list[str]] = dict(cursor.fetchall())
        cursor.execute(_KNOWN, [[stem for found in stems.values() for stem in found], include_open])
        known = {row[0] for row in cursor.fetchall()}
        unknown = {word: found for word, found in stems.items() if known.isdisjoint(found)}
        if not unknown:
            return {}
        keys = sorted({key for found in unknown.values() for key in _keys(found)})
        cursor.execute(_NEAR, [keys, include_open])
        candidates = cursor.fetchall()
    near = {words[word]: _near(found, candidates) for word, found in unknown.items()}
    return {word: found for word, found in near.items() if found}


def _keys(stems: Iterable[str]) -> set[int]:
    return {key for stem in stems if is_spellable(stem) for key in deletions(stem)}


def _near(stems: Sequence[str], candidates: Iterable[tuple[str, Sequence[int]]]) -> list[str]:
    keys = _keys(stems)
    found = [
        lexeme
        for lexeme, theirs in candidates
        if not keys.isdisjoint(theirs) and any(is_near(stem, lexeme) for stem in stems)
    ]
    return sorted(found)[:_AT_MOST]
