"""Sources, feeds and articles at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sources.models import ArticleVersion, Feed, Source
from tests import factories

pytestmark = pytest.mark.django_db

ARTICLES = "admin:sources_article_changelist"


def source_form(**values: Any) -> dict[str, Any]:
    return {"kind": "outlet", "name": "Harbour Courier"} | values


def test_a_source_is_added_with_one_alias_and_address_on_a_line(admin_client: Client) -> None:
    lines = {
        "aliases": "The Courier\r\n\r\n  HC \r\n",
        "languages": "en\nnb",
        "same_as": "https://facts.example/a,b",
    }
    admin_client.post(reverse("admin:sources_source_add"), source_form(**lines))
    source = Source.objects.get(name="Harbour Courier")
    assert source.aliases == ["The Courier", "HC"]
    assert source.languages == ["en", "nb"]
    assert source.same_as == ["https://facts.example/a,b"]
    shown = admin_client.get(reverse("admin:sources_source_change", args=[source.pk])).content.decode()
    assert "The Courier\nHC</textarea>" in shown


def test_a_country_is_one_of_iso_at_the_desk_too(admin_client: Client) -> None:
    response = admin_client.post(reverse("admin:sources_source_add"), source_form(country="no"))
    assert "two capital letters" in str(response.context["adminform"].form.errors["country"])
    assert not Source.objects.filter(name="Harbour Courier").exists()


def test_an_alias_too_long_is_refused_beside_its_field(admin_client: Client) -> None:
    response = admin_client.post(reverse("admin:sources_source_add"), source_form(aliases="a" * 301))
    assert response.context["adminform"].form.errors["aliases"]


def test_sources_are_found_by_name_and_domain(admin_client: Client) -> None:
    source = factories.source(name="Harbour Courier", domain="courier.example")
    factories.source()
    for query in ("harbour", "courier.ex"):
        found = admin_client.get(reverse("admin:sources_source_changelist"), {"q": query})
        assert list(found.context["cl"].result_list) == [source]


def test_sources_are_offered_where_one_is_chosen(admin_client: Client) -> None:
    source = factories.source(name="Harbour Courier")
    field = {"app_label": "sources", "model_name": "feed", "field_name": "source", "term": "harb"}
    results = admin_client.get(reverse("admin:autocomplete"), field).json()["results"]
    assert [result["id"] for result in results] == [str(source.pk)]


def feed_form(source: Source, **values: Any) -> dict[str, Any]:
    url = "https://courier.example/feed.xml"
    return {"source": source.pk, "url": url, "kind": "rss", "interval": "00:15:00"} | values


def test_a_feed_is_added(admin_client: Client) -> None:
    address = reverse("admin:sources_feed_add")
    assert "0:30:00" in admin_client.get(address).content.decode()
    admin_client.post(address, feed_form(factories.source(kind="outlet")))
    feed = Feed.objects.get()
    assert (feed.interval, feed.owner and feed.owner.username) == (timedelta(minutes=15), "admin")
    assert admin_client.get(reverse("admin:sources_feed_changelist")).status_code == 200


def test_a_feed_that_is_sent_elsewhere_is_its_new_owners(admin_client: Client) -> None:
    feed = factories.feed(owner=factories.user(), kind="claimreview", etag='"v1"')
    address = reverse("admin:sources_feed_change", args=[feed.pk])
    form = feed_form(feed.source, url=feed.url, kind=feed.kind, paused="on")
    assert admin_client.post(address, form).status_code == 302
    kept = Feed.objects.get()
    assert (kept.owner, kept.etag, kept.state) == (feed.owner, '"v1"', "paused")
    assert "checked" in admin_client.get(address).content.decode()
    assert admin_client.post(address, form | {"url": "https://courier.example/reviews"}).status_code == 302
    changed = Feed.objects.get()
    assert (changed.owner.username if changed.owner else "", changed.etag) == ("admin", "")
    refused = admin_client.post(address, form | {"url": "http://10.0.0.1/reviews"})
    assert "10.0.0.1" in refused.content.decode()
    assert Feed.objects.get().url == "https://courier.example/reviews"


@pytest.mark.parametrize("interval", ["00:00:01", "31 00:00:00"])
def test_a_feed_is_polled_at_the_desk_as_often_as_over_the_api(admin_client: Client, interval: str) -> None:
    feed = factories.feed()
    form = feed_form(feed.source, url=feed.url, interval=interval)
    refused = admin_client.post(reverse("admin:sources_feed_change", args=[feed.pk]), form)
    assert "from 5 minutes" in refused.context["adminform"].form.errors["interval"][0]
    assert Feed.objects.get().interval == feed.interval


def test_a_feed_of_reviews_is_for_those_who_may_import_them(client: Client) -> None:
    keeper = factories.user(role=None, is_staff=True)
    codenames = ("add_feed", "change_feed", "view_feed", "view_source")
    keeper.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(keeper)
    form = feed_form(factories.source(kind="outlet"), kind="claimreview")
    told = client.post(reverse("admin:sources_feed_add"), form, follow=True)
    assert "may not publish verdicts" in told.content.decode()
    assert not Feed.objects.exists()
    client.post(reverse("admin:sources_feed_add"), form | {"kind": "rss"})
    assert Feed.objects.get().owner == keeper


def test_a_publisher_of_verdicts_stays_a_fact_checker_at_the_desk(admin_client: Client) -> None:
    publisher = factories.verdict().publisher
    address = reverse("admin:sources_source_change", args=[publisher.pk])
    told = admin_client.post(address, source_form(kind="person"), follow=True)
    assert "stays a fact-checker" in told.content.decode()
    publisher.refresh_from_db()
    assert publisher.kind == "fact_checker"


def test_a_failed_article_says_why(admin_client: Client) -> None:
    factories.article(title="The dam", state="failed", failure="The server answered 503. Try again later.")
    factories.article(title="The harbour")
    shown = admin_client.get(reverse(ARTICLES), {"state__exact": "failed"}).content.decode()
    assert "The server answered 503. Try again later." in shown
    assert "The harbour" not in shown


def test_a_longer_list_of_articles_takes_no_more_queries_and_reads_no_text(admin_client: Client) -> None:
    def more() -> None:
        article = factories.article(source=factories.source(kind="outlet"))
        article.current_version = factories.article_version(article=article, text="Not to be read here.")
        article.save()

    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(reverse(ARTICLES)).status_code == 200
        return [query["sql"] for query in captured.captured_queries]

    more()
    few = queries()
    for _ in range(10):
        more()
    assert len(queries()) == len(few) <= 6
    assert not [sql for sql in few if '."text"' in sql or '."snapshot"' in sql]


def test_an_articles_page_shows_its_versions_and_the_current_text(admin_client: Client) -> None:
    article = factories.article()
    factories.article_version(article=article, text="The dam holds.")
    article.current_version = factories.article_version(
        article=article, number=2, text="The <i>dam</i> leaks."
    )
    article.save()
    page = reverse("admin:sources_article_change", args=[article.pk])
    with CaptureQueriesContext(connection) as captured:
        shown = admin_client.get(page).content.decode()
    assert "The &lt;i&gt;dam&lt;/i&gt; leaks." in shown
    assert "The dam holds." not in shown
    assert "Version 1" in shown
    assert "Version 2" in shown
    assert not [query for query in captured.captured_queries if '."snapshot"' in query["sql"]]


def test_each_version_of_an_article_can_be_read(admin_client: Client) -> None:
    version = factories.article_version(text="The dam holds.")
    page = reverse("admin:sources_articleversion_change", args=[version.pk])
    assert "The dam holds." in admin_client.get(page).content.decode()
    assert "articleversion" not in admin_client.get(reverse("admin:index")).content.decode()


def test_articles_and_their_versions_are_neither_changed_nor_deleted_by_a_superuser(
    admin_client: Client,
) -> None:
    version = factories.article_version()
    for name, row in (("article", version.article), ("articleversion", version)):
        change = reverse(f"admin:sources_{name}_change", args=[row.pk])
        assert admin_client.post(change, {"title": "Another", "text": "Another"}).status_code == 403
        delete = reverse(f"admin:sources_{name}_delete", args=[row.pk])
        assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    assert ArticleVersion.objects.get().text == version.text
    assert admin_client.get(reverse("admin:sources_articleversion_add")).status_code == 403


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("https://www.courier.example/news?page=1", "courier.example"),
        ("courier.example/news", "courier.example"),
        ("http://me@courier.example:8080", "courier.example"),
        ("https://[", "outlet.example"),
        ("the harbour courier", "outlet.example"),
    ],
)
def test_an_address_given_as_domain_is_refused_with_its_host_and_all_that_was_typed_kept(
    admin_client: Client, given: str, host: str
) -> None:
    form = source_form(name="Harbour Courier", notes="A daily.", domain=given)
    response = admin_client.post(reverse("admin:sources_source_add"), form)
    shown = response.context["adminform"].form
    assert shown.errors["domain"] == [f"Give the host name alone, such as {host}"]
    assert (shown["name"].value(), shown["notes"].value()) == ("Harbour Courier", "A daily.")
    assert not Source.objects.filter(name="Harbour Courier").exists()


def test_what_a_service_refuses_is_said_in_the_form_with_what_was_typed(admin_client: Client) -> None:
    taken = factories.source(domain="courier.example")
    form = source_form(name="Harbour Courier", domain="courier.example", notes="A daily.")
    other = factories.source(name="The Courier")
    for address in (
        reverse("admin:sources_source_add"),
        reverse("admin:sources_source_change", args=[other.pk]),
    ):
        response = admin_client.post(address, form)
        shown = response.context["adminform"].form
        assert f"already the domain of {taken.name}" in shown.errors["domain"][0]
        assert shown["notes"].value() == "A daily."
    assert Source.objects.get(pk=other.pk).name == "The Courier"
    feed = factories.feed()
    typed = feed_form(feed.source, url=feed.url, interval="00:45:00")
    response = admin_client.post(reverse("admin:sources_feed_add"), typed)
    assert response.context["adminform"].form["interval"].value() == "00:45:00"
    assert response.context["errors"]


def test_a_row_is_found_by_its_identifier_whole_or_as_the_desk_shows_it(admin_client: Client) -> None:
    source = factories.source(name="Harbour Courier", aliases=["The Courier"])
    factories.source(name="Ivo Lenz")
    feed = factories.feed(source=source)
    article = factories.article(source=source)
    for kind, row in (("source", source), ("feed", feed), ("article", article)):
        listed = reverse(f"admin:sources_{kind}_changelist")
        for query in (str(row.pk), row.short_id, f" {row.short_id.upper()} "):
            found = admin_client.get(listed, {"q": query}).context["cl"].result_list
            assert list(found) == [row], (kind, query)
    named = admin_client.get(reverse("admin:sources_source_changelist"), {"q": "the cour"})
    assert list(named.context["cl"].result_list) == [source]
    assert (
        not admin_client.get(reverse("admin:sources_source_changelist"), {"q": "0" * 8})
        .context["cl"]
        .result_list
    )


def test_the_list_of_feeds_says_why_polls_fail_and_that_a_paused_one_has_none_next(
    admin_client: Client,
) -> None:
    factories.feed(state="failing", failure="The feed answered 500.")
    shown = admin_client.get(reverse("admin:sources_feed_changelist")).content.decode()
    assert "The feed answered 500." in shown
    assert '<td class="field-next_poll">-</td>' not in shown
    Feed.objects.update(state="paused")
    shown = admin_client.get(reverse("admin:sources_feed_changelist")).content.decode()
    assert '<td class="field-next_poll">-</td>' in shown


def test_only_feeds_that_are_polled_are_said_to_be(admin_client: Client) -> None:
    paused = factories.feed(state="paused")
    feeds = reverse("admin:sources_feed_changelist")

    def polled(*chosen: Feed) -> str:
        asked = {"action": "poll_now", "_selected_action": [feed.pk for feed in chosen]}
        return admin_client.post(feeds, asked, follow=True).content.decode()

    told = polled(paused)
    assert "the feed is paused; resume it first" in told
    assert "Being polled" not in told
    assert "Being polled: 1." in polled(paused, factories.feed())
