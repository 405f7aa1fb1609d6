"""Fetching an article from its address, as a well-behaved visitor.

robots.txt is asked first, a host is left in peace between two requests, and a page we know is asked for
only if it has changed.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, Unpack
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.cache import cache

from common.outbound import OutboundError, RequestOptions, Resolver, Response, send
from common.outbound_headers import retry_after
from ingest.media import UnreadableBody, decoded, is_html
from ingest.robots import MAX_BYTES as ROBOTS_MAX_BYTES
from ingest.robots import Robots, parse_robots

CRAWLER = "ClaimRegistry"
"""The name that robots.txt files know us by."""
DEADLINE = 30.0
MAX_BYTES = 10 * 1024 * 1024
MAX_REDIRECTS = 5
ROBOTS_DEADLINE = 10.0
ROBOTS_KEPT = 24 * 3600
DELAY, LONGEST_DELAY = 1.0, 30.0
"""Seconds between two requests to a host: unless its robots.txt asks for more, and at most."""
PATIENCE = 5.0
"""Seconds that a fetch waits for its turn at a host before it gives way."""

_TRY_LATER = frozenset({408, 425, 429}) | frozenset(range(500, 600))
_ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.5"
_SENDABLE = re.compile(r"[\x20-\x7e]{1,300}")


class FetchFailed(Exception):
    """The page did not arrive; the message says why and what can be done.

    `retryable`: whether it may arrive later; `retry_after`: not before so many seconds, where the host said.
    """

    retryable = False

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class FetchPostponed(FetchFailed):
    """The host cannot or will not answer now; the same request may succeed later."""

    retryable = True


class NotOurTurn(FetchPostponed):
    """Others of ours are at that host; nothing was asked of it."""


class FetchRefused(FetchFailed):
    """The address leads to nothing that can be read; asking again would not help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page as it arrived.

    `url`: after redirects; `media_type`: its Content-Type; `text`: the body's characters; `etag` and
    `last_modified`: what to ask with next time, or ''.
    """

    url: str
    media_type: str
    body: bytes
    text: str
    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True)
class NotModified:
    """The page is as it was when the given etag or last_modified was seen."""


class Store(Protocol):
    """Where turns and robots.txt files are remembered, shared by all workers; Django's cache is one."""

    def add(self, key: str, value: str, timeout: int) -> bool:
        """Set the key for `timeout` seconds unless it is set; whether it was set now."""

    def get(self, key: str) -> str | None:
        """What the key holds."""

    def set(self, key: str, value: str, timeout: int) -> None:
        """Set the key for `timeout` seconds."""


