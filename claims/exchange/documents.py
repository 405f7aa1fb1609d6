"""Rows of NDJSON: a claim's document as the API and the export give it, or as little of it as there is."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson

from claims.exchange import fields
from claims.exchange.row import ClaimantRow, ClaimRow, Judged, RowRefused, SightingRow, VerdictRow
from claims.rules import Kind, Normalised

ROW_MAX = 1024 * 1024
"""Bytes of one row."""
_TAKEN = {"id", "text", "language", "claimant", "topics", "appearances", "sightings", "verdicts"}
# Members of a document that say nothing which a registry could take over from another.
_PASSED_OVER = {
    "short_id",
    "url",
    "state",
    "merged_into",
    "variants",
    "first_appearance",
    "verdicts_conflict",
    "positions",
    "evidence",
    "merged_claims",
    "created_at",
    "updated_at",
}
_KNOWN = frozenset(_TAKEN | _PASSED_OVER)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse)  # json.loads would make one for each line
_CANONICAL = json.JSONEncoder(sort_keys=True)
_NORMALISED = {each.value: each for each in Normalised}
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}")


def row_of_line(line: bytes) -> ClaimRow:
    """The row that a line of NDJSON is. Raises RowRefused."""
    if len(line) > ROW_MAX:
        raise RowRefused("too-large", f"the row is larger than {ROW_MAX:,} bytes")
    found = _decoded(line)
    if not isinstance(found, dict):
        raise RowRefused("wrong-type", "a row must be an object")
    return row_of_document(found)


def _decoded(line: bytes) -> object:
    try:
        return orjson.loads(line)
    except ValueError:  # also of what is JSON, if an odd one: UTF-16, half of a surrogate pair, 1e400
        pass
    try:
        return _DECODER.decode(line.decode(json.detect_encoding(line), "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise RowRefused("invalid-json", f"the row is not JSON in UTF-8: {error}") from error


def row_of_document(found: Mapping[str, Any]) -> ClaimRow:
    """The row that an object is. Raises RowRefused."""
    if not _KNOWN.issuperset(found):
        unknown = min(found.keys() - _KNOWN)
        raise RowRefused("unknown-member", f"there is no member {unknown[:80]!r} in a row")
    said = {name: found.get(name) for name in _TAKEN}
    digest = hashlib.sha256(_canonical(said)).hexdigest()
    name = fields.text(found.get("id"), "id", longest=200)
    given, sites = fields.members(found.get("verdicts"), "verdicts"), _sites(found.get("positions"))
    verdicts = [_verdict(fields.thing(one, "verdicts"), sites) for one in given]
    return ClaimRow(
        key=f"id:{name}" if name else f"sha256:{digest}",
        digest=digest,
        text=fields.text(found.get("text"), "text", needed=True),
        language=fields.language(found.get("language"), "language"),
        claimant=_claimant(found.get("claimant")),
        topics=tuple(dict.fromkeys(map(_topic, fields.members(found.get("topics"), "topics")))),
        sightings=_sightings(found),
        verdicts=tuple([one for one in verdicts if one]),
    )


def _canonical(said: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # it has what orjson does not write, and nothing else does
        return _CANONICAL.encode(said).encode()


def _claimant(value: object) -> ClaimantRow | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return ClaimantRow(name=fields.text(value, "claimant", longest=300))
    given = fields.thing(value, "claimant")
    kind = fields.text(given.get("kind"), "claimant.kind") or "person"
    name = fields.text(given.get("name"), "claimant.name", longest=300, needed=True)
    return ClaimantRow(name=name, organisation=kind != "person")


def _topic(value: object) -> tuple[str, str]:
    given = {"slug": value} if isinstance(value, str) else fields.thing(value, "topics")
    slug = fields.text(given.get("slug"), "topics.slug", needed=True)
    if not _SLUG.fullmatch(slug):
        raise RowRefused("not-a-slug", "the slug of a topic has letters, digits, - and _ only")
    return slug, fields.text(given.get("name"), "topics.name", longest=200) or slug


def _sightings(found: Mapping[str, Any]) -> tuple[SightingRow, ...]:
    """What a document says was read by its registry is here, too, only reported."""
    rows: dict[SightingRow, None] = {}
    plain = []
    for one in fields.members(found.get("appearances"), "appearances"):
        if isinstance(one, str):
            plain.append(fields.url(one, "appearances"))
        else:
            rows[_appearance(fields.thing(one, "appearances"))] = None
    if plain:
        rows[SightingRow(urls=tuple(dict.fromkeys(plain)))] = None
    for one in fields.members(found.get("sightings"), "sightings"):
        rows[_sighting(fields.thing(one, "sightings"))] = None
    return tuple(rows)


def _appearance(given: Mapping[str, Any]) -> SightingRow:
    article = fields.thing(given.get("article") or {}, "appearances.article")
    said_on = fields.thing(given.get("said_on") or {}, "appearances.said_on")
    where = fields.text(article.get("url"), "appearances.article.url", longest=fields.URL_MAX)
    return _said(given, "appearances")._replace(
        said_on=fields.day(said_on.get("date"), "appearances.said_on.date"),
        said_on_precision=fields.precision(said_on.get("precision"), "appearances.said_on.precision"),
        first_url=where if where.startswith("http") else "",
    )


def _sighting(given: Mapping[str, Any]) -> SightingRow:
    return _said(given, "sightings")._replace(
        organisation=fields.flag(given.get("organisation"), "sightings.organisation"),
        same_as=fields.urls(given.get("same_as"), "sightings.same_as"),
        said_on=fields.day(given.get("said_on"), "sightings.said_on"),
        said_on_precision=fields.precision(given.get("said_on_precision"), "sightings.said_on_precision"),
        first_url=fields.url(given.get("first_url"), "sightings.first_url"),
        urls=fields.urls(given.get("urls"), "sightings.urls"),
    )


def _said(given: Mapping[str, Any], at: str) -> SightingRow:
    """In which words, by whom, through whom and to whom, which both tell alike."""
    return SightingRow(
        sentence=fields.text(given.get("sentence"), f"{at}.sentence", verbatim=True),
        quote=fields.flag(given.get("quote"), f"{at}.quote"),
        claimant=fields.text(given.get("claimant"), f"{at}.claimant", longest=fields.NAME_MAX),
        role=fields.text(given.get("role"), f"{at}.role", longest=fields.NAME_MAX),
        via=fields.names(given.get("via"), f"{at}.via"),
        addressee=fields.text(given.get("addressee"), f"{at}.addressee", longest=fields.NAME_MAX),
    )


def _sites(positions: object) -> dict[str, str]:
    """The host names of publishers by their ids where the document is from: its verdicts tell but names.

    Nothing else is taken from there, and nothing refused.
    """
    given = positions if isinstance(positions, list) else []
    publishers = [one.get("publisher") for one in given if isinstance(one, dict)]
    told = [(one.get("id"), one.get("domain")) for one in publishers if isinstance(one, dict)]
    return {own: site for own, site in told if isinstance(own, str) and isinstance(site, str)}


def _verdict(given: Mapping[str, Any], sites: Mapping[str, str]) -> VerdictRow | None:
    """None for a retracted one: what no longer stands is not taken over."""
    if given.get("kind") == Kind.RETRACTION:
        return None
    name, site = _publisher(given.get("publisher"), sites)
    rating = given.get("rating")
    rating = {"label": rating} if isinstance(rating, str) else fields.thing(rating or {}, "verdicts.rating")
    review_url = fields.url(given.get("review_url"), "verdicts.review_url")
    return VerdictRow(
        judged=Judged(
            name,
            fields.text(rating.get("label"), "verdicts.rating.label", longest=200, needed=True),
            site or (urlsplit(review_url).hostname or "").removeprefix("www."),
            *_scale(rating),
            _normalised(rating.get("normalised")),
        ),
        original_label=fields.text(given.get("original_label"), "verdicts.original_label", longest=200),
        summary=fields.text(given.get("summary"), "verdicts.summary"),
        explanation=fields.text(given.get("explanation"), "verdicts.explanation"),
        language=fields.language(given.get("language"), "verdicts.language"),
        review_url=review_url,
        effective_at=fields.moment(given.get("effective_at"), "verdicts.effective_at"),
    )


def _publisher(value: object, sites: Mapping[str, str]) -> tuple[str, str]:
    given = {"name": value} if isinstance(value, str) else fields.thing(value, "verdicts.publisher")
    name = fields.text(given.get("name"), "verdicts.publisher.name", longest=300, needed=True)
    own = given.get("id")
    site = given.get("domain") or (sites.get(own) if isinstance(own, str) else None)
    return name, fields.text(site, "verdicts.publisher.domain", longest=253).lower()


def _scale(rating: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    value = fields.number(rating.get("value"), "verdicts.rating.value")
    worst = fields.number(rating.get("worst"), "verdicts.rating.worst")
    best = fields.number(rating.get("best"), "verdicts.rating.best")
    if value is None:
        return None, None, None
    if worst is None or best is None:
        raise RowRefused("no-scale", "verdicts.rating has a value, but not both worst and best")
    if not min(worst, best) <= value <= max(worst, best):
        raise RowRefused("out-of-range", f"verdicts.rating.value must lie from {worst:f} to {best:f}")
    return value, worst, best


def _normalised(value: object) -> Normalised | None:
    given = fields.text(value, "verdicts.rating.normalised")
    if given and given not in _NORMALISED:
        known = ", ".join(Normalised)
        raise RowRefused("not-normalised", f"verdicts.rating.normalised must be one of {known}")
    return _NORMALISED.get(given)
