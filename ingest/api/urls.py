"""Addresses below /api/v1/."""

from django.urls import path

from ingest.api.views import ArticlesView, ArticleVersionsView, ArticleVersionView, ArticleView

urlpatterns = [
    path("articles", ArticlesView.as_view(), name="api-articles"),
    path("articles/<id:article_id>", ArticleView.as_view(), name="api-article"),
    path("articles/<id:article_id>/versions", ArticleVersionsView.as_view(), name="api-article-versions"),
    path("article-versions/<id:version_id>", ArticleVersionView.as_view(), name="api-article-version"),
]
