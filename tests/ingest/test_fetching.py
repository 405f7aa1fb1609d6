"""Fetching pages from a real server: robots.txt, turns, conditional requests, and what is no page."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from django.core.cache import cache
from pytest_django import Settings

from ingest.fetching import (
    Fetched,
    Fetcher,
    FetchFailed,
    FetchPostponed,
    FetchRefused,
    NotModified,
    Politeness,
    delay_for,
    fetch_page,
)
from ingest.robots import Robots
from tests.common.raw_server import RawServer, message, serving

PAGE = b"<html><body><p>The council of Velmar approved the bridge.</p></body></html>"
HTML = "text/html; charset=utf-8"


class MemoryStore:
    """A store of this test's own, with a clock that moves when told to."""

    def __init__(self) -> None:
        self.now = 0.0
        self.kept: dict[str, tuple[str, float]] = {}

    def get(self, key: str) -> str | None:
        value, until = self.kept.get(key, ("", -1.0))
        return value if until > self.now else None

    def set(self, key: str, value: str, timeout: int) -> None:
        self.kept[key] = (value, self.now + timeout)

    def add(self, key: str, value: str, timeout: int) -> bool:
        if self.get(key) is not None:
            return False
        self.set(key, value, timeout)
        return True

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@contextmanager
def site(
    page: bytes | Callable[[bytes], bytes] = b"", *, robots: bytes | None = None
) -> Iterator[tuple[RawServer, Fetcher, MemoryStore]]:
    """A server with a robots.txt (404 unless given) and a page at every other address, and who fetches it."""

    def answer(connection: socket.socket, request: bytes) -> None:
        if request.startswith(b"GET /robots.txt "):
            connection.sendall(robots or message(404))
        else:
            connection.sendall(page(request) if callable(page) else page)

    store = MemoryStore()
    with serving(answer) as server:
        politeness = Politeness(store, clock=lambda: store.now, sleep=store.sleep)
        yield server, Fetcher(store=store, allow=server.allow, politeness=politeness, max_bytes=5000), store


def paths(server: RawServer) -> list[str]:
    return [request.split(b" ")[1].decode() for request in server.requests]


def test_a_page_arrives_with_what_to_ask_with_next_time() -> None:
    answer = message(
        200, PAGE, Content_Type=HTML, ETag='W/"7"', Last_Modified="Mon, 02 Nov 2026 08:00:00 GMT"
    )
    with site(answer) as (server, fetcher, _):
        page = fetcher.fetch(server.url(path="/a"))
    assert page == Fetched(
        url=server.url(path="/a"),
        media_type=HTML,
        body=PAGE,
        text=PAGE.decode(),
        etag='W/"7"',
        last_modified="Mon, 02 Nov 2026 08:00:00 GMT",
    )
    assert paths(server) == ["/robots.txt", "/a"]
    assert b"Accept: text/html" in server.requests[1]
    assert b"If-None-Match" not in server.requests[1]


def test_a_page_that_has_not_changed_is_not_sent_again() -> None:
    def answer(request: bytes) -> bytes:
        known = b'If-None-Match: "7"\r\n' in request and b"If-Modified-Since: Mon, 02 Nov 2026" in request
        return message(304) if known else message(200, PAGE, Content_Type=HTML)

    with site(answer) as (server, fetcher, store):
        found = fetcher.fetch(server.url(), etag='"7"', last_modified="Mon, 02 Nov 2026 08:00:00 GMT")
        assert found == NotModified()
        store.sleep(60)
        assert isinstance(fetcher.fetch(server.url(), etag='"6"\r\nX: y'), Fetched)


def test_not_modified_is_no_answer_to_who_has_nothing() -> None:
    with site(message(304)) as (server, fetcher, _), pytest.raises(FetchRefused, match="status 304"):
        fetcher.fetch(server.url(path="/a"))


@pytest.mark.parametrize(
    ("media_type", "body", "text"),
    [
        (
            "text/html; charset=windows-1251",
            "<p>Рада затвердила міст</p>".encode("cp1251"),
            "<p>Рада затвердила міст</p>",
        ),
        (
            "text/html",
            '<meta charset="iso-8859-2"><p>Rada schválila most ťž'.encode("iso-8859-2"),
            "schválila most ťž",
        ),
        ("application/xhtml+xml", "<p>Rada schválila most".encode(), "schválila"),
        ("text/plain", "Rada schválila most.".encode(), "Rada schválila most."),
        ("text/html", b"\xef\xbb\xbf<p>caf\xc3\xa9", "<p>café"),
        ("text/html; charset=nonsense", "<p>café".encode(), "<p>café"),
    ],
)
def test_a_page_is_read_in_its_own_encoding(media_type: str, body: bytes, text: str) -> None:
    with site(message(200, body, Content_Type=media_type)) as (server, fetcher, _):
        page = fetcher.fetch(server.url())
    assert isinstance(page, Fetched)
    assert text in page.text
    assert page.body == body


