"""Addresses below /api/v1/."""

from django.urls import path

from ingest.api.views import ArticlesView, ArticleView

urlpatterns = [
    path("articles", ArticlesView.as_view(), name="api-articles"),
    path("articles/<uuid:article_id>", ArticleView.as_view(), name="api-article"),
]
