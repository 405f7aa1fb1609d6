"""The first page of published claims, put together by PostgreSQL itself or of what is stored. Pure."""

from __future__ import annotations

import os

from claims.rules import SIDES

PAGE = 50
_UTC = "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
_SIDE = "CASE {0} " + " ".join(f"WHEN '{key}' THEN '{side}'" for key, side in SIDES.items() if side) + " END"


def _utc(column: str) -> str:
    return _UTC.format(column)


def _source(alias: str) -> str:
    return f"json_build_object('id', {alias}.id, 'name', {alias}.name, 'kind', {alias}.kind)"


def _all(item: str, rows: str) -> str:
    return f"coalesce((SELECT json_agg({item}) FROM {rows}), '[]')"


_SAID = (
    "CASE WHEN a.said_on_text <> '' THEN json_build_object('text', a.said_on_text, 'date', a.said_on, "
    "'precision', nullif(a.said_on_precision, '')) END"
)
_APPEARANCE = f"""json_build_object(
    'id', a.id, 'claim', a.claim_id,
    'article', json_build_object(
        'id', t.id, 'url', t.url, 'title', nullif(t.title, ''), 'published_at', {_utc("t.published_at")}),
    'article_version', a.article_version_id,
    'outlet', CASE WHEN o.id IS NOT NULL THEN {_source("o")} END,
    'sentence', a.sentence, 'start', a.start, 'end', a."end", 'quote', a.quote,
    'claimant', nullif(a.claimant, ''), 'role', nullif(a.role, ''), 'via', to_json(a.via),
    'addressee', nullif(a.addressee, ''), 'said_on', {_SAID}, 'created_at', {_utc("a.created_at")})"""
_APPEARED = """claims_appearance AS a JOIN sources_articleversion AS v ON v.id = a.article_version_id
    JOIN sources_article AS t ON t.id = v.article_id LEFT JOIN sources_source AS o ON o.id = t.source_id"""
_FAMILY = """a.claim_id = ANY (ARRAY(
    SELECT c.id UNION ALL SELECT m.id FROM claims_claim AS m WHERE m.survivor_id = c.id))"""
_RATING = """CASE WHEN r.id IS NOT NULL THEN json_build_object(
    'id', r.id, 'label', r.label, 'value', r.value::float8, 'normalised', r.normalised,
    'worst', s.worst::float8, 'best', s.best::float8, 'scale', s.id, 'scale_name', s.name,
    'scale_version', s.version) END"""
_VERDICT = f"""json_build_object(
    'id', v.id, 'claim', v.claim_id, 'claim_text', v.claim_text,
    'publisher', json_build_object('id', v.publisher_id, 'name', v.publisher_name),
    'seq', v.seq, 'kind', v.kind, 'rating', {_RATING}, 'original_label', nullif(v.original_label, ''),
    'summary', nullif(v.summary, ''), 'explanation', nullif(v.explanation, ''),
    'reason', nullif(v.reason, ''), 'note', nullif(v.note, ''), 'language', nullif(v.language, ''),
    'review_url', nullif(v.review_url, ''), 'effective_at', {_utc("v.effective_at")},
    'recorded_at', {_utc("v.recorded_at")})"""
_JUDGED = """claims_currentverdict AS k JOIN claims_verdict AS v ON v.id = k.verdict_id
    LEFT JOIN claims_rating AS r ON r.id = v.rating_id
    LEFT JOIN claims_ratingscale AS s ON s.id = r.scale_id"""
_EVIDENCE = f"""json_build_object(
    'id', e.id, 'stance', e.stance, 'url', nullif(e.url, ''), 'article_version', e.article_version_id,
    'excerpt', nullif(e.excerpt, ''), 'archive_url', nullif(e.archive_url, ''), 'verdict', e.verdict_id,
    'content_hash', nullif(e.content_hash, ''), 'link_state', e.link_state,
    'checked_at', {_utc("e.checked_at")}, 'created_at', {_utc("e.created_at")})"""
_PUBLISHED_ON = "(t.published_at + coalesce(t.utc_offset, 0) * interval '1 minute')::date"
_FIRST_DAY = f"coalesce(a.said_on, {_PUBLISHED_ON}, a.created_at::date)"