def test_a_compressed_page_is_unpacked() -> None:
    packed = message(200, gzip.compress(PAGE), Content_Type=HTML, Content_Encoding="gzip")
    with site(packed) as (server, fetcher, _):
        page = fetcher.fetch(server.url())
    assert isinstance(page, Fetched)
    assert page.body == PAGE


@pytest.mark.parametrize("media_type", ["application/pdf", "image/png", "application/json", "video/mp4", ""])
def test_what_is_no_page_is_refused_by_its_type(media_type: str) -> None:
    page = message(200, PAGE, Content_Type=media_type)
    with site(page) as (server, fetcher, _), pytest.raises(FetchRefused, match="text"):
        fetcher.fetch(server.url())


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_page_that_is_not_there_is_not_asked_for_again(status: int) -> None:
    page = message(status, PAGE, Content_Type=HTML)
    with site(page) as (server, fetcher, _), pytest.raises(FetchRefused, match=str(status)) as failure:
        fetcher.fetch(server.url())
    assert not failure.value.retryable


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_site_that_cannot_answer_now_is_asked_later(status: int) -> None:
    page = message(status, Retry_After="120")
    with site(page) as (server, fetcher, _), pytest.raises(FetchPostponed, match=str(status)) as failure:
        fetcher.fetch(server.url())
    assert failure.value.retryable
    assert failure.value.retry_after == 120


@pytest.mark.parametrize(
    ("value", "at_least", "at_most"),
    [
        (timedelta(hours=1), 3000, 3600),
        (timedelta(hours=-1), 0, 0),
        ("999999999", 86400, 86400),
    ],
    ids=["an hour from now", "an hour ago", "too long"],
)
def test_the_time_to_come_back_is_read_and_limited(
    value: str | timedelta, at_least: float, at_most: float
) -> None:
    if isinstance(value, timedelta):
        value = format_datetime(datetime.now(UTC) + value, usegmt=True)
    with (
        site(message(503, Retry_After=value)) as (server, fetcher, _),
        pytest.raises(FetchPostponed) as failure,
    ):
        fetcher.fetch(server.url())
    assert failure.value.retry_after is not None
    assert at_least <= failure.value.retry_after <= at_most


@pytest.mark.parametrize("value", ["", "soon", "-5"])
def test_a_time_to_come_back_that_is_none_is_left_to_us(value: str) -> None:
    with (
        site(message(503, Retry_After=value)) as (server, fetcher, _),
        pytest.raises(FetchPostponed) as failure,
    ):
        fetcher.fetch(server.url())
    assert failure.value.retry_after is None


@pytest.mark.parametrize("body", [b"", b" \r\n "])
def test_an_empty_page_is_refused(body: bytes) -> None:
    with (
        site(message(200, body, Content_Type=HTML)) as (server, fetcher, _),
        pytest.raises(FetchRefused, match="empty"),
    ):
        fetcher.fetch(server.url())


def test_a_page_larger_than_the_limit_is_refused() -> None:
    page = message(200, b"x" * 5001, Content_Type=HTML)
    with site(page) as (server, fetcher, _), pytest.raises(FetchRefused, match="5,000"):
        fetcher.fetch(server.url())


def test_an_address_that_may_not_be_reached_is_refused_for_good() -> None:
    with pytest.raises(FetchRefused, match="public"):
        Fetcher(store=MemoryStore()).fetch("http://127.0.0.1/")


def test_a_server_that_is_gone_is_asked_later() -> None:
    with site() as (server, fetcher, _):
        gone = server.url()
    with pytest.raises(FetchPostponed):
        fetcher.fetch(gone)


