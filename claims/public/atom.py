"""Verdict changes as an Atom feed: RFC 4287, with the links of RFC 5005. No queries of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.models import Verdict
from claims.public.addresses import claim_url, public_url, web_address
from claims.rules import Kind
from common.directions import isolated

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
_XML = "http://www.w3.org/XML/1998/namespace"
_KINDS = {
    Kind.INITIAL: "Verdict",
    Kind.UPDATE: "Update",
    Kind.CORRECTION: "Correction",
    Kind.RETRACTION: "Retracted",
}
_TITLE_LENGTH = 200
# What XML 1.0 cannot hold, not even escaped.
_UNSENDABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

ET.register_namespace("", ATOM)
ET.register_namespace("fh", HISTORY)


def feed_bytes(rows: Iterable[Verdict], *, identity: str, links: dict[str, str], archive: bool) -> bytes:
    """The document; `identity` is the feed's id, `links` lead from a relation to an address."""
    entries = list(rows)
    feed = Element(f"{{{ATOM}}}feed", {f"{{{_XML}}}lang": "en"})
    _text(feed, "id", identity)
    _text(feed, "title", "Verdicts on claims")
    _text(feed, "subtitle", "Every verdict as it is published, updated, corrected or retracted.")
    _text(feed, "updated", _moment(max((row.recorded_at for row in entries), default=_LONG_AGO)))
    _text(feed, "generator", "Claim registry")
    if archive:
        SubElement(feed, f"{{{HISTORY}}}archive")
    for relation, address in links.items():
        _link(feed, relation, address, "text/html" if relation == "alternate" else "application/atom+xml")
    for row in entries:
        feed.append(_entry(row))
    document: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def _entry(row: Verdict) -> Element:
    entry = Element(f"{{{ATOM}}}entry")
    if row.language:
        entry.set(f"{{{_XML}}}lang", row.language)
    _text(entry, "id", row.id.urn)
    _text(entry, "title", _title(row))
    for name in ("published", "updated"):
        _text(entry, name, _moment(row.recorded_at))
    author = SubElement(entry, f"{{{ATOM}}}author")
    _text(author, "name", row.publisher_name)
    if row.publisher.domain:
        _text(author, "uri", f"https://{row.publisher.domain}/")
    _link(entry, "alternate", f"{claim_url(row.claim_id)}#verdict-{row.id}", "text/html")
    _link(entry, "related", public_url(f"/api/v1/verdicts/{row.id}"), "application/json")
    if web_address(row.review_url):
        _link(entry, "via", row.review_url, "text/html")
    _category(entry, "kind", row.kind)
    if row.rating:
        _category(entry, "normalised", row.rating.normalised)
    _text(entry, "content", _content(row)).set("type", "html")
    return entry


def _title(row: Verdict) -> str:
    claim = row.claim_text if len(row.claim_text) <= _TITLE_LENGTH else f"{row.claim_text[:_TITLE_LENGTH]}…"
    held = f": {isolated(label)}" if (label := _label(row)) else ""
    return f"{_KINDS[Kind(row.kind)]}{held} – “{isolated(claim)}”"


def _label(row: Verdict) -> str:
    return row.original_label or (row.rating.label if row.rating else "")


def _content(row: Verdict) -> SafeString:
    label = _label(row)
    told = [
        ("Claim", row.claim_text),
        (_KINDS[Kind(row.kind)], label or "nothing is held of the claim any more"),
        ("Summary", row.summary),
        ("Why it changed", row.reason),
        ("Correction", row.note),
    ]
    rows = ((name, text) for name, text in told if text)
    return format_html("{}", format_html_join("", "<p><b>{}:</b> <bdi>{}</bdi></p>", rows))


def _category(entry: Element, scheme: str, term: str) -> None:
    address = public_url(f"/feeds/verdicts.atom#{scheme}")
    SubElement(
        entry, f"{{{ATOM}}}category", {"scheme": address, "term": term, "label": term.replace("_", " ")}
    )


def _link(parent: Element, relation: str, address: str, media_type: str) -> None:
    attributes = {"rel": relation, "type": media_type, "href": _sendable(address)}
    SubElement(parent, f"{{{ATOM}}}link", attributes)


def _text(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = _sendable(text)
    return child


def _sendable(text: str) -> str:
    return _UNSENDABLE.sub("\ufffd", text)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
