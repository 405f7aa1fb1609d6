from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest import feed_items
from ingest.feed_items import Item, NotAFeed, read_feed, read_sitemap

_URL = "https://outlet.example/feed"
_RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet</title>
<item><title>Old</title><link>https://outlet.example/1</link>
<pubDate>Mon, 02 Mar 2026 10:00:00 +0200</pubDate></item>
<item><title>New</title><link>/2?a=1&amp;b=2</link><pubDate>Tue, 03 Mar 2026 08:00:00 GMT</pubDate></item>
<item><title>Undated</title><link>https://outlet.example/3</link></item>
<item><title>Without an address</title></item>
<item><title>Old again</title><link>https://outlet.example/1</link></item>
</channel></rss>"""
_ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Outlet</title>
<entry><title>One</title><id>urn:1</id><link rel="alternate" href="https://outlet.example/1"/>
<published>2026-03-01T09:00:00Z</published><updated>2026-03-04T09:00:00+01:00</updated></entry></feed>"""
_SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://outlet.example/1 </loc><lastmod>2026-03-01</lastmod></url>
<url><loc>https://outlet.example/2</loc>
<news:news><news:publication_date>2026-03-02T10:00:00+02:00</news:publication_date></news:news></url>
<url><loc>https://outlet.example/3</loc><lastmod>soon</lastmod></url>
<url><lastmod>2026-03-01</lastmod></url></urlset>"""
_INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://outlet.example/a.xml</loc><lastmod>2026-01-01</lastmod></sitemap>
<sitemap><loc>https://outlet.example/b.xml</loc><lastmod>2026-02-01</lastmod></sitemap></sitemapindex>"""


def test_rss_is_read_newest_first_each_address_once() -> None:
    found = read_feed(_RSS, url=_URL)
    assert [item.url for item in found.items] == [
        "https://outlet.example/2?a=1&b=2",
        "https://outlet.example/1",
        "https://outlet.example/3",
    ]
    assert found.items[1] == Item(
        url="https://outlet.example/1", published_at=datetime(2026, 3, 2, 8, tzinfo=UTC)
    )
    assert found.items[2].published_at is None


def test_atom_says_when_it_was_published_and_when_changed() -> None:
    (item,) = read_feed(_ATOM, url=_URL, content_type="application/atom+xml").items
    assert (item.url, item.published_at, item.changed_at) == (
        "https://outlet.example/1",
        datetime(2026, 3, 1, 9, tzinfo=UTC),
        datetime(2026, 3, 4, 8, tzinfo=UTC),
    )


def test_a_sitemap_is_read_with_its_dates() -> None:
    found = read_sitemap(_SITEMAP, url=_URL)
    assert [item.url[-1] for item in found.items] == ["2", "1", "3"]
    assert found.items[0].published_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert (found.items[1].published_at, found.items[1].changed_at) == (
        None,
        datetime(2026, 3, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+05:00", "1994-12-31"])
def test_a_date_that_no_article_can_have_is_none(moment: str) -> None:
    sitemap = _SITEMAP.replace(b"2026-03-02T10:00:00+02:00", moment.encode())
    listed = {item.url: item for item in read_sitemap(sitemap, url=_URL).items}
    assert listed["https://outlet.example/2"].published_at is None
    atom = _ATOM.replace(b"2026-03-01T09:00:00Z", moment.encode())
    (item,) = read_feed(atom, url=_URL, content_type="application/atom+xml").items
    assert item.published_at is None


@pytest.mark.parametrize("address", ["https://[oops/x", " ", "http://[::1:80/"])
def test_an_address_that_is_none_is_left_out_and_no_other(address: str) -> None:
    broken = address.encode()
    assert len(read_sitemap(_SITEMAP.replace(b"https://outlet.example/2", broken), url=_URL).items) == 2
    assert len(read_feed(_RSS.replace(b"https://outlet.example/3", broken), url=_URL).items) == 2
    index = read_sitemap(_INDEX.replace(b"https://outlet.example/a.xml", broken), url=_URL)
    assert [each.url[-5:] for each in index.sitemaps] == ["b.xml"]


def test_an_index_names_its_sitemaps_newest_first() -> None:
    found = read_sitemap(_INDEX, url=_URL)
    assert [each.url[-5:] for each in found.sitemaps] == ["b.xml", "a.xml"]
    assert not found.items


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>Sign in</body></html>", b"{}", b"\x00\xff", b"<urlset", b"<a/>"]
)
def test_what_is_no_feed_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(NotAFeed, match="holds no"):
        read_feed(body, url=_URL)
    if b"urlset" not in body:
        with pytest.raises(NotAFeed, match="holds no sitemap"):
            read_sitemap(body, url=_URL)


_MANY = range(30_000)
_COSTLY = {
    "nested": b"<a>" * 330_000,
    "attributes": b"<item %s/>" % b" ".join(b'attribute%d="of one tag"' % n for n in _MANY),
    "categories": b"<item>%s</item>" % b"".join(b"<category>of one item %d</category>" % n for n in _MANY),
}


@pytest.mark.parametrize("inside", _COSTLY.values(), ids=_COSTLY)
def test_a_feed_made_to_cost_much_is_left_unread(monkeypatch: pytest.MonkeyPatch, inside: bytes) -> None:
    monkeypatch.setattr(feed_items, "MAX_CPU_SECONDS", 1)
    began = time.process_time()
    with pytest.raises(NotAFeed, match="more than 1 s of CPU time"):
        read_feed(b'<rss version="2.0"><channel>%s</channel></rss>' % inside, url=_URL)
    assert time.process_time() - began < 3
    assert len(read_feed(_RSS, url=_URL).items) == 3


def test_a_body_that_reads_like_a_path_opens_no_file(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(_RSS)
    with pytest.raises(NotAFeed, match="holds no"):
        read_feed(bytes(file), url=_URL)


def test_entities_are_neither_fetched_nor_multiplied() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 1000 + b'">'
    for name, before in zip("bcdefgh", "abcdefg", strict=True):
        bomb += f'<!ENTITY {name} "{f"&{before};" * 10}">'.encode()
    bomb += b"]><urlset><url><loc>https://outlet.example/&h;</loc></url></urlset>"
    outside = (
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><urlset><url><loc>&a;</loc></url></urlset>'
    )
    for body in (bomb, outside):
        try:
            found = read_sitemap(body, url=_URL)
        except NotAFeed:
            continue
        assert all(len(item.url) < 2000 and "etc" not in item.url for item in found.items)