class Politeness:
    """Lets one request at a time through to a host, with a pause before the next."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._store = store
        self._clock = clock
        self._sleep = sleep

    def take_turn(self, host: str, delay: float) -> None:
        """Wait until the host has been left alone for `delay` seconds; after PATIENCE, FetchPostponed."""
        give_up = self._clock() + PATIENCE
        while not self._store.add(f"fetch-turn:{host}", "taken", math.ceil(delay)):
            if self._clock() >= give_up:
                raise NotOurTurn(
                    f"Others are fetching from {host}; it is this page's turn later.", retry_after=delay
                )
            self._sleep(0.1)


def delay_for(robots: Robots) -> float:
    """Seconds to leave between two requests to a host with these rules."""
    return min(max(robots.delay or 0.0, DELAY), LONGEST_DELAY)


class Fetcher:
    """Fetches pages with one identity and one memory of turns and robots.txt files."""

    def __init__(
        self,
        *,
        store: Store,
        allow: Sequence[str] = (),
        user_agent: str = CRAWLER,
        max_bytes: int = MAX_BYTES,
        politeness: Politeness | None = None,
        resolver: Resolver | None = None,
    ) -> None:
        self._store = store
        self._allow = allow
        self._user_agent = user_agent
        self._max_bytes = max_bytes
        self._politeness = politeness or Politeness(store)
        self._resolver = resolver

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched | NotModified:
        """Fetch one page. Raises FetchPostponed or FetchRefused."""
        robots = self._check_robots(url)
        self._politeness.take_turn(urlsplit(url).netloc, delay_for(robots))
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        asked = {name: value for name, value in known.items() if _SENDABLE.fullmatch(value)}
        headers = {"Accept": _ACCEPT} | asked
        response = self._send(url, headers=headers, deadline=DEADLINE, max_bytes=self._max_bytes)
        if response.status == 304 and asked:
            return NotModified()
        _check_status(response)
        if response.url != url:
            self._check_robots(response.url)
        return _fetched(response)

    def _check_robots(self, url: str) -> Robots:
        robots = self._robots_of(url)
        if not robots.allows(url):
            raise FetchRefused(
                "The site's robots.txt asks not to fetch this page. Paste the article's text instead."
            )
        return robots

    def _robots_of(self, url: str) -> Robots:
        address = urljoin(url, "/robots.txt")
        key = f"robots:{address}"
        text = self._store.get(key)
        if text is None:
            text = self._fetch_robots(address)
            self._store.set(key, text, ROBOTS_KEPT)
        return parse_robots(text, CRAWLER)

    def _fetch_robots(self, address: str) -> str:
        """The file's text; empty where the site has none (any 4xx but 429), which forbids nothing."""
        response = self._send(address, deadline=ROBOTS_DEADLINE, max_bytes=ROBOTS_MAX_BYTES, truncate=True)
        if response.status in _TRY_LATER:
            raise FetchPostponed(
                f"The site's robots.txt cannot be read now (status {response.status}).",
                retry_after=retry_after(response.headers),
            )
        return response.body.decode("utf-8", "replace") if 200 <= response.status < 300 else ""

    def _send(self, url: str, **options: Unpack[RequestOptions]) -> Response:
        options["follow_redirects"] = MAX_REDIRECTS
        try:
            return send(
                "GET", url, allow=self._allow, user_agent=self._user_agent, resolver=self._resolver, **options
            )
        except OutboundError as error:
            raise (FetchPostponed if error.retryable else FetchRefused)(str(error)) from error


def fetch_page(url: str, *, etag: str = "", last_modified: str = "") -> Fetched | NotModified:
    """Fetch an article's page as the settings say (allowed networks, identity, size).

    `etag` and `last_modified`: of the version we have, if any. Raises FetchPostponed (later, perhaps) or
    FetchRefused (never), both FetchFailed.
    """
    fetcher = Fetcher(
        store=cache,
        allow=settings.OUTBOUND_ALLOW,
        user_agent=f"{CRAWLER}/{settings.VERSION} (+{settings.PUBLIC_URL})",
        max_bytes=settings.ARTICLE_MAX_BYTES,
    )
    return fetcher.fetch(url, etag=etag, last_modified=last_modified)


def _check_status(response: Response) -> None:
    status = response.status
    if status in _TRY_LATER:
        raise FetchPostponed(
            f"The site answered {status}; it may answer later.", retry_after=retry_after(response.headers)
        )
    if status in (404, 410):
        raise FetchRefused(f"There is no page at this address (status {status}).")
    if status != 200:
        raise FetchRefused(
            f"The site does not show the page to us (status {status}). Paste the article's text instead."
        )
    if not response.body.strip():
        raise FetchRefused("The page is empty. Paste the article's text instead.")


def _fetched(response: Response) -> Fetched:
    media_type = response.headers.get("content-type", "")
    try:
        is_html(media_type)
    except UnreadableBody as error:
        raise FetchRefused(str(error)) from error
    return Fetched(
        url=response.url,
        media_type=media_type,
        body=response.body,
        text=decoded(response.body, media_type),
        etag=kept_header(response.headers.get("etag", "")),
        last_modified=kept_header(response.headers.get("last-modified", "")[:100]),
    )


def kept_header(value: str) -> str:
    """The value of a header, if it can be sent back some day; else ''."""
    return value if _SENDABLE.fullmatch(value) else ""