_TOPICS = _all(
    "json_build_object('slug', tp.slug, 'name', tp.name) ORDER BY tp.slug",
    "claims_claim_topics AS ct JOIN claims_topic AS tp ON tp.slug = ct.topic_id WHERE ct.claim_id = c.id",
)
_VARIANTS = _all(
    "json_build_object('text', x.text, 'language', nullif(x.language, '')) ORDER BY x.id",
    "claims_variant AS x WHERE x.claim_id = c.id",
)
_SIGHTING = """json_build_object(
    'reported_by', i.publisher_id, 'sentence', nullif(g.sentence, ''), 'quote', g.quote,
    'claimant', nullif(g.claimant, ''), 'organisation', g.organisation, 'role', nullif(g.role, ''),
    'same_as', to_json(g.same_as), 'via', to_json(g.via), 'addressee', nullif(g.addressee, ''),
    'said_on', g.said_on, 'said_on_precision', CASE WHEN g.said_on IS NOT NULL THEN g.said_on_precision END,
    'first_url', nullif(g.first_url, ''), 'urls', to_json(g.urls))"""


def _claimant(claim: str) -> str:
    return f"(SELECT {_source('w')} FROM sources_source AS w WHERE w.id = {claim}.claimant_id)"


def _sightings(claim: str) -> str:
    reported = "claims_sighting AS g LEFT JOIN claims_importedreview AS i ON i.id = g.review_id"
    return _all(f"{_SIGHTING} ORDER BY g.id", f"{reported} WHERE g.claim_id = {claim}.id")


def _verdicts(claim: str) -> str:
    return _all(f"{_VERDICT} ORDER BY k.id", f"{_JUDGED} WHERE k.claim_id = {claim}.id")


def _evidence(claim: str) -> str:
    held = f"claims_evidence AS e WHERE e.claim_id = {claim}.id AND e.withdrawn_at IS NULL"
    return _all(f"{_EVIDENCE} ORDER BY e.created_at, e.id", held)


_POSITIONS = _all(
    "json_build_object('publisher', json_build_object('id', p.id, 'name', p.name, 'kind', p.kind, "
    "'domain', nullif(p.domain, '')), 'normalised', r.normalised, "
    f"'side', {_SIDE.format('r.normalised')}) ORDER BY k.id",
    f"{_JUDGED} JOIN sources_source AS p ON p.id = k.publisher_id "
    "WHERE k.claim_id = c.id AND r.id IS NOT NULL",
)
_ABSORBED = _all(
    "json_build_object('id', m.id, 'text', m.text, 'language', nullif(m.language, ''), "
    f"'claimant', {_claimant('m')}, 'sightings', {_sightings('m')}, 'verdicts', {_verdicts('m')}, "
    f"'evidence', {_evidence('m')}) ORDER BY m.created_at, m.id",
    "claims_claim AS m WHERE m.survivor_id = c.id",
)
_FIRST = (
    f"(SELECT {_APPEARANCE} FROM {_APPEARED} WHERE {_FAMILY} "
    f"ORDER BY {_FIRST_DAY}, a.created_at, a.id LIMIT 1)"
)


def document(public_url: str) -> str:
    """The SQL expression of the document of the claim `c`."""
    members = {
        "id": "c.id",
        "short_id": "right(replace(c.id::text, '-', ''), 8)",
        "url": f"'{public_url}/api/v1/claims/' || c.id",
        "text": "c.text",
        "language": "nullif(c.language, '')",
        "state": "c.state",
        "merged_into": "c.merged_into_id",
        "claimant": _claimant("c"),
        "topics": _TOPICS,
        "variants": _VARIANTS,
        "first_appearance": _FIRST,
        "appearances": _all(f"{_APPEARANCE} ORDER BY a.created_at, a.id", f"{_APPEARED} WHERE {_FAMILY}"),
        "sightings": _sightings("c"),
        "verdicts": _verdicts("c"),
        "verdicts_conflict": "c.verdicts_conflict",
        "positions": _POSITIONS,
        "evidence": _evidence("c"),
        "merged_claims": _ABSORBED,
        "created_at": _utc("c.created_at"),
        "updated_at": _utc("c.updated_at"),
    }
    return "json_build_object(" + ", ".join(f"'{name}', {value}" for name, value in members.items()) + ")"


def aggregated(public_url: str) -> str:
    """One row: the page, put together of the claims' rows."""
    documents = f"json_agg({document(public_url)} ORDER BY c.created_at DESC, c.id DESC)"
    return f"""
SELECT json_build_object('results', coalesce({documents}, '[]'))::text FROM (
    SELECT * FROM claims_claim WHERE state = 'published' ORDER BY created_at DESC, id DESC LIMIT {PAGE}
) AS c
"""


STORED = f"""
SELECT '{{"results":[' || coalesce(string_agg(body, ','), '') || ']}}' FROM (
    SELECT body FROM claims_claimdocument WHERE state = 'published'
    ORDER BY created_at DESC, claim_id DESC LIMIT {PAGE}
) AS page
"""


def dsn() -> str:
    """Where PostgreSQL is, as the benchmark hands it on."""
    return os.environ["BENCH_DSN"]
