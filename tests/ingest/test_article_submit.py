from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from common.errors import Invalid
from ingest.services import article_submit
from sources.models import Article, Intake, Source

TEXT = "The harbour at Alder handled 4,100 crates of fish in March."

pytestmark = pytest.mark.django_db


def test_a_text_is_taken_in_at_once_and_waits_to_be_read() -> None:
    article = article_submit(text=TEXT)
    assert article.state == Article.State.FETCHED
    assert article.next_attempt_at is not None
    assert article.url.startswith("urn:sha256:")


def test_the_same_text_without_an_address_is_the_same_article() -> None:
    assert article_submit(text=TEXT).id == article_submit(text=TEXT).id
    assert article_submit(text=TEXT + " So it is said.").id != article_submit(text=TEXT).id


def test_spellings_of_one_address_are_one_article() -> None:
    first = article_submit(text=TEXT, url="https://Alder-Gazette.example/fish?utm_source=mail#top")
    assert article_submit(text=TEXT, url="https://alder-gazette.example/fish").id == first.id
    assert first.url == "https://alder-gazette.example/fish"


def test_an_address_alone_is_queued_to_be_fetched(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1/32:8090"]
    article = article_submit(url="http://127.0.0.1:8090/a")
    assert article.state == Article.State.QUEUED
    assert not Intake.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "url"),
        ({"text": TEXT, "html": "<p>x</p>"}, "html"),
        ({"text": " \n "}, "text"),
        ({"html": ""}, "html"),
        ({"url": "http://127.0.0.1/a"}, "url"),
        ({"url": "http://169.254.169.254/latest/meta-data"}, "url"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "not an address"}, "url"),
        ({"text": TEXT, "url": "ftp://alder.example/a"}, "url"),
        ({"text": TEXT, "title": "x" * 1001}, "title"),
        ({"text": TEXT, "title": "x\x00y"}, "title"),
        ({"text": TEXT, "outlet": "x" * 301}, "outlet"),
        ({"text": TEXT, "language": "x" * 36}, "language"),
        ({"text": TEXT, "published_at": datetime(2025, 3, 1)}, "published_at"),  # noqa: DTZ001 - what is refused
        ({"text": TEXT, "published_at": datetime.fromisoformat("9999-12-31T23:59:59-05:00")}, "published_at"),
        ({"text": TEXT, "published_at": datetime.fromisoformat("0001-01-01T00:00:00+05:00")}, "published_at"),
    ],
)
def test_what_cannot_be_an_article_is_refused_without_a_trace(given: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        article_submit(**given)  # type: ignore[arg-type]  # each case gives what fits
    assert refusal.value.field == field
    assert not Article.objects.exists()
    assert not Source.objects.filter(kind=Source.Kind.OUTLET).exists()


def test_a_date_that_is_to_come_is_one_of_the_next_two_days() -> None:
    now = timezone.now()
    tomorrow = now + timedelta(days=1)
    assert article_submit(text=TEXT, published_at=tomorrow).published_at == tomorrow
    later = now + timedelta(days=3)
    with pytest.raises(Invalid, match=f"{later:%Y-%m-%d} is more than 2 days ahead") as refusal:
        article_submit(text=TEXT, published_at=later)
    assert refusal.value.field == "published_at"


def test_a_text_larger_than_allowed_is_refused_by_its_bytes(settings: Settings) -> None:
    settings.ARTICLE_MAX_BYTES = 100
    article_submit(text="é" * 50)
    with pytest.raises(Invalid, match="larger than 100 bytes"):
        article_submit(text="é" * 51)


def test_halves_of_characters_are_stored_as_lost_ones() -> None:
    assert article_submit(text=TEXT + " \ud83d\ude42 \ud800").state == Article.State.FETCHED


def test_what_is_given_later_replaces_what_was_given_and_silence_does_not() -> None:
    moment = datetime(2025, 3, 4, tzinfo=UTC)
    url = "https://alder-gazette.example/fish"
    article_submit(
        text=TEXT, url=url, published_at=moment, title="Fish", language="en", outlet="Alder Gazette"
    )
    article = article_submit(text=TEXT, url=url, title="More fish")
    assert article.source is not None
    assert (article.title, article.published_at, article.language) == ("More fish", moment, "en")
    assert article.source.name == "Alder Gazette"


def test_an_outlet_is_one_source_however_often_it_is_named() -> None:
    first = article_submit(text=TEXT, outlet="Alder Gazette")
    second = article_submit(text=TEXT + " Or so.", outlet="alder gazette")
    assert first.source == second.source


def test_an_address_on_its_way_is_not_started_again() -> None:
    url = "https://alder-gazette.example/fish"
    article_submit(text=TEXT, url=url)
    Article.objects.update(state=Article.State.PROPOSED)
    article_submit(text=TEXT, url="https://alder-gazette.example/other")
    assert Article.objects.get(url=url).state == Article.State.PROPOSED
