"""Feeds are polled over real HTTP, and what they list comes in as articles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from claims.models import ImportJob, Verdict
from claims.services.import_running import import_advance
from claims.services.imports import import_end
from common.scopes import Scope
from ingest import feed_items, polling
from sources.models import Article, Feed
from sources.selectors import articles_known, feeds_due
from sources.services.feeds import FAILING_AFTER, LEASE, feed_update
from tests import factories
from tests.api import caller

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbound(settings: Settings, httpserver: HTTPServer) -> None:
    settings.OUTBOUND_ALLOW = [f"127.0.0.1/32:{httpserver.port}"]


def _feed(httpserver: HTTPServer, kind: str = "rss", path: str = "/feed") -> Feed:
    return factories.feed(url=httpserver.url_for(path), kind=kind)


def _rss(httpserver: HTTPServer, count: int) -> bytes:
    items = "".join(
        f"<item><title>{n}</title><link>{httpserver.url_for(f'/article/{n}')}</link>"
        f"<pubDate>Mon, 02 Mar 2026 10:{n % 60:02}:00 GMT</pubDate></item>"
        for n in range(count)
    )
    return f'<rss version="2.0"><channel><title>O</title>{items}</channel></rss>'.encode()


def _poll(feed: Feed) -> Feed:
    Feed.objects.filter(pk=feed.pk).update(next_poll_at=timezone.now() - timedelta(seconds=1))
    polling.poll(feed.pk)
    feed.refresh_from_db()
    return feed


def test_what_a_feed_lists_is_taken_in_once(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/feed").respond_with_data(_rss(httpserver, 3), content_type="text/xml")
    feed = _poll(_feed(httpserver))
    assert Article.objects.count() == 3
    article = Article.objects.order_by("url")[0]
    assert (article.source, article.state) == (feed.source, Article.State.QUEUED)
    assert article.published_at is not None
    assert (feed.failure_count, feed.state) == (0, Feed.State.ACTIVE)
    assert feed.polled_at is not None
    assert abs(feed.next_poll_at - feed.polled_at - feed.interval) < timedelta(seconds=1)
    Article.objects.update(state=Article.State.MATCHED, next_attempt_at=None)
    _poll(feed)
    assert set(Article.objects.values_list("state", flat=True)) == {Article.State.MATCHED}


def test_an_unchanged_feed_is_not_read_again(httpserver: HTTPServer) -> None:
    asked: list[dict[str, Any]] = []

    def answer(request: Request) -> Response:
        asked.append(dict(request.headers))
        if request.headers.get("If-None-Match") == '"v1"':
            return Response(status=304)
        headers = {"ETag": '"v1"', "Last-Modified": "Mon, 02 Mar 2026 10:00:00 GMT"}
        return Response(_rss(httpserver, 1), headers=headers)

    httpserver.expect_request("/feed").respond_with_handler(answer)
    feed = _poll(_poll(_feed(httpserver)))
    assert asked[1]["If-Modified-Since"] == "Mon, 02 Mar 2026 10:00:00 GMT"
    assert feed.etag == '"v1"'
    assert Article.objects.count() == 1


def test_a_long_feed_is_taken_in_over_several_polls(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "MOST_NEW", 2)
    body = _rss(httpserver, 5)
    httpserver.expect_request("/feed").respond_with_data(body, headers={"ETag": '"v1"'})
    feed = _feed(httpserver)
    counts = []
    for _ in range(3):
        _poll(feed)
        counts.append((Article.objects.count(), feed.etag))
    assert counts == [(2, ""), (4, ""), (5, '"v1"')]
    newest = Article.objects.order_by("created_at").first()
    assert newest is not None
    assert newest.url.endswith("/article/4")


def test_what_is_not_taken_in_stands_in_nobody_s_way(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "MOST_NEW", 2)
    closed = [f"https://outlet.example:8443/{number}" for number in range(3)]
    good = httpserver.url_for("/article/1")
    listed = "".join(f"<url><loc>{address}</loc></url>" for address in (*closed, good))
    httpserver.expect_request("/map.xml").respond_with_data(f"<urlset>{listed}</urlset>")
    _poll(_feed(httpserver, kind="sitemap", path="/map.xml"))
    assert Article.objects.get().url == good


def test_of_more_addresses_than_a_statement_has_parameters_the_known_are_found() -> None:
    known = factories.article().url
    listed = [known, *(f"https://outlet.example/of-an-index/{n}" for n in range(70_000))]
    assert articles_known(listed) == {known}


def test_a_sitemap_and_an_index_of_them_are_followed(httpserver: HTTPServer) -> None:
    url = httpserver.url_for
    part = f"<urlset><url><loc>{url('/article/1')}</loc></url></urlset>"
    index = f"<sitemapindex><sitemap><loc>{url('/part.xml')}</loc></sitemap></sitemapindex>"
    httpserver.expect_request("/part.xml").respond_with_data(part)
    httpserver.expect_request("/index.xml").respond_with_data(index)
    _poll(_feed(httpserver, kind="sitemap", path="/index.xml"))
    assert Article.objects.get().url == url("/article/1")


def test_an_index_that_stays_as_it_is_leads_to_what_its_sitemaps_list_since(httpserver: HTTPServer) -> None:
    index = f"<sitemapindex><sitemap><loc>{httpserver.url_for('/part.xml')}</loc></sitemap></sitemapindex>"

    def unchanged(request: Request) -> Response:
        known = request.headers.get("If-None-Match") == '"v1"'
        return Response(status=304) if known else Response(index, headers={"ETag": '"v1"'})

    httpserver.expect_request("/index.xml").respond_with_handler(unchanged)
    feed = _feed(httpserver, kind="sitemap", path="/index.xml")
    for number in (1, 2):
        url = httpserver.url_for(f"/article/{number}")
        part = f"<urlset><url><loc>{url}</loc></url></urlset>"
        httpserver.expect_oneshot_request("/part.xml").respond_with_data(part)
        _poll(feed)
        assert Article.objects.filter(url=url).exists()


@pytest.mark.parametrize(
    "moment", ["9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+05:00", "2099-12-31T12:00:00Z"]
)
def test_a_date_no_article_can_have_takes_no_list_down(httpserver: HTTPServer, moment: str) -> None:
    listed = (
        '<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
        f"<loc>{httpserver.url_for('/article/1')}</loc>"
        f"<news:news><news:publication_date>{moment}</news:publication_date></news:news></url></urlset>"
    )
    httpserver.expect_request("/map.xml").respond_with_data(listed)
    assert _poll(_feed(httpserver, kind="sitemap", path="/map.xml")).failure == ""
    (shown,) = caller(Scope.ARTICLES_READ).get("/api/v1/articles").json()["results"]
    assert shown["published_at"] is None


def test_addresses_that_may_not_be_fetched_are_left_out(httpserver: HTTPServer) -> None:
    body = b'<rss version="2.0"><channel><title>O</title><item><link>http://10.0.0.1/a</link></item>'
    body += b"<item><link>javascript:alert(1)</link></item></channel></rss>"
    httpserver.expect_request("/feed").respond_with_data(body)
    feed = _poll(_feed(httpserver))
    assert (Article.objects.count(), feed.failure_count) == (0, 0)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda: Response(status=500), "500"),
        (lambda: Response(status=404), "404"),
        (lambda: Response("<html>", status=200), "no RSS"),
    ],
)
def test_a_failing_feed_waits_ever_longer_and_is_called_so(
    httpserver: HTTPServer, answer: Callable[[], Response], reason: str
) -> None:
    httpserver.expect_request("/feed").respond_with_handler(lambda request: answer())
    feed = _feed(httpserver)
    waits = []
    for _ in range(FAILING_AFTER):
        _poll(feed)
        waits.append(feed.next_poll_at - timezone.now())
    assert waits == sorted(waits)
    assert waits[-1] > 10 * feed.interval
    assert reason in feed.failure
    assert (feed.failure_count, feed.state) == (FAILING_AFTER, Feed.State.FAILING)
    httpserver.clear()
    httpserver.expect_request("/feed").respond_with_data(_rss(httpserver, 1))
    _poll(feed)
    assert (feed.failure_count, feed.failure, feed.state) == (0, "", Feed.State.ACTIVE)


def test_a_feed_that_costs_too_much_to_read_is_a_failing_one(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_items, "MAX_CPU_SECONDS", 1)
    httpserver.expect_request("/feed").respond_with_data(b"<rss><channel>" + b"<a>" * 330_000)
    feed = _poll(_feed(httpserver))
    assert (feed.failure_count, feed.failure) == (1, "Reading the feed takes more than 1 s of CPU time.")


def test_retry_after_is_obeyed_and_a_feed_that_is_gone_is_paused(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/feed").respond_with_data(status=503, headers={"Retry-After": "36000"})
    feed = _poll(_feed(httpserver))
    assert feed.next_poll_at - timezone.now() > timedelta(hours=9)
    httpserver.clear()
    httpserver.expect_request("/feed").respond_with_data(status=410)
    assert _poll(feed).state == Feed.State.PAUSED
    Feed.objects.update(next_poll_at=timezone.now())
    assert feeds_due() == []
    feed_update(feed_id=feed.pk, actor=factories.user(), paused=False)
    assert feeds_due() == [feed.pk]


def test_a_feed_is_polled_by_one_at_a_time_and_again_after_a_worker_died(httpserver: HTTPServer) -> None:
    feed = _feed(httpserver)

    def die(request: Request) -> Response:
        Feed.objects.get(pk=feed.pk)
        assert feeds_due() == []
        raise KeyboardInterrupt

    httpserver.expect_request("/feed").respond_with_data(_rss(httpserver, 1))
    before = timezone.now()
    monkey = pytest.MonkeyPatch()
    monkey.setattr(polling, "_fetch", lambda *_, **__: die(Request({})))
    with pytest.raises(KeyboardInterrupt):
        polling.poll(feed.pk)
    monkey.undo()
    feed.refresh_from_db()
    assert LEASE - timedelta(minutes=1) < feed.next_poll_at - before < LEASE + timedelta(minutes=1)
    _poll(feed)
    assert Article.objects.count() == 1


def test_the_reviews_of_a_claimreview_feed_are_imported_in_the_name_of_who_follows_it(
    httpserver: HTTPServer,
) -> None:
    review = {
        "@type": "ClaimReview",
        "url": "https://checks.example/reservoir",
        "claimReviewed": "The reservoir of Velmar is empty.",
        "datePublished": "2026-03-02",
        "author": {"@type": "Organization", "name": "Velmar Checks", "url": "https://checks.example"},
        "reviewRating": {"@type": "Rating", "alternateName": "False"},
    }
    body = {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [review]}]}
    httpserver.expect_request("/feed").respond_with_json(body)
    feed = factories.feed(url=httpserver.url_for("/feed"), kind="claimreview", owner=factories.user())
    assert _poll(feed).failure == ""
    job = ImportJob.objects.get()
    assert (job.owner, job.format) == (feed.owner, ImportJob.Format.CLAIMREVIEW)
    import_advance(job_id=job.pk)
    assert Verdict.objects.get().publisher_name == "Velmar Checks"
    assert Article.objects.count() == 0


def test_reviews_whose_import_failed_are_fetched_again_though_they_are_the_same(
    httpserver: HTTPServer,
) -> None:
    unchanged = httpserver.expect_request("/feed", headers={"If-None-Match": '"1"'})
    unchanged.respond_with_data(status=304)
    httpserver.expect_request("/feed").respond_with_data("[]", headers={"ETag": '"1"'})
    feed = factories.feed(url=httpserver.url_for("/feed"), kind="claimreview", owner=factories.user())
    assert _poll(feed).etag == '"1"'
    import_end(job=ImportJob.objects.get(), failure="The disk was full.")
    _poll(feed)
    second = ImportJob.objects.get(feed=feed, state=ImportJob.State.QUEUED)
    import_end(job=second)
    _poll(feed)
    assert ImportJob.objects.count() == 2


def test_a_claimreview_feed_without_an_owner_or_the_right_says_so(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/feed").respond_with_json([])
    feed = factories.feed(url=httpserver.url_for("/feed"), kind="claimreview")
    assert "follow it anew" in _poll(feed).failure
    feed.owner = factories.user(role=None)
    feed.save()
    assert "not imported" in _poll(feed).failure
    assert not ImportJob.objects.exists()


def test_whoever_sends_a_feed_elsewhere_imports_what_is_there_with_their_own_rights(
    httpserver: HTTPServer,
) -> None:
    httpserver.expect_request("/elsewhere").respond_with_json([])
    feed = factories.feed(kind="claimreview", owner=factories.user())
    editor = factories.user()
    feed_update(feed_id=feed.pk, actor=editor, url=httpserver.url_for("/elsewhere"))
    editor.groups.clear()
    assert "not imported" in _poll(feed).failure
    assert not ImportJob.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("status", "change"), [(410, "url"), (200, "url"), (410, "kind")])
def test_how_a_poll_of_the_old_address_ended_is_not_said_of_the_new_one(
    httpserver: HTTPServer, status: int, change: str
) -> None:
    editor = factories.user()
    feed = _feed(httpserver, path="/old")
    new: dict[str, Any] = {"url": httpserver.url_for("/new")} if change == "url" else {"kind": "atom"}

    def moved_meanwhile(request: Request) -> Response:
        feed_update(feed_id=feed.pk, actor=editor, **new)
        connection.close()
        return Response(_rss(httpserver, 1), status=status, headers={"ETag": '"old"'})

    httpserver.expect_request("/old").respond_with_handler(moved_meanwhile)
    _poll(feed)
    assert {name: getattr(feed, name) for name in new} == new
    assert (feed.state, feed.failure, feed.etag, feed.polled_at) == ("active", "", "", None)
    assert feeds_due() == [feed.pk]
