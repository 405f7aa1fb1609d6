"""Articles over the API: submitted here, followed here."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.fields import page_of
from common.api.paging import Ordering
from common.api.views import ApiView
from common.scopes import Scope
from ingest.api.inputs import ArticleInput, ArticleQuery
from ingest.services import article_submit
from sources import selectors
from sources.api.documents import ArticleDetailSerializer, ArticleSerializer

_ORDERING = Ordering.by_time("articles")
_FILTERS = {"state": "state", "outlet": "source", "url": "url"}
# A text of the largest size with every character escaped is longer than the text, within reason.
_ESCAPES = 2


class ArticlesView(ApiView):
    """The articles of the registry."""

    access = {"GET": Scope.ARTICLES_READ, "POST": Scope.ARTICLES_WRITE}
    query = ArticleQuery
    tag = "articles"
    max_body_bytes = _ESCAPES * settings.ARTICLE_MAX_BYTES

    @extend_schema(
        operation_id="article_list", summary="List articles", responses={200: page_of(ArticleSerializer)}
    )
    def get(self, request: Request) -> Response:
        """The newest first."""
        rows = selectors.article_list().defer("current_version__text", "current_version__snapshot")
        wanted = {field: self.params[name] for name, field in _FILTERS.items() if name in self.params}
        return self.page(rows.filter(**wanted), _ORDERING, ArticleSerializer)

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

    access = {"GET": Scope.ARTICLES_READ}
    tag = "articles"

    @extend_schema(
        operation_id="article_get", summary="Show an article", responses={200: ArticleDetailSerializer}
    )
    def get(self, request: Request, article_id: UUID) -> Response:
        """Its current text, and how far it has come."""
        return Response(ArticleDetailSerializer(selectors.article_get(article_id)).data)