def test_a_page_that_robots_txt_forbids_is_not_fetched() -> None:
    robots = message(200, b"User-agent: ClaimRegistry\nDisallow: /private\n")
    with site(message(200, PAGE, Content_Type=HTML), robots=robots) as (server, fetcher, store):
        with pytest.raises(FetchRefused, match=r"robots\.txt"):
            fetcher.fetch(server.url(path="/private/a"))
        assert paths(server) == ["/robots.txt"]
        fetcher.fetch(server.url(path="/a"))
        assert paths(server) == ["/robots.txt", "/a"]
        store.sleep(24 * 3600)
        fetcher.fetch(server.url(path="/a"))
        assert paths(server) == ["/robots.txt", "/a", "/robots.txt", "/a"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_robots_txt_forbids_nothing(status: int) -> None:
    page = message(200, PAGE, Content_Type=HTML)
    with site(page, robots=message(status, b"User-agent: *\nDisallow: /\n")) as (server, fetcher, _):
        assert isinstance(fetcher.fetch(server.url()), Fetched)


@pytest.mark.parametrize(
    "robots", [message(500), message(503, Retry_After="9"), message(429), b"gibberish\r\n\r\n"]
)
def test_a_robots_txt_that_cannot_be_read_now_postpones(robots: bytes) -> None:
    with site(message(200, PAGE, Content_Type=HTML), robots=robots) as (server, fetcher, _):
        with pytest.raises(FetchPostponed):
            fetcher.fetch(server.url())
        assert paths(server) == ["/robots.txt"]


def test_a_redirect_leads_to_the_page_and_its_address() -> None:
    def answer(request: bytes) -> bytes:
        if b"GET /new " in request:
            return message(200, PAGE, Content_Type=HTML)
        return message(301, Location="/new")

    with site(answer) as (server, fetcher, _):
        page = fetcher.fetch(server.url(path="/old"))
    assert isinstance(page, Fetched)
    assert page.url == server.url(path="/new")


def test_a_redirect_leads_nowhere_that_the_site_asks_to_be_left_alone() -> None:
    def answer(request: bytes) -> bytes:
        if b"GET /kept/new " in request:
            return message(200, PAGE, Content_Type=HTML)
        return message(301, Location="/kept/new")

    forbidding = message(200, b"User-agent: *\nDisallow: /kept/\n")
    with (
        site(answer, robots=forbidding) as (server, fetcher, _),
        pytest.raises(FetchRefused, match=r"robots\.txt"),
    ):
        fetcher.fetch(server.url(path="/old"))


def test_a_page_of_another_site_is_kept_only_if_that_site_lets_us() -> None:
    forbidding = message(200, b"User-agent: *\nDisallow: /\n")
    with (
        site(message(200, PAGE, Content_Type=HTML), robots=forbidding) as (other, _, store),
        site(message(302, Location=other.url(path="/a"))) as (server, _, _),
    ):
        fetcher = Fetcher(store=store, allow=[*server.allow, *other.allow])
        with pytest.raises(FetchRefused, match=r"robots\.txt"):
            fetcher.fetch(server.url())


def test_a_host_is_left_in_peace_between_two_requests() -> None:
    store = MemoryStore()
    politeness = Politeness(store, clock=lambda: store.now, sleep=store.sleep)
    politeness.take_turn("alder.example", 3.0)
    politeness.take_turn("birch.example", 3.0)
    assert store.now == 0
    politeness.take_turn("alder.example", 3.0)
    assert 3.0 <= store.now < 4.0


def test_a_host_in_demand_is_left_to_others() -> None:
    store = MemoryStore()
    politeness = Politeness(store, clock=lambda: store.now, sleep=store.sleep)
    politeness.take_turn("alder.example", 30.0)
    with pytest.raises(FetchPostponed, match=r"alder\.example") as failure:
        politeness.take_turn("alder.example", 30.0)
    assert failure.value.retry_after == 30.0
    assert store.now < 10


@pytest.mark.parametrize(("asked", "left"), [(None, 1.0), (0.0, 1.0), (7.0, 7.0), (3600.0, 30.0)])
def test_the_pause_is_what_the_site_asks_for_within_reason(asked: float | None, left: float) -> None:
    assert delay_for(Robots(delay=asked)) == left


def test_a_page_is_fetched_as_the_settings_say(settings: Settings) -> None:
    with site(message(200, PAGE, Content_Type=HTML)) as (server, _, _):
        settings.OUTBOUND_ALLOW = server.allow
        cache.delete(f"robots:{server.url(path='/robots.txt')}")
        page = fetch_page(server.url(path="/a"))
        assert isinstance(page, Fetched)
        assert f"User-Agent: ClaimRegistry/{settings.VERSION} (+".encode() in server.requests[1]
        settings.ARTICLE_MAX_BYTES = 10
        with pytest.raises(FetchFailed, match="10 bytes"):
            fetch_page(server.url(path="/a"))
        assert paths(server) == ["/robots.txt", "/a", "/a"]
        settings.OUTBOUND_ALLOW = []
        with pytest.raises(FetchRefused):
            fetch_page(server.url(path="/a"))
