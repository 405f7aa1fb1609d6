"""Everything that the documents of claims show, read in one statement.

The rows have the names that the models' attributes have, so that one serializer shows either.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Collection
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from psycopg.pq import Format

from claims.moments import Absorbed, ClaimView


class _Part(Protocol):
    """An expression of SQL, and what becomes of its value."""

    sql: str

    def made(self, value: Any) -> Any:
        """The value as an object, or as objects."""
        ...


class _Row:
    """Columns and further parts as one value; an object with their names. None where `there` is null."""

    def __init__(self, columns: str, *, there: str = "", **parts: _Part) -> None:
        own = columns.split()
        row = f"ROW({', '.join([*own, *(part.sql for part in parts.values())])})"
        self.sql = f"CASE WHEN {there} IS NOT NULL THEN {row} END" if there else row
        names = [column.rpartition(".")[2].strip('"') for column in own]
        kind: Any = namedtuple("Row", [*names, *parts])  # type: ignore[misc]  # its names are data
        self._make = kind._make
        self._parts = list(enumerate(parts.values(), len(own)))

    def made(self, value: Any) -> Any:
        """An object."""
        if value is None:
            return None
        if not self._parts:
            return self._make(value)
        values = list(value)
        for at, part in self._parts:
            values[at] = part.made(values[at])
        return self._make(values)


class _Rows:
    """All rows of a query, in its order."""

    def __init__(self, row: _Row, query: str) -> None:
        self.sql = f"ARRAY(SELECT {row.sql} FROM {query})"  # noqa: S608 - ours
        self._made = row.made

    def made(self, value: Any) -> list[Any]:
        """A list of objects."""
        return [self._made(each) for each in value]


def _source(alias: str, *, there: str = "") -> _Row:
    return _Row(f"{alias}.id {alias}.name {alias}.kind", there=there)


_ARTICLE = _Row("t.id t.url t.title t.published_at t.utc_offset", source=_source("o", there="o.id"))
_APPEARANCE = _Row(
    'a.id a.claim_id a.article_version_id a.sentence a.start a."end" a.quote a.claimant a.role a.via '
    "a.addressee a.said_on_text a.said_on a.said_on_precision a.created_at",
    article_version=_Row("t.id", article=_ARTICLE),
)
_SCALE = _Row("s.name s.version s.worst s.best")
_RATING = _Row("r.id r.label r.value r.normalised r.scale_id", there="r.id", scale=_SCALE)
_VERDICT = _Row(
    "v.id v.claim_id v.claim_text v.publisher_id v.publisher_name v.seq v.kind v.original_label v.summary "
    "v.explanation v.reason v.note v.language v.review_url v.effective_at v.recorded_at",
    publisher=_Row("p.id p.name p.kind p.domain"),
    rating=_RATING,
)
_EVIDENCE = _Row(
    "e.id e.claim_id e.stance e.url e.article_version_id e.excerpt e.archive_url e.verdict_id "
    "e.content_hash e.link_state e.checked_at e.created_at"
)
_SIGHTING = _Row(
    "g.sentence g.quote g.claimant g.organisation g.role g.same_as g.via g.addressee g.said_on "
    "g.said_on_precision g.first_url g.urls i.publisher_id"
)


def _appearances(claim: str) -> _Rows:
    joined = """claims_appearance AS a JOIN sources_articleversion AS n ON n.id = a.article_version_id
        JOIN sources_article AS t ON t.id = n.article_id
        LEFT JOIN sources_source AS o ON o.id = t.source_id"""
    return _Rows(_APPEARANCE, f"{joined} WHERE a.claim_id = {claim}.id ORDER BY a.created_at, a.id")


def _verdicts(claim: str) -> _Rows:
    joined = """claims_currentverdict AS k JOIN claims_verdict AS v ON v.id = k.verdict_id
        JOIN sources_source AS p ON p.id = v.publisher_id LEFT JOIN claims_rating AS r ON r.id = v.rating_id
        LEFT JOIN claims_ratingscale AS s ON s.id = r.scale_id"""
    return _Rows(_VERDICT, f"{joined} WHERE k.claim_id = {claim}.id ORDER BY k.id")


def _sightings(claim: str) -> _Rows:
    joined = "claims_sighting AS g LEFT JOIN claims_importedreview AS i ON i.id = g.review_id"
    return _Rows(_SIGHTING, f"{joined} WHERE g.claim_id = {claim}.id ORDER BY g.id")


def _evidence(claim: str) -> _Rows:
    held = f"e.claim_id = {claim}.id AND e.withdrawn_at IS NULL"
    return _Rows(_EVIDENCE, f"claims_evidence AS e WHERE {held} ORDER BY e.created_at, e.id")


_ABSORBED = _Row(
    "m.id m.text m.language",
    claimant=_source("mw", there="mw.id"),
    sightings=_sightings("m"),
    verdicts=_verdicts("m"),
    appearances=_appearances("m"),
    evidence=_evidence("m"),
)
_CLAIM = _Row(
    "c.id c.text c.language c.state c.merged_into_id c.created_at c.updated_at",
    claimant=_source("w", there="w.id"),
    topics=_Rows(
        _Row("tp.slug tp.name"),
        "claims_claim_topics AS ct JOIN claims_topic AS tp ON tp.slug = ct.topic_id "
        "WHERE ct.claim_id = c.id ORDER BY tp.slug",
    ),
    variants=_Rows(_Row("x.text x.language"), "claims_variant AS x WHERE x.claim_id = c.id ORDER BY x.id"),
    sightings=_sightings("c"),
    verdicts=_verdicts("c"),
    appearances=_appearances("c"),
    evidence=_evidence("c"),
    absorbed=_Rows(
        _ABSORBED,
        "claims_claim AS m LEFT JOIN sources_source AS mw ON mw.id = m.claimant_id "
        "WHERE m.survivor_id = c.id ORDER BY m.created_at, m.id",
    ),
)
_READ = (
    f"SELECT {_CLAIM.sql} FROM claims_claim AS c LEFT JOIN sources_source AS w ON w.id = c.claimant_id "  # noqa: S608 - ours
    "WHERE c.id = ANY(%s) ORDER BY c.id"
)


def claim_views(claim_ids: Collection[UUID]) -> list[ClaimView]:
    """The claims as they are, in the order of their ids."""
    with connection.cursor() as cursor:
        cursor.cursor.format = Format.BINARY  # as text, a row would be nothing but texts
        cursor.execute(_READ, [list(claim_ids)])
        return [_view(_CLAIM.made(row)) for (row,) in cursor.fetchall()]


def _view(claim: Any) -> ClaimView:
    absorbed = [row for one in claim.absorbed for row in one.appearances]
    return ClaimView(
        claim=claim,
        state=claim.state,
        merged_into=claim.merged_into_id,
        verdicts=claim.verdicts,
        appearances=[*claim.appearances, *absorbed],
        evidence=claim.evidence,
        absorbed=[
            Absorbed(claim=one, verdicts=one.verdicts, evidence=one.evidence) for one in claim.absorbed
        ],
    )
