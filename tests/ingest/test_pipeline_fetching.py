"""The fetch stage against a real server on this machine."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django import Settings
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from ingest.pipeline import advance, fetch
from ingest.services import article_submit
from sources.models import Article, ArticleVersion, Intake
from sources.services.articles import BACKOFF, MAX_ATTEMPTS, article_attempt

PAGE = """<!doctype html><html lang="en"><head><title>Fish at Alder</title>
<meta property="og:site_name" content="Alder Gazette">
<meta property="article:published_time" content="2025-03-04T06:00:00+00:00"></head>
<body><article><h1>Fish at Alder</h1>
<p>The harbour at Alder handled 4,100 crates of fish in March, the harbour authority said on Monday.</p>
<p>That is 12 percent more than in March 2024, when 3,660 crates came ashore in bad weather.</p>
</article></body></html>"""
STATE = Article.State
LEASES = {STATE.QUEUED: timedelta(minutes=2)}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_to_this_machine(settings: Settings, httpserver: HTTPServer) -> None:
    settings.PROPOSERS = ["tests.ingest.line_proposer.LineProposer"]
    settings.OUTBOUND_ALLOW = [f"127.0.0.1/32:{httpserver.port}"]
    httpserver.expect_request("/robots.txt").respond_with_data(status=404)


def submit(httpserver: HTTPServer) -> UUID:
    cache.delete_many([f"fetch-turn:{httpserver.host}:{httpserver.port}"])
    return article_submit(url=f"http://{httpserver.host}:{httpserver.port}/fish").id


def stored(article_id: UUID) -> Article:
    return Article.objects.get(pk=article_id)


def advance_to_the_end(article_id: UUID) -> Article:
    for _ in range(5):
        advance(article_id)
    return stored(article_id)


def test_a_page_is_fetched_read_and_proposed_from(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/fish").respond_with_data(PAGE, content_type="text/html; charset=utf-8")
    article_id = submit(httpserver)
    advance(article_id)
    assert stored(article_id).state == STATE.FETCHED
    article = advance_to_the_end(article_id)
    assert (article.state, article.title, article.language) == (STATE.MATCHED, "Fish at Alder", "en")
    assert article.source is not None
    assert article.source.name == "Alder Gazette"
    assert article.current_version is not None
    assert article.current_version.text.startswith("The harbour at Alder handled 4,100 crates")


def test_a_page_that_has_not_changed_is_not_sent_again(httpserver: HTTPServer) -> None:
    asked: list[str] = []

    def answer(request: Request) -> Response:
        asked.append(request.headers.get("If-None-Match", ""))
        if request.headers.get("If-None-Match") == '"v1"':
            return Response(status=304)
        return Response(PAGE, content_type="text/html", headers={"ETag": '"v1"'})

    httpserver.expect_request("/fish").respond_with_handler(answer)
    article_id = submit(httpserver)
    advance_to_the_end(article_id)
    assert submit(httpserver) == article_id
    advance(article_id)
    assert asked == ["", '"v1"']
    assert stored(article_id).state == STATE.MATCHED
    assert ArticleVersion.objects.count() == 1


def test_a_page_that_has_changed_makes_a_version(httpserver: HTTPServer) -> None:
    httpserver.expect_oneshot_request("/fish").respond_with_data(PAGE, content_type="text/html")
    article_id = submit(httpserver)
    advance_to_the_end(article_id)
    edited = PAGE.replace("4,100", "1,400")
    httpserver.expect_request("/fish").respond_with_data(edited, content_type="text/html")
    submit(httpserver)
    article = advance_to_the_end(article_id)
    assert article.current_version is not None
    assert article.current_version.number == 2
    assert "1,400 crates" in article.current_version.text


def test_a_server_in_trouble_is_asked_again_later_as_it_wishes(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/fish").respond_with_data(status=503, headers={"Retry-After": "300"})
    article_id = submit(httpserver)
    before = timezone.now()
    advance(article_id)
    article = stored(article_id)
    assert (article.state, article.attempts) == (STATE.QUEUED, 1)
    assert "503" in article.failure
    assert article.next_attempt_at is not None
    assert timedelta(seconds=300) <= article.next_attempt_at - before < timedelta(seconds=330)


def test_a_server_that_stays_in_trouble_is_given_up(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/fish").respond_with_data(status=500)
    article_id = submit(httpserver)
    for _ in range(MAX_ATTEMPTS):
        cache.delete_many([f"fetch-turn:{httpserver.host}:{httpserver.port}"])
        Article.objects.filter(pk=article_id).update(next_attempt_at=timezone.now())
        advance(article_id)
    article = stored(article_id)
    assert (article.state, article.next_attempt_at) == (STATE.FAILED, None)
    assert f"Given up after {MAX_ATTEMPTS} attempts" in article.failure


def test_a_page_that_is_not_there_fails_at_once(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/fish").respond_with_data(status=404)
    article_id = submit(httpserver)
    advance(article_id)
    article = stored(article_id)
    assert (article.state, article.attempts) == (STATE.FAILED, 1)
    assert "404" in article.failure


def test_waiting_for_our_turn_at_a_host_is_no_failed_attempt(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/fish").respond_with_data(PAGE, content_type="text/html")
    article_id = submit(httpserver)
    cache.set(f"fetch-turn:{httpserver.host}:{httpserver.port}", "taken", 60)
    before = timezone.now()
    advance(article_id)
    article = stored(article_id)
    assert (article.state, article.attempts) == (STATE.QUEUED, 0)
    assert article.next_attempt_at is not None
    assert article.next_attempt_at - before < BACKOFF[0]


def test_a_fetch_that_was_overtaken_by_a_submitted_text_is_dropped(httpserver: HTTPServer) -> None:
    url = f"http://{httpserver.host}:{httpserver.port}/fish"
    httpserver.expect_request("/fish").respond_with_data(PAGE, content_type="text/html")
    article_id = submit(httpserver)
    leased = article_attempt(article_id=article_id, leases=LEASES)
    assert leased is not None
    article_submit(text="The harbour handled 9 crates, says the one who counted them.", url=url)
    fetch(leased)
    assert Intake.objects.get().media_type.startswith("text/plain")
