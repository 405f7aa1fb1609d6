from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from claims.roles import Role
from common.scopes import Scope
from sources.models import Feed
from tests import factories
from tests.api import Caller, caller, problem
from tests.locks import until_somebody_waits

pytestmark = pytest.mark.django_db

_PATH = "/api/v1/feeds"


@pytest.fixture
def who() -> Caller:
    return caller(Scope.FEEDS_WRITE, Scope.ARTICLES_READ)


def _body(**changes: Any) -> dict[str, Any]:
    source = factories.source(kind="outlet")
    return {"source": str(source.id), "url": "https://outlet.example/rss", "kind": "rss"} | changes


def test_a_feed_is_followed_changed_and_followed_no_more(who: Caller) -> None:
    made = who.send("POST", _PATH, _body(interval_seconds=600))
    assert made.status_code == 201
    address = made["Location"]
    found = who.get(address).json()
    assert found == made.json()
    assert (found["interval_seconds"], found["state"], found["failure"]) == (600, "active", None)
    changed = who.send("PATCH", address, {"paused": True}).json()
    assert (changed["state"], changed["url"]) == ("paused", found["url"])
    assert who.get(f"{_PATH}?state=paused").json()["results"] == [changed]
    assert who.get(f"{_PATH}?kind=atom").json()["results"] == []
    assert who.send("DELETE", address).status_code == 204
    problem(who.get(address), 404)
    assert not Feed.objects.exists()


@pytest.mark.parametrize(
    ("changes", "status", "at"),
    [
        ({"url": "http://10.0.0.1/rss"}, 422, "#/url"),
        ({"url": "ftp://outlet.example/rss"}, 422, "#/url"),
        ({"kind": "morse"}, 422, "#/kind"),
        ({"interval_seconds": 1}, 422, "#/interval_seconds"),
        # 1,900 characters, of which each is nine in ASCII.
        ({"url": f"https://outlet.example/{'水' * 1900}"}, 422, "#/url"),
        ({"source": "0190a3f0-0000-7000-8000-000000000000"}, 422, "#/source"),
    ],
)
def test_what_cannot_be_followed_is_refused(
    who: Caller, changes: dict[str, Any], status: int, at: str
) -> None:
    problem(who.send("POST", _PATH, _body(**changes)), status, at=at)
    assert not Feed.objects.exists()


def test_an_address_is_kept_as_it_is_requested(who: Caller) -> None:
    made = who.send("POST", _PATH, _body(url="https://outlet.example/nyheter/vær")).json()
    assert made["url"] == "https://outlet.example/nyheter/v%C3%A6r"
    address = f"{_PATH}/{made['id']}"
    before = Feed.objects.get().owner_id
    same = caller(Scope.FEEDS_WRITE, Scope.ARTICLES_READ).send(
        "PATCH", address, {"url": "https://outlet.example/nyheter/vær"}
    )
    assert same.status_code == 200
    assert Feed.objects.get().owner_id == before


def test_an_address_is_followed_once(who: Caller) -> None:
    who.send("POST", _PATH, _body())
    problem(who.send("POST", _PATH, _body()), 409, at="#/url")


def test_a_feed_of_reviews_takes_what_an_import_takes(who: Caller) -> None:
    importing = caller(Scope.FEEDS_WRITE, Scope.ARTICLES_READ, Scope.IMPORTS_WRITE)
    body = _body(kind="claimreview")
    assert "imports:write" in problem(who.send("POST", _PATH, body), 403)["detail"]
    assert not Feed.objects.exists()
    address = importing.send("POST", _PATH, body)["Location"]
    articles = who.send("POST", _PATH, _body(url="https://outlet.example/articles"))["Location"]
    for changed, change in ((address, {"paused": True}), (articles, {"kind": "claimreview"})):
        problem(who.send("PATCH", changed, change), 403)
        assert importing.send("PATCH", changed, change).status_code == 200
    checker = caller(*Scope, owner=factories.user(role=Role.CHECKER))
    problem(checker.send("PATCH", address, {"paused": False}), 403)
    assert who.send("PATCH", address, {"kind": "rss"}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_what_a_change_takes_is_asked_of_the_feed_as_it_is_when_it_is_changed(who: Caller) -> None:
    feed = factories.feed()

    def change() -> Any:
        try:
            return who.send("PATCH", f"{_PATH}/{feed.pk}", {"interval_seconds": 900})
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Feed.objects.select_for_update().get(pk=feed.pk)
            changed = pool.submit(change)
            until_somebody_waits()
            Feed.objects.filter(pk=feed.pk).update(kind=Feed.Kind.CLAIMREVIEW)
        assert "imports:write" in problem(changed.result(20), 403)["detail"]
    feed.refresh_from_db()
    assert feed.interval.total_seconds() == 1800
