"""Feeds over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.authentication import actor
from common.api.fields import page_of
from common.api.paging import Ordering
from common.api.permissions import scope_require
from common.api.selection import one
from common.api.views import ApiView
from common.scopes import Scope
from sources import selectors
from sources.api.documents import FeedSerializer, SourceSerializer
from sources.api.inputs import FeedChange, FeedInput, FeedQuery
from sources.models import Feed
from sources.services.feeds import feed_create, feed_delete, feed_update

_ORDERING = Ordering.by_time("feeds")
_INCLUDES = {"source": one("source.id", lambda request: selectors.source_list(), SourceSerializer)}


class FeedsView(ApiView):
    """Addresses that list new articles or reviews."""

    access = {"GET": Scope.ARTICLES_READ, "POST": Scope.FEEDS_WRITE}
    document = FeedSerializer
    includes = _INCLUDES
    query = FeedQuery
    problems = {"GET": (404,), "POST": (409,)}
    tag = "feeds"

    @extend_schema(operation_id="feed_list", summary="List feeds", responses={200: page_of(FeedSerializer)})
    def get(self, request: Request) -> Response:
        """The newest first."""
        wanted = self.filters()
        if "source" in wanted:
            wanted["source"] = selectors.source_asked(wanted["source"])
        return self.page(selectors.feed_list().filter(**wanted), _ORDERING)

    @extend_schema(
        operation_id="feed_create",
        summary="Follow a feed",
        request=FeedInput,
        responses={201: FeedSerializer},
    )
    def post(self, request: Request) -> Response:
        """Polled at once and then in its interval; what it lists is taken in as articles.

        The reviews of a `claimreview` feed are imported in your name: it takes `imports:write` as well, and
        the right to publish verdicts.
        """
        given = _with_interval(self.body(FeedInput))
        _check_scope(request, given["kind"])
        feed = feed_create(source_id=given.pop("source"), actor=actor(request), **given)
        return self.created(FeedSerializer(feed), at="api-feed", row=feed)


class FeedView(ApiView):
    """One feed."""

    access = {"GET": Scope.ARTICLES_READ, "PATCH": Scope.FEEDS_WRITE, "DELETE": Scope.FEEDS_WRITE}
    document = FeedSerializer
    includes = _INCLUDES
    guards = Feed
    problems = {"PATCH": (409,)}
    tag = "feeds"

    @extend_schema(operation_id="feed_get", summary="Show a feed", responses={200: FeedSerializer})
    def get(self, request: Request, feed_id: UUID) -> Response:
        """With how its last poll went."""
        return self.show(selectors.feed_get(feed_id))

    @extend_schema(
        operation_id="feed_update",
        summary="Change a feed",
        request=FeedChange,
        responses={200: FeedSerializer},
    )
    def patch(self, request: Request, feed_id: UUID) -> Response:
        """What the body does not name stays. The feed is polled anew, unless it is paused.

        With another `url` or `kind` it is yours. One that is of the kind `claimreview` then takes
        `imports:write` as well, and the right to publish verdicts: its reviews are imported in its owner's
        name.
        """
        given = _with_interval(self.body(FeedChange))
        # Of the feed as it is: it was locked before this was called (common.api.views).
        _check_scope(request, given.get("kind") or selectors.feed_get(feed_id).kind)
        return self.show(feed_update(feed_id=feed_id, actor=actor(request), **given))

    @extend_schema(operation_id="feed_delete", summary="Follow a feed no more", responses={204: None})
    def delete(self, request: Request, feed_id: UUID) -> Response:
        """The articles it brought stay."""
        feed_delete(feed_id=feed_id)
        return Response(status=204)


def _check_scope(request: Request, kind: str) -> None:
    if kind == Feed.Kind.CLAIMREVIEW:
        scope_require(request, Scope.IMPORTS_WRITE)


def _with_interval(given: dict[str, Any]) -> dict[str, Any]:
    if "interval_seconds" in given:
        given["interval"] = timedelta(seconds=given.pop("interval_seconds"))
    return given
