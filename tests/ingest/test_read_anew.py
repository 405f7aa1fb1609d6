"""An article turns out to be of another day or outlet, or in another language: what waits follows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from claims.models import Candidate, Cluster, ClusterOutlet
from claims.services.candidates import candidate_reject
from ingest.pipeline import advance
from ingest.services import article_submit
from sources.models import Article, ArticleVersion
from tests import factories

TEXT = "The reservoir at Velmar lost 40 percent of its water.\nThe tram line cost 31 million crowns."
STATE = Article.State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def propose_lines(settings: Settings) -> None:
    settings.PROPOSERS = ["tests.ingest.line_proposer.MondayProposer"]


def advance_to_the_end(article_id: UUID) -> Article:
    for _ in range(5):
        advance(article_id)
    return Article.objects.get(pk=article_id)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"language": "uk"}, ("uk", date(2026, 3, 2))),
        ({"published_at": datetime(2026, 4, 7, 9, tzinfo=UTC)}, ("en", date(2026, 4, 6))),
    ],
)
@pytest.mark.parametrize("as_text", [True, False])
def test_another_day_or_language_is_told_to_what_waits(
    settings: Settings,
    httpserver: HTTPServer,
    given: dict[str, Any],
    expected: tuple[str, date],
    as_text: bool,
) -> None:
    """Handed in with its text, or by its address, whose server says that nothing changed there."""
    settings.OUTBOUND_ALLOW = [f"127.0.0.1/32:{httpserver.port}"]
    httpserver.expect_request("/robots.txt").respond_with_data(status=404)
    url = httpserver.url_for("/a")
    unchanged = httpserver.expect_request("/a", headers={"If-None-Match": '"1"'})
    unchanged.respond_with_data(status=304)
    page = httpserver.expect_request("/a")
    page.respond_with_data(TEXT, content_type="text/plain", headers={"ETag": '"1"'})
    day = datetime(2026, 3, 3, 9, tzinfo=UTC)
    article_id = article_submit(url=url, language="en", published_at=day).id
    advance_to_the_end(article_id)
    decided, *waiting = Candidate.objects.order_by("start")
    candidate_reject(candidate_id=decided.pk, actor=factories.user(), reason="no claim")
    cache.delete(f"fetch-turn:{httpserver.host}:{httpserver.port}")
    article_submit(url=url, text=TEXT if as_text else None, **given)
    assert advance_to_the_end(article_id).state == STATE.MATCHED
    assert ArticleVersion.objects.filter(article=article_id).count() == 1
    found = Candidate.objects.order_by("start").values_list("pk", "state", "language", "said_on")
    assert list(found) == [
        (decided.pk, "rejected", "en", date(2026, 3, 2)),
        *((each.pk, "pending", *expected) for each in waiting),
    ]
    assert set(Cluster.objects.filter(pending__gt=0).values_list("language", flat=True)) == {expected[0]}


def test_the_queue_counts_an_article_for_the_outlet_that_it_turns_out_to_be_of() -> None:
    url = "https://velmar-post.example/a"
    article_id = article_submit(url=url, text=TEXT, outlet="Velmar Post").id
    article_submit(url="https://courier.example/a", text=TEXT, outlet="Courier")
    for article in Article.objects.all():
        advance_to_the_end(article.pk)
    candidate_reject(
        candidate_id=Candidate.objects.latest("start").pk, actor=factories.user(), reason="no claim"
    )
    article_submit(url=url, text=TEXT, outlet="Harbour Gazette")
    assert advance_to_the_end(article_id).state == STATE.MATCHED
    counted = ClusterOutlet.objects.order_by("outlet__name").values_list("outlet__name", "candidates")
    assert list(counted) == [("Courier", 1), ("Courier", 1), ("Harbour Gazette", 1), ("Harbour Gazette", 1)]


def test_a_day_given_between_proposing_and_matching_is_not_lost() -> None:
    url = "https://velmar-post.example/a"
    article_id = article_submit(url=url, text=TEXT, published_at=datetime(2026, 3, 3, 9, tzinfo=UTC)).id
    advance(article_id)
    advance(article_id)
    article_submit(url=url, published_at=datetime(2026, 4, 7, 9, tzinfo=UTC))
    assert advance_to_the_end(article_id).state == STATE.MATCHED
    assert set(Candidate.objects.values_list("said_on", flat=True)) == {date(2026, 4, 6)}
