from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common.ids import new_id
from common.scopes import Scope
from sources.models import Article
from tests import factories
from tests.api import Caller, caller, problem

pytestmark = pytest.mark.django_db

_PATH = "/api/v1/articles"
_TEXT = "The reservoir holds two years of water, said Oda Brekke. " * 3


@pytest.fixture
def who() -> Caller:
    return caller(Scope.ARTICLES_READ, Scope.ARTICLES_WRITE)


def test_a_text_is_taken_in_and_its_progress_shown_at_the_address_given(who: Caller) -> None:
    body = {
        "text": _TEXT,
        "url": "https://outlet.example/water",
        "title": "Water",
        "published_at": "2026-02-02T08:00:00+01:00",
        "language": "en",
        "outlet": "Fjord Post",
    }
    response = who.send("POST", _PATH, body)
    assert response.status_code == 202
    taken = response.json()
    assert taken["url"] == "https://outlet.example/water"
    assert (taken["title"], taken["published_at"]) == ("Water", "2026-02-02T07:00:00Z")
    assert (taken["language"], taken["outlet"]["name"]) == ("en", "Fjord Post")
    assert (taken["state"], taken["version"], taken["failure"]) == ("fetched", None, None)
    assert who.get(response["Location"]).json() == taken
    article = Article.objects.get()
    assert article.published_at == datetime(2026, 2, 2, 7, tzinfo=UTC)
    assert article.next_attempt_at is not None


def test_the_day_is_that_of_the_zone_the_moment_is_given_in(who: Caller) -> None:
    body = {"text": _TEXT, "published_at": "2026-02-03T00:30:00+02:00"}
    article_id = who.send("POST", _PATH, body).json()["id"]
    article = Article.objects.get(pk=article_id)
    assert (article.published_at, article.published_on) == (
        datetime(2026, 2, 2, 22, 30, tzinfo=UTC),
        date(2026, 2, 3),
    )


def test_a_page_is_taken_in_without_an_address(who: Caller) -> None:
    response = who.send("POST", _PATH, {"html": f"<html><body><p>{_TEXT}</p></body></html>"})
    assert response.status_code == 202
    assert response.json()["url"].startswith("urn:sha256:")


def test_the_same_text_again_is_the_same_article(who: Caller) -> None:
    first = who.send("POST", _PATH, {"text": _TEXT}).json()
    assert who.send("POST", _PATH, {"text": _TEXT}).json()["id"] == first["id"]
    assert Article.objects.count() == 1


def test_spaces_at_the_ends_of_a_text_are_part_of_it(who: Caller) -> None:
    plain = who.send("POST", _PATH, {"text": _TEXT}).json()
    assert who.send("POST", _PATH, {"text": f"\n\n{_TEXT}"}).json()["url"] != plain["url"]


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({}, "#/url"),
        ({"text": _TEXT, "html": "<p>x</p>"}, "#/html"),
        ({"text": ""}, "#/text"),
        ({"url": "file:///etc/passwd"}, "#/url"),
        ({"url": "http://127.0.0.1/"}, "#/url"),
        ({"url": "https://outlet.example/" + "x" * 2048}, "#/url"),
        ({"text": _TEXT, "published_at": "yesterday"}, "#/published_at"),
        ({"text": _TEXT, "published_at": "2099-02-03T04:05:06Z"}, "#/published_at"),
        ({"text": _TEXT, "title": "x" * 1001}, "#/title"),
        ({"text": [_TEXT]}, "#/text"),
        ({"text": _TEXT, "state": "matched"}, "#/state"),
    ],
)
def test_an_article_that_breaks_a_rule_is_refused_and_not_stored(who: Caller, body: Any, at: str) -> None:
    problem(who.send("POST", _PATH, body), 422, at=at)
    assert not Article.objects.exists()


