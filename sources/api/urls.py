"""Addresses below /api/v1/."""

from django.urls import path

from sources.api.views import SourcesView, SourceView

urlpatterns = [
    path("sources", SourcesView.as_view(), name="api-sources"),
    path("sources/<uuid:source_id>", SourceView.as_view(), name="api-source"),
]
