"""Addresses below /api/v1/."""

from django.urls import path

from sources.api.feed_views import FeedsView, FeedView
from sources.api.views import SourcesView, SourceView

urlpatterns = [
    path("feeds", FeedsView.as_view(), name="api-feeds"),
    path("feeds/<id:feed_id>", FeedView.as_view(), name="api-feed"),
    path("sources", SourcesView.as_view(), name="api-sources"),
    path("sources/<id:source_id>", SourceView.as_view(), name="api-source"),
]
