"""What a feed lists: RSS and Atom as feedparser reads them, sitemaps by their one schema. Pure."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser
from lxml import etree

from ingest.cpu_time import CpuTimeExceeded, cpu_time_limit
from ingest.publication_date import is_credible, parse_published

MAX_CPU_SECONDS = 20
"""Of reading an RSS or Atom feed: feedparser's cost grows quadratically with markup made for that."""
_LOC = "{*}loc"
_PUBLISHED, _CHANGED = "{*}news/{*}publication_date", "{*}lastmod"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class NotAFeed(ValueError):
    """The body is no feed of that kind, or takes too long to read; the message says what is wrong."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """An address that a feed lists, when it was published, and when it last changed, where the feed says."""

    url: str
    published_at: datetime | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What a feed lists, the newest first; `sitemaps` are further ones that an index of sitemaps names."""

    items: tuple[Item, ...] = ()
    sitemaps: tuple[Item, ...] = ()


def read_feed(body: bytes, *, url: str, content_type: str = "") -> Listing:
    """What an RSS or Atom feed lists. For the main thread, as `cpu_time_limit` is. Raises NotAFeed."""
    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    file = BytesIO(body)  # Bytes might be the path of a file here, which feedparser would open.
    try:
        with cpu_time_limit(MAX_CPU_SECONDS):
            found = feedparser.parse(
                file, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
    except CpuTimeExceeded as error:
        raise NotAFeed(f"Reading the feed takes more than {MAX_CPU_SECONDS} s of CPU time.") from error
    if not found.get("version") and not found.entries:
        reason = found.get("bozo_exception", "it has no entries")
        raise NotAFeed(f"The address holds no RSS or Atom feed: {reason}.")
    return Listing(items=_newest_first(_entry(entry, url) for entry in found.entries))


def read_sitemap(body: bytes, *, url: str) -> Listing:
    """What a sitemap, or an index of sitemaps, lists. Raises NotAFeed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise NotAFeed(f"The address holds no sitemap: {error}.") from error
    name = etree.QName(root).localname if root is not None else ""
    if name == "sitemapindex":
        return Listing(sitemaps=_newest_first(_locations(root.iterchildren("{*}sitemap"), url)))
    if name != "urlset":
        raise NotAFeed(f"The address holds no sitemap: its outermost element is {name or 'missing'}.")
    return Listing(items=_newest_first(_locations(root.iterchildren("{*}url"), url)))


def _entry(entry: Any, base: str) -> Item | None:
    # By membership, since feedparser gives the one for the other where an entry has only that.
    published, changed = (
        _instant(entry[name]) if name in entry.keys() else None  # noqa: SIM118 - its `in` does so as well
        for name in ("published_parsed", "updated_parsed")
    )
    return _item(base, entry.get("link", ""), published, changed)


def _item(base: str, address: str, published: datetime | None, changed: datetime | None) -> Item | None:
    """None where there is no address, or one that is none ('https://[oops')."""
    try:
        url = urljoin(base, address.strip()) if address.strip() else ""
    except ValueError:
        return None
    return Item(url=url, published_at=published, changed_at=changed) if url else None


def _instant(parsed: Any) -> datetime | None:
    try:
        found = datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError):
        return None
    return found if found and is_credible(found) else None


def _locations(elements: Iterable[Any], base: str) -> Iterable[Item | None]:
    for element in elements:
        published, changed = (_moment(element.findtext(path) or "") for path in (_PUBLISHED, _CHANGED))
        yield _item(base, element.findtext(_LOC) or "", published, changed)


def _moment(text: str) -> datetime | None:
    found = parse_published(text)
    return found.at.astimezone(UTC) if found else None


def _newest_first(items: Iterable[Item | None]) -> tuple[Item, ...]:
    """Each address once; what has no date last."""
    once: dict[str, Item] = {}
    for item in items:
        if item is not None:
            once.setdefault(item.url, item)
    return tuple(sorted(once.values(), key=_age, reverse=True))


def _age(item: Item) -> datetime:
    return item.changed_at or item.published_at or _LONG_AGO