def test_a_text_as_large_as_allowed_is_taken_and_a_larger_body_is_not(who: Caller, settings: Any) -> None:
    within = "é" * (settings.ARTICLE_MAX_BYTES // 2 - 1)
    assert who.send("POST", _PATH, {"text": within[:2_000_000]}).status_code == 202
    problem(who.send("POST", _PATH, {"text": "x" * (2 * settings.ARTICLE_MAX_BYTES + 1)}), 413)
    assert Article.objects.count() == 1


def test_an_article_is_shown_with_its_text_and_listed_without(who: Caller) -> None:
    version = factories.article_version(article=factories.article(source=factories.source(kind="outlet")))
    Article.objects.update(current_version=version, state="matched")
    found = who.get(f"{_PATH}/{version.article_id}").json()
    assert found["version"]["text"] == factories.SENTENCE
    assert found["version"]["content_hash"] == version.content_hash
    assert found["outlet"]["kind"] == "outlet"
    (listed,) = who.get(_PATH).json()["results"]
    assert listed["version"].keys() == found["version"].keys() - {"text"}
    assert factories.SENTENCE not in who.get(_PATH).content.decode()


def test_an_article_that_is_not_there_is_not_found(who: Caller) -> None:
    problem(who.get(f"{_PATH}/{new_id()}"), 404)


def test_filters_find_what_they_name(who: Caller) -> None:
    outlet = factories.source(kind="outlet")
    one = factories.article(source=outlet, url="https://outlet.example/?a=1&b=2")
    two = factories.article(state="failed", failure="The page has no text.")

    def found(**query: str) -> set[str]:
        return {row["id"] for row in who.get(_PATH, query).json()["results"]}

    assert found(outlet=str(outlet.id)) == {str(one.id)}
    assert found(url=one.url) == {str(one.id)}
    assert found(state="failed") == {str(two.id)}
    assert found() == {str(one.id), str(two.id)}


def test_the_list_costs_the_same_queries_however_long(who: Caller, django_assert_num_queries: Any) -> None:
    who.get("/api/v1/me")
    for _ in range(4):
        version = factories.article_version()
        Article.objects.filter(pk=version.article_id).update(
            current_version=version, source=factories.source(), syndicated_from=factories.article()
        )
    for size in (1, 4):
        with django_assert_num_queries(2):
            assert len(who.get(f"{_PATH}?page_size={size}").json()["results"]) == size


def test_a_failed_article_is_dismissed_and_that_taken_back_however_often_it_is_asked(who: Caller) -> None:
    article = factories.article(state="failed", failure="The server answered 404.")
    path = f"{_PATH}/{article.id}"

    def put(dismissed: bool) -> Any:
        return who.send("PATCH", path, {"dismissed": dismissed}, If_Match=who.get(path)["ETag"])

    tags = set()
    for dismissed, state in ((True, "dismissed"), (True, "dismissed"), (False, "failed"), (False, "failed")):
        answer = put(dismissed)
        assert (answer.status_code, answer.json()["state"]) == (200, state)
        assert answer.json()["failure"] == "The server answered 404."
        assert answer.json() == who.get(path).json()
        tags.add(who.get(path)["ETag"])
    assert len(tags) == 2, "what was so already was changed"


def test_who_dismissed_an_article_or_took_that_back_is_told_at_the_desk(admin_client: Client) -> None:
    article = factories.article(state="failed", failure="The server answered 404.")
    path = f"{_PATH}/{article.id}"
    dismissing, repeating, restoring = (factories.user() for _ in range(3))
    for owner, dismissed in ((dismissing, True), (repeating, True), (restoring, False)):
        who = caller(Scope.ARTICLES_READ, Scope.ARTICLES_WRITE, owner=owner)
        who.send("PATCH", path, {"dismissed": dismissed}, If_Match=who.get(path)["ETag"])
    history = admin_client.get(reverse("admin:sources_article_history", args=[article.pk]))
    assert [(entry.user, entry.get_change_message()) for entry in history.context["action_list"]] == [
        (dismissing, "Dismissed. It had failed: The server answered 404."),
        (restoring, "Dismissal taken back. It had failed: The server answered 404."),
    ]


def test_only_a_failed_article_is_dismissed(who: Caller) -> None:
    article = factories.article(state="matched")
    path = f"{_PATH}/{article.id}"
    problem(who.send("PATCH", path, {"dismissed": True}), 409)
    assert who.send("PATCH", path, {"dismissed": False}).json()["state"] == "matched"
    problem(who.send("PATCH", path, {}), 422, at="#/dismissed")
    problem(who.send("PATCH", f"{_PATH}/{new_id()}", {"dismissed": True}), 404)


def test_an_article_that_came_to_another_state_meanwhile_is_not_dismissed(who: Caller) -> None:
    article = factories.article(state="failed", url="https://outlet.example/water")
    path = f"{_PATH}/{article.id}"
    tag = who.get(path)["ETag"]
    who.send("POST", _PATH, {"text": _TEXT, "url": article.url})
    problem(who.send("PATCH", path, {"dismissed": True}, If_Match=tag), 412)
    assert who.get(path).json()["state"] == "fetched"
