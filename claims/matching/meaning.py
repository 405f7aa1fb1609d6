"""Claims near a text in meaning, by the vectors that `embeddings_write` keeps of their wordings.

All of it is empty, and asks the database nothing, while no embedding is set. A claim without vectors, since
it is new or they are being made, is not found by meaning yet but compared by it: it is embedded on the spot.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from operator import mul
from typing import Any

from django.db import connection
from psycopg import sql

from claims.matching.candidates import Candidate
from claims.matching.configured import encoder
from claims.matching.encoder import Encoder, Vector
from claims.matching.filtering import filter_clause
from claims.matching.standing import Retrieved
from claims.matching.types import Filters

Found = tuple[Candidate, Retrieved, float]
"""A candidate, how it was retrieved, and its score then as a share of the best."""
Chosen = tuple[Candidate, Retrieved, float, float]
"""The same with how close it is in meaning: the cosine of its closest wording, 0 where it is not known."""
WORDINGS = 3
"""Of a claim so many are embedded: its text and its first variants."""
_NEAREST = 24
"""Wordings that are looked for, of one text."""
_EXPLORED = 100

_PREPARED = """
SELECT to_regclass(%s) IS NOT NULL,
       set_config('hnsw.ef_search', %s, true), set_config('hnsw.iterative_scan', 'strict_order', true)
"""
_ASKED = """
WITH asked AS MATERIALIZED (
    SELECT place::int - 1 AS place, vector::halfvec({dimensions}) AS vector
      FROM unnest(%s::text[]) WITH ORDINALITY given (vector, place) WHERE vector IS NOT NULL
)
"""
# The expression and the model are written out, as the index has them: by parameters it would not be used.
_NEAR = """
{asked}
SELECT DISTINCT asked.place, d.number
  FROM asked
 CROSS JOIN LATERAL (
    SELECT e.claim_id FROM claims_embedding e {joined} WHERE e.model = {model} {clause}
     ORDER BY (e.embedding::halfvec({dimensions})) <=> asked.vector LIMIT {nearest}
 ) near
  JOIN claims_matchdocument d ON d.claim_id = near.claim_id
"""
_JOINED = """
  JOIN claims_claim made ON made.id = e.claim_id
  JOIN claims_claim c ON c.id = coalesce(made.survivor_id, made.id)
"""
_CLOSENESS = """
{asked}
SELECT pair.place, pair.number, max(1 - (e.embedding::halfvec({dimensions}) <=> asked.vector))
  FROM unnest(%s::int[], %s::int[]) pair (place, number)
  JOIN asked ON asked.place = pair.place
  JOIN claims_matchdocument d ON d.number = pair.number
  JOIN claims_embedding e ON e.claim_id = d.claim_id AND e.model = {model}
 GROUP BY pair.place, pair.number
"""


def index_name(model: str) -> str:
    """The index of the vectors of a model; where it is there, they are being kept."""
    return f"claims_embedding_{hashlib.sha256(model.encode()).hexdigest()[:12]}"


def statement(template: str, model: Encoder, **parts: sql.Composable) -> sql.Composed:
    """A statement on a model's vectors, written as its index is."""
    dimensions = sql.Literal(model.dimensions)
    return sql.SQL(template).format(
        model=sql.Literal(model.identity),
        dimensions=dimensions,
        asked=sql.SQL(_ASKED).format(dimensions=dimensions),
        **parts,
    )


def prepared(model: Encoder) -> bool:
    """Whether the vectors of a model are kept. Sets how they are searched, for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_PREPARED, [index_name(model.identity), str(_EXPLORED)])
        return bool(cursor.fetchone()[0])


class Meanings:
    """Some texts, beside what is known; `near` are the numbers of the documents that are near each."""

    def __init__(self, texts: Sequence[str], filters: Filters) -> None:
        self._model = encoder()
        self._vectors: list[Vector] = self._model.encode(texts) if self._model else [None] * len(texts)
        self._kept = self._model is not None and prepared(self._model)
        self.near: list[set[int]] = [set() for _ in texts]
        if self._model and self._kept:
            self._look_near(self._model, filters)

    def chosen(self, found: Sequence[Sequence[Found]], known: Mapping[int, Candidate]) -> list[list[Chosen]]:
        """What was found for each text by words, then what is near it, with how close they are."""
        chosen: list[list[Chosen]] = []
        for of_text, near in zip(found, self.near, strict=True):
            others = near.intersection(known).difference(each.number for each, *_ in of_text)
            chosen.append([(*each, 0.0) for each in of_text])
            chosen[-1] += [
                (known[number], Retrieved(number, 0.0, 0.0, 0.0), 0.0, 0.0) for number in sorted(others)
            ]
        return self._told(self._model, chosen) if self._model else chosen

    def _look_near(self, model: Encoder, filters: Filters) -> None:
        clause, values = filter_clause(filters)
        asked = statement(
            _NEAR,
            model,
            joined=sql.SQL(_JOINED if clause else ""),
            clause=sql.SQL(clause),
            nearest=sql.Literal(_NEAREST),
        )
        for place, number in self._rows(asked, *values):
            self.near[place].add(number)

    def _told(self, model: Encoder, chosen: Sequence[Sequence[Chosen]]) -> list[list[Chosen]]:
        pairs = {(place, each.number): each for place, of_text in enumerate(chosen) for each, *_ in of_text}
        close: dict[tuple[int, int], float] = {}
        if self._kept:
            columns = [place for place, _ in pairs], [number for _, number in pairs]
            close = {
                (p, n): found or 0.0 for p, n, found in self._rows(statement(_CLOSENESS, model), *columns)
            }
        missing = {pair: each for pair, each in pairs.items() if pair not in close and self._vectors[pair[0]]}
        close |= self._compared(model, missing)
        return [
            [(each, how, share, close.get((place, each.number), 0.0)) for each, how, share, _ in of_text]
            for place, of_text in enumerate(chosen)
        ]

    def _compared(
        self, model: Encoder, missing: Mapping[tuple[int, int], Candidate]
    ) -> dict[tuple[int, int], float]:
        """How close those are of which no vectors are kept yet: they are made here."""
        texts = sorted({text for each in missing.values() for text in each.wordings[:WORDINGS]})
        vectors = dict(zip(texts, model.encode(texts), strict=True))
        return {
            pair: max(_cosine(self._vectors[pair[0]], vectors[text]) for text in each.wordings[:WORDINGS])
            for pair, each in missing.items()
        }

    def _rows(self, asked: sql.Composed, *values: list[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(asked, [[written(vector) for vector in self._vectors], *values])
            rows: list[Any] = cursor.fetchall()
        return rows


def written(vector: Vector) -> str | None:
    """As PostgreSQL reads it."""
    return f"[{','.join(f'{each:.5g}' for each in vector)}]" if vector else None


def _cosine(one: Vector, other: Vector) -> float:
    return sum(map(mul, one, other)) if one and other else 0.0
