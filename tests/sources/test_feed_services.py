"""What the API's tests of feeds do not reach: the desk, and deleting sources."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.roles import Role
from common.errors import Conflict, NotFound, Refused
from common.scopes import Scope
from sources.models import Feed, Source
from sources.services.feeds import feed_create, feed_lease, feed_poll_soon, feed_update
from tests import factories
from tests.api import caller, problem

pytestmark = pytest.mark.django_db


def test_a_feed_is_polled_soon_unless_it_is_paused() -> None:
    feed = factories.feed(next_poll_at=timezone.now() + timedelta(days=1))
    assert feed_lease(feed_id=feed.pk) is None
    feed_poll_soon(feed_id=feed.pk)
    assert feed_lease(feed_id=feed.pk) is not None
    assert feed_lease(feed_id=feed.pk) is None
    feed_update(feed_id=feed.pk, actor=factories.user(), paused=True)
    with pytest.raises(Conflict, match="paused"):
        feed_poll_soon(feed_id=feed.pk)
    with pytest.raises(NotFound):
        feed_poll_soon(feed_id=factories.source().pk)


def test_another_address_forgets_what_the_old_one_was_asked_by() -> None:
    feed = factories.feed(etag='"v1"', last_modified="Mon", failure_count=3, failure="x")
    changed = feed_update(feed_id=feed.pk, actor=factories.user(), url="https://outlet.example/other")
    assert (changed.etag, changed.last_modified, changed.failure_count, changed.failure) == ("", "", 0, "")


@pytest.mark.parametrize("given", [{"url": "https://outlet.example/other"}, {"kind": "claimreview"}])
def test_whoever_changes_what_it_lists_owns_it(given: dict[str, Any]) -> None:
    first, second, third = factories.user(), factories.user(), factories.user()
    feed = factories.feed(owner=first)
    assert feed_update(feed_id=feed.pk, actor=second, **given).owner == second
    unchanged: dict[str, Any] = given | {"interval": timedelta(hours=2), "paused": True}
    assert feed_update(feed_id=feed.pk, actor=third, **unchanged).owner == second


def test_what_lists_reviews_is_for_those_who_may_import_them() -> None:
    checker, source = factories.user(role=Role.CHECKER), factories.source(kind="outlet")
    reviews, articles = factories.feed(kind="claimreview", owner=factories.user()), factories.feed()
    url = "https://outlet.example/reviews"
    tries: list[Callable[[], Feed]] = [
        lambda: feed_create(source_id=source.pk, url=url, kind="claimreview", actor=checker),
        lambda: feed_update(feed_id=articles.pk, kind="claimreview", actor=checker),
        lambda: feed_update(feed_id=reviews.pk, url=url, actor=checker),
        lambda: feed_update(feed_id=reviews.pk, paused=False, actor=checker),
    ]
    before = list(Feed.objects.order_by("pk").values())
    for refused in tries:
        with pytest.raises(Refused, match="may not publish verdicts; that is for Editors or Administrators"):
            refused()
    assert list(Feed.objects.order_by("pk").values()) == before
    assert feed_create(source_id=source.pk, url=url, kind="rss", actor=checker).owner == checker
    assert feed_update(feed_id=articles.pk, kind="claimreview", actor=factories.user()).kind == "claimreview"


def test_only_a_source_that_nothing_refers_to_is_deleted() -> None:
    who = caller(Scope.SOURCES_WRITE, owner=factories.user(role=Role.ADMINISTRATOR))
    used, unused = factories.feed().source, factories.source()
    problem(who.send("DELETE", f"/api/v1/sources/{used.pk}"), 409)
    assert who.send("DELETE", f"/api/v1/sources/{unused.pk}").status_code == 204
    assert list(Source.objects.filter(pk__in=[used.pk, unused.pk])) == [used]
    assert Feed.objects.count() == 1
