"""Following feeds: fetch, read, and hand in what is new. Killed at any moment, the next poll does the rest.

What a feed lists and is known already is left alone; articles are looked at anew by whoever submits them.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from claims.import_selectors import import_of_feed_failed
from claims.models import ImportJob
from claims.services.imports import import_receive
from common.errors import Invalid, RegistryError
from common.outbound import OutboundError, Response, send
from common.outbound_headers import retry_after
from ingest.canonical import NotAnAddress, canonical_url
from ingest.feed_items import Item, Listing, NotAFeed, read_feed, read_sitemap
from ingest.fetching import CRAWLER, kept_header
from ingest.publication_date import AHEAD
from ingest.services import article_submit
from sources.models import Feed
from sources.selectors import articles_known, feeds_due
from sources.services.feeds import feed_failed, feed_lease, feed_polled, feeds_wake

logger = logging.getLogger(__name__)

MOST_NEW = 200
"""How many new articles one poll takes in, the newest; the next poll takes the next."""
MOST_SITEMAPS = 5
"""How many sitemaps of an index are read in one poll, the newest."""
MAX_BYTES = 10 * 1024 * 1024
DEADLINE = 30.0
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/ld+json, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
)
_GONE = 410


class _PollFailed(Exception):
    def __init__(self, reason: str, *, wait: float = 0.0, for_good: bool = False) -> None:
        super().__init__(reason)
        self.wait = wait
        self.for_good = for_good


def sweep() -> None:
    """Wake a worker for every feed that is due."""
    feeds_wake(feed_ids=feeds_due())


def poll(feed_id: UUID) -> None:
    """Poll one feed, if it is due and nobody else does."""
    feed = feed_lease(feed_id=feed_id)
    if feed is None:
        return
    try:
        _poll(feed)
    except _PollFailed as failure:
        wait = timedelta(seconds=failure.wait)
        feed_failed(polled=feed, reason=str(failure), at_least=wait, for_good=failure.for_good)
    except Exception as error:
        # Somebody else's document may break a reader in any way; the other feeds must not suffer.
        logger.exception("feed %s: its poll broke", feed.id)
        feed_failed(polled=feed, reason=f"{type(error).__name__}: {error}.")


def _poll(feed: Feed) -> None:
    # What could not be taken in is fetched again, though it is the same.
    known = {} if import_of_feed_failed(feed.id) else {n: getattr(feed, n) for n in _HEADERS}
    answer = _fetch(feed.url, **known)
    if answer.status == 304:
        feed_polled(polled=feed, etag=feed.etag, last_modified=feed.last_modified)
        return
    is_reviews = feed.kind == Feed.Kind.CLAIMREVIEW
    is_done = _import(feed, answer) if is_reviews else _follow(feed, _read(feed.kind, answer))
    # With something left to take, the feed must not answer that nothing is new.
    known = {name: kept_header(answer.headers.get(header, "")) for name, header in _HEADERS.items()}
    feed_polled(polled=feed, **(known if is_done else {}))


_HEADERS = {"etag": "etag", "last_modified": "last-modified"}


def _follow(feed: Feed, listing: Listing) -> bool:
    """Submit what the feed lists, of an index what its newest sitemaps do; whether there is no more."""
    if not listing.sitemaps:
        return _take_in(feed, listing.items)
    parts = [_read(feed.kind, _fetch(each.url)).items for each in listing.sitemaps[:MOST_SITEMAPS]]
    _take_in(feed, tuple(item for part in parts for item in part))
    return False  # An index may stay as it is, whatever its sitemaps come to list.


def _take_in(feed: Feed, items: tuple[Item, ...]) -> bool:
    """Submit what is not known yet; whether that was all of it."""
    by_address = {address: item for item in items if (address := _canonical(item.url))}
    known = articles_known(by_address)
    new = [(address, item) for address, item in by_address.items() if address not in known]
    taken = 0
    for address, item in new:
        if taken == MOST_NEW:
            return False
        try:
            article_submit(url=address, published_at=_published(item), source=feed.source)
            taken += 1
        except Invalid as refusal:
            # It is new at each poll, and must not stand in the way of those behind it.
            logger.info("feed %s lists %s, which is not taken in: %s", feed.id, address, refusal)
    return True


def _published(item: Item) -> datetime | None:
    """When the feed says so; a date years ahead is a slip, and the page may know better."""
    said = item.published_at
    return said if said and said <= timezone.now() + AHEAD else None


def _import(feed: Feed, answer: Response) -> bool:
    """Queue an import of the reviews, which finds out itself what is new."""
    if feed.owner is None:
        raise _PollFailed("Nobody imports its reviews: delete the feed and follow it anew.")
    try:
        import_receive(
            owner=feed.owner,
            format=ImportJob.Format.CLAIMREVIEW,
            body=[answer.body],
            url=answer.url,
            feed=feed,
        )
    except RegistryError as refusal:
        raise _PollFailed(f"Its reviews are not imported: {refusal.detail}.") from refusal
    return True


def _canonical(url: str) -> str | None:
    try:
        return canonical_url(url)
    except NotAnAddress:
        return None


def _read(kind: str, answer: Response) -> Listing:
    try:
        if kind == Feed.Kind.SITEMAP:
            return read_sitemap(answer.body, url=answer.url)
        return read_feed(answer.body, url=answer.url, content_type=answer.headers.get("content-type", ""))
    except NotAFeed as error:
        raise _PollFailed(str(error)) from error


def _fetch(url: str, *, etag: str = "", last_modified: str = "") -> Response:
    known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    try:
        answer = send(
            "GET",
            url,
            allow=settings.OUTBOUND_ALLOW,
            user_agent=f"{CRAWLER}/{settings.VERSION} (+{settings.PUBLIC_URL})",
            headers={"Accept": _ACCEPT} | {name: value for name, value in known.items() if value},
            deadline=DEADLINE,
            max_bytes=MAX_BYTES,
            follow_redirects=5,
        )
    except OutboundError as error:
        raise _PollFailed(str(error)) from error
    if answer.status == _GONE:
        raise _PollFailed("The feed is gone for good (status 410).", for_good=True)
    if answer.status not in {200, 304}:
        raise _PollFailed(f"The feed answered {answer.status}.", wait=retry_after(answer.headers) or 0.0)
    return answer
