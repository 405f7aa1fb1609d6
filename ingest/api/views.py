"""Articles over the API: submitted here, followed here."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db.models import IntegerField
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.authentication import actor
from common.api.fields import PageQuery, page_of
from common.api.paging import Ordering
from common.api.selection import many, one
from common.api.views import ApiView
from common.scopes import Scope
from ingest.api.inputs import ArticleChange, ArticleInput, ArticleQuery
from ingest.services import article_submit
from sources import selectors
from sources.api.documents import (
    ArticleDetailSerializer,
    ArticleSerializer,
    SourceSerializer,
    VersionSerializer,
    VersionTextSerializer,
)
from sources.models import Article
from sources.services.dismissing import article_update

_ORDERING = Ordering.by_time("articles")
_VERSIONS = Ordering("article-versions", {"number": IntegerField()})
_INCLUDES = {
    "outlet": one("outlet.id", lambda request: selectors.source_list(), SourceSerializer),
    "versions": many("article", lambda request: selectors.version_list(), VersionSerializer),
}
_FILTERS = {name: name for name in ("state", "url", "language")} | {
    "outlet": "source",
    "published_since": "published_at__gte",
    "published_until": "published_at__lt",
    "updated_since": "updated_at__gte",
}
# A text of the largest size with every character escaped is longer than the text, within reason.
_ESCAPES = 2


class ArticlesView(ApiView):
    """The articles of the registry."""

    access = {"GET": Scope.ARTICLES_READ, "POST": Scope.ARTICLES_WRITE}
    document = ArticleSerializer
    includes = _INCLUDES
    query = ArticleQuery
    problems = {"GET": (404,)}
    tag = "articles"
    max_body_bytes = _ESCAPES * settings.ARTICLE_MAX_BYTES

    @extend_schema(
        operation_id="article_list", summary="List articles", responses={200: page_of(ArticleSerializer)}
    )
    def get(self, request: Request) -> Response:
        """The newest first."""
        rows = selectors.article_list().defer("current_version__text", "current_version__snapshot")
        wanted = {_FILTERS[name]: value for name, value in self.filters().items()}
        if "source" in wanted:
            wanted["source"] = selectors.source_asked(wanted["source"])
        return self.page(rows.filter(**wanted), _ORDERING)

    @extend_schema(
        operation_id="article_submit",
        summary="Submit an article",
        request=ArticleInput,
        responses={202: ArticleSerializer},
    )
    def post(self, request: Request) -> Response:
        """Taken in; Location is where to follow it. An article already known is looked at anew."""
        article = article_submit(**self.body(ArticleInput))
        return self.created(ArticleSerializer(article), at="api-article", row=article, code=202)


class ArticleView(ApiView):
    """One article."""

    access = {"GET": Scope.ARTICLES_READ, "PATCH": Scope.ARTICLES_WRITE}
    document = ArticleDetailSerializer
    includes = _INCLUDES
    guards = Article
    problems = {"PATCH": (409,)}
    tag = "articles"

    @extend_schema(
        operation_id="article_get", summary="Show an article", responses={200: ArticleDetailSerializer}
    )
    def get(self, request: Request, article_id: UUID) -> Response:
        """Its current text, and how far it has come."""
        return self.show(selectors.article_get(article_id))

    @extend_schema(
        operation_id="article_update",
        summary="Dismiss a failed article, or take that back",
        request=ArticleChange,
        responses={200: ArticleDetailSerializer},
    )
    def patch(self, request: Request, article_id: UUID) -> Response:
        """A dismissed one keeps why it failed, and is read again where it is submitted again.

        Its history at the desk says by whom and when. 409 where it has not failed.
        """
        article_update(article_id=article_id, actor=actor(request), **self.body(ArticleChange))
        return self.show(selectors.article_get(article_id))


class ArticleVersionsView(ApiView):
    """The texts of an article, one for each change of it."""

    access = {"GET": Scope.ARTICLES_READ}
    document = VersionSerializer
    query = PageQuery
    tag = "articles"

    @extend_schema(
        operation_id="article_version_list",
        summary="List the versions of an article",
        responses={200: page_of(VersionSerializer)},
    )
    def get(self, request: Request, article_id: UUID) -> Response:
        """The newest first, without their texts."""
        article = selectors.article_get(article_id)
        return self.page(selectors.version_list().filter(article=article), _VERSIONS)


class ArticleVersionView(ApiView):
    """One text of an article."""

    access = {"GET": Scope.ARTICLES_READ}
    document = VersionTextSerializer
    tag = "articles"

    @extend_schema(
        operation_id="article_version_get",
        summary="Show a version of an article",
        responses={200: VersionTextSerializer},
    )
    def get(self, request: Request, version_id: UUID) -> Response:
        """With its text, which is never changed."""
        return self.show(selectors.version_get(version_id))
