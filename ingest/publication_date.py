"""When a page says it was published, with the precision it says it in. Pure."""

import json
import re
from collections import deque
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple

from lxml import etree

from common.dates import mail_date

Precision = Literal["time", "day"]

EARLIEST_YEAR, LATEST_YEAR = 1995, 2100
AHEAD = timedelta(days=2)
"""By so much an article may be known before its date: under an embargo, or of a day that began elsewhere."""
_JSON_LD_MAX_CHARS = 1_000_000
_ARTICLE_TYPES = ("Article", "Posting", "Report")
_META_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publication_date",
    "dcterms.created", "dcterms.date", "dc.date.issued", "dc.date", "date",
)  # fmt: skip
_BROKEN_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')


class Published(NamedTuple):
    """A moment of publication: `at` is aware; with precision 'day' its time of day means nothing."""

    at: datetime
    precision: Precision


def parse_published(value: str) -> Published | None:
    """Read one written date (ISO 8601 or RFC 2822); None if it is neither or lies outside 1995-2100.

    A time without a zone is kept as written, in UTC, and counts as a day only: the moment is not known.
    """
    value = value.strip()
    try:
        moment: datetime | None = datetime.fromisoformat(value)
    except ValueError:
        moment = mail_date(value)
    if moment is None or not is_credible(moment):
        return None
    if moment.tzinfo is None:
        return Published(moment.replace(tzinfo=UTC), "day")
    return Published(moment, "time")


def is_credible(moment: datetime) -> bool:
    """Whether a page or a feed may have been published then: in 1995-2100, as it is written."""
    return EARLIEST_YEAR <= moment.year < LATEST_YEAR


def published_on(day: str) -> Published | None:
    """A date alone ('2026-11-02') as midnight UTC with the precision 'day'; None if it is no date."""
    try:
        return Published(datetime.combine(date.fromisoformat(day), time(), tzinfo=UTC), "day")
    except ValueError:
        return None


def find_published(tree: etree._Element, *, latest: datetime) -> Published | None:
    """The date the page declares about itself: JSON-LD, then meta elements, then marked `time` elements.

    One after `latest` is passed over for the next.
    """
    for value in (*_json_ld_dates(tree), *_meta_dates(tree), *_time_dates(tree)):
        published = parse_published(value)
        if published is not None and published.at <= latest:
            return published
    return None


def _json_ld_dates(tree: etree._Element) -> Iterator[str]:
    """Dates of article-like nodes first, then of any other node, then what a broken block still shows."""
    others: list[str] = []
    for script in tree.iter("script"):
        text = (script.text or "")[:_JSON_LD_MAX_CHARS]
        if "ld+json" not in script.get("type", "").lower() or "datePublished" not in text:
            continue
        try:
            nodes = list(_nodes(json.loads(text, strict=False)))
        except (ValueError, RecursionError):
            others.extend(_BROKEN_JSON_DATE.findall(text))
            continue
        for node in nodes:
            value = node.get("datePublished")
            if not isinstance(value, str):
                continue
            if any(kind in str(node.get("@type")) for kind in _ARTICLE_TYPES):
                yield value
            else:
                others.append(value)
    yield from others


def _nodes(value: object) -> Iterator[dict[str, object]]:
    pending = deque([value])
    while pending:
        current = pending.popleft()
        if isinstance(current, dict):
            yield current
            pending.extend(current.values())
        elif isinstance(current, list):
            pending.extend(current)


def _meta_dates(tree: etree._Element) -> Iterator[str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        found.setdefault(name, meta.get("content") or "")
    yield from (found[name] for name in _META_NAMES if found.get(name))


def _time_dates(tree: etree._Element) -> Iterator[str]:
    for element in tree.iter("time"):
        if element.get("datetime") and (
            element.get("itemprop") == "datePublished" or "pubdate" in element.attrib
        ):
            yield element.get("datetime", "")
